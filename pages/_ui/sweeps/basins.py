"""The map of starts as the browser draws it, and in words: where a descent from each place ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from gd_core import Ends, Outcome, Plane, Run, Surface
from gd_core.digits import distinct, number
from gd_core.problems.problem import Extent, Problem
from gd_core.space.valleys import MOST, valleys
from gd_core.sweeps.tiles import OUTCOMES
from pages._ui.player.payload import packed

_COLORS = ("#008474", "#ffc166", "#53a0ff", "#504a8f", "#744c00", "#8effd0", "#968d00")
"""Of the valleys, told apart by every kind of eye: the last is that of all the rest."""

_OTHERS = {
    Outcome.FINISHED: ("not settled", "#b8bec8"),
    Outcome.RESTING: ("on a saddle or a top", "#e8e0c8"),
    Outcome.SLOPELESS: ("no slope there", "#5f6b52"),
    Outcome.DEAD: ("dead", "#3a3340"),
    Outcome.DIVERGED: ("blew up", "#d6336c"),
    Outcome.FALLING: ("falls out of sight", "#8c1d40"),
    Outcome.UNDEFINED: ("no value there", "#141414"),
}
_VERBS = {
    "not settled": "have not settled when the epochs are over",
    "on a saddle or a top": "come to rest on a saddle or a top",
    "no slope there": "come to where there is no slope",
    "dead": "die",
    "blew up": "blow up",
    "falls for ever": "fall for ever",
    "no value there": "step to where there is no value",
}
_MOST_POINTS = 400

ALIKE = "Every one of the"
"""How the sentence begins where all starts end alike."""


@dataclass(frozen=True)
class Kind:
    """One way in which starts end: its ``name``, its ``color``, and which starts (R,) do."""

    name: str
    color: str
    who: Tensor


def widened(extent: Extent, times: float) -> Extent:
    """``extent``, so many ``times`` as wide and as high about its middle."""
    x0, x1, y0, y1 = extent
    across, up = (times - 1) * (x1 - x0) / 2, (times - 1) * (y1 - y0) / 2
    return x0 - across, x1 + across, y0 - up, y1 + up


def grid(plane: Plane, extent: Extent, side: int) -> Tensor:
    """The parameters (side * side, P) in the middle of each cell of the plane, row by row from below."""
    x, y = (_middles(low, high, side, plane.origin.dtype) for low, high in (extent[:2], extent[2:]))
    places = torch.stack(torch.meshgrid(x, y, indexing="xy"), -1)
    return plane.lift(places.flatten(0, 1))


def _middles(low: float, high: float, side: int, dtype: torch.dtype) -> Tensor:
    return low + (high - low) * (torch.arange(side, dtype=dtype) + 0.5) / side


def kinds(problem: Problem, starts: Tensor, ends: Ends) -> list[Kind]:
    """The ways in which the runs from ``starts`` (R, P) end, the deepest valley first."""
    params, loss, outcome = ends.params[0], ends.loss[0], ends.outcome[0]
    found: list[Kind] = []
    settled = (outcome == OUTCOMES.index(Outcome.CONVERGED)).nonzero().flatten()
    if len(settled):
        valley = torch.full((len(starts),), -1)
        valley[settled] = valleys(problem, starts[settled], params[settled], loss[settled])
        numbers = valley[settled].unique().tolist()
        depths = [float(loss[valley == v].min()) for v in numbers]
        told = dict(zip(numbers, distinct(depths, 2), strict=True))
        found = [_named(problem, ends, v, valley == v, told) for v in numbers]
    others = ((OUTCOMES.index(each), *look) for each, look in _OTHERS.items())
    found += [Kind(name, color, outcome == place) for place, name, color in others]
    return [kind for kind in found if kind.who.any()]


def _named(problem: Problem, ends: Ends, place: int, who: Tensor, depths: Mapping[int, str]) -> Kind:
    if place == MOST:
        return Kind("other valleys", _COLORS[place], who)
    loss = ends.loss[0].masked_fill(~who, torch.inf)
    deepest = int(loss.argmin())
    where = ""
    if problem.samples == 1:
        where = f" at ({', '.join(number(v, 3) for v in ends.params[0, deepest].tolist())})"
    name = "the valley" if len(depths) == 1 else f"valley {place + 1}"
    return Kind(f"{name}{where}, loss {depths[place]}", _COLORS[place], who)


def message(
    surface: Surface, extent: Extent, side: int, found: Sequence[Kind], ends: Ends | None, run: Run
) -> bytes:
    """All that the browser draws: ``found`` over ``extent``, and on it the path of ``run``."""
    plane = surface.plane
    path = plane.project(run.params[:: max(1, len(run.params) // _MOST_POINTS)])
    return packed(
        {
            "side": side,
            "extent": list(extent),
            "picture": list(surface.extent),
            "labels": list(plane.labels),
            "kinds": [_told(kind) for kind in found],
            "cells": _cells(found, side),
            "loss": ends.loss[0].numpy() if ends else None,
            "path": [column.contiguous().numpy() for column in path.T],
        }
    )


def _told(kind: Kind) -> dict[str, Any]:
    return {"name": kind.name, "color": kind.color, "count": int(kind.who.sum())}


def _cells(found: Sequence[Kind], side: int) -> Any:
    cells = torch.full((side * side,), -1, dtype=torch.int32)
    for place, kind in enumerate(found):
        cells[kind.who] = place
    return cells.numpy()


def told(found: Sequence[Kind], starts: int) -> str:
    """How many of the ``starts`` end how; where all end alike, what that means."""
    if len(found) == 1 and found[0].name not in _VERBS:
        return (
            f"{ALIKE} {starts:,} starts ends in the same valley: for this problem at this rate it does "
            "not matter where a run on this map begins."
        )
    parts = [f"{int(kind.who.sum()):,} {_VERBS.get(kind.name, f'settle in {kind.name}')}" for kind in found]
    return f"Of {starts:,} starts, {'; '.join(parts)}."


def csv(plane: Plane, starts: Tensor, ends: Ends, names: Sequence[str]) -> str:
    """Every start: its place, its parameters, the last loss and how it ended."""
    head = [*plane.labels, *(f"start {name}" for name in names), "final_loss", "ending"]
    lines = [",".join(head)]
    columns = zip(plane.project(starts).tolist(), starts.tolist(), ends.loss[0].tolist(), strict=True)
    for (place, start, loss), outcome in zip(columns, ends.outcome[0].tolist(), strict=True):
        numbers = [f"{v:.9g}" for v in (*place, *start, loss)]
        lines.append(",".join([*numbers, OUTCOMES[outcome].name.lower()]))
    return "\n".join(lines) + "\n"
