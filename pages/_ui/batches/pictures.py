"""Small still pictures as SVG: bands over seeds, and bars. They take the page's own text colour."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import floor, log10

from gd_core.digits import number
from gd_core.lessons.claims import spread
from pages._ui.figures import RUN_COLORS

_WIDTH, _LEFT, _RIGHT = 380, 92, 352
_TOP, _ROW = 44, 38
_NEVER = 366

Say = Callable[[float], str]


@dataclass(frozen=True)
class Row:
    """One band: what ``name`` took on every seed, None where it never got there."""

    name: str
    values: Sequence[float | None]


def bands(title: str, rows: Sequence[Row], say: Say, most: float | None = None) -> str:
    """A picture of ``rows``: every seed a dot, the middle half a bar, from least to most a line.

    The axis begins at 0 and ends at ``most``, or where the rows do; ``say`` writes its numbers.
    """
    finite = [value for row in rows for value in row.values if value is not None]
    end = most or 1.06 * max(finite, default=1.0) or 1.0
    bottom = _TOP + _ROW * len(rows)
    drawn = [_axis(end, bottom, say)]
    drawn += [_band(row, _TOP + _ROW * i, i, end, say) for i, row in enumerate(rows)]
    return _svg(title, "; ".join(_told(row, say) for row in rows), bottom + 26, drawn)


def bars(title: str, counts: Sequence[tuple[str, str, int]], most: int, chosen: int) -> str:
    """A picture of ``counts`` (name, a line below it, count) up to ``most``; the ``chosen`` one is marked."""
    width, height, top, left = 470, 250, 50, 4
    step = (width - 2 * left) / len(counts)
    drawn = []
    for i, (name, below, count) in enumerate(counts):
        x, tall = left + i * step, (height - top - 56) * count / most
        base = height - 56
        fill = RUN_COLORS[0] if i == chosen else "currentColor"
        drawn += [
            _rect(
                x + 8, base - max(tall, 1.5), step - 16, max(tall, 1.5), fill, 0.9 if i == chosen else 0.35
            ),
            _text(x + step / 2, base - tall - 6, str(count), "middle", 15, weight=600),
            _text(x + step / 2, base + 18, name, "middle", 14, weight=600 if i == chosen else 400),
            _text(x + step / 2, base + 36, below, "middle", 11.5, faint=True),
        ]
    told = "; ".join(f"{name}: {count} of {most}" for name, _, count in counts)
    return _svg(title, told, height, drawn, width)


def trade(title: str, points: Sequence[tuple[int, float, float]], across: str, up: str) -> str:
    """A picture of ``points`` (batch size, work, agreement up to 1), joined in the order of their sizes."""
    shown = [point for point in points if point[1] < float("inf")]
    end = 1.25 * max((work for _, work, _ in shown), default=1.0)
    left, right, top, base = 34, 452, 50, 220
    spots = [(left + work / end * (right - left), base - agreed * (base - top)) for _, work, agreed in shown]
    drawn = [_line(left, base, right, base, 1, 0.4), _line(left, top, left, base, 1, 0.4)]
    drawn += [
        _text(left - 8, base - share * (base - top) + 4, f"{share:g}", "end", 12) for share in (0, 0.5, 1)
    ]
    drawn += [
        _text(right, base + 20, f"{across} →", "end", 12.5),
        _text(left + 8, top + 4, f"↑ {up}", "start", 12.5),
    ]
    drawn += [_line(*start, *stop, 2, 0.4) for start, stop in pairwise(spots)]
    for (size, work, _), (x, y) in zip(shown, spots, strict=True):
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{RUN_COLORS[1]}"/>']
        drawn += [_text(x + 9, y + 18, f"m = {size}: {work:.0f}", "start", 13, weight=600)]
    told = "; ".join(
        f"m = {size}: {work:.0f} {across}, {number(agreed, 2)} {up}" for size, work, agreed in shown
    )
    return _svg(title, told, base + 30, drawn, width=470)


def _svg(title: str, told: str, height: float, drawn: Sequence[str], width: int = _WIDTH) -> str:
    head = _text(0, 16, title, "start", 14, weight=600)
    return (
        f'<svg viewBox="0 0 {width} {height:g}" width="100%" role="img" '
        f'aria-label="{escape(f"{title}. {told}")}" style="font-family:inherit;display:block">'
        f"{head}{''.join(drawn)}</svg>"
    )


def _axis(end: float, bottom: float, say: Say) -> str:
    marks = []
    for value in _round_numbers(end):
        x = _LEFT + value / end * (_RIGHT - _LEFT)
        marks.append(_line(x, _TOP - 14, x, bottom - 8, 1, 0.2))
        marks.append(_text(x, bottom + 10, say(value), "middle", 12, faint=True))
    return "".join(marks)


def _round_numbers(end: float) -> list[float]:
    """0 and the multiples of 1, 2 or 5 times a power of ten up to ``end``: three to six numbers."""
    power = 10.0 ** floor(log10(end / 2))
    step = max(m * power for m in (1, 2, 5) if m * power <= end / 2)
    return [i * step for i in range(int(end / step + 1e-9) + 1)]


def _band(row: Row, y: float, i: int, end: float, say: Say) -> str:
    def at(value: float) -> float:
        return _LEFT + min(value / end, 1.0) * (_RIGHT - _LEFT) if value < float("inf") else _NEVER

    color = RUN_COLORS[i]
    low, quarter, middle, three, high = spread(row.values)
    drawn = [_mark(i, 8, y, color), _text(18, y + 4, row.name, "start", 12.5)]
    drawn.append(_line(at(low), y, at(high), y, 2, 0.6))
    drawn.append(_rect(at(quarter), y - 7, max(at(three) - at(quarter), 1.5), 14, color, 0.55))
    drawn += [_dot(at(value), y) for value in row.values if value is not None]
    drawn.append(_line(at(middle), y - 9, at(middle), y + 9, 3, 1))
    anchor = "start" if at(middle) < _LEFT + 30 else "end" if at(middle) > _RIGHT - 30 else "middle"
    drawn.append(_text(at(middle), y - 11, say(middle), anchor, 12.5, weight=600))
    never = sum(value is None for value in row.values)
    if never:
        drawn.append(_text(_WIDTH, y + 20, f"{never} of {len(row.values)} never", "end", 11, faint=True))
    return "".join(drawn)


def _told(row: Row, say: Say) -> str:
    low, quarter, middle, three, high = (say(value) for value in spread(row.values))
    return f"{row.name}: middle {middle}, middle half {quarter} to {three}, all {low} to {high}"


def _mark(i: int, x: float, y: float, color: str) -> str:
    """A disc, a square, a diamond: as the runs are marked on the surface."""
    if i == 0:
        return f'<circle cx="{x:g}" cy="{y:g}" r="5.5" fill="{color}"/>'
    turn = f' transform="rotate(45 {x:g} {y:g})"' if i == 2 else ""
    return f'<rect x="{x - 5:g}" y="{y - 5:g}" width="10" height="10" fill="{color}"{turn}/>'


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:g}" r="1.8" fill="currentColor" fill-opacity="0.55"/>'


def _rect(x: float, y: float, width: float, height: float, fill: str, opacity: float) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} rx="2" fill="{fill}" fill-opacity="{opacity}"/>'


def _line(x0: float, y0: float, x1: float, y1: float, width: float, opacity: float) -> str:
    place = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {place} stroke="currentColor" stroke-width="{width}" stroke-opacity="{opacity}"/>'


def _text(
    x: float, y: float, words: str, anchor: str, size: float, weight: int = 400, faint: bool = False
) -> str:
    look = f'text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="currentColor"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {look} fill-opacity="{0.72 if faint else 1}">{escape(words)}</text>'
    )
