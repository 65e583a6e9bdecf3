"""Mounts the tools that every page has: its link, and what a presenter needs."""

from collections.abc import Callable

import streamlit as st

from pages._ui import assets

_KEY = "tools"

# This much travels with the page, so it only fetches the rest, which the browser keeps.
_JS = """
const tools = import(new URL("%stools.mjs", document.baseURI))
export default function (component) {
  tools.then(({ show }) => show(component))
  return () => tools.then(({ dispose }) => dispose(component.parentElement))
}
"""

_component = st.components.v2.component(
    "page_tools",
    html='<div class="gt"></div>',
    js=_JS % assets.base(),
    # The served styles reach no shadow root.
    isolate_styles=False,
)


def tools(
    page: str, query: str, arrival: int, opening: dict[str, object], go: Callable[[object], None]
) -> None:
    """The tools of ``page``, whose choices the query string ``query`` says.

    ``arrival`` counts the links that were followed; ``opening`` is what the last one asks of
    the browser. ``go`` is called with the entry of a list that is to be shown.
    """
    data = {"page": page, "query": query, "arrival": arrival, "opening": opening}
    with st.container(key="page-tools"):
        _component(key=_KEY, data=data, on_go_change=lambda: go(st.session_state[_KEY]["go"]))
