"""A Streamlit page with a heading and nothing else: what any page needs before it shows something."""

import streamlit as st

st.markdown("# A page")
