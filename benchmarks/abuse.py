"""``python -m benchmarks.abuse``: what an ordinary visitor waits beside one who abuses the server.

Each abuse runs in a process of its own, against a server on this machine, for a quarter of a minute;
meanwhile a visitor moves the slider twice a second and waits for each picture.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterable, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from multiprocessing import get_context
from statistics import median
from threading import Thread
from time import perf_counter, sleep
from urllib.parse import quote, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from benchmarks.load import SLIDER, Peak, Tally, other, warm
from benchmarks.server import LAB, Server, serving
from benchmarks.session import session
from benchmarks.table import Row, at_most, row, show

MOVES = 24
PAUSE = 0.5
"""Seconds between two moves of the visitor's slider."""

TIMES = 3.0
"""Beside one who abuses the server, a visitor may wait so many times as long as alone."""

_WARMTH = 2.0
_LONG = 600.0
_MULTIPART = "multipart/form-data; boundary=line"
_HEAD = 'Content-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
_FILE = f"--line\r\n{_HEAD}{'x' * 5_000_000}\r\n--line--\r\n".encode()


def qr(url: str, place: int) -> None:
    """Ask for the code of a long link that nobody has asked for before, again and again."""
    for each in range(10**9):
        _get(url, f"share/qr.svg?link={quote(f'https://x.example/{place}/{each}/'.ljust(1_400, 'y'))}")


def euros(url: str, _place: int) -> None:
    """Ask for the code of a link that is too long."""
    while True:
        _get(url, "share/qr.svg?link=" + "%E2%82%AC" * 1_500)


def plain(url: str, _place: int) -> None:
    """Fetch the largest file unzipped, again and again."""
    page = _get(url, "").decode()
    name = page[: page.index("plotly.min.js") + len("plotly.min.js")].rpartition('"./')[2]
    while True:
        _get(url, name)


def upload(url: str, _place: int) -> None:
    """Send files that no page asks for, as a page would that asks for them."""

    async def send() -> None:
        async with session(url) as one:
            await one._socket.send(_rerun().SerializeToString())
            message = ForwardMsg()
            while not message.HasField("new_session"):
                message = ForwardMsg.FromString(bytes(await one._socket.recv(decode=False)))
            visit = message.new_session.initialize.session_id
            for each in range(10**9):
                await asyncio.to_thread(_put, url, f"_stcore/upload_file/{visit}/{each}")

    asyncio.run(send())


def flood(url: str, _place: int) -> None:
    """Say 500 times a second that a page is to run."""
    _say(url, _rerun(), 1 / 500)


def many_events(url: str, _place: int) -> None:
    """Say 200,000 events in one message, over and over."""
    message = _rerun()
    message.rerun_script.widget_states.widgets.add(id="x", json_trigger_value=f"[{'1,' * 200_000}1]")
    _say(url, message, 0.1)


def half_open(url: str, _place: int) -> None:
    """Open connections and never say what is wanted."""
    held = []
    while True:
        with suppress(OSError):
            one = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=5)
            one.sendall(b"GET / HTTP/1.1\r\nX-")
            held.append(one)
        held = held[-1_500:]
        sleep(0.005)


ABUSES: dict[str, tuple[int, Callable[[str, int], None]]] = {
    "4 who ask for QR codes": (4, qr),
    "20 who ask for QR codes": (20, qr),
    "4 who ask for too long ones": (4, euros),
    "4 who take files unzipped": (4, plain),
    "4 who upload": (4, upload),
    "500 messages a second": (1, flood),
    "messages of 200,000 events": (1, many_events),
    "1,500 half-open connections": (2, half_open),
}
"""How many do what."""


def _get(url: str, path: str) -> bytes:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    with suppress(OSError):
        connection.request("GET", f"/{path}", headers={"Accept-Encoding": "identity"})
        return connection.getresponse().read()
    return b""


def _put(url: str, path: str) -> None:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    with suppress(OSError):
        connection.request("GET", "/_stcore/health")
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        told = {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2], "Content-Type": _MULTIPART}
        connection.request("PUT", f"/{path}", _FILE, told)
        connection.getresponse().read()


def _rerun() -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = "v=1"
    return message


def _say(url: str, message: BackMsg, pause: float) -> None:
    """Say ``message`` again and again, each time a ``pause`` after the last; come back when cut off."""

    async def hear(socket: AsyncIterable[object]) -> None:
        with suppress(ConnectionClosed):
            async for _ in socket:
                pass

    async def say() -> None:
        async with session(url) as one:
            hearing = asyncio.create_task(hear(one._socket))
            while True:
                await one._socket.send(message.SerializeToString())
                await asyncio.sleep(pause)
            hearing.cancel()

    while True:
        with suppress(OSError, ConnectionClosed, TimeoutError):
            asyncio.run(say())


def _all(act: Callable[[str, int], None], count: int, url: str) -> None:
    for place in range(count):
        Thread(target=act, args=(url, place), daemon=True).start()
    sleep(_LONG)


@contextmanager
def abused(count: int, act: Callable[[str, int], None], url: str) -> Iterator[None]:
    """``count`` who ``act`` on the server at ``url`` until the end of the block."""
    process = get_context("spawn").Process(target=_all, args=(act, count, url), daemon=True)
    process.start()
    sleep(_WARMTH)
    try:
        yield
    finally:
        process.kill()
        process.join()


async def moves(server: Server) -> tuple[Tally, float]:
    """What one visitor waits for each picture, and the most memory that the server had meanwhile."""
    tally, peak = Tally(), Peak(server)
    watching = asyncio.create_task(peak.watch())
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(session(server.url, "v=1&seed=7"))
        await one.open()
        for _ in range(MOVES):
            act: Callable[[], Awaitable[object]] = partial(one.move, SLIDER, other(one))
            await tally.note(perf_counter() + PAUSE, act)
    watching.cancel()
    return tally, peak.megabytes


def measured(names: list[str]) -> list[Row]:
    """A row for the visitor alone, and for the same beside each abuse of ``names``."""
    with serving(LAB) as server:
        asyncio.run(warm(server))
        alone, _ = asyncio.run(moves(server))
    rows = [row("alone: slider p50", "s", median(alone.waits)), row("alone: slider p95", "s", alone.p95())]
    for name in names:
        rows += _beside(name, alone)
        show(rows[-4:])
    return rows


def _beside(name: str, alone: Tally) -> list[Row]:
    with serving(LAB) as server:
        asyncio.run(warm(server))
        with abused(*ABUSES[name], server.url):
            tally, peak = asyncio.run(moves(server))
    waits = tally.waits or [float("inf")] * 2
    return [
        row(f"{name}: slider p50", "s", median(waits)),
        row(f"{name}: slider p95", "s", Tally(waits).p95(), None, at_most(round(TIMES * alone.p95(), 2))),
        row(f"{name}: errors", "", len(tally.errors), None, at_most(0)),
        row(f"{name}: memory at the peak", "MiB", peak),
    ]


def main() -> None:
    """Measure beside every abuse whose name holds a word that was given, or beside all."""
    words = sys.argv[1:]
    show(measured([name for name in ABUSES if not words or any(word in name for word in words)]))


if __name__ == "__main__":
    main()
