"""What a visit begins with and is at: the link it came by, and the link to what is chosen now."""

from collections.abc import Mapping, Sequence
from secrets import token_hex

import streamlit as st

from pages._ui import links, toasts
from pages._ui.assignment import bench
from pages._ui.lists import Listed
from pages._ui.page_fields import PAGES
from pages._ui.page_state import PageState


def arrive(page: str) -> None:
    """At the first run of a session: open ``page`` as the address asks."""
    if "arrived" not in st.session_state:
        st.session_state["arrived"] = True
        follow(page, {name: st.query_params.get_all(name) for name in st.query_params})


def follow(page: str, asked: Mapping[str, Sequence[str]]) -> None:
    """Have ``page`` begin as the link with the fields ``asked`` says."""
    before = query(page)
    opened = links.opened(page, asked)
    st.session_state.pop(f"{page} choices", None)
    st.session_state[f"{page} link"] = opened.values
    # Where nothing else changes, no message reaches the page's parts in the browser.
    same = query(page) == before
    st.session_state["opening"] = (page, opened.opening | {"same": same})
    st.session_state["arrivals"] = st.session_state.get("arrivals", 0) + 1
    st.session_state["notices"] = {page: opened.notices}


def go(to: object) -> None:
    """Follow ``to``, the page and the fields of a list's entry as the browser says it."""
    page, fields = (to.get("page"), to.get("fields")) if isinstance(to, dict) else (None, None)
    if not isinstance(page, str) or page not in PAGES or not isinstance(fields, dict):
        return
    follow(page, {str(name): [str(text)] for name, text in fields.items()})
    st.session_state["go to"] = page


def take(said: object) -> None:
    """Look through the entries of a file, as the browser says them: it is told which are good."""
    entries = said.get("entries") if isinstance(said, dict) else None
    if not isinstance(entries, list):
        return
    try:
        found = links.sifted(entries)
    except ValueError as error:
        found = Listed(told=[str(error)])
    answer = {"entries": [*found.entries.values()], "told": found.notices(), "key": token_hex(4)}
    st.session_state["taken"] = answer


def taken() -> dict[str, object]:
    """The answer to the last file that was looked through, if there was one."""
    return dict(st.session_state.get("taken", {}))


def move(page: str) -> None:
    """Leave ``page`` for the one that a list goes on with, if there is one."""
    to = st.session_state.pop("go to", page)
    if to != page:
        st.switch_page(f"../{to}.py")


def opening(page: str) -> tuple[int, dict[str, object]]:
    """How many links were followed, and what the last one asks of the browser, if it led to ``page``."""
    led_to, asked = st.session_state.get("opening", (page, {}))
    return st.session_state.get("arrivals", 0), asked if led_to == page else {}


def notices(page: str) -> None:
    """Say what of the link could not be taken, until it is closed."""
    told = st.session_state.get("notices", {}).get(page)
    if told:
        with st.container(horizontal=True, vertical_alignment="center", key="notices"):
            st.warning("  \n".join(told), icon=":material/link_off:")
            st.button("Close", on_click=st.session_state["notices"].clear, icon=":material/close:")


def query(page: str) -> str:
    """The query string of what is chosen on ``page`` now."""
    if not PAGES[page].fields:
        return ""
    chosen = bench.said() if page == "assignment" else PageState(page).chosen
    return links.written(page, chosen)


def note(page: str) -> str:
    """The same, remembered as what the page's address is told in this run."""
    now = query(page)
    st.session_state["told"] = (page, now)
    return now


def keep_up() -> None:
    """At the beginning of a fragment: run the whole page if something else was chosen, or if it has failed.

    Else show what its callbacks told.
    """
    page, told = st.session_state.get("told", (None, None))
    if page is not None and (query(page) != told or st.session_state.get("failed") == (page, told)):
        st.rerun()
    toasts.show()
