"""The door: ``streamlit run app.py``.

The script that draws the pages lies in pages/_ui, so that Streamlit finds no folder
called ``pages`` beside it: its legacy discovery would serve a cold server's first
visitor of a page's own URL that page without the frame and the navigation.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from pages._ui import error_boundary, middleware
from pages._ui.warm import lifespan

SHELL = Path(__file__).parent / "pages" / "_ui" / "shell.py"
SETTINGS: dict[str, Any] = {
    "middleware": middleware.middleware(),
    "lifespan": lifespan,
    "on_script_error": error_boundary.failed,
}

app = st.App(SHELL, **SETTINGS)
