"""Answers ``share/qr.svg?link=...`` with that link as a QR code, for a room of phones."""

from io import BytesIO
from urllib.parse import parse_qs

import segno
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._ui.static_files import relative

PATH = "share/qr.svg"

LONGEST = 1_500
"""The longest link that is drawn: beyond it a phone's camera does not read the code."""

_QUIET = 2
"""The white margin, in modules."""


class Qr:
    """ASGI middleware that draws links as QR codes; all else goes on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the picture, or pass the request on as it came."""
        ours = scope["type"] == "http" and scope["method"] == "GET" and relative(scope) == PATH
        await (_answer(scope["query_string"]) if ours else self.app)(scope, receive, send)


def _answer(query: bytes) -> Response:
    link = parse_qs(query.decode("ascii", "replace")).get("link", [""])[-1]
    if not 0 < len(link) <= LONGEST:
        told = f"link must be between 1 and {LONGEST} characters long, not {len(link)}"
        return PlainTextResponse(told, status_code=400)
    return Response(drawn(link), media_type="image/svg+xml")


def drawn(link: str) -> bytes:
    """``link`` as an SVG picture: black on white, in dark pages too, for a camera's sake."""
    picture = BytesIO()
    code = segno.make_qr(link, error="l")
    code.save(picture, kind="svg", border=_QUIET, light="white", xmldecl=False, omitsize=True)
    return picture.getvalue()
