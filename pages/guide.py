"""The Guide: how to read the Lab."""

from pathlib import Path

import streamlit as st

from pages._ui import glossary
from pages._ui.prose import contents, show

guide = (Path(__file__).parent / "_ui" / "guide" / "guide.md").read_text(encoding="utf-8")

with st.container(key="guide"):
    with st.container(key="contents"):
        st.markdown(contents(guide))
    # Lines no longer than an eye follows, on a wide screen too.
    with st.container(width=760):
        before, after = guide.split("<!-- words -->")
        show(before, anchors=True)
        st.markdown(glossary.table())
        show(after, anchors=True)
