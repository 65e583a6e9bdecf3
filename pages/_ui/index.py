"""Streamlit's index.html, which also names what the page will need: the browser fetches it meanwhile.

By itself a page asks for its widgets when it first shows them, for the player when that is
mounted, and for each module when another has named it. Named here, all of it comes while
Streamlit starts. Names are looked up in the installed build; what is not found is left out.
"""

import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from pages._ui import assets
from pages._ui.static_files import relative

_STATIC = Path(file_util.get_static_dir())
_JS = _STATIC / "static" / "js"
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([^"'/]+)["']""")
_END = "</head>"
_BODY = "</body>"
_ENCODED: dict[bool, dict[str, str]] = {True: {"Content-Encoding": "gzip"}, False: {}}
_WHERE = (
    '<script>window.__streamlit = { BACKEND_BASE_URL: new URL("./", document.baseURI).href }; '
    '{ const asked = new URL(location); if (asked.searchParams.has("staticAppId")) '
    '{ asked.searchParams.delete("staticAppId"); history.replaceState(null, "", asked) } }</script>'
)
"""Where the app is: else Streamlit looks for it under the page's own address first, in vain.

And a word that has Streamlit ask another host for the app is taken out of the address.
"""


@dataclass(frozen=True)
class Needs:
    """What a page needs first: Streamlit's chunks by their plain names, our modules, other files of ours."""

    chunks: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    files: Mapping[str, str] | None = None

    def links(self) -> list[str]:
        """The elements that have a browser fetch it all."""
        chunks = [f"static/js/{name}" for name in _closure(_chunks(self.chunks), _JS.joinpath)]
        links = [_module(url) for url in chunks if url not in original()]
        links += [_module(assets.base() + name) for name in _closure(self.modules, assets.path)]
        return links + [_file(assets.base() + name, kind) for name, kind in (self.files or {}).items()]


def _module(url: str) -> str:
    return f'<link rel="modulepreload" crossorigin href="./{url}">'


def _file(url: str, kind: str) -> str:
    return f'<link rel="preload" as="{kind}" fetchpriority="low" href="./{url}">'


def _chunks(names: Iterable[str]) -> list[str]:
    """The files of the installed build that go by ``names``, without their hashes."""
    found = (list(_JS.glob(f"{name}.????????.js")) for name in names)
    return [paths[0].name for paths in found if len(paths) == 1]


def _closure(names: Iterable[str], find: Callable[[str], Path]) -> list[str]:
    """``names`` and every module beside them that they import, directly or not."""
    seen: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in seen and find(name).is_file():
            seen[name] = None
            waiting += _IMPORTED.findall(find(name).read_text(encoding="utf-8"))
    return list(seen)


@cache
def original() -> str:
    """Streamlit's own index.html."""
    return (_STATIC / "index.html").read_text(encoding="utf-8")


def enriched(needs: Needs, first: str = "") -> bytes:
    """Streamlit's index.html with ``needs`` named in it, and ``first`` at the end of its body.

    It stays as it is, if it is not as expected.
    """
    head, end, body = original().partition(_END)
    content, close, after = body.rpartition(_BODY)
    if not (end and close):
        return original().encode()
    elements = (f"  {element}\n  " for element in [_WHERE, *needs.links()])
    return "".join([head, *elements, end, content, first, close, after]).encode()


class Index:
    """ASGI middleware that answers the address of every page of ``pages()`` with its index.html there."""

    def __init__(self, app: ASGIApp, pages: Callable[[], Mapping[str, bytes]]) -> None:
        self.app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page's index.html, or pass the request on as it came."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        name = relative(scope) if asked else None
        html = None if name is None else self._pages().get(name)
        await (_response(html, Headers(scope=scope)) if html else self.app)(scope, receive, send)


def _response(html: bytes, headers: Headers) -> Response:
    zipped = "gzip" in headers.get("accept-encoding", "")
    body = _zipped(html) if zipped else html
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    kept = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding"}
    if headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=kept)
    return Response(body, media_type="text/html", headers=kept | _ENCODED[zipped])


@cache
def _zipped(html: bytes) -> bytes:
    return gzip.compress(html, mtime=0)
