"""Losses that are exactly 0 on a logarithmic axis: they lie on a floor of their own, which says so."""

from collections.abc import Sequence

import numpy as np

from gd_core import Run
from pages._ui.figures import Trace, marker

SAID = "loss exactly 0"
ROOM = 0.14
"""The share of the axis's height below all other losses that the floor takes."""


def has_zero(runs: Sequence[Run], losses: np.ndarray) -> bool:
    """Whether a loss that is drawn is exactly 0: of ``losses``, or of the batches of a single run."""
    batches = runs[0].batch_loss.numpy() if len(runs) == 1 else np.empty(0)
    return bool((losses == 0).any() or (batches == 0).any())


def floor_below(low: float, high: float) -> tuple[float, float]:
    """The floor of an axis from ``low`` to ``high``, in decades, and where the axis then begins."""
    room = ROOM * (high - low)
    return low - 0.6 * room, low - room


def floor_line(floor: float, x0: float, x1: float) -> Trace:
    """The floor as a dotted line, with its words."""
    return {
        "type": "scatter",
        "meta": {"role": "zero"},
        "x": [x0, x1],
        "y": [floor, floor],
        "mode": "lines+text",
        "text": [f"\u00a0{SAID}", ""],
        "textposition": "top right",
        "line": {"color": "#8a94a6", "width": 1, "dash": "dot"},
        "showlegend": False,
        "hoverinfo": "skip",
    }


def arrivals(run: Run, time: np.ndarray, place: int, floor: float) -> list[Trace]:
    """A dot on the floor where the loss of ``run`` is 0 for the first time, if it ever is."""
    zero = np.flatnonzero(run.loss.numpy() == 0)[:1]
    if not len(zero):
        return []
    return [
        {
            "type": "scatter",
            "meta": {"role": "zero", "run": place},
            "x": time[zero],
            "y": np.full(1, floor),
            "mode": "markers",
            "marker": marker(place, 8),
            "showlegend": False,
            "hoverinfo": "skip",
        }
    ]
