"""What a browser is told with every answer: to run, load and send nothing but the app's own.

A course page may show the app in a frame, and by default any page may. GD_FRAME_ANCESTORS, in
the words of Content-Security-Policy's frame-ancestors, says which ones: ``'self'
https://course.example``, or ``'none'``.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANCESTORS = "GD_FRAME_ANCESTORS"

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{name}=()"
        for name in (
            "camera",
            "display-capture",
            "geolocation",
            "microphone",
            "midi",
            "payment",
            "serial",
            "usb",
        )
    ),
}
"""What goes with every answer."""

PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy of an SVG that is opened by its own address, as a page of its own."""

_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_NOT_RUN = (b"src=", b"application/json")
_ANCESTOR = re.compile(r"'self'|'none'|https?:|(https?://)?[\w*.-]+(:(\d+|\*))?", re.ASCII)


def policy(pages: Iterable[bytes], ancestors: str = "") -> str:
    """The Content-Security-Policy for ``pages``: of scripts within them, it allows just theirs.

    ValueError if ``ancestors`` are not as frame-ancestors has them.
    """
    hashes = sorted({f"'sha256-{_hash(text)}'" for page in pages for text in inline(page)})
    rules = {
        "default-src": "'self'",
        # A component's own few lines come over the socket, and Streamlit makes a blob of them.
        "script-src": " ".join(["'self'", "blob:", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    if ancestors:
        rules["frame-ancestors"] = _checked(ancestors)
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def inline(page: bytes) -> list[bytes]:
    """The scripts that lie within ``page``."""
    found = _SCRIPT.finditer(page)
    return [each["text"] for each in found if not any(word in each["attributes"] for word in _NOT_RUN)]


def _hash(script: bytes) -> str:
    return b64encode(sha256(script).digest()).decode()


def _checked(ancestors: str) -> str:
    wrong = [word for word in ancestors.split() if not _ANCESTOR.fullmatch(word)]
    if wrong:
        wanted = "'none', or hosts like https://course.example and 'self' with spaces between"
        raise ValueError(f"{ANCESTORS} must be {wanted}, not {ancestors!r}")
    return " ".join(ancestors.split())


class Headers:
    """ASGI middleware that adds what browsers are told; ``policy()`` is the pages'."""

    def __init__(self, app: ASGIApp, policy: Callable[[], str]) -> None:
        self.app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to the head of its answer."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), message["status"])
            await send(message)

        await self.app(scope, receive, told if scope["type"] == "http" else send)

    def _add(self, headers: MutableHeaders, status: int) -> None:
        for name, value in COMMON.items():
            headers.setdefault(name, value)
        kind = headers.get("content-type", "").partition(";")[0]
        # What has not changed is shown with what it is told now.
        if kind == "text/html" or status == 304:
            headers.setdefault("Content-Security-Policy", self._policy())
        elif kind == "image/svg+xml":
            headers.setdefault("Content-Security-Policy", PICTURE)
