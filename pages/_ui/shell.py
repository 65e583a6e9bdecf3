"""The script that Streamlit runs for every page: the frame, then the page asked for."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent

# Pictures of our own: a named icon here would be fetched from another host.
st.set_page_config(
    page_title="Gradient Descent Lab", page_icon=(_HERE / "mark.svg").read_text(), layout="wide"
)
st.logo((_HERE / "logo.svg").read_text(), size="large")

page = st.navigation(
    [
        st.Page(
            "../lab.py",
            title="Lab",
            icon=":material/science:",
            default=True,
            help="Train a single ReLU neuron live and watch it walk down its own loss surface.",
        ),
        st.Page(
            "../guide.py",
            title="Guide",
            icon=":material/menu_book:",
            help="How to read the two pictures, what the controls do, and every key.",
        ),
    ],
    position="top",
)
page.run()
