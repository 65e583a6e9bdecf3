"""What a film is drawn with: text, lines and markers on pictures twice their size, for smooth edges."""

from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SCALE = 2
"""Everything is drawn so many times larger, and then made smaller."""

TEXT = (28, 37, 48)
FAINT = (91, 103, 120)
LINE = (150, 160, 175)
GRID = (226, 230, 237)
BATCH = (168, 176, 190)
WHITE = (255, 255, 255)

Color = tuple[int, int, int]
Point = tuple[float, float]

_ICONS: dict[str, Sequence[Point]] = {
    "square": ((-6, -6), (6, -6), (6, 6), (-6, 6)),
    "diamond": ((0, -8.5), (8.5, 0), (0, 8.5), (-8.5, 0)),
    "triangle-up": ((0, -8), (8, 6), (-8, 6)),
    "triangle-down": ((0, 8), (8, -6), (-8, -6)),
    "pentagon": ((0, -7.5), (7.1, -2.3), (4.4, 6.1), (-4.4, 6.1), (-7.1, -2.3)),
    "star": (
        *((0, -9), (2.6, -3.6), (8.6, -2.8), (4.3, 1.4), (5.3, 7.3)),
        *((0, 4.5), (-5.3, 7.3), (-4.3, 1.4), (-8.6, -2.8), (-2.6, -3.6)),
    ),
    "cross": (
        *((-3, -8), (3, -8), (3, -3), (8, -3), (8, 3), (3, 3)),
        *((3, 8), (-3, 8), (-3, 3), (-8, 3), (-8, -3), (-3, -3)),
    ),
}
_RADIUS, _RING = 6.5, 7.5


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font; its signs are few."""
    return ImageFont.load_default(size * SCALE)


def write(draw: ImageDraw.ImageDraw, at: Point, text: str, size: int, anchor: str, color: Color) -> None:
    """``text`` at ``at`` (pixels of the film), whose ``anchor`` is Pillow's; "10^2" has a raised power."""
    text = text.replace("−", "-").replace("–", "-")
    x, y = at[0] * SCALE, at[1] * SCALE
    base, _, power = text.partition("^")
    if not power:
        draw.text((x, y), text, color, font(size), anchor)
        return
    small = font(round(0.75 * size))
    width = small.getlength(power)
    draw.text((x - width if anchor[0] == "r" else x, y), base, color, font(size), anchor)
    right = x if anchor[0] == "r" else x + font(size).getlength(base) + width
    draw.text((right, y - 0.35 * size * SCALE), power, color, small, f"r{anchor[1]}")


def line(draw: ImageDraw.ImageDraw, points: Sequence[Point], color: Color | int, width: float) -> None:
    """A line through ``points``, in pixels of the film."""
    scaled = [(x * SCALE, y * SCALE) for x, y in points]
    if len(scaled) > 1:
        draw.line(scaled, color, max(1, round(width * SCALE)), "curve")


def icon(draw: ImageDraw.ImageDraw, at: Point, symbol: str, color: Color, filled: bool = True) -> None:
    """The marker of a run: filled with a white edge where it is now, or open where it began."""
    corners = _ICONS.get(symbol)
    fill, edge = (color, WHITE) if filled else (None, color)
    width = (2 if filled else 3) * SCALE
    if corners is None:
        x, y, r = at[0] * SCALE, at[1] * SCALE, (_RADIUS if filled else _RING) * SCALE
        draw.ellipse((x - r, y - r, x + r, y + r), fill, edge, width)
        return
    shape = [((at[0] + x) * SCALE, (at[1] + y) * SCALE) for x, y in corners]
    draw.polygon(shape, fill, edge, width)


def dot(draw: ImageDraw.ImageDraw, at: Point, color: Color, radius: float) -> None:
    """A small disc."""
    x, y, r = at[0] * SCALE, at[1] * SCALE, radius * SCALE
    draw.ellipse((x - r, y - r, x + r, y + r), color)


def canvas(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """An empty picture of this size, as it is drawn: white, or black where it is a mask."""
    return Image.new(mode, (width * SCALE, height * SCALE), WHITE if mode == "RGB" else 0)
