"""Files answered from memory, before the server looks at anything else.

Streamlit opens a file anew for every request, in steps that each wait for a thread: 8 ms a
file, and a page needs sixty before it shows a word. Those files carry a hash of their content
in their names, so each is read and zipped once and then answered in a fraction of one. Whatever
is not plainly a whole such file goes on to Streamlit.
"""

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, file_util

from pages._ui.byte_cache import ByteCache

FOREVER = "public, max-age=31536000, immutable"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
}
_HASHED = re.compile(r".+\.[\w-]{8}\.(js|css|woff2)")
_UNUSUAL = ("range", "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since")


_PLAIN = ByteCache[bytes](12 * 2**20)
"""Files unzipped, for those few who take no zip: Plotly and what a page needs beside it fit."""

_ONE_AT_A_TIME = RLock()
"""Many who ask at once for what is not ready wait for one, and do not all zip it."""

_SLICE = 2**17


class Sliced(Response):
    """A response whose body goes out in slices: who reads slowly holds no copy of a whole file."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head, then slice after slice as the browser takes them."""
        whole = memoryview(self.body)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for at in range(0, len(whole), _SLICE):
            await send(
                {"type": "http.response.body", "body": bytes(whole[at : at + _SLICE]), "more_body": True}
            )
        await send({"type": "http.response.body", "body": b""})


@dataclass
class KeptFile:
    """A file that never changes, held as it is sent: zipped, where that makes it smaller."""

    path: Path
    _body: bytes | None = field(default=None, repr=False)

    @property
    def zipped(self) -> bool:
        return self.path.suffix != ".woff2"

    @property
    def ready(self) -> bool:
        return self._body is not None

    def body(self) -> bytes:
        """The bytes to send; read and zipped at the first call, and then kept."""
        with _ONE_AT_A_TIME:
            if self._body is None:
                content = self.path.read_bytes()
                self._body = gzip.compress(content, compresslevel=6, mtime=0) if self.zipped else content
            return self._body

    def plain(self) -> bytes:
        """The bytes as they are on disk; the last that were asked for are kept."""
        if not self.zipped:
            return self.body()
        with _ONE_AT_A_TIME:
            plain = _PLAIN.get(self.path)
            if plain is None:
                plain = gzip.decompress(self.body())
                _PLAIN.keep(self.path, plain, len(plain))
            return plain

    def prepared(self, zipped: bool) -> bool:
        """Whether nothing is left to be read, zipped or unzipped."""
        return self.ready and (zipped or not self.zipped or _PLAIN.get(self.path) is not None)

    def response(self, zipped: bool) -> Response:
        """The whole file, for a browser to keep for good; ``zipped`` says whether it takes that."""
        headers = {"Cache-Control": FOREVER, "Content-Type": _TYPES[self.path.suffix]}
        if not self.zipped:
            return Sliced(self.body(), headers=headers)
        headers["Vary"] = "Accept-Encoding"
        if not zipped:
            return Sliced(self.plain(), headers=headers)
        return Sliced(self.body(), headers=headers | {"Content-Encoding": "gzip"})


Files = Mapping[str, KeptFile]
"""ByteCache files by their URL, relative to the app's root."""


def streamlits() -> dict[str, KeptFile]:
    """The files of Streamlit's own front end whose names hold a hash, as the installed build has them."""
    root = Path(file_util.get_static_dir())
    paths = sorted((root / "static").rglob("*"))
    return {p.relative_to(root).as_posix(): KeptFile(p) for p in paths if _HASHED.fullmatch(p.name)}


def kept_bytes(files: Iterable[KeptFile]) -> int:
    """The memory that ``files`` take so far."""
    return sum(len(file.body()) for file in files if file.ready)


class FromMemory:
    """ASGI middleware that answers a plain request for one of ``files``; all else goes on to ``app``.

    Under ``own``, a folder that Streamlit knows nothing of, what is not there is not found:
    Streamlit would answer with its index.html, as it does for every name that it does not know.
    """

    def __init__(self, app: ASGIApp, files: Files, own: str) -> None:
        self.app = app
        self._files = files
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on as it came."""
        answer = await self._answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> ASGIApp | None:
        name, headers = relative(scope) or "", Headers(scope=scope)
        own, file = name.startswith(self._own), self._files.get(name)
        if file and scope["method"] in ("GET", "HEAD") and (own or not _unusual(headers)):
            zipped = "gzip" in headers.get("accept-encoding", "")
            if not file.prepared(zipped):
                await run_in_threadpool(file.body if zipped else file.plain)
            return file.response(zipped)
        return PlainTextResponse("no such file", status_code=404) if own else None


def relative(scope: Scope) -> str | None:
    """The path asked for, from the app's root: behind a mount and Streamlit's base path. None outside."""
    path: str = scope["path"]
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    for prefix in (scope.get("root_path", "").rstrip("/"), f"/{base}" if base else ""):
        if not path.startswith(f"{prefix}/"):
            return None
        path = path.removeprefix(prefix)
    return path.removeprefix("/")


def _unusual(headers: Headers) -> bool:
    return any(name in headers for name in _UNUSUAL)
