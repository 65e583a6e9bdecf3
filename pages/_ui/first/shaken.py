"""A module without the functions and classes that nobody calls: little of it has to travel."""

import re
from collections.abc import Collection

_DEFINITION = re.compile(
    r"^(?:export )?(?:async )?(?:function|class) (\w+)\b[^\n]*\{\n.*?^\}\n?", re.MULTILINE | re.DOTALL
)


def shaken(text: str, asked: Collection[str]) -> str:
    """``text`` without what neither it nor anyone who ``asked`` for a name uses."""
    for found in _DEFINITION.finditer(text):
        without = text[: found.start()] + text[found.end() :]
        if found[1] not in asked and not names(without, found[1]):
            return shaken(without, asked)
    return text


def names(text: str, word: str) -> bool:
    """Whether ``text`` speaks of ``word``."""
    return re.search(rf"(?<![\w$]){re.escape(word)}(?![\w$])", text) is not None
