"""What lies on the surface of a single neuron: where it bends, where it is dead, where it is right.

Each is a trace of the surface's figure, below the paths.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gd_core import Outcome, Plane, Run
from gd_core.kinks import best_answers, dead_zone, kink_lines, segment
from gd_core.outcomes import death
from gd_core.planes import Extent
from pages._ui.figures import Trace

_INK = "#2b1d3f"
"""Kinks lie where at least one sample is far off, on the surface's light colours."""

_GREEN = "#69db7c"
"""Best answers lie at the bottom, on its dark ones."""

_RED = "#e03131"
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def neuron_overlays(run: Run, plane: Plane, extent: Extent) -> list[Trace]:
    """All of them for the problem of ``run`` on ``plane``, seen within ``extent``."""
    found = [_dead_zone(run, plane, extent), *_kinks(run, plane, extent), *_best(run, plane, extent)]
    return [trace for trace in [*found, _death(run, plane, extent)] if trace]


def with_kinks(plane: Plane, runs: list[Run], extent: Extent) -> Extent:
    """``extent``, grown so far that every kink line near it is seen, and some of the dead zone."""
    start = plane.project(runs[0].params[0])
    lines = kink_lines(runs[0].experiment.data, plane)
    normals, offsets = lines[:, :2], lines[:, 2]
    away = (normals @ start + offsets) / normals.square().sum(1).clamp_min(1e-12)
    # A little beyond the line nearest to the start.
    seen = start - 1.15 * away.unsqueeze(1) * normals
    x0, x1, y0, y1 = extent
    near = [
        (x, y)
        for x, y in seen.tolist()
        if abs(x - start[0]) < 2 * (x1 - x0) and abs(y - start[1]) < 2 * (y1 - y0)
    ]
    xs, ys = [x for x, _ in near], [y for _, y in near]
    return min([x0, *xs]), max([x1, *xs]), min([y0, *ys]), max([y1, *ys])


def _kinks(run: Run, plane: Plane, extent: Extent) -> list[Trace]:
    """A line for every sample: on its one side the sample's ReLU is on, on the other off."""
    lines = kink_lines(run.experiment.data, plane)
    ends = [segment(line, extent) for line in lines]
    return [_kink(i + 1, run, end) for i, end in enumerate(ends) if end is not None]


def _kink(sample: int, run: Run, ends: Tensor) -> Trace:
    index = str(sample).translate(_SUBSCRIPTS)
    x, y = _ordered(ends).T.numpy()
    label = f"z{index} = 0"
    return {
        **_line("kink", x, y, _INK, "dot"),
        "meta": {"role": "kink", "sample": sample},
        "mode": "lines+text",
        "text": [label, ""],
        "textposition": "top right",
        "textfont": {"color": _INK, "size": 11},
        "name": label,
        "hoverinfo": "text",
        "hovertext": f"kink of sample {sample}: w·x{index} + b = 0. Its ReLU is off beyond this line.",
    }


def _dead_zone(run: Run, plane: Plane, extent: Extent) -> Trace | None:
    corners = dead_zone(run.experiment.data, plane, extent)
    if len(corners) < 3:
        return None
    x, y = torch.cat([corners, corners[:1]]).T.numpy()
    return {
        **_line("dead zone", x, y, "rgba(0,0,0,0)", "solid"),
        "fill": "toself",
        "fillcolor": "rgba(60,60,70,0.35)",
        "fillpattern": {"shape": "/", "size": 9, "solidity": 0.25, "fgcolor": _INK},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": "dead zone: every ReLU is off, the gradient is exactly zero",
    }


def _best(run: Run, plane: Plane, extent: Extent) -> list[Trace]:
    """The line of best answers seen from above, and the one answer that lies in ``plane`` itself."""
    point, directions = best_answers(run.experiment.data)
    if len(directions) != 1:
        return []
    at, way = point.to(plane.origin.dtype), directions[0].to(plane.origin.dtype)
    base, along = plane.project(at), way @ plane.axes.T
    reach = _reach(base, along, extent)
    if reach is None:
        return []
    steps = torch.linspace(*reach, 25, dtype=way.dtype).unsqueeze(1)
    x, y = (base + steps * along).T.numpy()
    answers = (at + steps * way).numpy()
    names = ", ".join(f"{name} %{{customdata[{i}]:.4g}}" for i, name in enumerate(run.names))
    return [
        {
            **_line("best answers", x, y, _GREEN, "dash"),
            "customdata": answers,
            "hovertemplate": f"a best answer: {names}<br>loss 0<extra></extra>",
        }
    ]


def _reach(base: Tensor, along: Tensor, extent: Extent) -> tuple[float, float] | None:
    """From where to where the line ``base + s along`` is within ``extent``; None if nowhere."""
    x0, x1, y0, y1 = extent
    low, high = -np.inf, np.inf
    for at, way, start, end in zip(base.tolist(), along.tolist(), (x0, y0), (x1, y1), strict=True):
        if abs(way) < 1e-6:
            if not start <= at <= end:
                return None
            continue
        one, other = sorted(((start - at) / way, (end - at) / way))
        low, high = max(low, one), min(high, other)
    return (float(low), float(high)) if -np.inf < low < high < np.inf else None


def _death(run: Run, plane: Plane, extent: Extent) -> Trace | None:
    """Where a run that died crossed into the dead zone; shown once the playhead has got there."""
    if run.outcome is not Outcome.DEAD:
        return None
    point = death(run.experiment.data, run.params)
    x, y = plane.project(run.params[point]).numpy()
    x0, x1, y0, y1 = extent
    step = int(run.step[point])
    return {
        **_line("death", np.clip([x], x0, x1), np.clip([y], y0, y1), _RED, "solid"),
        "meta": {"role": "death", "step": step},
        "mode": "markers+text",
        "marker": {"symbol": "x", "size": 15, "color": _RED, "line": {"color": "#ffffff", "width": 1.5}},
        "text": [f"dies at step {step}"],
        "textposition": "top right",
        "textfont": {"color": _RED, "size": 13},
        "cliponaxis": False,
        "visible": False,
        "hoverinfo": "skip",
    }


def _line(role: str, x: Any, y: Any, color: str, dash: str) -> Trace:
    return {
        "type": "scatter",
        "meta": {"role": role},
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": color, "width": 1.5, "dash": dash},
        "showlegend": False,
    }


def _ordered(ends: Tensor) -> Tensor:
    """The end with its label first: the one farther to the left."""
    return ends[ends[:, 0].argsort()]
