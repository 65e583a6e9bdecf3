"""Modules of the player joined without a server: each a data: URL in an import map.

A module that lies in a data: URL has no neighbours, so what it imports from "./x.mjs" it
imports from "gd/x.mjs" here, a name that the map knows.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from pages._ui import assets

OFFLINE = Path(__file__).parent / "offline"
PREFIX = "gd/"

_NAMED = re.compile(r"""((?:\bfrom|\bimport)\s*\(?\s*)(["'])\./([\w-]+\.mjs)\2""")
_COMPUTED = re.compile(r"(\bimport\(`)\./(?=\$\{)")


def source(name: str) -> str:
    """The text of the player's file ``name``; this folder's own stands in for one of the same name."""
    own = OFFLINE / name
    return (own if own.is_file() else assets.path(name)).read_text(encoding="utf-8")


def closure(names: Sequence[str]) -> list[str]:
    """``names`` and every module that they import, directly or not, each once."""
    seen: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen[name] = None
            waiting += [found for _, _, found in _NAMED.findall(source(name))]
    return list(seen)


def rewritten(text: str) -> str:
    """``text`` of a module with what it imports by the names of the map."""
    return _COMPUTED.sub(rf"\g<1>{PREFIX}", _NAMED.sub(rf"\g<1>\g<2>{PREFIX}\g<3>\g<2>", text))


def import_map(names: Sequence[str]) -> dict[str, str]:
    """The modules that ``names`` need, as the URLs of an import map."""
    return {PREFIX + name: _data_url(rewritten(source(name))) for name in closure(names)}


def _data_url(text: str) -> str:
    return f"data:text/javascript;base64,{b64encode(text.encode()).decode()}"
