"""The surface as pixels: heights as colours, with contour lines, as the page's own figure has them."""

from typing import Any

import numpy as np

from pages._ui.figures import Trace

_LINE = np.array([255.0, 255.0, 255.0])
_LINE_SHARE = 0.45
_FLAT = 1e-7
"""Levels a pixel: on flatter ground there are no lines."""


def heights(colors: Trace, lines: Trace, width: int, height: int, line_width: float) -> np.ndarray:
    """Red, green and blue (height, width, 3) of the traces "surface" and "contours"."""
    z = _spread(np.asarray(colors["z"], float), width, height)
    share = np.clip((z - colors["zmin"]) / (colors["zmax"] - colors["zmin"]), 0, 1)
    hole = np.isnan(share)
    share = np.where(hole, 0, share)
    stops = np.array([stop for stop, _ in colors["colorscale"]])
    shades = np.array([rgb(color) for _, color in colors["colorscale"]], float)
    picture = np.stack([np.interp(share, stops, shades[:, i]) for i in range(3)], axis=-1)
    picture[hole] = _LINE
    cover = np.nan_to_num(_contours(z, lines["contours"], line_width))[..., None] * _LINE_SHARE
    mixed: np.ndarray = np.rint(picture + cover * (_LINE - picture)).astype(np.uint8)
    return mixed


def rgb(color: str) -> tuple[int, int, int]:
    """The parts of "#rrggbb"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _spread(z: np.ndarray, width: int, height: int) -> np.ndarray:
    """``z`` (rows, columns), the lowest row first, between its values, the highest row on top."""
    rows, columns = _weights(z.shape[0], height)[::-1], _weights(z.shape[1], width).T
    known = np.isfinite(z)
    spread: np.ndarray = rows @ np.where(known, z, 0.0) @ columns
    if known.all():
        return spread
    # A pixel is a hole that has more of holes than of values.
    share = rows @ known.astype(float) @ columns
    return np.where(share > 0.5, spread / np.maximum(share, 0.5), np.nan)


def _weights(values: int, pixels: int) -> np.ndarray:
    """How much each value has of each pixel (pixels, values): straight lines between them."""
    at = (np.arange(pixels) + 0.5) / pixels * (values - 1)
    low = np.minimum(at.astype(int), values - 2)
    weights = np.zeros((pixels, values))
    rows = np.arange(pixels)
    weights[rows, low] = 1 - (at - low)
    weights[rows, low + 1] = at - low
    return weights


def _contours(z: np.ndarray, contours: dict[str, Any], width: float) -> np.ndarray:
    """How far each pixel is covered by a contour line, 0 to 1."""
    level = (z - contours["start"]) / contours["size"]
    down, across = np.gradient(level)
    steepness = np.hypot(down, across)
    flat = steepness < _FLAT
    nearest = np.clip(np.rint(level), 0, np.floor((contours["end"] - contours["start"]) / contours["size"]))
    cover: np.ndarray = np.clip(width / 2 + 0.5 - np.abs(level - nearest) / steepness.clip(_FLAT), 0, 1)
    return np.where(flat, 0.0, cover)
