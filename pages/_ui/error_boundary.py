"""An error boundary: a page that fails for a reason nobody foresaw says so, and offers the way back.

Streamlit writes the error into its log and asks ``failed`` what to show for it. Until something
else is chosen the page is not drawn again: it would only fail again.
"""

from urllib.parse import parse_qs

import streamlit as st

from pages._ui import visits

_MOST = 5
"""So many of the last choices that could be drawn are remembered for each page."""

_TOLD = "This page could not be drawn with what is chosen now. The fault is the app's, not yours."


def drawn(page: str, query: str) -> None:
    """Remember that ``page`` could be drawn with the choices of ``query``."""
    past = _past(page)
    if query not in past[-1:]:
        past.append(query)
        del past[:-_MOST]


def failed(_error: Exception) -> bool:
    """Show what there is to do after an error in a page's script, fragment or callback; always true."""
    page, query = st.session_state.get("told", ("lab", ""))
    st.session_state["failed"] = page, query
    past = _past(page)
    past[:] = [each for each in past if each != query]
    _offer(page, query)
    return True


def stopped(page: str, query: str) -> bool:
    """Whether ``page`` failed with the choices of ``query``: then that is shown instead of the page."""
    if st.session_state.get("failed") != (page, query):
        return False
    _offer(page, query)
    return True


def _offer(page: str, query: str) -> None:
    st.error(_TOLD, icon=":material/error:")
    ways = {"Try again": query}
    if query:
        ways = {"Start this page over": ""} | ways
    if past := _past(page):
        ways = {"Back to the last picture": past[-1]} | ways
    # Each time anew: the script of the page and a fragment of it may fail in one run.
    st.session_state["failures"] = number = st.session_state.get("failures", 0) + 1
    with st.container(horizontal=True):
        for label, back in ways.items():
            st.button(label, key=f"{label}-{number}", on_click=_open, args=(page, back))


def _open(page: str, query: str) -> None:
    """Choose on ``page`` what the link with ``query`` says."""
    st.session_state.pop("failed", None)
    visits.follow(page, parse_qs(query, keep_blank_values=True))


def _past(page: str) -> list[str]:
    past: dict[str, list[str]] = st.session_state.setdefault("drawn", {})
    return past.setdefault(page, [])
