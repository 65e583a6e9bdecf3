"""Plotly figures of surfaces and runs, as the plain dicts that Plotly calls a figure.

``plotly.graph_objects.Figure(figure)`` takes them as they are; building them through it
costs 25 ms a picture. A trace's ``meta`` says what it is ({"role": "path", "run": 0}):
the live player fills in the same traces that a still picture shows complete.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from gd_core import Experiment, Run, Surface

LossAxis = Literal["log", "linear"]
Clock = Literal["updates", "epochs", "samples"]
Figure = dict[str, Any]
Trace = dict[str, Any]

RUN_COLORS = ("#ff6b1a", "#e64bb4", "#ffd43b", "#9775fa")
"""Vivid on every height of the surface and on both themes; runs differ in marker too."""

RUN_SYMBOLS = ("circle", "square", "diamond", "triangle-up")

FIRST_STEPS = 40
"""So many single steps are marked with a dot each."""

TRAIL = 24
"""So many of the latest points are joined by a stronger line."""

# Dark where the loss is low, like deep water; even steps of lightness, readable in grey.
HEIGHTS = (
    (0.0, "#0b1f4b"),
    (0.2, "#174a8c"),
    (0.4, "#2b7bba"),
    (0.6, "#63abd1"),
    (0.8, "#aed4e6"),
    (1.0, "#f0f6f3"),
)

# A run hidden in the legend would be drawn again as soon as it plays.
_STILL_LEGEND = {"itemclick": False, "itemdoubleclick": False}

_CLOCK_TITLES = {
    "updates": "step (parameter updates)",
    "epochs": "epochs (passes over the data)",
    "samples": "samples seen",
}
_LOWEST = 1e-6
_MOST_EDGE_MARKS = 40
_TAME = 1.2
"""A loss that spans fewer decades than this has colours of its own."""


def run_names(runs: Sequence[Run]) -> list[str]:
    """A short name for each run, told apart by what differs."""
    return [_run_name(run.experiment, place) for place, run in enumerate(runs)]


def _run_name(experiment: Experiment, place: int) -> str:
    if experiment.start is None:
        return f"seed {experiment.seed}"
    return f"start {place + 1}" if place else "your start"


def surface_figure(surface: Surface, runs: Sequence[Run]) -> Figure:
    """The loss on the plane as contours, with every run's path, start and last point on it."""
    traces = _heights(surface)
    for i, (run, name) in enumerate(zip(runs, run_names(runs), strict=True)):
        x, y = surface.plane.project(run.params).T.numpy()
        traces += [_path(x, y, i, name), _trail(x, y, i), _first_steps(x, y, i), _start(x, y, i)]
        traces += [_edge_marks(surface, x, y, i), _now(x, y, i)]
    x0, x1, y0, y1 = surface.extent
    x_label, y_label = surface.plane.labels
    axis = {"showgrid": False, "zeroline": False, "ticks": "outside", "ticklen": 4}
    layout = _layout(legend=len(runs) > 1, left=56) | {
        "xaxis": axis | {"title": {"text": x_label, "standoff": 6}, "range": [x0, x1]},
        "yaxis": axis | {"title": {"text": y_label, "standoff": 6}, "range": [y0, y1]},
    }
    return {"data": traces, "layout": layout}


def loss_figure(runs: Sequence[Run], axis: LossAxis, clock: Clock = "updates") -> Figure:
    """The loss at every recorded step of every run; for one shuffled run each batch's loss too.

    ``clock`` says what the horizontal axis counts.
    """
    several = len(runs) > 1
    names = run_names(runs) if several else ["all samples"]
    times = [clock_times(run, clock) for run in runs]
    traces = [
        _loss_line(run, times[i], i, name) for i, (run, name) in enumerate(zip(runs, names, strict=True))
    ]
    traces += [_loss_now(run, times[i], i) for i, run in enumerate(runs)]
    if not several and runs[0].experiment.batch != "full":
        traces.insert(0, _batch_losses(runs[0], times[0]))
        several = True
    last = max(float(time[-1]) for time in times)
    layout = _layout(legend=several, left=62) | {
        "xaxis": {
            "title": {"text": _CLOCK_TITLES[clock], "standoff": 6},
            "range": [-0.025 * last, 1.025 * last],
            "zeroline": False,
        },
        "yaxis": _loss_axis(runs, axis),
        "uirevision": f"{axis} {clock}",  # a zoom stays while other runs come and go
    }
    return {"data": traces, "layout": layout}


