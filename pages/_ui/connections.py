"""Connections that say nothing, or take nothing, hold nobody up.

A browser's request is there within moments. A connection on which none comes is closed, the oldest
of them when there are many; so is one whose answer is not taken. Uvicorn itself would wait for ever.
"""

import asyncio
import gc
import logging
import sys
from collections import OrderedDict
from contextlib import suppress
from time import monotonic
from typing import Any

import uvicorn

from pages._ui.messages import MOST_BYTES

PATIENCE = 20.0
"""Seconds within which the head of a request has to be there."""

STALLED = 60.0
"""Seconds for which nothing of an answer may be taken."""

_SHARE = 4
"""Of all files that the process may open, at most one in so many waits for a request."""

_MOST = 1_000
_READ = 16 * 1024
_QUIET = 60.0

_LOGGER = logging.getLogger(__name__)


def raise_limit() -> int:
    """Let the process open as many files as it may, and say how many: each connection is one."""
    if sys.platform == "win32":
        return _MOST * _SHARE
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # some systems name no bound and yet have one
            hard = soft
    return hard if hard != resource.RLIM_INFINITY else _MOST * _SHARE


class Lobby:
    """Connections whose request has not come yet, the oldest first: ``most`` of them, each for a while."""

    def __init__(self, most: int, patience: float = PATIENCE) -> None:
        self._most, self._patience = most, patience
        self._waiting: OrderedDict[Any, asyncio.TimerHandle] = OrderedDict()

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, connection: Any) -> None:
        """Have ``connection`` wait, from now on or from when it began to."""
        if connection in self._waiting:
            return
        if len(self._waiting) >= self._most:
            self._show_out(next(iter(self._waiting)))
        later = asyncio.get_running_loop().call_later
        self._waiting[connection] = later(self._patience, self._show_out, connection)

    def leave(self, connection: Any) -> None:
        """``connection`` waits no more."""
        timer = self._waiting.pop(connection, None)
        if timer:
            timer.cancel()

    def _show_out(self, connection: Any) -> None:
        self.leave(connection)
        connection.transport.abort()


class Watched:
    """What is added to uvicorn's protocols: who takes nothing of what is sent is cut off."""

    transport: Any
    _stalled: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._taken()
        super().connection_lost(exc)  # type: ignore[misc]

    def pause_writing(self) -> None:
        super().pause_writing()  # type: ignore[misc]
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()  # type: ignore[misc]

    def _watch(self, left: int) -> None:
        self._taken()
        self._stalled = asyncio.get_running_loop().call_later(STALLED, self._look, left)

    def _look(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left < before:
            self._watch(left)
        else:
            self.transport.abort()

    def _taken(self) -> None:
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None


class Received(Watched):
    """What is added to uvicorn's protocol for HTTP besides: a connection waits in ``lobby`` for a request."""

    lobby: Lobby
    cycle: Any

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)  # type: ignore[misc]
        # A moment's work at a time: thousands of tiny messages would come in one reading.
        with suppress(AttributeError):  # where asyncio's own loop is not the one
            transport.max_size = _READ
        self.lobby.enter(self)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)  # type: ignore[misc]
        upgraded = self.transport.get_protocol() is not self
        under_way = self.cycle is not None and not self.cycle.response_complete
        waits = not (upgraded or under_way or self.transport.is_closing())
        (self.lobby.enter if waits else self.lobby.leave)(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lobby.leave(self)
        super().connection_lost(exc)


def bound_connections() -> int:
    """Bound those of the servers of this process, which are about to listen; how many servers there are."""
    lobby = Lobby(min(_MOST, raise_limit() // _SHARE))
    # By type: to ask an object itself what it is would wake those that only look like one.
    found = [it for it in gc.get_objects() if issubclass(type(it), uvicorn.Config) and it.loaded]
    for config in found:
        config.http_protocol_class = added(Received, config.http_protocol_class, lobby=lobby)
        config.ws_protocol_class = added(Watched, config.ws_protocol_class)
        # Frames that are larger are refused by their head, and not gathered first.
        config.ws_max_size = MOST_BYTES
    asyncio.get_running_loop().set_exception_handler(Complaints())
    return len(found)


def added(mixin: type, protocol: Any, **what: object) -> Any:
    """The same kind of ``protocol`` with ``mixin``, or None for none."""
    return protocol and type(f"{mixin.__name__}{protocol.__name__}", (mixin, protocol), what)


class Complaints:
    """The event loop's exception handler: that no more connections can be opened is said once a minute.

    By itself the loop says it two thousand times a second, each time with a traceback.
    """

    def __init__(self) -> None:
        self._said = -_QUIET

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Say what ``context`` is about."""
        if "out of system resource" not in context.get("message", ""):
            loop.default_exception_handler(context)
        elif monotonic() - self._said >= _QUIET:
            self._said = monotonic()
            _LOGGER.warning("No more connections can be opened: %s", context.get("exception"))
