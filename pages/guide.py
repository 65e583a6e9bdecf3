"""The Guide: how to read the Lab."""

from pathlib import Path

import streamlit as st

from pages._ui import glossary

# Lines no longer than an eye follows, on a wide screen too.
with st.container(width=760):
    text = (Path(__file__).parent / "_ui" / "guide" / "guide.md").read_text(encoding="utf-8")
    st.markdown(text.replace("<!-- words -->", glossary.table()))
