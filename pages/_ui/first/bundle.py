"""Some of the player's modules as one classic script, to stand in the page itself.

The browser runs such a script while it still reads the page; a module has to wait for that, and
for files. What is bundled fetches nothing: the styles stand in the page too.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pages._ui import assets
from pages._ui.first.shaken import names, shaken

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|(\w+)) from "\./([\w.]+)"$', re.MULTILINE)
_EXPORT = re.compile(r"^export (default )?(?=(?:async )?(?:function|class|const|let) (\w+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b|\bimport\(|\bimport\.meta\b", re.MULTILINE)
_IN_PLACE_OF = {
    "loading.mjs": "export const loadStyles = async () => {}",
    # Words are explained once the page itself is there.
    "glossary.mjs": "export function explain(element, text) {\nelement.textContent = text\n}",
}


def bundle(entry: str) -> str:
    """``entry`` and all that it imports and calls, each in a scope of its own, in the order of need.

    ValueError names a module that says more than ``import ... from`` and ``export`` before a
    definition: such a one cannot be bundled.
    """
    kept: dict[str, str] = {}
    for name in reversed(_ordered(entry, [])):
        kept[name] = shaken(_source(name), set(_asked_of(name, kept.values())))
    scopes = "\n".join(_scope(name, kept[name]) for name in reversed(kept))
    return f'"use strict";(async () => {{\nconst modules = {{}}\n{scopes}\n}})()'


def _source(name: str) -> str:
    """The text of a module, without comments on lines of their own."""
    own = _HERE / name
    text = _IN_PLACE_OF.get(name) or (own if own.is_file() else assets.path(name)).read_text("utf-8")
    return "\n".join(line for line in text.splitlines() if line and not line.strip().startswith("//"))


def _asked_of(module: str, texts: Iterable[str]) -> Iterator[str]:
    """What ``texts`` import from ``module`` and use."""
    for text in texts:
        body = _IMPORT.sub("", text)
        for some, _, source in _IMPORT.findall(text):
            asked = [each.strip().split(" as ") for each in some.split(",") if source == module]
            yield from (each[0] for each in asked if names(body, each[-1]))


def _ordered(name: str, known: list[str]) -> list[str]:
    """``known`` and behind it everything that ``name`` imports, and then ``name``."""
    for *_, needed in _IMPORT.findall(_source(name)):
        if needed not in known:
            _ordered(needed, known)
    known.append(name)
    return known


def _scope(name: str, text: str) -> str:
    source = "\n".join(line.strip() for line in text.splitlines())
    given = ", ".join(f"default: {each}" if default else each for default, each in _EXPORT.findall(source))
    body = _IMPORT.sub(_taken, _EXPORT.sub("", source))
    if _LEFT_OVER.search(body):
        raise ValueError(f"{name} cannot be bundled")
    return f'modules["{name}"] = await (async () => {{\n{body}\nreturn {{ {given} }}\n}})()'


def _taken(found: re.Match[str]) -> str:
    names = found[1].replace(" as ", ": ") if found[1] else f"default: {found[2]}"
    return f'const {{ {names} }} = modules["{found[3]}"]'
