"""What the app answers before Streamlit does: the files that a page needs first, from memory."""

import re
from functools import cache
from pathlib import Path

from starlette.middleware import Middleware
from streamlit import file_util

from pages._ui import assets, static_files
from pages._ui.static_files import Files, FromMemory


@cache
def _files() -> Files:
    return static_files.streamlits() | assets.files()


def middleware() -> list[Middleware]:
    """What Streamlit's server is wrapped in."""
    return [Middleware(FromMemory, files=_files(), own=assets.ROOT)]


def prepare() -> None:
    """Read and zip now what every first visitor asks for; the rest is zipped when asked for."""
    index = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    first = {f"static/{name}" for name in re.findall(r'"\./static/([^"]+)"', index)}
    for url, file in _files().items():
        if url in first or url.startswith(assets.ROOT):
            file.body()
