"""Mounts the walker on a page."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from gd_core.lessons.curves import Curve
from pages._ui.mounting import mountable

_TITLES = {"bowl": "One valley", "two_valleys": "Two valleys", "neuron": "A real neuron"}
_FLAT = {"neuron": "The ReLU is off for every sample: the neuron always predicts 0."}

_component = mountable("walker", "gw", "walker.mjs")


def walker(curves: Mapping[str, Curve]) -> None:
    """The walker on the foggy mountain, with ``curves`` to choose from; the rest happens in the browser."""
    _component(key="walker", data={"curves": [message(key, curve) for key, curve in curves.items()]})


@cache
def message(key: str, curve: Curve) -> dict[str, Any]:
    """``curve`` as its coefficients: the browser evaluates it itself, to the same bits."""
    return {
        "key": key,
        "title": _TITLES[key],
        "flat": _FLAT.get(key, ""),
        "breaks": list(curve.breaks),
        "pieces": [list(piece) for piece in curve.pieces],
        "low": curve.low,
        "high": curve.high,
        "start": curve.start,
        "rate": curve.rate,
        "valleys": curve.valleys(),
    }
