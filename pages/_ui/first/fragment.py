"""What a page's index.html carries so that its first picture is seen before Streamlit has started.

All of it is inert but one script that is the same for every visitor, and it asks the server for
nothing. The frame is a template: it is looked at only from within a closed shadow root, so that
neither its styles nor its elements are the app's.
"""

import json
import logging
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages._ui import assets
from pages._ui.first import theme
from pages._ui.first.bundle import bundle
from pages._ui.first.used_styles import used

if TYPE_CHECKING:
    from pages._ui.first.scenes import First

_LOGGER = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HOST = "position: fixed; inset: 0; z-index: 999980; pointer-events: none"
"""Below Streamlit's own header, which takes the place of this one, and below its dialogs."""


def fragment(page: str) -> str:
    """The elements that show the first picture of the page at ``page``; none if there is no such picture.

    Whatever goes wrong is written to the log: the page then opens as it would without.
    """
    try:
        first = _firsts().get(page)
        return _elements(first()) if first else ""
    except Exception:
        _LOGGER.exception("the first picture of %r cannot be made", page)
        return ""


def _firsts() -> Mapping[str, Callable[[], "First"]]:
    # With them comes all that the lessons need: not before the server warms up, and a fault in
    # one of them must not keep the app from starting.
    from pages._ui.first.scenes import FIRSTS

    return FIRSTS


def _elements(first: "First") -> str:
    host = (
        f'<div id="first-picture" role="img" aria-label="{escape(first.label)}" style="{_HOST}" hidden></div>'
    )
    frame = f'<template id="first-frame"><style>{_styles(first)}</style>{_page(first)}</template>'
    data = f'<script type="application/json" id="first-data">{_json(first.data)}</script>'
    return "\n".join([host, frame, data, f"<script>{script(first.module)}</script>"])


@cache
def script(module: str) -> str:
    """The script that draws with ``module``. ValueError if it cannot stand in a page."""
    text = bundle(module)
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise ValueError(f"{module} cannot stand within a page")
    return text


def _styles(first: "First") -> str:
    files = [_HERE / "frame.css", *map(assets.path, first.styles)]
    text = _COMMENT.sub("", "\n".join(path.read_text("utf-8") for path in files))
    drawn_by = "\n".join([_page(first), _json(first.data), script(first.module)])
    lines = [theme.styles(), *used(text, drawn_by).splitlines()]
    return "\n".join(line for each in lines if (line := each.strip()))


def _page(first: "First") -> str:
    logo = b64encode((_HERE.parent / "logo.svg").read_bytes()).decode()
    return (
        f'<div class="page"><header><img alt="" src="data:image/svg+xml;base64,{logo}"></header>'
        f'<div class="block">{first.html}</div></div>'
    )


def _json(data: Mapping[str, Any]) -> str:
    """``data`` so that nothing in it can end the element that holds it."""
    return json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
