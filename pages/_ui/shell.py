"""The script that Streamlit runs for every page: the frame, then the page asked for."""

from pathlib import Path

import streamlit as st

from pages._ui import error_boundary, fair_lock, toasts, visits
from pages._ui.tools.mount import tools

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
            help="Train a neuron or a small network live and watch it walk down its own loss surface.",
        ),
        st.Page(
            "../idea.py",
            title="1 The idea",
            help="A walker in the fog, who feels only the ground at the feet, finds the way down.",
        ),
        st.Page(
            "../neuron.py",
            title="2 One neuron",
            help="One update of one neuron, with every number in it.",
        ),
        st.Page(
            "../batches.py",
            title="3 Batches",
            help="All samples, a few, or one: a race between three ways to make an update.",
        ),
        st.Page(
            "../network.py",
            title="4 A network",
            help="Two inputs, three hidden neurons, one output, and what they learn.",
        ),
        st.Page(
            "../assignment.py",
            title="5 Assignment",
            help="Build the network yourself, and have it checked.",
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
name = page.url_path or "lab"
visits.arrive(name)
visits.move(name)
visits.notices(name)
toasts.show()
query = visits.note(name)
tools(name, query, *visits.opening(name), taken=visits.taken(), go=visits.go, take=visits.take)
if not error_boundary.stopped(name, query):
    with fair_lock.turn():
        page.run()
    error_boundary.drawn(name, query)
