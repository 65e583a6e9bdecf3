"""What the app answers before Streamlit does: each page's first picture, and the files it needs first.

``NEEDS`` says what each page shows first; a page that is not in it still opens, only later.
"""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.middleware import Middleware

from pages._ui import assets, headers, index, static_files
from pages._ui.first.fragment import fragment
from pages._ui.gate import Gate
from pages._ui.headers import Headers
from pages._ui.index import Index, Needs, enriched
from pages._ui.limits import limits
from pages._ui.static_files import Files, FromMemory
from pages._ui.throttle import Throttle
from pages._ui.tools.qr import Qr

_PAGES = Path(__file__).parents[1]
_CONTROLS = ("BidiComponent", "ButtonGroup", "Selectbox", "Slider", "NumberInput", "TextInput", "Button")
_WORDS = ("BidiComponent", "rehype-katex")
_STYLES = dict.fromkeys(("player.css", "readout.css", "bet.css", "layouts.css"), "style")
_PICTURES = _STYLES | {"plotly.min.js": "script"}
_NETWORK = ("meter.mjs", "boundary.mjs", "network_drawing.mjs", "hidden.mjs", "predict.mjs")

NEEDS: Mapping[str, Needs] = {
    "": Needs(_CONTROLS, ("player.mjs",), _PICTURES),
    "idea": Needs(
        (*_WORDS, "Button", "PageLink"),
        ("walker.mjs",),
        dict.fromkeys(("mountain.css", "bets.css", "walker.css"), "style"),
    ),
    "neuron": Needs(
        (*_CONTROLS, "rehype-katex"), ("player.mjs", "audit.mjs"), _PICTURES | {"audit.css": "style"}
    ),
    "batches": Needs(
        (*_WORDS, "ButtonGroup", "Slider", "NumberInput", "TextInput", "Button"),
        ("player.mjs", "race.mjs"),
        _PICTURES | {"race.css": "style"},
    ),
    "network": Needs(_CONTROLS, ("player.mjs", *_NETWORK), _PICTURES | {"network.css": "style"}),
    "assignment": Needs(
        ("BidiComponent", "ButtonGroup", "Selectbox", "TextInput", "Button"),
        ("workbench.mjs",),
        {"workbench.css": "style"},
    ),
}
"""What a page needs first, by its address."""


@cache
def pages() -> Mapping[str, Needs]:
    """Every page's address with what it needs first; the Lab's is the app's own."""
    scripts = {path.stem for path in _PAGES.glob("*.py")} - {"__init__", "lab"}
    return {name: NEEDS.get(name, Needs()) for name in ["", *sorted(scripts)]}


@cache
def _indexes() -> Mapping[str, bytes]:
    return {name: enriched(needs, fragment(name)) for name, needs in pages().items()}


@cache
def _files() -> Files:
    return static_files.streamlits() | assets.files()


@cache
def _policy() -> str:
    pages = [*_indexes().values(), index.original().encode()]
    return headers.policy(pages, os.environ.get(headers.ANCESTORS, ""))


def middleware() -> list[Middleware]:
    """What Streamlit's server is wrapped in."""
    return [
        Middleware(Headers, policy=_policy),
        Middleware(Gate),
        Middleware(Throttle),
        Middleware(Index, pages=_indexes),
        Middleware(FromMemory, files=_files(), own=assets.ROOT),
        Middleware(Qr),
    ]


def prepare() -> None:
    """Read and zip now what a first visitor asks for; the rest is zipped when it is asked for."""
    # A host's mistake in its settings is told now, not to a visitor.
    limits()
    _policy()
    named = {url for html in _indexes().values() for url in re.findall(rb'"\./([^"]+)"', html)}
    for url, file in _files().items():
        if url.encode() in named or url.startswith(assets.ROOT):
            file.body()
