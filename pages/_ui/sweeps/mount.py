"""Mounts the two pictures that are made of thousands of runs."""

from collections.abc import Callable

from pages._ui.mounting import handlers, mountable

_sweep = mountable("sweep", "gs", "sweep.mjs")
_starts = mountable("starts", "gs", "starts.mjs")


def sweep(message: bytes, choose: Callable[[object], None]) -> None:
    """The sweep of rates (bands.message); ``choose`` hears which fields a click chooses."""
    key = "sweep"
    _sweep(key=key, data=message, **handlers(key, {"choose": choose}))


def starts(message: bytes, start: Callable[[object], None]) -> None:
    """The map of starts (basins.message); ``start`` hears where on its plane a click is."""
    key = "starts"
    _starts(key=key, data=message, **handlers(key, {"start": start}))
