"""The files of the live player and the walker, served by the app itself: once, gzipped, for ever.

Streamlit would send a component's scripts again with every message. Here they lie
under a URL that holds a hash of their content, which a browser may keep for good.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

import plotly

from pages._ui.static_files import KeptFile

ROOT = "player/"
"""The folder of the app that holds every version of the player's files."""

_FOLDERS = [
    Path(__file__).parent / name
    for name in ("player", "player/panels", "walker", "assignment", "tools", "sweeps")
]
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_TYPES = (".mjs", ".css")


@cache
def _files() -> dict[str, Path]:
    # All in one folder for the browser: a name belongs to one file.
    paths = [path for folder in _FOLDERS for path in sorted(folder.glob("*")) if path.suffix in _TYPES]
    own = {path.name: path for path in paths}
    return own | {_PLOTLY.name: _PLOTLY}


def path(name: str) -> Path:
    """Where the file ``name`` of the player lies; a path of nothing if there is none."""
    return _files().get(name, Path(name))


@cache
def base() -> str:
    """The folder of the player's files, relative to the app's root."""
    digest = sha256(b"".join(path.read_bytes() for path in _files().values()))
    return f"{ROOT}{digest.hexdigest()[:12]}/"


@cache
def files() -> dict[str, KeptFile]:
    """The player's files by their URL, relative to the app's root."""
    return {base() + name: KeptFile(path) for name, path in _files().items()}
