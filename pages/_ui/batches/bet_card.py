"""A bet on what a measurement will find, and the button that starts it."""

from collections.abc import Callable
from typing import Any

from pages._ui.mounting import mountable

_KEY = "bet card"

_component = mountable("bet_card", "gc", "bet_card.mjs")


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
