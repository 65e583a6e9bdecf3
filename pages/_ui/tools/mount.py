"""Mounts the tools that every page has: its link, and what a presenter needs."""

from collections.abc import Callable
from secrets import token_hex

import streamlit as st

from pages._ui.mounting import handlers, mountable
from pages._ui.tools.reach import own_address

_KEY = "tools"

_component = mountable("page_tools", "gt", "tools.mjs")


def tools(
    page: str,
    query: str,
    arrival: int,
    opening: dict[str, object],
    *,
    taken: dict[str, object],
    go: Callable[[object], None],
    take: Callable[[object], None],
) -> None:
    """The tools of ``page``, whose choices the query string ``query`` says.

    ``arrival`` counts the links that were followed; ``opening`` is what the last one asks of
    the browser. ``go`` is called with the entry of a list that is to be shown, or with what a
    page showed that comes back to a server which does not know its session any more. ``take`` is
    called with the entries of a file, and ``taken`` is what was answered to the last of them.
    """
    visit = st.session_state.setdefault("visit", token_hex(4))
    data = {"page": page, "query": query, "arrival": arrival, "opening": opening, "visit": visit}
    data["taken"] = taken
    data["host"] = own_address()
    with st.container(key="page-tools"):
        # A page that comes back has itself drawn again; that run is all it wants.
        acts = {"go": go, "take": take, "back": lambda _: None}
        _component(key=_KEY, data=data, **handlers(_KEY, acts))
