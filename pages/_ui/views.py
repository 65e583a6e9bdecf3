"""Rectangles of a plane that a picture is zoomed to: x0, x1, y0, y1."""

from math import floor, log10

from gd_core.problems.problem import Extent

_FINEST = 1e-5
"""A side shorter than this share of its larger end: float32 cannot tell its points apart."""


def too_fine(view: Extent) -> bool:
    """Whether ``view`` is too narrow or too low to be drawn."""
    x0, x1, y0, y1 = view
    return any(high - low <= _FINEST * max(1.0, abs(low), abs(high)) for low, high in ((x0, x1), (y0, y1)))


def rounded(view: Extent) -> Extent:
    """``view`` to a thousandth of its sides, which is finer than a pixel: a link stays short."""
    x0, x1, y0, y1 = view
    return (*_ends(x0, x1), *_ends(y0, y1))


def _ends(low: float, high: float) -> tuple[float, float]:
    digits = 3 - floor(log10(high - low))
    return round(low, digits), round(high, digits)
