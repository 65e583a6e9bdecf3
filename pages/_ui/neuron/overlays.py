"""What lies on the surface of a single neuron: where it bends, where it is dead, where it is right.

Each is a trace of the surface's figure, below the paths.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gd_core import Outcome, Plane, Run
from gd_core.digits import number
from gd_core.problems.problem import Extent
from gd_core.space.kinks import best_answers, dead_zone, kink_lines, segment
from pages._ui.figures import Trace

_INK = "#2b1d3f"
"""Kinks lie where at least one sample is far off, on the surface's light colours."""

_GREEN = "#69db7c"
"""Best answers lie at the bottom, on its dark ones."""

_PALE = "#f0f6f3"
_RED = "#e03131"
_BEYOND = 1.5
_POINTS = 25
_SMALL = 1e-3
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def neuron_overlays(run: Run, plane: Plane, extent: Extent) -> list[Trace]:
    """All of them for the problem of ``run`` on ``plane``, seen within ``extent``."""
    found = [_dead_zone(run, plane, extent), *_kinks(run, plane, extent), *_best(run, plane, extent)]
    return [trace for trace in [*found, _death(run, plane, extent)] if trace]


def with_kinks(plane: Plane, runs: list[Run], extent: Extent) -> Extent:
    """``extent``, grown so far that every kink line near it is seen, and some of the dead zone."""
    start = plane.project(runs[0].params[0])
    lines = kink_lines(runs[0].experiment.fit, plane)
    normals, offsets = lines[:, :2], lines[:, 2]
    away = (normals @ start + offsets) / normals.square().sum(1).clamp_min(1e-12)
    # Beyond the nearest place on each line, so that the other side is seen too.
    seen = start - _BEYOND * away.unsqueeze(1) * normals
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
    lines = kink_lines(run.experiment.fit, plane)
    ends = [segment(line, extent) for line in lines]
    return [_kink(i, len(lines), end) for i, end in enumerate(ends) if end is not None]


def _kink(i: int, count: int, ends: Tensor) -> Trace:
    start, end = ends[ends[:, 0].argsort()]
    # The lines lie close together: their numbers stand one after the other along them.
    badge = start + (end - start) * (i + 0.5) / count
    x, y = torch.stack([start, badge, end]).T.numpy()
    name = f"the kink of sample {i + 1}: z{str(i + 1).translate(_SUBSCRIPTS)} = 0"
    return {
        **_line("kink", x, y, _INK, "dot"),
        "meta": {"role": "kink", "sample": i + 1},
        "mode": "lines+markers+text",
        "marker": {
            "size": [0, 15, 0],
            "opacity": 1,
            "color": _PALE,
            "line": {"color": _INK, "width": [0, 1, 0]},
        },
        "text": ["", str(i + 1), ""],
        "textposition": "middle center",
        "textfont": {"color": _INK, "size": 10},
        "hoverinfo": "text",
        "hovertext": f"{name}. Beyond it the sample's ReLU is off.",
    }


def _dead_zone(run: Run, plane: Plane, extent: Extent) -> Trace | None:
    corners = dead_zone(run.experiment.fit, plane, extent)
    if len(corners) < 3:
        return None
    x, y = torch.cat([corners, corners[:1]]).T.numpy()
    return {
        **_line("dead zone", x, y, "rgba(0,0,0,0)", "solid"),
        "fill": "toself",
        "fillcolor": "rgba(60,60,70,0.35)",
        "fillpattern": {"shape": "/", "size": 10, "solidity": 0.12, "fgcolor": _INK},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": "dead zone: every ReLU is off, the gradient is exactly zero",
    }


def _best(run: Run, plane: Plane, extent: Extent) -> list[Trace]:
    """The line of best answers seen from above, and the one of them that lies in ``plane`` itself."""
    point, directions = best_answers(run.experiment.fit)
    if len(directions) != 1:
        return []
    at, way = point.to(plane.origin.dtype), directions[0].to(plane.origin.dtype)
    traces = []
    # A plane across the line sees it as a point.
    if reach := _reach(plane.project(at), way @ plane.axes.T, extent):
        steps = torch.linspace(*reach, _POINTS, dtype=way.dtype).unsqueeze(1)
        traces.append(_answers("best answers", at + steps * way, run, plane) | {"mode": "lines"})
    here = _crossing(at, way, plane)
    if here is not None and _within(plane.project(here), extent):
        marker = {"symbol": "diamond", "size": 10, "color": _GREEN, "line": {"color": _INK, "width": 1.5}}
        shown = {"mode": "markers", "marker": marker}
        traces.append(_answers("best answer", here.unsqueeze(0), run, plane) | shown)
    return traces


def _answers(role: str, params: Tensor, run: Run, plane: Plane) -> Trace:
    x, y = plane.project(params).T.numpy()
    return {
        **_line(role, x, y, _GREEN, "dash"),
        "customdata": params.numpy(),
        "text": [f"a best answer: {_place(run.names, point)}<br>loss 0" for point in params.tolist()],
        "hoverinfo": "text",
    }


def _place(names: Sequence[str], point: Sequence[float]) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in zip(names, point, strict=True))


def _crossing(at: Tensor, way: Tensor, plane: Plane) -> Tensor | None:
    """The point (P,) in which the line ``at + s way`` goes through ``plane``; None if it does not."""
    off = (at - plane.origin) - (at - plane.origin) @ plane.axes.T @ plane.axes
    leaving = way - way @ plane.axes.T @ plane.axes
    if float(leaving.norm()) < _SMALL:
        return None
    s = -(off @ leaving / (leaving @ leaving))
    return at + s * way if float((off + s * leaving).norm()) < _SMALL else None


def _within(place: Tensor, extent: Extent) -> bool:
    x, y = place.tolist()
    x0, x1, y0, y1 = extent
    return bool(x0 <= x <= x1 and y0 <= y <= y1)


def _reach(base: Tensor, along: Tensor, extent: Extent) -> tuple[float, float] | None:
    """From where to where the line ``base + s along`` is within ``extent``; None if nowhere."""
    x0, x1, y0, y1 = extent
    low, high = -np.inf, np.inf
    for at, way, start, end in zip(base.tolist(), along.tolist(), (x0, y0), (x1, y1), strict=True):
        if abs(way) < _SMALL:
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
    point = run.death
    x, y = plane.project(run.params[point]).numpy()
    x0, x1, y0, y1 = extent
    step = int(run.step[point])
    return {
        **_line("death", np.clip([x], x0, x1), np.clip([y], y0, y1), _RED, "solid"),
        "meta": {"role": "death", "step": step},
        "mode": "markers+text",
        "marker": {"symbol": "circle-open", "size": 25, "color": _RED, "line": {"width": 3}},
        "text": [f"dies at step {step}"],
        "textposition": "middle right",
        "textfont": {
            "color": _RED,
            "size": 13,
            "weight": "bold",
            "shadow": f"0 0 3px {_PALE}, 0 0 3px {_PALE}",
        },
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
