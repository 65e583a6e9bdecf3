"""How losses become heights: by decades, or evenly where a loss may be negative; and what they are called."""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from gd_core.digits import distinct

LOWEST = 1e-6
_TAME = 1.2
"""A loss that spans fewer decades than this has colours of its own."""

_LINES = 12
_TICKS = 5
_MOST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Scale:
    """The ends ``low`` and ``high`` of the colours, contour lines from ``first`` on, ``between`` them,
    and the marks of the colour bar by height."""

    low: float
    high: float
    first: float
    between: float
    ticks: tuple[float, ...]
    names: tuple[str, ...]


NOTHING = Scale(0.0, 1.0, 0.0, 1.0, (), ())
"""The scale of a picture in which no loss is finite."""


def logarithm(loss: np.ndarray) -> np.ndarray:
    """The heights that are drawn for ``loss``: its logarithm to the base of ten, within bounds."""
    height: np.ndarray = np.log10(np.clip(loss, LOWEST, _MOST))
    return height


def by_decades(loss: np.ndarray, height: np.ndarray) -> Scale:
    """The scale of the heights ``height``, which are logarithms, over the grid ``loss``.

    Whole decades where there are some; a loss that hardly changes gets all the colours to itself.
    """
    # Below what the grid can tell apart, a narrow valley would break up into islands.
    floor_, known = log10(_resolved(loss)), height[np.isfinite(height)]
    if not len(known):
        return NOTHING
    lowest, highest = max(float(known.min()), floor_), float(known.max())
    if highest - lowest > _TAME:
        low = float(floor(lowest))
        high, between = max(low + 1, float(ceil(highest))), 0.5
        ticks = np.arange(round(low), round(high) + 1.0)
    else:
        low, high, between = lowest, max(highest, lowest + 1e-3), max(highest - lowest, 1e-3) / _LINES
        ticks = np.linspace(low, high, _TICKS)
    first = max(low, ceil(floor_ / between) * between)
    return Scale(
        low, high, first, between, tuple(ticks.tolist()), tuple(distinct([10.0**d for d in ticks], 3))
    )


def evenly(loss: np.ndarray) -> Scale:
    """The scale of the losses ``loss`` themselves: of all of them, unless few are far beyond the rest."""
    finite = loss[np.isfinite(loss)].astype(float)
    if not len(finite):
        return NOTHING
    low, high = (float(end) for end in (finite.min(), finite.max()))
    inner = np.quantile(finite, (0.02, 0.98))
    reach = 3 * float(inner[1] - inner[0])
    low, high = max(low, float(inner[0]) - reach), min(high, float(inner[1]) + reach)
    high = max(high, low + max(1e-6, 1e-6 * abs(low)))
    between, step = _round((high - low) / _LINES), _round((high - low) / _TICKS)
    ticks = np.arange(ceil(low / step), floor(high / step) + 1) * step
    names = tuple(distinct(ticks.tolist(), 6))
    return Scale(low, high, ceil(low / between) * between, between, tuple(ticks.tolist()), names)


def _round(step: float) -> float:
    """The least of 1, 2, 5, 10, ... times a power of ten that is at least ``step``."""
    power = 10.0 ** floor(log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * (1 - 1e-9))


def _resolved(loss: np.ndarray) -> float:
    """The loss that the grid can tell apart at the bottom of a narrow valley.

    A second difference is curvature times the cell's size squared: what a whole cell's step
    off the bottom of a parabola costs, twice.
    """
    known = finite(loss).astype(float)
    bends = (_median(np.abs(np.diff(known, 2, axis))) for axis in (0, 1))
    return max(LOWEST, sum(bends))


def finite(values: np.ndarray) -> np.ndarray:
    """``values`` with nothing where they are not finite."""
    return np.where(np.isfinite(values), values, values.dtype.type(np.nan))


def _median(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else 0.0
