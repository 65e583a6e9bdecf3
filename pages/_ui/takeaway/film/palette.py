"""The 256 colours of a film: those of the app to the bit, and what lies between them at edges."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from pages._ui.figures import RUN_COLORS, Trace
from pages._ui.takeaway.film import pen
from pages._ui.takeaway.film.heights import rgb

_SIZE = 256
_UNDER_A_LINE = 8
_CONTOUR = 0.45


def palette_of(surface: Trace, runs: int) -> Image.Image:
    """A picture with the palette, for ``Image.quantize``: of ``runs`` runs on ``surface``."""
    drawn = list(_drawn(surface, runs))
    left = _SIZE - len(drawn)
    # Two thirds are the heights, the rest those under a contour line.
    plain = _heights(surface, left - left // 3)
    crossed = _mixed(_heights(surface, left // 3), pen.WHITE, _CONTOUR)
    colors = np.concatenate([np.array(drawn), plain, crossed])
    picture = Image.new("P", (1, 1))
    picture.putpalette(colors.astype(np.uint8).tobytes())
    return picture


def _drawn(surface: Trace, runs: int) -> Iterator[pen.Color]:
    """The colours of what is drawn, and their way to white."""
    yield pen.WHITE
    for color, shades in ((pen.TEXT, 8), (pen.FAINT, 5), (pen.LINE, 2), (pen.GRID, 1), (pen.BATCH, 3)):
        yield from _to_white(color, shades)
    for name in RUN_COLORS[:runs]:
        yield from _to_white(rgb(name), 5)
        under = _mixed(_heights(surface, _UNDER_A_LINE), rgb(name), 0.6)
        yield from (tuple(color) for color in under.astype(int).tolist())


def _to_white(color: pen.Color, shades: int) -> Iterator[pen.Color]:
    for share in np.arange(shades) / shades:
        red, green, blue = (round(v + share * (255 - v)) for v in color)
        yield red, green, blue


def _heights(surface: Trace, count: int) -> np.ndarray:
    stops = [stop for stop, _ in surface["colorscale"]]
    shades = np.array([rgb(color) for _, color in surface["colorscale"]], float)
    at = np.linspace(0, 1, count)
    found: np.ndarray = np.rint(np.stack([np.interp(at, stops, shades[:, i]) for i in range(3)], axis=1))
    return found


def _mixed(colors: np.ndarray, other: pen.Color, share: float) -> np.ndarray:
    mixed: np.ndarray = np.rint(colors + share * (np.array(other) - colors))
    return mixed
