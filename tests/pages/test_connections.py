"""Connections that say nothing, or take nothing, are closed; the log says once that none can be opened."""

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn

from pages._ui import connections
from pages._ui.connections import Complaints, Lobby, Received, Watched, added, raise_limit
from pages._ui.log_rate import AT_ONCE, Sparing
from pages._ui.messages import MOST_BYTES


class Transport:
    """What a protocol writes to; ``left`` is what its reader has not taken."""

    def __init__(self) -> None:
        self.left, self.aborted, self.protocol = 0, False, None

    def abort(self) -> None:
        self.aborted = True

    def is_closing(self) -> bool:
        return self.aborted

    def get_write_buffer_size(self) -> int:
        return self.left

    def get_protocol(self) -> object:
        return self.protocol


class Plain(asyncio.Protocol):
    """A protocol that has a request under way as soon as it receives a line's end."""

    cycle: Any = None
    transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.protocol = self

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\n"):
            self.cycle = type("Cycle", (), {"response_complete": False})


def connected(lobby: Lobby) -> tuple[Any, Transport]:
    """A connection that waits in ``lobby``."""
    protocol, transport = added(Received, Plain, lobby=lobby)(), Transport()
    protocol.connection_made(transport)
    return protocol, transport


def run(act: Callable[[], Any]) -> Any:
    """What ``act`` gives within an event loop."""

    async def within() -> Any:
        return act()

    return asyncio.run(within())


def test_of_many_that_wait_the_oldest_is_closed() -> None:
    def act() -> list[bool]:
        lobby = Lobby(3)
        come = [connected(lobby)[1] for _ in range(5)]
        return [transport.aborted for transport in come]

    assert run(act) == [True, True, False, False, False]


def test_who_asks_waits_no_more() -> None:
    def act() -> tuple[int, int, int]:
        lobby, sizes = Lobby(3), list[int]()
        protocol, _ = connected(lobby)
        for data in (b"GET / HT", b"TP/1.1", b"\n"):
            protocol.data_received(data)
            sizes.append(len(lobby))
        return sizes[0], sizes[1], sizes[2]

    assert run(act) == (1, 1, 0)


def test_who_begins_another_request_waits_again() -> None:
    def act() -> int:
        lobby = Lobby(3)
        protocol, _ = connected(lobby)
        protocol.data_received(b"\n")
        protocol.cycle.response_complete = True
        protocol.data_received(b"GET /sl")
        return len(lobby)

    assert run(act) == 1


def test_a_request_that_never_comes_is_not_waited_for() -> None:
    async def act() -> tuple[bool, int]:
        lobby = Lobby(3, patience=0.0)
        _, transport = connected(lobby)
        while not transport.aborted:
            await asyncio.sleep(0)
        return transport.aborted, len(lobby)

    assert asyncio.run(act()) == (True, 0)


def test_who_takes_nothing_is_cut_off_and_who_is_slow_is_not() -> None:
    def act() -> list[bool]:
        protocol, transport = added(Watched, Plain)(), Transport()
        protocol.connection_made(transport)
        transport.left = 50
        protocol.pause_writing()
        aborted = []
        for left in (49, 48, 48):  # at each look
            before, transport.left = transport.left, left
            protocol._look(before)
            aborted.append(transport.aborted)
        return aborted

    assert run(act) == [False, False, True]


def test_the_servers_of_this_process_are_bounded() -> None:
    config = uvicorn.Config(lambda: None, ws="websockets-sansio")
    config.load()

    def act() -> int:
        return connections.bound_connections()

    assert run(act) >= 1
    assert issubclass(config.http_protocol_class, Received)
    assert issubclass(config.ws_protocol_class, Watched)  # type: ignore[arg-type]
    assert config.ws_max_size == MOST_BYTES


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bound")
def test_as_many_files_may_be_open_as_the_system_lets() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
        assert raise_limit() == hard or hard == resource.RLIM_INFINITY
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == hard
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_that_no_connection_can_be_opened_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    async def act() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(Complaints())
        for _ in range(2_048):
            told = {"message": "socket.accept() out of system resource", "exception": OSError(24, "Too many")}
            loop.call_exception_handler(told)
        loop.call_exception_handler({"message": "something else"})

    asyncio.run(act())
    said = [record.getMessage() for record in caplog.records]
    assert said == ["No more connections can be opened: [Errno 24] Too many", "something else"]


def test_a_line_that_strangers_cause_is_written_a_few_times() -> None:
    now = 0.0
    sparing = Sparing(lambda: now)

    def written(text: str) -> int:
        records = [logging.LogRecord("uvicorn", 30, "", 1, text, (each,), None) for each in range(500)]
        return sum(map(sparing.filter, records))

    assert (written("odd %s"), written("other %s"), written("odd %s")) == (AT_ONCE, AT_ONCE, 0)
    now = 15.0
    assert written("odd %s") == 1
