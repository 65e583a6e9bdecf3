"""The sheet that a film is drawn on: title, axes, colour bar and how it was made. None of it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from pages._ui.figures import BREAK, RUN_COLORS, RUN_SYMBOLS, Figure, Trace
from pages._ui.takeaway.film import pen
from pages._ui.takeaway.film.axes import axis_of, ticks
from pages._ui.takeaway.film.heights import rgb
from pages._ui.takeaway.made import Made

WIDTH, HEIGHT = 960, 516
_TICK = 5
_TICKS_ACROSS, _TICKS_UP = 6, 7


@dataclass(frozen=True)
class Box:
    """A plot area: its left and top, its width and height, in pixels of the film."""

    left: int
    top: int
    width: int
    height: int


SURFACE = Box(62, 96, 396, 330)
LOSS = Box(604, 96, 336, 330)
STATUS = (20, 52)
_LEGEND_WIDTH, _ROW, _ICON_ROOM = 740, 20, 36
_TITLES = ((20, 1), (16, 2), (13, 2), (11, 3), (9, 4), (8, 5))
"""Sizes of the title's type, each with the lines for which there is room."""

_LEADING = 1.15


def title(draw: ImageDraw.ImageDraw, made: Made) -> None:
    """All of what it is of on top; how it was made at the bottom, as far as that fits."""
    size, lines = _in_room(made.title)
    for row, line in enumerate(lines):
        y = 24 + (row - (len(lines) - 1) / 2) * _LEADING * size
        pen.write(draw, (20, y), line, size, "lm", pen.TEXT)
    for row, text in enumerate(made.lines[::-1][:2]):
        at = (20, HEIGHT - 12 - 15 * row)
        pen.write(draw, at, _fitting(text, 11, WIDTH - 40), 11, "lm", pen.FAINT)


def _in_room(text: str) -> tuple[int, list[str]]:
    """The largest type in which ``text`` has room above the pictures, and its lines."""
    for size, most in _TITLES:
        lines = wrapped(text, size, WIDTH - 40)
        if len(lines) <= most:
            return size, lines
    return size, lines


