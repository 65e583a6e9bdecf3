"""The app on a host that gives it little, a disk for reading only, no home, few files; and in bad company."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection

import pytest
from playwright.sync_api import Browser, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from pages._ui.messages import MOST_BYTES
from tests import patience
from tests.browser.host import Host, hosted
from tests.browser.lab import READY, cell
from tests.browser.visits import HOST, newcomer

# In a view of its own, in which every disk is mounted once more, for reading only.
READ_ONLY = """
mount --make-rprivate /
awk '{print $5}' /proc/self/mountinfo |
while read -r place; do mount -o remount,bind,ro "$place" 2>/dev/null; done
touch "$0" 2>/dev/null && exit 9
ulimit -n 400
exec "$@"
"""
UNSHARED = (
    ["unshare", "--mount", "--map-root-user"] if os.name == "posix" and os.geteuid() else ["unshare", "-m"]
)


def may_unshare() -> bool:
    """Whether this machine lets a test have a view of the disks of its own."""
    return bool(shutil.which("unshare")) and subprocess.run([*UNSHARED, "true"]).returncode == 0


@pytest.fixture(scope="module")
def poor() -> Iterator[Host]:
    """An app on such a host; where a disk cannot be made so, at least without a home and with few files."""
    around = ["sh", "-c", 'ulimit -n 400; exec "$@"', __file__]
    if may_unshare():
        around = [*UNSHARED, "sh", "-c", READ_ONLY, __file__]
    named = {name: text for name, text in os.environ.items() if name not in ("HOME", "TMPDIR")}
    with hosted(around, named) as host:
        yield host


@pytest.fixture(autouse=True)
def _unharmed(poor: Host) -> Iterator[None]:
    """Whatever a test does, the log holds no traceback, does not fill, and the server is well."""
    yield
    assert status(poor, "GET", "/_stcore/health") == 200
    log = poor.log()
    assert "Traceback" not in log
    assert len(log.splitlines()) < 100


def status(host: Host, method: str, path: str, body: bytes | None = None) -> int:
    """What the host answers."""
    connection = HTTPConnection(HOST, host.port, timeout=patience.SECONDS)
    connection.request(method, path, body)
    answer = connection.getresponse()
    connection.close()
    return answer.status


def stream(host: Host) -> ClientConnection:
    """A socket as a page has it."""
    address = f"ws://{HOST}:{host.port}/_stcore/stream"
    return connect(
        address, subprotocols=[Subprotocol("streamlit")], origin=Origin(host.address), max_size=None
    )


def closed(socket: ClientConnection) -> int:
    """Why the other side closes ``socket``, once it does; 0 if that was not heard, as it still sent."""
    try:
        for _ in range(1_000):
            socket.recv(timeout=patience.SECONDS)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else 0
    raise AssertionError("it stays open")


def test_it_serves_and_draws(poor: Host, browser: Browser) -> None:
    with newcomer(browser, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{poor.address}/?v=1&learning_rate=0.019&step=7")
        page.wait_for_function(READY)
        expect(cell(page, "step")).to_have_text("7")
        page.get_by_text("Take it away").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        assert download.value.suggested_filename == "neuron_sgd_rate0.019_full_1000epochs_seed0.csv"


def test_what_no_page_asks_for_is_not_there(poor: Host) -> None:
    for path in ("upload_file/a/b", "metrics", "agent/mcp", "script-health-check"):
        assert {status(poor, method, f"/_stcore/{path}") for method in ("GET", "PUT", "POST")} == {404}
    assert status(poor, "PUT", "/_stcore/upload_file/a/b", b"x" * 2**16) == 404
    assert status(poor, "POST", "/", b"x" * 2**16) == 413


def test_a_body_without_end_is_not_read(poor: Host) -> None:
    with socket.create_connection((HOST, poor.port)) as endless:
        endless.sendall(b"PUT /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert b" 413 " in endless.recv(100)
        endless.settimeout(patience.SECONDS)
        assert sent(endless, b"10000\r\n" + b"x" * 0x10000 + b"\r\n", 1_000) < 1_000


def sent(to: socket.socket, data: bytes, times: int) -> int:
    """How often ``data`` can be sent before the other side has had enough."""
    for each in range(times):
        try:
            to.sendall(data)
        except ConnectionError:
            return each
    return times


def is_closed(half: socket.socket) -> bool:
    """Whether the other side ends ``half``: with a goodbye, or at once if it had not read all."""
    try:
        return half.recv(1) == b""
    except ConnectionResetError:
        return True


def test_half_open_connections_take_nobodys_place(poor: Host) -> None:
    opened = []
    for _ in range(600):
        half = socket.create_connection((HOST, poor.port))
        half.sendall(b"GET / HTTP/1.1\r\nX-Waits:")
        opened.append(half)
    assert status(poor, "GET", "/_stcore/health") == 200
    opened[0].settimeout(patience.SECONDS)
    assert is_closed(opened[0])  # the first to come is the first to be shown out
    for half in opened:
        half.close()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"\xff" * 50, 1002),
        ("text", 1003),
        (b"x" * 300_000, 1009),
        (b"x" * 30_000_000, 1009),
    ],
)
def test_what_is_no_message_closes_its_socket(poor: Host, said: bytes | str, code: int) -> None:
    with stream(poor) as socket:
        with suppress(ConnectionClosed):  # before all of it was sent
            socket.send(said)
        assert closed(socket) in ((code, 0) if len(said) > MOST_BYTES else (code,))


def test_messages_for_nobody_change_nothing(poor: Host) -> None:
    message = BackMsg()
    message.rerun_script.query_string = "v=1"
    for kind in ("json_trigger_value", "string_value", "bool_value"):
        widget = message.rerun_script.widget_states.widgets.add(id=f"$$ID-nothing-{kind}")
        setattr(
            widget,
            kind,
            {"string_value": "x", "bool_value": True}.get(kind, '[{"event": "go", "value": {}}]'),
        )
    with stream(poor) as socket:
        for _ in range(3):
            socket.send(message.SerializeToString())
        assert socket.recv(timeout=patience.SECONDS)