def clock_times(run: Run, clock: Clock) -> np.ndarray:
    """What ``clock`` shows at every recorded point (S+1,): updates, passes, or samples seen."""
    step: np.ndarray = run.step.numpy()
    e = run.experiment
    if clock == "updates":
        return step
    if clock == "epochs":
        fractions: np.ndarray = step / e.updates_per_epoch
        return fractions
    within = (step % e.updates_per_epoch) * e.samples_per_update
    passes: np.ndarray = step // e.updates_per_epoch
    seen: np.ndarray = passes * e.data.samples + np.minimum(within, e.data.samples)
    return seen


def _layout(legend: bool, left: int) -> dict[str, Any]:
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13},
        "hovermode": "closest",
        "dragmode": "zoom",
        "autosize": True,
        "showlegend": legend,
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "font": {"size": 11}}
        | _STILL_LEGEND,
        "margin": {"l": left, "r": 10, "t": 30 if legend else 10, "b": 44},
    }


def _heights(surface: Surface) -> list[Trace]:
    """The loss as colour, and contour lines on it.

    Two traces: Plotly draws a heatmap and plain lines in half the time of a filled contour.
    """
    loss = surface.loss.numpy()
    height = np.log10(np.clip(loss, _LOWEST, np.finfo(np.float32).max))
    # Below what the grid can tell apart, a narrow valley would break up into islands.
    floor = float(np.log10(_resolved(loss)))
    low, high, between = _levels(max(float(height.min()), floor), float(height.max()))
    grid = {"x": surface.x.numpy(), "y": surface.y.numpy(), "z": height, "showlegend": False}
    colors = grid | {
        "type": "heatmap",
        "meta": {"role": "surface"},
        "name": "surface",
        "customdata": loss,
        "zsmooth": "fast",
        "zmin": low,
        "zmax": high,
        "colorscale": HEIGHTS,
        "colorbar": _color_bar(low, high),
        "hovertemplate": "{} %{{x:.4f}}<br>{} %{{y:.4f}}<br>".format(*surface.plane.labels)
        + "loss %{customdata:.5g}<extra></extra>",
    }
    first_line = max(low, np.ceil(floor / between) * between)
    lines = grid | {
        "type": "contour",
        "meta": {"role": "contours"},
        "contours": {"coloring": "none", "start": first_line, "end": high, "size": between},
        "line": {"width": 0.6, "color": "rgba(255,255,255,0.45)"},
        "hoverinfo": "skip",
    }
    return [colors, lines]


def _levels(lowest: float, highest: float) -> tuple[float, float, float]:
    """The ends of the colours, and the distance of the contour lines, in decades of the loss.

    Whole decades where there are some; a loss that hardly changes gets all the colours to itself.
    """
    if highest - lowest > _TAME:
        low = float(np.floor(lowest))
        return low, max(low + 1, float(np.ceil(highest))), 0.5
    return lowest, max(highest, lowest + 1e-3), max(highest - lowest, 1e-3) / 12


def _color_bar(low: float, high: float) -> dict[str, Any]:
    tame = high - low <= _TAME
    decades = np.linspace(low, high, 5) if tame else np.arange(round(low), round(high) + 1)
    return {
        "title": {"text": "loss", "side": "top"},
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": list(decades),
        "ticktext": [f"{10.0**d:.3g}" for d in decades],
        "xpad": 6,
        "ypad": 4,
    }


def _resolved(loss: np.ndarray) -> float:
    """The loss that the grid can tell apart at the bottom of a narrow valley.

    A second difference is curvature times the cell's size squared: what a whole cell's step
    off the bottom of a parabola costs, twice.
    """
    bends = (np.nanmedian(np.abs(np.diff(loss, 2, axis))) for axis in (0, 1))
    return float(max(_LOWEST, sum(bends)))


def _scatter(role: str, i: int, x: np.ndarray, y: np.ndarray, **style: Any) -> Trace:
    trace = {"type": "scatter", "meta": {"role": role, "run": i}, "x": x, "y": y, "showlegend": False}
    return trace | style


def _marker(i: int, size: int, **style: Any) -> dict[str, Any]:
    return {"symbol": RUN_SYMBOLS[i], "size": size, "color": RUN_COLORS[i]} | style


def _path(x: np.ndarray, y: np.ndarray, i: int, name: str) -> Trace:
    return _scatter(
        "path",
        i,
        x,
        y,
        mode="lines",
        opacity=0.6,
        line={"color": RUN_COLORS[i], "width": 1.5},
        name=name,
        showlegend=True,
        hovertemplate=f"point %{{pointNumber}}<br>(%{{x:.5f}}, %{{y:.5f}})<extra>{name}</extra>",
    )


