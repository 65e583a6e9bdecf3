"""Callbacks of widgets and components: one that fails for a reason nobody foresaw loses no page."""

import logging
from collections.abc import Callable
from typing import Any

from pages._ui import toasts

_LOGGER = logging.getLogger(__name__)


def call(act: Callable[[Any], None], said: object) -> None:
    """Call ``act`` with what a browser ``said``; an error goes into the log, and its visitor is told."""
    try:
        act(said)
    except Exception:
        _LOGGER.exception("a callback failed")
        toasts.tell("That could not be done. The fault is the app's, not yours.", icon=":material/error:")
