"""Numbers that are typed in, and what to say when they are none."""

import re
import unicodedata

from gd_core.digits import minus
from gd_core.digits import number as written
from gd_core.fields import Number

_WHOLE = re.compile(r"[+-]?\d+(?:[.,]\d*)?(?:e[+-]?\d+)?|[+-]?[.,]\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_SIGNS = str.maketrans("−–—×·∗✕⋅", "---*****")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")


def number_of(text: str, name: str, limits: Number) -> int | float:
    """The number that ``text`` says; ValueError names the field, its bounds and what was typed."""
    try:
        number = float(text.replace(",", "."))
        whole = limits.kind is int and number.is_integer()
        return limits.check(name, int(number) if whole else number)
    except ValueError:
        whole = limits.kind is int
        noun = "a whole number" if whole else "a number"
        low, high = (minus(f"{int(v)}") if whole else written(v, 6) for v in (limits.low, limits.high))
        bounds = f"between {low} and {high}"
        raise ValueError(f"The {name} must be {noun} {bounds}, {_not(text, limits)}.") from None


def _not(text: str, limits: Number) -> str:
    """What ``text`` is instead of a number, and which number to write for it, if it means one."""
    if not text.strip():
        return f"not “{harmless(text)}”. The field is empty"
    meant = meant_by(text)
    if meant is None or not limits.low <= meant <= limits.high or (limits.kind is int and meant % 1):
        return f"not “{harmless(text)}”"
    return f"not “{harmless(text)}”. Write {meant:.6g}"


def meant_by(text: str) -> float | None:
    """The number that ``text`` means where it does not say one: 1/3, 10^-2, 5%, lr = 0.1, −2, 1 000."""
    text = _RAISED.sub(lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text.lower())
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS).replace("⁄", "/").replace("**", "^")
    text = re.sub(r"^[a-z_ ]*[=:]", "", text.replace(" ", "").replace("'", "")).rstrip(";")
    parts = re.fullmatch(r"(?P<times>[^*]+\*)?(?P<base>[^*^/%]+)(?P<sign>[/^%])?(?P<last>.*)", text)
    try:
        return _counted(parts.groupdict("")) if parts else None
    except (ArithmeticError, ValueError):
        return None


def _counted(parts: dict[str, str]) -> float:
    times = _plain(parts["times"].rstrip("*")) if parts["times"] else 1.0
    base, sign = _plain(parts["base"]), parts["sign"]
    if sign in ("", "%"):
        if parts["last"]:
            raise ValueError
        return times * base / (100 if sign else 1)
    last = _plain(parts["last"].strip("()"))
    return times * (base / last if sign == "/" else float(base**last))


def _plain(text: str) -> float:
    if not _WHOLE.fullmatch(text):
        raise ValueError
    return float(text.replace(",", "."))


def harmless(text: str) -> str:
    """``text`` cut short, so that nothing typed acts as markup, nor a host's name becomes a link.

    A fraction stays what it is: a stroke between two digits.
    """
    return re.sub(r"(?!(?<=\d)/\d)[^\w.,;+\-−=%^×· ]|_|(?<=www)\.", "?", text[:40], flags=re.IGNORECASE)