def _trail(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    """The last few steps, drawn stronger, so that a long zigzag still shows where it is."""
    line = {"color": RUN_COLORS[i], "width": 2.5}
    return _scatter("trail", i, x[-TRAIL:], y[-TRAIL:], mode="lines", line=line, hoverinfo="skip")


def _first_steps(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    return _scatter(
        "dots", i, x[:FIRST_STEPS], y[:FIRST_STEPS], mode="markers", marker=_marker(i, 5), hoverinfo="skip"
    )


def _start(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    return _scatter(
        "start",
        i,
        x[:1],
        y[:1],
        mode="markers",
        marker=_marker(i, 12, symbol=f"{RUN_SYMBOLS[i]}-open", line={"width": 3}),
        hovertemplate="start (%{x:.5f}, %{y:.5f})<extra></extra>",
    )


def _now(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    return _scatter(
        "now",
        i,
        x[-1:],
        y[-1:],
        mode="markers",
        marker=_marker(i, 13, line={"color": "#ffffff", "width": 2}),
        hovertemplate="now (%{x:.5f}, %{y:.5f})<extra></extra>",
    )


def _edge_marks(surface: Surface, x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    """Where a path leaves the frame: marks on its edge that name the true place."""
    x0, x1, y0, y1 = surface.extent
    outside = np.flatnonzero((x < x0) | (x > x1) | (y < y0) | (y > y1))
    # A dead run stays at one far place for ever: one mark says it.
    moved = np.any([np.diff(v[outside], prepend=np.nan) != 0 for v in (x, y)], axis=0)
    outside = outside[moved][:_MOST_EDGE_MARKS]
    return _scatter(
        "edge",
        i,
        np.clip(x[outside], x0, x1),
        np.clip(y[outside], y0, y1),
        customdata=np.stack([outside, x[outside], y[outside]], 1),
        mode="markers",
        marker=_marker(i, 10, symbol="x", line={"color": "#ffffff", "width": 1}),
        cliponaxis=False,
        hovertemplate="outside the picture<br>point %{customdata[0]}: "
        "(%{customdata[1]:.5g}, %{customdata[2]:.5g})<extra></extra>",
    )


def _loss_line(run: Run, time: np.ndarray, i: int, name: str) -> Trace:
    return _scatter(
        "path",
        i,
        time,
        run.loss.numpy(),
        mode="lines",
        line={"color": RUN_COLORS[i], "width": 2},
        name=name,
        showlegend=True,
        hovertemplate=f"step %{{x}}<br>loss %{{y:.6g}}<extra>{name}</extra>",
    )


def _loss_now(run: Run, time: np.ndarray, i: int) -> Trace:
    marker = _marker(i, 11, line={"color": "#ffffff", "width": 2})
    return _scatter(
        "now",
        i,
        time[-1:],
        run.loss[-1:].numpy(),
        mode="markers",
        marker=marker,
        hoverinfo="skip",
    )


def _batch_losses(run: Run, time: np.ndarray) -> Trace:
    return _scatter(
        "batch",
        0,
        time[:-1],
        run.batch_loss.numpy(),
        mode="markers",
        marker={"size": 3, "color": "#8a94a6", "opacity": 0.5},
        name="the step's batch",
        showlegend=True,
        hovertemplate="step %{x}<br>batch loss %{y:.6g}<extra></extra>",
    )


def _loss_axis(runs: Sequence[Run], axis: LossAxis) -> dict[str, Any]:
    losses = np.concatenate([run.loss.numpy() for run in runs])
    start = max(float(run.loss[0]) for run in runs)
    # One exploding point must not squash the rest: the axis ends at 20 starting losses.
    low, high = max(float(losses.min()), 1e-14), min(float(losses.max()), 20 * max(start, 1e-12))
    common = {"title": {"text": "loss", "standoff": 6}, "type": axis, "zeroline": False}
    if axis == "linear":
        return common | {"range": [-0.03 * high, 1.05 * high]}
    decades = max(1.0, float(np.log10(high / low)))
    centre, half = float(np.log10(high * low)) / 2, 0.54 * decades
    if decades < 2:
        values = [m * 10.0**d for d in range(-15, 39) for m in (1, 2, 5)]
        values = [v for v in values if low / 10 <= v <= high * 10]
        return common | {"range": [centre - half, centre + half], "tickvals": values}
    ticks = {"dtick": 1 if decades < 7 else 2 if decades < 14 else 4, "exponentformat": "power"}
    return common | ticks | {"range": [centre - half, centre + half]}
