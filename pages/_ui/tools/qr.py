"""Answers ``share/qr.svg?link=...`` with that link as a QR code, for a room of phones."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from time import monotonic, sleep
from urllib.parse import parse_qs

import segno
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._ui.byte_cache import ByteCache
from pages._ui.static_files import relative

PATH = "share/qr.svg"

LONGEST = 1_500
"""The longest link that is drawn, in bytes: beyond it a phone's camera does not read the code."""

WAITING = 16
"""So many links may wait to be drawn; who comes then is asked to come again."""

_QUERY = len("link=") + 3 * LONGEST + 200
"""No query string that is longer says a link that can be drawn, even with each byte escaped."""

_QUIET = 2
"""The white margin, in modules."""

_REST = 2.0
"""Between two pictures the worker rests so many times as long as the first took: pages need the processor."""

_KEPT_BYTES = 2**20


class Pictures:
    """Pictures of links, drawn one after the other by one thread, and kept for those who ask again."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "qr")
        self._under_way: dict[str, Future[bytes]] = {}
        self._kept = ByteCache[bytes](_KEPT_BYTES)
        self._rested = 0.0

    async def of(self, link: str) -> bytes | None:
        """The picture of ``link``; None when too many wait for theirs."""
        kept = self._kept.get(link)
        if kept is not None:
            return kept
        drawing = self._under_way.get(link) or self._begun(link)
        if drawing is None:
            return None
        # Who leaves takes the picture from nobody else.
        return await asyncio.shield(asyncio.wrap_future(drawing))

    def _begun(self, link: str) -> "Future[bytes] | None":
        if len(self._under_way) >= WAITING:
            return None
        drawing = self._under_way[link] = self._worker.submit(self._draw, link)
        # It may be done by now: only what was noted is forgotten.
        drawing.add_done_callback(lambda _: self._under_way.pop(link))
        return drawing

    def _draw(self, link: str) -> bytes:
        sleep(max(0.0, self._rested - monotonic()))
        began = monotonic()
        try:
            picture = drawn(link)
            self._kept.keep(link, picture, len(picture))
        finally:
            self._rested = monotonic() + _REST * (monotonic() - began)
        return picture


class Qr:
    """ASGI middleware that draws links as QR codes; all else goes on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._pictures = Pictures()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the picture, or pass the request on as it came."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        ours = asked and relative(scope) == PATH
        await (await self._answer(scope["query_string"]) if ours else self.app)(scope, receive, send)

    async def _answer(self, query: bytes) -> Response:
        try:
            picture = await self._pictures.of(link_of(query))
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=400)
        if picture is None:
            told = "Many QR codes are being drawn. Ask again in a moment."
            return PlainTextResponse(told, status_code=503, headers={"Retry-After": "1"})
        return Response(picture, media_type="image/svg+xml")


def link_of(query: bytes) -> str:
    """The link that the query string says; ValueError says why none can be drawn."""
    if len(query) > _QUERY:
        raise ValueError(f"link must be between 1 and {LONGEST} bytes long, not about {len(query)}")
    try:
        fields = parse_qs(query.decode("ascii"), errors="strict")
    except UnicodeDecodeError:
        raise ValueError("link must be UTF-8 text, its bytes escaped as %XX") from None
    link = fields.get("link", [""])[-1]
    size = len(link.encode())
    if not 0 < size <= LONGEST:
        raise ValueError(f"link must be between 1 and {LONGEST} bytes long, not {size}")
    return link


def drawn(link: str) -> bytes:
    """``link`` as an SVG picture: black on white, in dark pages too, for a camera's sake."""
    picture = BytesIO()
    code(link).save(picture, kind="svg", border=_QUIET, light="white", xmldecl=False, omitsize=True)
    return picture.getvalue()


def code(link: str) -> segno.QRCode:
    """``link`` as a code of the bytes that were counted: by itself, some accents are taken for others."""
    return segno.make_qr(link, error="l", encoding="utf-8", mode="byte")
