"""Mounts the live player on a page."""

from collections.abc import Callable

from pages._ui.mounting import handlers, mountable

_KEY = "player"

_component = mountable("live_player", "gd-player", "player.mjs")


def player(message: bytes, on: dict[str, Callable[[object], None]], key: str = _KEY) -> None:
    """Show ``message`` (payload.pack); ``on`` maps each event of the player to what it does.

    A second player on a page has a ``key`` of its own.

    Events: "start" (x, y of a click on the surface), "view" (x0, x1, y0, y1 of a zoom, or
    "whole" for all of it), "rate" (a learning rate to try).
    """
    _component(key=key, data=message, **handlers(key, on))
