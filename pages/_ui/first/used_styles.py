"""Of a page's styles those that can hold for its first picture: little of them has to travel."""

import re
from collections.abc import Collection

_RULE = re.compile(r"([^{};]+)\{[^{}]*\}")
_EMPTY = re.compile(r"@[^{};]+\{\s*\}")
_INNER = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[\w-]+")
_NEEDED = re.compile(r'\.([A-Za-z][\w-]*)|="([\w-]+)"')
_BY_HAND = re.compile(r":(?:hover|focus|active)")
"""What the pointer or the keyboard does: the first picture hears of neither."""


def used(css: str, drawn_by: str) -> str:
    """``css`` without the rules for what ``drawn_by``, all that makes the elements, does not name.

    A rule is kept in doubt: a class may be put together from a prefix and its last word.
    """
    words = frozenset(_WORD.findall(drawn_by))
    words |= {part for word in words for part in word.split("-")}
    kept = _RULE.sub(lambda rule: rule[0] if _can_hold(rule[1], words) else "", css)
    return _EMPTY.sub("", kept)


def _can_hold(selectors: str, words: Collection[str]) -> bool:
    # What stands in brackets are alternatives, or what is not.
    while _INNER.search(selectors):
        selectors = _INNER.sub("", selectors)
    return any(_one_can(selector, words) for selector in selectors.split(","))


def _one_can(selector: str, words: Collection[str]) -> bool:
    names = (name or value for name, value in _NEEDED.findall(selector))
    there = all(name in words or name.removeprefix("gd-") in words for name in names)
    return there and not _BY_HAND.search(selector)
