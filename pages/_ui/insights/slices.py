"""Honest slices: four planes of one landscape side by side, and the twins of a minimum."""

from typing import Any

import torch

from gd_core import Experiment, Run, loss_surface
from gd_core.space.planes import frame
from gd_core.space.twins import orders, swaps, twin, twin_plane
from pages._ui import planes
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.planes import PRINCIPAL, PlaneName
from pages._ui.scene import Scene, scene
from pages._ui.surface_figure import heights

_SMALL = 36
_ALONG = 121
"""Points on the straight line from a minimum to its twin and somewhat beyond both."""

_BEYOND = 1.3
_ALIKE = 1e-4
"""Twins nearer than this, measured by the parameters' length, are one point."""


def _panel(look: Look) -> Panel:
    runs, chosen = look.runs, str(look.chosen["plane"])
    seen = [(name, _scene(look, name)) for name in _side_by_side(runs[0], chosen)]
    return {
        "kind": "slices",
        "slot": "below",
        "cards": [_card(name, each, name == chosen) for name, each in seen],
        "twins": _twins(runs[0]) if orders(runs[0].experiment.fit.model) else None,
    }


def _scene(look: Look, name: str) -> Scene:
    return scene(look.runs, name, resolution=_SMALL)


def _side_by_side(run: Run, chosen: str) -> list[str]:
    """A plane of every kind: the one that is shown, and of the others the most telling."""
    along = planes.still(chosen) if planes.pair(chosen) else _most_moved(run)
    return [along, planes.following(along), PRINCIPAL, planes.random(planes.seed(chosen) or 0)]


def _most_moved(run: Run) -> str:
    """The two parameters that the run's steps have changed most."""
    moved = torch.diff(run.params.double(), dim=0).square().sum(0)
    x, y = sorted(moved.topk(2).indices.tolist())
    return planes.pairs([run.names[x], run.names[y]])[0]


def _card(name: str, seen: Scene, shown: bool) -> dict[str, Any]:
    kind = "random" if planes.seed(name) is not None else "principal" if name == PRINCIPAL else "pair"
    return {
        "kind": "follow" if seen.follows else kind,
        "plane": PlaneName().write(name),
        "name": name[0].upper() + name[1:] if kind != "pair" or seen.follows else name,
        "held": seen.held,
        "shown": shown,
        **_map(seen),
    }


def _map(seen: Scene) -> dict[str, Any]:
    plane = seen.surface.plane
    colors, lines = heights(seen.surface, seen.slices)
    return {
        "axes": {"origin": plane.origin.tolist(), "axes": plane.axes.tolist(), "labels": plane.labels},
        "heights": {key: colors[key] for key in ("x", "y", "z", "zmin", "zmax", "colorscale")},
        "contours": {key: lines[key] for key in ("contours", "line")},
    }


def _twins(run: Run) -> dict[str, Any]:
    """The networks that differ from the run's end in the order of their hidden neurons alone."""
    problem, end = run.experiment.fit, run.params[-1]
    every = torch.stack([twin(problem.model, end, order) for order in orders(problem.model)])
    return {
        "losses": problem.losses(every).tolist(),
        "neurons": problem.model.sizes[1],
        "swaps": [_swap(run, order) for order in swaps(problem.model)],
    }


def _swap(run: Run, order: tuple[int, ...]) -> dict[str, Any]:
    """The plane of the run's end and its twin of this ``order``, and the loss on the way between them."""
    problem, start, end = run.experiment.fit, run.params[0], run.params[-1]
    neurons = [place + 1 for place, neuron in enumerate(order) if place != neuron]
    other = twin(problem.model, end, order)
    if float((end - other).norm()) <= _ALIKE * float(end.norm()):
        return {"neurons": neurons, "alike": True}
    plane = twin_plane(problem.model, end, start, order)
    marks = plane.project(torch.stack([start, twin(problem.model, start, order), end, other]))
    surface = loss_surface(run.experiment, plane, _SMALL + 5, _mirrored(frame(marks, marks)))
    middle, half = (end + other) / 2, (other - end) / 2
    along = problem.losses(middle + torch.linspace(-_BEYOND, _BEYOND, _ALONG).unsqueeze(1) * half)
    return {
        "neurons": neurons,
        "alike": False,
        "ends": plane.project(torch.stack([end, other])).tolist(),
        "along": along.numpy(),
        "beyond": _BEYOND,
        "ridge": float(problem.losses(middle + torch.linspace(-1, 1, _ALONG).unsqueeze(1) * half).max()),
        "distance": float((end.double() - other.double()).norm()),
        **_map(Scene([run], surface, plane.share(run.params), False)),
    }


def _mirrored(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """``extent`` with as much to the left of zero as to the right, and room about the valleys."""
    x0, x1, y0, y1 = extent
    wide, more = 1.3 * max(-x0, x1), 0.3 * (y1 - y0)
    # The start lies on the side of the higher y, the valleys on that of the lower.
    return -wide, wide, y0 - more, y1


def _applies(experiment: Experiment) -> bool:
    return len(experiment.data.names) > 2


INSIGHT = Insight(
    label="Slices",
    help="four maps of one landscape: what each shows of many parameters, and what it hides",
    applies=_applies,
    panel=_panel,
)
