"""The figure of a loss surface with the paths of runs on it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gd_core import Run, Surface
from pages._ui.figures import (
    FIRST_STEPS,
    RUN_COLORS,
    RUN_SYMBOLS,
    TRAIL,
    Figure,
    Trace,
    base_layout,
    marker,
    note,
    run_names,
    scatter,
)
from pages._ui.scales import Scale, by_decades, evenly, finite, logarithm

# Dark where the loss is low, like deep water; even steps of lightness, readable in grey.
HEIGHTS = (
    (0.0, "#0b1f4b"),
    (0.2, "#174a8c"),
    (0.4, "#2b7bba"),
    (0.6, "#63abd1"),
    (0.8, "#aed4e6"),
    (1.0, "#f0f6f3"),
)

_MOST_EDGE_MARKS = 40


def surface_figure(
    surface: Surface, runs: Sequence[Run], overlays: Sequence[Trace] = (), slices: np.ndarray | None = None
) -> Figure:
    """The loss on the plane as contours, with every run's path, start and last point on it.

    ``overlays`` are traces that lie on the surface, below the paths. The colours have room for the
    losses ``slices`` too, if there are any.
    """
    decades = all(run.experiment.data.log_scale for run in runs)
    traces = [*heights(surface, slices, decades), *overlays]
    for i, (run, name) in enumerate(zip(runs, run_names(runs), strict=True)):
        x, y = surface.plane.project(run.params).T.numpy()
        traces += [_path(x, y, i, name), _trail(x, y, i), _first_steps(x, y, i), _start(x, y, i)]
        traces += [_edge_marks(surface, x, y, i), _now(x, y, i, name)]
    x0, x1, y0, y1 = surface.extent
    # The line above the picture says which kind of direction it is.
    x_label, y_label = map(_short, surface.plane.labels)
    axis = {"showgrid": False, "zeroline": False, "ticks": "outside", "ticklen": 4}
    layout = base_layout(legend=len(runs) > 1, left=56) | {
        "xaxis": axis | {"title": {"text": x_label, "standoff": 6}, "range": [x0, x1]},
        "yaxis": axis | {"title": {"text": y_label, "standoff": 6}, "range": [y0, y1]},
    }
    if not surface.loss.isfinite().any():
        layout |= note("The loss has no finite value", "anywhere in this view.")
    return {"data": traces, "layout": layout}


def _short(label: str) -> str:
    return label.replace(" principal", "").replace(" random", "")


def heights(surface: Surface, slices: np.ndarray | None = None, decades: bool = True) -> list[Trace]:
    """The loss as colour, and contour lines on it; the colours have room for the losses ``slices`` too.

    By ``decades``, or evenly. Where the loss has no value there is a hole. Two traces: Plotly draws a
    heatmap and plain lines in half the time of a filled contour.
    """
    loss = surface.loss.numpy()
    decades = decades and bool(np.isfinite(loss).any())  # else a hole is all there is
    height, scale = (logarithm(loss), _decades(loss, slices)) if decades else (finite(loss), evenly(loss))
    grid = {"x": surface.x.numpy(), "y": surface.y.numpy(), "z": height, "showlegend": False}
    colors = grid | {
        "type": "heatmap",
        "meta": {"role": "surface"} | ({} if decades else {"linear": True}),
        "name": "surface",
        "customdata": loss,
        "zsmooth": "fast",
        "zmin": scale.low,
        "zmax": scale.high,
        "colorscale": HEIGHTS,
        "colorbar": _color_bar(scale),
        "hovertemplate": "{} %{{x:.4f}}<br>{} %{{y:.4f}}<br>".format(*surface.plane.labels)
        + "loss %{customdata:.5g}<extra></extra>",
    }
    lines = grid | {
        "type": "contour",
        "meta": {"role": "contours"},
        "contours": {"coloring": "none", "start": scale.first, "end": scale.high, "size": scale.between},
        "line": {"width": 0.6, "color": "rgba(255,255,255,0.45)"},
        "hoverinfo": "skip",
    }
    return [colors, lines]


def _decades(loss: np.ndarray, slices: np.ndarray | None) -> Scale:
    height = logarithm(loss)
    return by_decades(loss, height if slices is None else np.append(height, logarithm(slices)))


def _color_bar(scale: Scale) -> dict[str, Any]:
    return {
        "title": {"text": "loss", "side": "top"},
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": list(scale.ticks),
        "ticktext": list(scale.names),
        "xpad": 6,
        "ypad": 4,
    }


def _path(x: np.ndarray, y: np.ndarray, i: int, name: str) -> Trace:
    return scatter(
        "path",
        i,
        x,
        y,
        mode="lines",
        opacity=0.6,
        line={"color": RUN_COLORS[i], "width": 1.5},
        name=name,
        hovertemplate=f"point %{{pointNumber}}<br>(%{{x:.5f}}, %{{y:.5f}})<extra>{name}</extra>",
    )


def _trail(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    """The last few steps, drawn stronger, so that a long zigzag still shows where it is."""
    line = {"color": RUN_COLORS[i], "width": 2.5}
    return scatter("trail", i, x[-TRAIL:], y[-TRAIL:], mode="lines", line=line, hoverinfo="skip")


def _first_steps(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    return scatter(
        "dots", i, x[:FIRST_STEPS], y[:FIRST_STEPS], mode="markers", marker=marker(i, 5), hoverinfo="skip"
    )


def _start(x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    return scatter(
        "start",
        i,
        x[:1],
        y[:1],
        mode="markers",
        marker=marker(i, 12, symbol=f"{RUN_SYMBOLS[i]}-open", line={"width": 3}),
        hovertemplate="start (%{x:.5f}, %{y:.5f})<extra></extra>",
    )


def _now(x: np.ndarray, y: np.ndarray, i: int, name: str) -> Trace:
    """Where a run is now; in the legend, the run: its marker on its line."""
    return scatter(
        "now",
        i,
        x[-1:],
        y[-1:],
        mode="lines+markers",
        line={"color": RUN_COLORS[i], "width": 1.5},
        marker=marker(i, 13, line={"color": "#ffffff", "width": 2}),
        name=name,
        showlegend=True,
        hovertemplate="now (%{x:.5f}, %{y:.5f})<extra></extra>",
    )


def _edge_marks(surface: Surface, x: np.ndarray, y: np.ndarray, i: int) -> Trace:
    """Where a path leaves the frame: marks on its edge that name the true place."""
    x0, x1, y0, y1 = surface.extent
    outside = np.flatnonzero((x < x0) | (x > x1) | (y < y0) | (y > y1))
    # A dead run stays at one far place for ever: one mark says it.
    moved = np.any([np.diff(v[outside], prepend=np.nan) != 0 for v in (x, y)], axis=0)
    outside = outside[moved][:_MOST_EDGE_MARKS]
    return scatter(
        "edge",
        i,
        np.clip(x[outside], x0, x1),
        np.clip(y[outside], y0, y1),
        customdata=np.stack([outside, x[outside], y[outside]], 1),
        mode="markers",
        marker=marker(i, 10, symbol="x", line={"color": "#ffffff", "width": 1}),
        cliponaxis=False,
        hovertemplate="outside the picture<br>point %{customdata[0]}: "
        "(%{customdata[1]:.5g}, %{customdata[2]:.5g})<extra></extra>",
    )