def wrapped(text: str, size: int, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` pixels; a word that is longer than one is parted."""
    font, lines = pen.font(size), [""]

    def fits(line: str) -> bool:
        return font.getlength(line) <= width * pen.SCALE

    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if fits(longer):
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if not fits(lines[-1] + letter):
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def _fitting(text: str, size: int, width: int) -> str:
    font = pen.font(size)
    if font.getlength(text) <= width * pen.SCALE:
        return text
    while font.getlength(f"{text}...") > width * pen.SCALE:
        text = text[:-1]
    return f"{text}..."


def frame(draw: ImageDraw.ImageDraw, box: Box, layout: dict[str, Any]) -> None:
    """The axes around ``box``: ticks, their values, titles."""
    right, bottom = box.left + box.width, box.top + box.height
    corners = [(box.left, box.top), (box.left, bottom), (right, bottom)]
    pen.line(draw, corners, pen.LINE, 1)
    across, down = axis_of(layout["xaxis"], box.width), axis_of(layout["yaxis"], box.height, upward=True)
    for value, text in ticks(layout["xaxis"], _TICKS_ACROSS):
        x = box.left + float(across.place(value))
        pen.line(draw, [(x, bottom), (x, bottom + _TICK)], pen.LINE, 1)
        pen.write(draw, (x, bottom + 8), text, 13, "mt", pen.TEXT)
    for value, text in ticks(layout["yaxis"], _TICKS_UP):
        y = box.top + float(down.place(value))
        pen.line(draw, [(box.left - _TICK, y), (box.left, y)], pen.LINE, 1)
        pen.write(draw, (box.left - 8, y), text, 13, "rm", pen.TEXT)
    middle = (box.left + box.width / 2, bottom + 34)
    pen.write(draw, middle, layout["xaxis"]["title"]["text"], 14, "mm", pen.TEXT)
    pen.write(draw, (box.left - 42, box.top - 14), layout["yaxis"]["title"]["text"], 14, "lm", pen.TEXT)


def grid(draw: ImageDraw.ImageDraw, box: Box, layout: dict[str, Any]) -> None:
    """Faint lines across a plot area, at the ticks of its axes."""
    across, down = axis_of(layout["xaxis"], box.width), axis_of(layout["yaxis"], box.height, upward=True)
    for value, _ in ticks(layout["xaxis"], _TICKS_ACROSS):
        x = float(across.place(value))
        pen.line(draw, [(x, 0), (x, box.height)], pen.GRID, 1)
    for value, _ in ticks(layout["yaxis"], _TICKS_UP):
        y = float(down.place(value))
        pen.line(draw, [(0, y), (box.width, y)], pen.GRID, 1)


def note(picture: Image.Image, layout: dict[str, Any]) -> None:
    """What the ``layout`` says in a plot area, if it says something."""
    width, height = (side / pen.SCALE for side in picture.size)
    for said in layout.get("annotations", ()):
        for row, line in enumerate(said["text"].split(BREAK)):
            at = (said["x"] * width, (1 - said["y"]) * height + _ROW * row)
            pen.write(ImageDraw.Draw(picture), at, line, 14, "mm", pen.TEXT)


def color_bar(draw: ImageDraw.ImageDraw, surface: Trace) -> None:
    """What the colours of the surface mean, right of it."""
    left, top, height = SURFACE.left + SURFACE.width + 14, SURFACE.top, SURFACE.height
    stops = [(share, rgb(color)) for share, color in surface["colorscale"]]
    for row in range(height * pen.SCALE):
        color = _between(stops, 1 - row / (height * pen.SCALE))
        y = top * pen.SCALE + row
        draw.line([(left * pen.SCALE, y), ((left + 10) * pen.SCALE, y)], color)
    bar = surface["colorbar"]
    for value, text in zip(bar["tickvals"], bar["ticktext"], strict=True):
        y = top + height * (1 - (value - surface["zmin"]) / (surface["zmax"] - surface["zmin"]))
        pen.write(draw, (left + 15, y), text, 12, "lm", pen.TEXT)
    pen.write(draw, (left, top - 14), bar["title"]["text"], 14, "lm", pen.TEXT)


def _between(stops: Sequence[tuple[float, pen.Color]], share: float) -> pen.Color:
    place = next(i for i, (stop, _) in enumerate(stops) if stop >= share)
    (low, a), (high, b) = stops[max(0, place - 1)], stops[place]
    part = (share - low) / (high - low) if high > low else 1.0
    red, green, blue = (round(v + part * (w - v)) for v, w in zip(a, b, strict=True))
    return red, green, blue


def legend(draw: ImageDraw.ImageDraw, loss: Figure) -> None:
    """The runs by name, where there are several: above the pictures, on the right, in as few rows as fit."""
    lines = [trace for trace in loss["data"] if trace["meta"]["role"] == "path"]
    lines = lines if len(lines) > 1 else []
    half = len(lines) if sum(map(_width, lines)) <= _LEGEND_WIDTH else -(-len(lines) // 2)
    rows = [row for row in (lines[:half], lines[half:]) if row]
    for row, traces in enumerate(rows):
        _legend_row(draw, traces, STATUS[1] + _ROW * (row - (len(rows) - 1) / 2))


def _legend_row(draw: ImageDraw.ImageDraw, traces: Sequence[Trace], y: float) -> None:
    right = WIDTH - 20.0
    for trace in reversed(traces):
        run, width = trace["meta"]["run"], _width(trace)
        pen.write(draw, (right - width + _ICON_ROOM, y), trace["name"], 13, "lm", pen.TEXT)
        pen.icon(draw, (right - width + _ICON_ROOM - 12, y), RUN_SYMBOLS[run], rgb(RUN_COLORS[run]))
        right -= width


def _width(trace: Trace) -> float:
    """The room that a run takes in the legend: its marker and its name."""
    return float(_ICON_ROOM + pen.font(13).getlength(trace["name"]) / pen.SCALE)
