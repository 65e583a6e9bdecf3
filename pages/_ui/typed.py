"""Numbers that are typed in, and what to say when they are none."""

import re

from gd_core.fields import Number


def number_of(text: str, name: str, limits: Number) -> int | float:
    """The number that ``text`` says; ValueError names the field, its bounds and what was typed."""
    try:
        number = float(text.replace(",", "."))
        whole = limits.kind is int and number.is_integer()
        return limits.check(name, int(number) if whole else number)
    except ValueError:
        whole = limits.kind is int
        noun = "a whole number" if whole else "a number"
        low, high = (f"{int(v)}" if whole else f"{v:g}" for v in (limits.low, limits.high))
        bounds = f"between {low} and {high}"
        raise ValueError(f"The {name} must be {noun} {bounds}, not “{harmless(text)}”.") from None


def harmless(text: str) -> str:
    """``text`` cut short, so that nothing typed acts as markup, nor a host's name becomes a link.

    A fraction stays what it is: a stroke between two digits.
    """
    return re.sub(r"(?!(?<=\d)/\d)[^\w.,+\- ]|_|(?<=www)\.", "?", text[:40], flags=re.IGNORECASE)
