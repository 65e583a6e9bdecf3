"""FairLock away at the door what no page asks for: Streamlit would work for it, or remember it.

Streamlit takes files, tells its memory and offers itself to agents at addresses of its own. No page
needs those, nor a request that brings a body; what no page needs is not there.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._ui.static_files import relative

SOCKET = "_stcore/stream"
"""Where a page's WebSocket is."""

CORE = "_stcore/"
NEEDED = frozenset({"_stcore/health", "_stcore/host-config", SOCKET})
"""What pages need of Streamlit's own addresses, beside the files that they download."""

CLOSED = ("component", "auth", "oauth2callback", "app/static")
"""What else of Streamlit's is not there: components of the old kind, logins, files of the app's folder."""

UPLOADS = frozenset[str]()
"""Pages that take a file. There is none, and so none is taken: the first must bound what a session sends."""

_TAKES_FILES = "_stcore/upload_file/"
_CLOSE = {"Connection": "close"}


class Gate:
    """ASGI middleware that turns requests away which no page makes; all else goes on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or turn it away before any of its body is read."""
        if scope["type"] == "websocket" and relative(scope) != SOCKET:
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _refusal(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)


def _refusal(scope: Scope) -> ASGIApp | None:
    name, headers = relative(scope) or "", Headers(scope=scope)
    uploads = UPLOADS and f"{name}/".startswith(_TAKES_FILES)
    if not uploads and closed(name):
        return PlainTextResponse("not found", status_code=404, headers=_CLOSE if _body(headers) else None)
    if not uploads and _body(headers):
        # What is left of a body that nobody reads would be taken for the next request.
        return PlainTextResponse("no address here takes a body", status_code=413, headers=_CLOSE)
    return None


def closed(name: str) -> bool:
    """Whether Streamlit's address ``name``, from the app's root, is one that no page needs."""
    name = name.rstrip("/")
    if f"{name}/".startswith(CORE):
        return name not in NEEDED
    return _within(name, CLOSED)


def _within(name: str, folders: Iterable[str]) -> bool:
    return any(f"{name}/".startswith(f"{folder}/") for folder in folders)


def _body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0").strip() not in ("", "0")
