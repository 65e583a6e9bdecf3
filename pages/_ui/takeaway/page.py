"""A run as one HTML file that plays without a server: the player, its message and Plotly, inline."""

import json
import re
import zlib
from base64 import b64encode
from functools import cache
from html import escape

from pages._ui import assets
from pages._ui.player.payload import header
from pages._ui.takeaway import bundle, theme
from pages._ui.takeaway.made import Made, versions

_ENTRY = "standalone.mjs"
_STYLES = re.compile(r"""["']([\w-]+\.css)["']""")


def html(message: bytes, made: Made) -> str:
    """The file that plays ``message`` (player.payload.pack) with the panels that it brings."""
    told = header(message)
    panels = [*filter(None, [told.get("data")]), *told.get("panels", ())]
    modules = [_ENTRY, *(f"{panel['kind']}.mjs" for panel in panels)]
    values = {
        "title": escape(made.title),
        "versions": escape(versions()),
        "made": " · ".join(_shown(line) for line in made.lines),
        "canonical": f'\n<link rel="canonical" href="{escape(made.link)}">' if made.link else "",
        "styles": _styles(tuple(modules)),
        "imports": json.dumps({"imports": bundle.import_map(modules)}),
        "message": b64encode(message).decode(),
        "plotly": _plotly(),
        "entry": bundle.PREFIX + _ENTRY,
    }
    template = (bundle.OFFLINE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], template)


def _shown(line: str) -> str:
    """A line of how it was made; an address can be followed."""
    if not line.startswith(("http://", "https://")):
        return escape(line)
    return f'<a href="{escape(line)}" rel="noreferrer">{escape(line)}</a>'


@cache
def _styles(modules: tuple[str, ...]) -> str:
    """The theme, every style sheet that ``modules`` or what they import load, and the page's own."""
    sources = [bundle.source(name) for name in bundle.closure(modules)]
    names = dict.fromkeys(name for text in sources for name in _STYLES.findall(text))
    sheets = [assets.path(name).read_text(encoding="utf-8") for name in names]
    return "\n".join([theme.styles(), *sheets, bundle.source("page.css")])


@cache
def _plotly() -> str:
    return b64encode(zlib.compress(assets.path("plotly.min.js").read_bytes(), 9)).decode()
