"""What a comparison adds to the pictures: where a run branches off, and the bands of twenty seeds."""

from collections.abc import Sequence

import numpy as np

from gd_core import Run
from gd_core.sweeps.bands import Band
from pages._ui.figures import RUN_COLORS, Trace

_ALL, _HALF = 0.14, 0.26
"""How strongly a band is filled: where all runs are, and, once more, where half of them are."""


def branch_line(run: Run, time: np.ndarray, low: float, high: float) -> list[Trace]:
    """An upright from ``low`` to ``high`` at the ``time`` (S+1,) at which ``run`` branches off."""
    point = _branch_point(run)
    if point is None:
        return []
    at, right = float(time[point]), time[point] > 0.7 * time[-1]
    return [
        {
            "type": "scatter",
            "meta": {"role": "branch"},
            "x": [at, at],
            "y": [low, high],
            "mode": "lines+text",
            "text": ["", "\u00a0branch\u00a0"],
            "textposition": "bottom left" if right else "bottom right",
            "line": {"color": "#8a94a6", "width": 1.5, "dash": "dot"},
            "showlegend": False,
            "hoverinfo": "skip",
        }
    ]


def _branch_point(run: Run) -> int | None:
    """The recorded point at which ``run`` branches off, or the first after it."""
    branch = run.experiment.branch
    if not branch or branch > run.updates:
        return None
    return int(np.searchsorted(run.step.numpy(), branch))


def band_traces(bands: Sequence[Band], lowest: float, highest: float) -> list[Trace]:
    """Each band as a filled stretch, its middle half stronger, and the median as a line.

    What lies below ``lowest`` or above ``highest``, or is infinite, is drawn there.
    """
    return [trace for place, band in enumerate(bands) for trace in _band_traces(band, place, lowest, highest)]


def _band_traces(band: Band, place: int, floor: float, highest: float) -> list[Trace]:
    step, lines = band.step.numpy(), np.clip(band.loss.double().numpy(), floor, highest)
    lowest, lower, median, upper, most = lines
    line = {"color": RUN_COLORS[place], "width": 1.5, "dash": "dot"}
    return [
        _filled(step, lowest, most, place, _ALL),
        _filled(step, lower, upper, place, _HALF),
        {
            "type": "scatter",
            "meta": {"role": "band", "of": place},
            "x": step,
            "y": median,
            "mode": "lines",
            "line": line,
            "showlegend": False,
            "hovertemplate": "median of the seeds<br>step %{x}<br>loss %{y:.4g}<extra></extra>",
        },
    ]


def _filled(step: np.ndarray, low: np.ndarray, high: np.ndarray, place: int, strength: float) -> Trace:
    red, green, blue = (int(RUN_COLORS[place][k : k + 2], 16) for k in (1, 3, 5))
    return {
        "type": "scatter",
        "meta": {"role": "band", "of": place},
        "x": np.concatenate([step, step[::-1]]),
        "y": np.concatenate([low, high[::-1]]),
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": f"rgba({red},{green},{blue},{strength})",
        "showlegend": False,
        "hoverinfo": "skip",
    }
