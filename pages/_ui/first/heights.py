"""A surface's trace for the page itself: small when zipped, and as exact as its colours are."""

from typing import Any

import numpy as np

from pages._ui.figures import Trace

STEPS = 511
"""Into so many steps the colours' range is cut: the sketch has no more shades (heights.mjs)."""


def in_steps(trace: Trace) -> dict[str, Any]:
    """The heatmap ``trace`` with its heights (rows, columns) as whole steps; height_steps.mjs undoes it.

    Each is written as what it differs from left + below - left below. Heights beyond the range
    have its first or last colour anyway. ValueError if one is no number.
    """
    low, high = trace["zmin"], trace["zmax"]
    height = np.asarray(trace["z"], dtype=float)
    if np.isnan(height).any():
        raise ValueError("a height is no number")
    steps = np.rint(np.clip((height - low) / (high - low), 0, 1) * STEPS).astype(int)
    changes = np.diff(np.diff(steps, axis=0, prepend=0), axis=1, prepend=0)
    kept = {key: value for key, value in trace.items() if key not in ("customdata", "hovertemplate")}
    grid = {"x": _spread(trace["x"]), "y": _spread(trace["y"]), "z": changes.ravel().tolist()}
    return kept | grid | {"steps": STEPS}


def _spread(values: np.ndarray) -> dict[str, float]:
    """Evenly spaced ``values`` as their ends and their number."""
    return {"from": float(values[0]), "to": float(values[-1]), "count": len(values)}
