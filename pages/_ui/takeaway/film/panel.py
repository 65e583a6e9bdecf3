"""One of a film's two pictures: what stands still, and the lines of runs that grow in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from pages._ui.figures import FIRST_STEPS, RUN_COLORS, RUN_SYMBOLS, TRAIL
from pages._ui.takeaway.film import pen
from pages._ui.takeaway.film.axes import Axis
from pages._ui.takeaway.film.heights import rgb

_NEAREST = 0.4
_AROUND = 3
"""Pixels that a line is wide at most, and a bit."""

_WALK = (153, 1.5)
_CURVE = (255, 2.0)
"""How strong a line is, of 255, and how wide."""

_HIDDEN = 8
"""Pixels from the edge at which a run outside the picture is pointed at."""


@dataclass
class Line:
    """A run's points in pixels (S+1, 2), and how much of its line has been drawn."""

    place: int
    points: np.ndarray
    drawn: int = 0

    @property
    def color(self) -> pen.Color:
        return rgb(RUN_COLORS[self.place])


@dataclass
class Panel:
    """A plot area with what stands still in it (``ground``) and the lines so far of each run.

    ``surface`` says that it is the loss surface: there the first steps have dots, the last ones
    a stronger line, and the place where a run began has a ring.
    """

    ground: Image.Image
    lines: Sequence[Line]
    surface: bool
    _masks: list[Image.Image] = field(init=False)
    _walked: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self._masks = [Image.new("L", self.ground.size, 0) for _ in self.lines]
        self._walked = self.ground.copy()

    def at(self, indices: Sequence[int]) -> Image.Image:
        """The plot area when run i is at its recorded point ``indices[i]``; they only ever grow."""
        new = [self._grow(*each) for each in zip(self.lines, self._masks, indices, strict=True)]
        self._refresh(np.concatenate(new))
        picture = self._walked.copy()
        draw = ImageDraw.Draw(picture)
        for line, index in zip(self.lines, indices, strict=True):
            self._mark(draw, line, index)
        return picture

    def lay(self, ground: Image.Image) -> None:
        """Put other ground below the lines."""
        self.ground, self._walked = ground, ground.copy()
        for line, mask in zip(self.lines, self._masks, strict=True):
            self._walked.paste(line.color, mask=mask)

    def _grow(self, line: Line, mask: Image.Image, index: int) -> np.ndarray:
        """Draw the line of a run on to its point ``index``; the points it now goes through."""
        points = line.points[line.drawn : index + 1]
        pen.line(ImageDraw.Draw(mask), thinned(points), *(_WALK if self.surface else _CURVE))
        line.drawn = index
        return points

    def _refresh(self, points: np.ndarray) -> None:
        """Lay the lines on the ground again, only around ``points``, where something is new."""
        low, high = (points.min(0) - _AROUND) * pen.SCALE, (points.max(0) + _AROUND) * pen.SCALE
        left, top = np.clip(low, 0, self.ground.size).astype(int).tolist()
        right, bottom = np.clip(high, 0, self.ground.size).astype(int).tolist()
        if right <= left or bottom <= top:
            return
        box = (left, top, right, bottom)
        part = self.ground.crop(box)
        for line, mask in zip(self.lines, self._masks, strict=True):
            part.paste(line.color, mask=mask.crop(box))
        self._walked.paste(part, box)

    def _mark(self, draw: ImageDraw.ImageDraw, line: Line, index: int) -> None:
        symbol, points = RUN_SYMBOLS[line.place], line.points
        if self.surface:
            pen.line(draw, thinned(points[max(0, index - TRAIL) : index + 1]), line.color, 2.5)
            for x, y in points[: min(index + 1, FIRST_STEPS)]:
                pen.dot(draw, (x, y), line.color, 2.5)
            pen.icon(draw, tuple(points[0]), symbol, line.color, filled=False)
        self._head(draw, line, tuple(points[index]), symbol)

    def _head(self, draw: ImageDraw.ImageDraw, line: Line, at: pen.Point, symbol: str) -> None:
        width, height = (side / pen.SCALE for side in self.ground.size)
        if 0 <= at[0] <= width and 0 <= at[1] <= height:
            pen.icon(draw, at, symbol, line.color)
            return
        edge = (
            min(max(at[0], _HIDDEN), width - _HIDDEN),
            min(max(at[1], _HIDDEN), height - _HIDDEN),
        )
        _pointer(draw, edge, at, line.color)


def _pointer(draw: ImageDraw.ImageDraw, edge: pen.Point, to: pen.Point, color: pen.Color) -> None:
    """A triangle at ``edge`` that points out of the picture, to where the run is."""
    angle = np.arctan2(to[1] - edge[1], to[0] - edge[0])
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = (np.array([[8, 0], [-6, 7], [-6, -7]]) @ turn + edge) * pen.SCALE
    draw.polygon([tuple(corner) for corner in corners], color, pen.WHITE, 2 * pen.SCALE)


def pixels(x: np.ndarray, y: np.ndarray, across: Axis, down: Axis) -> np.ndarray:
    """The places (S+1, 2) of values in a plot area."""
    return np.stack([across.place(x), down.place(y)], axis=1)


def thinned(points: np.ndarray) -> list[pen.Point]:
    """``points`` without those that lie on the one before: most of a settled run is one pixel."""
    if len(points) < 2:
        return []
    kept = [tuple(points[0])]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _NEAREST:
            kept.append(tuple(point))
    return [*kept, tuple(points[-1])]
