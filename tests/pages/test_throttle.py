"""A socket that says too much is slowed, one that says what no page says is cut off, and nothing is lost."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg, DeferredFileRequestPayload

from pages._ui import messages, throttle
from pages._ui.messages import MOST_BYTES, MOST_EVENTS, MOST_WIDGETS, Refusal, judged
from pages._ui.throttle import Paced
from pages._ui.token_bucket import TokenBucket


class Clock:
    """Time that passes only while someone sleeps."""

    now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class Peer:
    """The other side of a socket, which has said ``said``; ``heard`` is what it was told."""

    def __init__(self, said: Iterable[Any]) -> None:
        self.clock, self.heard, self._said = Clock(), list[Any](), iter(said)
        self.paced = Paced(self._receive, self._send, lambda: self.clock.now, self.clock.sleep)

    async def _receive(self) -> Any:
        return next(self._said, {"type": "websocket.disconnect", "code": 1005})

    async def _send(self, message: Any) -> None:
        self.heard.append(message)

    def received(self) -> list[Any]:
        """All that reaches the app, up to the disconnect."""

        async def receive_all() -> list[Any]:
            got = [await self.paced.receive()]
            while got[-1]["type"] != "websocket.disconnect":
                got.append(await self.paced.receive())
            return got

        return asyncio.run(receive_all())


def binary(data: bytes) -> dict[str, Any]:
    return {"type": "websocket.receive", "bytes": data}


def run(*widgets: tuple[str, str], kind: str = "json_trigger_value", **fields: Any) -> bytes:
    """A message that asks for a run, with ``widgets``: their names and values."""
    message = BackMsg()
    message.rerun_script.query_string = fields.pop("query_string", "")
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    for name, value in widgets:
        setattr(message.rerun_script.widget_states.widgets.add(id=name), kind, value)
    return bytes(message.SerializeToString())


def event(value: object) -> dict[str, object]:
    return {"event": "start", "value": value}


FILE = BackendOperationRequest(deferred_file=DeferredFileRequestPayload(file_id="x"))
HONEST = run(("a", json.dumps([event([1, 2])])), query_string="v=1&seed=3", page_script_hash="0af3")


def test_a_bucket_gives_a_burst_and_then_its_rate() -> None:
    clock = Clock()
    bucket = TokenBucket(2.0, 3.0, lambda: clock.now)
    assert [bucket.take() for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    clock.now = 100.0
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_hurried_visitor_waits_for_nothing() -> None:
    peer = Peer([binary(HONEST)] * int(throttle.BURST))
    assert len(peer.received()) == throttle.BURST + 1
    assert peer.clock.now == 0


def test_a_flood_is_slowed_and_nothing_of_it_is_lost_or_reordered() -> None:
    said = [run(query_string=f"seed={place}") for place in range(300)]
    peer = Peer(map(binary, said))
    assert [message.get("bytes") for message in peer.received()[:-1]] == said
    assert peer.clock.now == pytest.approx((300 - throttle.BURST) / throttle.RATE)
    assert peer.heard == []


def test_who_floods_for_long_is_cut_off() -> None:
    peer = Peer([binary(HONEST)] * 5_000)
    got = peer.received()
    assert got[-1]["code"] == 1008
    assert peer.heard == [{"type": "websocket.close", "code": 1008, "reason": messages.FLOOD.reason}]
    assert peer.clock.now == pytest.approx(throttle.PATIENCE, abs=1)
    asyncio.run(peer.paced.send({"type": "websocket.send", "bytes": b"late"}))
    assert len(peer.heard) == 1


def test_large_messages_count_as_several() -> None:
    large = run(query_string="x" * (MOST_BYTES - 100))
    peer = Peer([binary(large)] * 20)
    peer.received()
    assert peer.clock.now > 10


def test_what_no_page_says_reaches_nobody_and_closes_nothing() -> None:
    said = [BackMsg(debug_shutdown_runtime=True), BackMsg(clear_cache=True), BackMsg(), BackMsg()]
    said[-1].backend_operation_request.install_skills.SetInParent()
    peer = Peer([*(binary(each.SerializeToString()) for each in said), binary(HONEST)])
    assert [message.get("bytes") for message in peer.received()] == [HONEST, None]
    assert peer.heard == []


@pytest.mark.parametrize(
    "data",
    [
        HONEST,
        BackMsg(app_heartbeat=True).SerializeToString(),
        BackMsg(stop_script=True).SerializeToString(),
        BackMsg(backend_operation_request=FILE).SerializeToString(),
        run(("a", json.dumps([event(place) for place in range(MOST_EVENTS)]))),
        run(("a", "{}"), ("b", '{"height": 3}'), kind="json_value"),
        run(*[(str(place), "x") for place in range(MOST_WIDGETS)], kind="string_value"),
        run(("a", '[{"event": "go", "value": {"page": "lab", "fields": {"seed": "3"}}}]')),
    ],
)
def test_what_a_page_says_goes_on(data: bytes) -> None:
    assert judged(data) is True


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, 1003),
        (b"\xff" * 50, 1002),
        (b"\x0a", 1002),
        (run(query_string="x" * MOST_BYTES), 1009),
        (run(("a", json.dumps([event(1)] * (MOST_EVENTS + 1)))), 1008),
        (run(*[(str(place), "1") for place in range(MOST_WIDGETS + 1)]), 1008),
        (run(("a", "[" * 5_000 + "]" * 5_000)), 1007),
        (run(("a", "[" * 60 + "]" * 60), kind="json_value"), 1007),
        (run(("a", "{"), kind="json_value"), 1007),
        (run(("a", "9" * 5_000)), 1007),
        (run(("a", '[{"event": "start", "value": NaN}]')), 1007),
        (run(fragment_id="a\nlog line of my own"), 1008),
        (run(page_script_hash="x" * 1_000), 1008),
    ],
)
def test_what_no_browser_sends_closes_its_socket(data: bytes | None, code: int) -> None:
    verdict = judged(data)
    assert isinstance(verdict, Refusal)
    assert verdict.code == code
    assert len(verdict.reason) < 120


def test_a_message_of_200_000_events_costs_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "BackMsg", None)  # it is not even read
    assert judged(b"x" * 6_000_000) == Refusal(1009, f"a message has at most {MOST_BYTES} bytes")


def test_a_socket_that_has_left_is_not_written_to() -> None:
    async def gone(message: Any) -> None:
        raise OSError

    async def receive() -> Any:
        return binary(b"\xff")

    assert asyncio.run(Paced(receive, gone).receive())["code"] == 1002
