"""Mounts the walker on a page."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from gd_core.curves import Curve
from pages._ui import assets

# This much travels with the page, so it only fetches the rest, which the browser keeps.
_JS = """
const walker = import(new URL("%swalker.mjs", document.baseURI))
export default function (component) {
  walker.then(({ show }) => show(component))
  return () => walker.then(({ dispose }) => dispose(component.parentElement))
}
"""

_TITLES = {"bowl": "One valley", "two_valleys": "Two valleys", "neuron": "A real neuron"}
_FLAT = {"neuron": "Every ReLU is off: the neuron answers 0 to every sample."}

_component = st.components.v2.component(
    "walker",
    html='<div class="gw"></div>',
    js=_JS % assets.base(),
    # The served styles and the fonts of the page's formulas reach no shadow root.
    isolate_styles=False,
)


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
