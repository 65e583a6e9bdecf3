"""Short messages for a visitor, told by callbacks and shown in the run that follows.

A callback of a fragment may draw nothing itself: Streamlit would put it at the top of the page.
"""

import streamlit as st

_WAITING = "toasts"


def tell(text: str, icon: str = ":material/info:") -> None:
    """Have ``text`` shown in the run that comes next."""
    st.session_state.setdefault(_WAITING, []).append((text, icon))


def show() -> None:
    """Show what was told since the last run."""
    for text, icon in st.session_state.pop(_WAITING, []):
        st.toast(text, icon=icon)
