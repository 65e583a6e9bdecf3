"""Values to pixels: the axes of a picture as its Plotly figure has them."""

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

import numpy as np

from gd_core.digits import number

_FAR = 1e6
"""Pixels: no line that ends further away looks any different."""


@dataclass(frozen=True)
class Axis:
    """One axis over ``pixels``: from ``low`` to ``high``, decades if ``log``; ``upward`` turns it."""

    low: float
    high: float
    pixels: int
    log: bool = False
    upward: bool = False

    def place(self, values: np.ndarray | float) -> np.ndarray:
        """The pixels of ``values``, from the left or the top of the plot area."""
        with np.errstate(divide="ignore"):
            plain = np.log10(np.maximum(values, 1e-38)) if self.log else values
        share = (np.asarray(plain, float) - self.low) / (self.high - self.low)
        return np.clip((1 - share if self.upward else share) * self.pixels, -_FAR, _FAR)


def axis_of(layout: dict[str, Any], pixels: int, upward: bool = False) -> Axis:
    """The axis that a Plotly ``layout`` describes."""
    low, high = layout["range"]
    return Axis(float(low), float(high), pixels, layout.get("type") == "log", upward)


def ticks(layout: dict[str, Any], most: int) -> list[tuple[float, str]]:
    """About ``most`` values to mark on the axis, with their texts; as people write numbers."""
    low, high = layout["range"]
    if layout.get("type") != "log":
        return _even(low, high, most)
    if "tickvals" in layout:
        return [(v, number(v, 6)) for v in layout["tickvals"] if low <= log10(v) <= high]
    every = max(1, int(layout.get("dtick", 1)))
    decades = [d for d in range(ceil(low), floor(high) + 1) if d % every == 0]
    return [(10.0**d, number(10.0**d)) for d in decades]


def _even(low: float, high: float, most: int) -> list[tuple[float, str]]:
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor >= rough / power)
    digits = max(0, -floor(log10(step) + 1e-9))
    values = [k * step for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
    return [(v, _text(v, digits)) for v in values]


def _text(value: float, digits: int) -> str:
    text = number(abs(value), 6) if abs(value) >= 10**6 or digits > 4 else f"{abs(value):.{digits}f}"
    return f"−{text}" if value < 0 and text.strip("0.") else text
