"""What Streamlit's server does anew for every run of every visitor is done once, or together.

Each run tells the browser the theme, which was looked up among all settings every time. And each
element woke the thread that sends, which then waited for the thread that was still making the
next one: now those of a moment are handed over together. The ends of runs are not put off. Both
are a third of what that thread does for a run.
"""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

MOMENT = 0.005
"""Seconds for which what a run has made may wait for what it makes next."""

Populate = Callable[..., None]


def patch_streamlit() -> None:
    """From now on spare this process's server that work."""
    app_session._populate_theme_msg = themes_once(app_session._populate_theme_msg)
    setattr(AppSession, "_on_scriptrunner_event", _hand_over)  # noqa: B010, it is no assignment to a type checker


def themes_once(populate: Populate) -> Populate:
    """The same as ``populate(theme, section)``, which fills in a section of the settings, but asked once.

    Settings that are read anew are asked for anew.
    """
    kept: dict[str, CustomThemeConfig] = {}
    config.on_config_parsed(kept.clear, force_connect=True)

    def once(theme: CustomThemeConfig, section: str = "theme") -> None:
        if section not in kept:
            fresh = CustomThemeConfig()
            populate(fresh, section)
            kept[section] = fresh
        # A section that says nothing is not there, and a merge would have it be there.
        if kept[section].ByteSize():
            theme.MergeFrom(kept[section])

    return once


class Gathered:
    """Calls to be made on the event loop ``loop``, in the order in which they came."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = Lock()
        self._waiting: list[Callable[[], None]] = []

    def add(self, call: Callable[[], None], at_once: bool) -> None:
        """Have ``call`` made after those that wait: ``at_once``, or a moment after the first of them came."""
        with self._lock:
            self._waiting.append(call)
            first = len(self._waiting) == 1
        try:
            if at_once:
                self._loop.call_soon_threadsafe(self.make)
            elif first:
                self._loop.call_soon_threadsafe(self._loop.call_later, MOMENT, self.make)
        except RuntimeError:  # the server ends
            if not self._loop.is_closed():
                raise

    def make(self) -> None:
        """Make all calls that wait; one that fails keeps none of the others."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for call in waiting:
            self._loop.call_soon(call)


_GATHERED: WeakKeyDictionary[AbstractEventLoop, Gathered] = WeakKeyDictionary()


def _hand_over(session: Any, sender: Any, event: ScriptRunnerEvent, **said: Any) -> None:
    """In a run's thread: have ``session`` hear of an ``event`` of its run ``sender``."""
    loop = session._event_loop
    call = partial(session._handle_scriptrunner_event_on_event_loop, sender, event, **said)
    gathered = _GATHERED.get(loop) or _GATHERED.setdefault(loop, Gathered(loop))
    gathered.add(call, at_once=event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)
