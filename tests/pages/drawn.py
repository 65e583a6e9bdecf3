"""What is drawn on a figure, in small words."""

from typing import Any

import numpy as np

from gd_core import Experiment, Surface, train_many
from pages._ui.figures import Figure, Trace
from pages._ui.scene import scene
from pages._ui.surface_figure import surface_figure


def trace(figure: Figure, role: str, run: int | None = None) -> Trace:
    """The one trace of ``figure`` with that role."""
    found: list[Trace] = [
        t for t in figure["data"] if t["meta"]["role"] == role and t["meta"].get("run") == run
    ]
    assert len(found) == 1
    return found[0]


def seen(*experiments: Experiment, plane: str = "w1 and w2", view: Any = None) -> tuple[Figure, Surface]:
    """The surface figure of the trainings of ``experiments``, and the surface on it."""
    shown = scene(train_many(experiments), plane, view)
    return surface_figure(shown.surface, shown.runs), shown.surface


def points(shown: Trace) -> np.ndarray[Any, Any]:
    return np.stack([shown["x"], shown["y"]], 1)


def axis_range(figure: Figure, axis: str = "yaxis") -> tuple[float, float]:
    low, high = figure["layout"][axis]["range"]
    return low, high
