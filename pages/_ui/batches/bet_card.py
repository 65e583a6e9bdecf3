"""A bet on what a measurement will find, and the button that starts it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages._ui import assets

_KEY = "bet card"

# This much travels with the page, so it only fetches the rest, which the browser keeps.
_JS = """
const card = import(new URL("%sbet_card.mjs", document.baseURI))
export default function (component) {
  card.then(({ show }) => show(component))
}
"""

_component = st.components.v2.component(
    "bet_card",
    html='<div class="gc"></div>',
    js=_JS % assets.base(),
    # The served styles reach no shadow root.
    isolate_styles=False,
)


def bet_card(
    bet: dict[str, Any] | None,
    button: str,
    result: dict[str, str] | None,
    start: Callable[[], None],
) -> None:
    """Ask ``bet``, if any, then call ``start``; ``result`` {"answer", "told"} settles it once it is there.

    Without a bet to ask and without a result there is ``button``, which calls ``start`` too.
    """
    _component(key=_KEY, data={"bet": bet, "button": button, "result": result}, on_start_change=start)
