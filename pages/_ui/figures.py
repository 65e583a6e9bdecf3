"""What the figures of surfaces and losses share: figures are the plain dicts that Plotly calls so.

``plotly.graph_objects.Figure(figure)`` takes them as they are; building them through it
costs 25 ms a picture. A trace's ``meta`` says what it is ({"role": "path", "run": 0}):
the live player fills in the same traces that a still picture shows complete.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from gd_core import Run
from pages._ui import naming

LossAxis = Literal["log", "linear"]
Clock = Literal["updates", "epochs", "samples"]
Figure = dict[str, Any]
Trace = dict[str, Any]

RUN_COLORS = ("#e84d00", "#b64d8b", "#8218ff", "#a28f9e", "#696f52", "#cc0036", "#987ffc", "#b08150")
"""A run has one colour wherever it is drawn: seen on a white page, on a dark one and on every height
of the surface; told apart by every kind of eye, and in grey. Runs differ in marker too."""

RUN_SYMBOLS = (
    *("circle", "square", "diamond", "triangle-up"),
    *("triangle-down", "pentagon", "star", "cross"),
)

RUN_DASHES = (
    *((), (9, 3), (3, 3), (9, 3, 2, 3)),
    *((16, 4), (7, 2, 2, 2, 2, 2), (2, 6), (14, 3, 6, 3)),
)
"""The strokes and gaps of each run's line, in pixels, where several are drawn."""

FIRST_STEPS = 40
"""So many single steps are marked with a dot each."""

TRAIL = 24
"""So many of the latest points are joined by a stronger line."""

# A run hidden in the legend would be drawn again as soon as it plays.
_STILL_LEGEND = {"itemclick": False, "itemdoubleclick": False}


def run_names(runs: Sequence[Run]) -> list[str]:
    """A short name for each run, told apart by what differs."""
    return naming.names([run.experiment for run in runs])


def base_layout(legend: bool, left: int) -> dict[str, Any]:
    """The layout of every picture, to which each adds its axes; ``left`` is the margin in pixels."""
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


BREAK = "<br>"
"""How Plotly has a new line written."""


def note(*lines: str) -> dict[str, Any]:
    """The part of a layout that says ``lines`` in a picture in which there is nothing to see."""
    place = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.8, "showarrow": False}
    return {"annotations": [{"text": BREAK.join(lines), "font": {"size": 14}, **place}]}


def scatter(role: str, i: int, x: np.ndarray, y: np.ndarray, **style: Any) -> Trace:
    """A trace of points or lines of the run ``i``, in the ``role`` that the player knows it by."""
    trace = {"type": "scatter", "meta": {"role": role, "run": i}, "x": x, "y": y, "showlegend": False}
    return trace | style


def marker(i: int, size: int, **style: Any) -> dict[str, Any]:
    """The marker of the run ``i``, ``size`` pixels wide."""
    return {"symbol": RUN_SYMBOLS[i], "size": size, "color": RUN_COLORS[i]} | style
