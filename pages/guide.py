"""The Guide: how to read the Lab."""

from pathlib import Path

import streamlit as st

st.markdown((Path(__file__).parent / "_ui" / "guide" / "guide.md").read_text(encoding="utf-8"))
