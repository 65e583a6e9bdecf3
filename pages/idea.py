"""Stub."""

import streamlit as st

st.write("idea")
