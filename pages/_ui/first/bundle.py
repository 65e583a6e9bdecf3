"""Some of the player's modules as one classic script, to stand in the page itself.

The browser runs such a script while it still reads the page; a module has to wait for that, and
for files. What is bundled fetches nothing: the styles stand in the page too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pages._ui import assets

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|(\w+)) from "\./([\w.]+)"$', re.MULTILINE)
_EXPORT = re.compile(r"^export (default )?(?=(?:async )?(?:function|class|const|let) (\w+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b|\bimport\(|\bimport\.meta\b", re.MULTILINE)
_FETCHES_NOTHING = {"loading.mjs": "export const loadStyles = async () => {}"}


def bundle(entry: str) -> str:
    """``entry`` and all that it imports, each in a scope of its own, in the order of need.

    ValueError names a module that says more than ``import ... from`` and ``export`` before a
    definition: such a one cannot be bundled.
    """
    scopes = "\n".join(_scope(name) for name in _ordered(entry, []))
    return f'"use strict";(async () => {{\nconst modules = {{}}\n{scopes}\n}})()'


def _source(name: str) -> str:
    own = _HERE / name
    text = _FETCHES_NOTHING.get(name) or (own if own.is_file() else assets.path(name)).read_text("utf-8")
    return "\n".join(_slim(text))


def _slim(text: str) -> Iterator[str]:
    """The lines of ``text`` without comments on lines of their own, indentation and empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return (line for line in lines if line and not line.startswith("//"))


def _ordered(name: str, known: list[str]) -> list[str]:
    """``known`` and behind it everything that ``name`` imports, and then ``name``."""
    for *_, needed in _IMPORT.findall(_source(name)):
        if needed not in known:
            _ordered(needed, known)
    known.append(name)
    return known


def _scope(name: str) -> str:
    source = _source(name)
    given = ", ".join(f"default: {each}" if default else each for default, each in _EXPORT.findall(source))
    body = _IMPORT.sub(_taken, _EXPORT.sub("", source))
    if _LEFT_OVER.search(body):
        raise ValueError(f"{name} cannot be bundled")
    return f'modules["{name}"] = await (async () => {{\n{body}\nreturn {{ {given} }}\n}})()'


def _taken(found: re.Match[str]) -> str:
    names = found[1].replace(" as ", ": ") if found[1] else f"default: {found[2]}"
    return f'const {{ {names} }} = modules["{found[3]}"]'
