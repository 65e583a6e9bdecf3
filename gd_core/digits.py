"""Numbers in prose: one style, and as many digits as tell what is being said.

Plain between a ten-thousandth and a million, else with a power of ten; a true minus; no digit in front
of the point is ever rounded away. digits.mjs in the player's folder writes the same in the browser.
What can be typed or pasted stays as Python writes it.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite, isnan
from typing import SupportsFloat

MOST = 9
"""More digits than these tell no two float32 apart."""

_PLAIN = range(-4, 6)
"""The powers of ten that are written as zeros."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: SupportsFloat, digits: int = 4, zeros: bool = False) -> str:
    """``value`` with ``digits`` that count; ``zeros`` stay behind them where digits shall not jump."""
    value = float(value)
    if not isfinite(value):
        return "no number" if isnan(value) else minus(f"{value}".replace("inf", "∞"))
    if value == 0:
        return "0"
    rounded = _rounded(abs(value), digits)
    sign = "−" if value < 0 else ""
    if rounded.adjusted() in _PLAIN:
        return sign + _plain(abs(value), digits, zeros)
    return sign + _powered(rounded, digits, zeros)


def _rounded(size: float, digits: int) -> Decimal:
    exact = Decimal(size)
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP)


def _plain(size: float, digits: int, zeros: bool) -> str:
    exact = Decimal(size)
    places = max(0, digits - 1 - _rounded(size, digits).adjusted())
    text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text if zeros or "." not in text else text.rstrip("0").rstrip(".")


def _powered(rounded: Decimal, digits: int, zeros: bool) -> str:
    power = rounded.adjusted()
    mantissa = f"{rounded.scaleb(-power):.{digits - 1}f}"
    if not zeros and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    ten = "10" + str(power).translate(_RAISED)
    return ten if mantissa == "1" else f"{mantissa} × {ten}"


def apart(one: float, other: float, digits: int = 4) -> tuple[str, str]:
    """``one`` and ``other`` with at least ``digits``, and as many more as tell them apart."""
    first, second = distinct((one, other), digits)
    return first, second


def distinct(values: Sequence[float], digits: int = 4) -> list[str]:
    """``values`` with at least ``digits`` each, and as many more as tell apart all that differ."""
    for count in range(digits, MOST + 1):
        texts = [number(value, count) for value in values]
        if len(set(texts)) >= len(set(values)):
            return texts
    return [number(value, digits) for value in values]


def toward(value: float, goal: float, digits: int = 4) -> str:
    """``value`` with as many digits as tell it from ``goal``, where it goes or what it is held against."""
    return apart(value, goal, digits)[0]


def percent(share: float, digits: int = 2) -> str:
    """``share`` in percent: "100 %" is all, and "0 %" none, to the last one."""
    for count in range(digits, MOST + 1):
        text = number(100 * share, count)
        if text not in ("0", "100") or share in (0, 1):
            break
    return f"{text}\u00a0%"


def decade(power: int) -> str:
    """Ten to the ``power``, as the marks of an axis have it."""
    return number(10.0**power, 1)


def minus(text: str) -> str:
    """``text`` with true minus signs."""
    return text.replace("-", "−")
