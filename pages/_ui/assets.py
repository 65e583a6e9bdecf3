"""The files of the live player, served by the app itself: once, gzipped, for ever.

Streamlit would send a component's scripts again with every message. Here they lie
under a URL that holds a hash of their content, which a browser may keep for good.
"""

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_PLAYER = Path(__file__).parent / "player"
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css"}


@cache
def _files() -> dict[str, Path]:
    own = {path.name: path for path in sorted(_PLAYER.iterdir()) if path.suffix in _TYPES}
    return own | {_PLOTLY.name: _PLOTLY}


@cache
def _zipped(name: str) -> bytes:
    return gzip.compress(_files()[name].read_bytes(), compresslevel=6, mtime=0)


@cache
def base() -> str:
    """The folder of the player's files, relative to the app's root."""
    digest = sha256(b"".join(path.read_bytes() for path in _files().values()))
    return f"player/{digest.hexdigest()[:12]}/"


def prepare() -> None:
    """Zip every file now, so that no visitor waits for it."""
    for name in _files():
        _zipped(name)


async def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if f"player/{request.path_params['digest']}/" != base() or name not in _files():
        return PlainTextResponse("no such file", status_code=404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
    }
    return Response(_zipped(name), media_type=_TYPES[_files()[name].suffix], headers=headers)


def routes() -> list[Route]:
    """The routes that serve the player's files."""
    return [Route("/player/{digest}/{name}", _serve)]
