"""Mounts the tools that every page has: its link, and what a presenter needs."""

from collections.abc import Callable

import streamlit as st

from pages._ui.mounting import heard, mountable

_KEY = "tools"

_component = mountable("page_tools", "gt", "tools.mjs")


def tools(
    page: str, query: str, arrival: int, opening: dict[str, object], go: Callable[[object], None]
) -> None:
    """The tools of ``page``, whose choices the query string ``query`` says.

    ``arrival`` counts the links that were followed; ``opening`` is what the last one asks of
    the browser. ``go`` is called with the entry of a list that is to be shown.
    """
    data = {"page": page, "query": query, "arrival": arrival, "opening": opening}
    with st.container(key="page-tools"):
        _component(key=_KEY, data=data, on_go_change=heard(_KEY, "go", go))
