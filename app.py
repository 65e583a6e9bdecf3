"""The door: ``streamlit run app.py``.

The script that draws the pages lies in pages/_ui, so that Streamlit finds no folder
called ``pages`` beside it: its legacy discovery would serve a cold server's first
visitor of a page's own URL that page without the frame and the navigation.
"""

from pathlib import Path

import streamlit as st

from pages._ui import door
from pages._ui.warm import lifespan

app = st.App(
    Path(__file__).parent / "pages" / "_ui" / "shell.py", middleware=door.middleware(), lifespan=lifespan
)
