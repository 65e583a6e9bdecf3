"""How each page begins: its first words, and what its first picture is drawn from.

The pages' scripts choose the same for a visitor who has not chosen yet; the tests hold the two together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gd_core import PRESETS, Experiment, train
from gd_core.lessons.checks import SIZES, checks
from gd_core.lessons.claims import race
from gd_core.lessons.curves import CURVES
from gd_core.problems.network.builder import Layer, Plan
from pages._ui import aims, network
from pages._ui.assignment.mount import message
from pages._ui.batches.challenges import CHALLENGES as RACES
from pages._ui.batches.challenges import OPENING
from pages._ui.figures import Trace
from pages._ui.first.heights import in_steps
from pages._ui.first.markup import columns, html, pills
from pages._ui.neuron.challenges import CHALLENGES as NEURON_BETS
from pages._ui.neuron.overlays import with_kinks
from pages._ui.planes import planes
from pages._ui.player.payload import Lesson, view_caption
from pages._ui.prose import prose
from pages._ui.scene import Scene, scene
from pages._ui.surface_figure import surface_figure
from pages._ui.walker.mount import message as walkers

_PLAYER = '<div class="gd-player"></div>'
_WALKER = '<div class="gw"></div>'
_BENCH = '<div class="gb"></div>'
_STYLES = ("player.css", "bet.css", "layouts.css")
_MARKED = (*_STYLES, "marks.css")


@dataclass(frozen=True)
class First:
    """A page's beginning: its HTML, the module that draws in it, from what, styles, and it in words."""

    html: str
    module: str
    data: dict[str, Any]
    styles: Sequence[str]
    label: str


def lab() -> First:
    titles = [preset.title for preset in PRESETS.values() if preset.experiment.problem == "neuron"]
    seen = _seen((Experiment(),))
    aim = columns(
        (4, html(aims.SENTENCES["neuron"])), (1, '<div class="page-link"></div>'), name="centred medium"
    )
    above = aim + pills(titles, "swiped")
    lesson = Lesson(layout=aims.layout("neuron"))
    return _player(above + columns((3, _PLAYER), (1, "")), seen, lesson)


def idea() -> First:
    curves = {"curves": [walkers(key, make()) for key, make in CURVES.items()]}
    styles = ("mountain.css", "bets.css", "walker.css")
    words = html(prose("idea", "definition"))
    return First(words + _WALKER, "first_walker.mjs", curves, styles, "A walker on a foggy mountain")


def neuron() -> First:
    opening = NEURON_BETS["notebook"]
    seen = _seen((opening.experiment,), with_kinks)
    titles = [challenge.title for challenge in NEURON_BETS.values()]
    above = html(prose("neuron", "intro")) + pills(titles)
    lesson = Lesson(layout="audit", bet=opening.bet(seen.runs), numbers=False)
    return _player(above + columns((3, _PLAYER), (1, "")), seen, lesson)


def batches() -> First:
    seen = _seen(race(OPENING))
    full, mini, single = (run.experiment for run in seen.runs)
    words = (
        prose("batches", "full", updates=full.updates_per_epoch, samples=full.data.samples),
        prose("batches", "mini", updates=mini.updates_per_epoch, size=mini.batch_size),
        prose("batches", "stochastic", updates=single.updates_per_epoch),
    )
    above = html(prose("batches", "intro"))
    above += columns(*((1, html(each)) for each in words), name="small")
    above += pills(challenge.title for challenge in RACES.values())
    opening = RACES["samples"]
    lesson = Lesson(clock=opening.clock, layout="race", bet=opening.bet(seen.runs), numbers=False)
    return _player(above + columns((3, _PLAYER), (1, "")), seen, lesson)


def two_three_one() -> First:
    seen = _seen((next(iter(network.CHALLENGES.values())),))
    words = html(prose("network", "intro"))
    above = columns((3, words), (2, pills(network.CHALLENGES, "swiped")), name="centred")
    lesson = Lesson(layout="network", bet=network.bet(seen.runs[0]), numbers=False)
    first = _player(f'{above}<div class="network-controls"></div>{_PLAYER}', seen, lesson)
    (run,) = seen.runs
    points = {
        "inputs": run.experiment.fit.inputs.tolist(),
        "labels": run.experiment.fit.targets.flatten().tolist(),
    }
    data = first.data | {"start": run.params[0].tolist(), "points": points}
    return replace(first, module="first_network.mjs", data=data, styles=[*first.styles, "network.css"])


def assignment() -> First:
    plan = Plan((Layer(takes=2, gives=1, activation="none"),))
    inputs, hidden, outputs = SIZES
    points = Experiment(problem="network").data.samples
    words = html(prose("assignment", "task", inputs=inputs, hidden=hidden, outputs=outputs, points=points))
    styles = ("player.css", "bet.css", "drawing.css", "workbench.css")
    data = message(plan, None, ready=checks(plan, None)[0].passed is True)
    html_ = words + columns((3, _BENCH), (2, ""))
    return First(html_, "first_bench.mjs", data, styles, "The network as it is first")


def _seen(experiments: Sequence[Experiment], widened: Callable[..., Any] | None = None) -> Scene:
    runs = [train(experiment) for experiment in experiments]
    return scene(runs, planes(runs[0].names)[0], widened=widened)


def _player(html: str, seen: Scene, lesson: Lesson) -> First:
    figure = surface_figure(seen.surface, seen.runs)
    data = {
        "surface": {"data": _sketched(figure["data"]), "layout": figure["layout"]},
        "plane": {"labels": seen.surface.plane.labels},
        "view": view_caption(seen),
        "zoomed": seen.zoomed,
        "clock": lesson.clock,
        "layout": lesson.layout,
        "numbers": lesson.numbers,
        "bet": lesson.bet,
    }
    label = "Loss surface with the start of the run"
    styles = _STYLES if lesson.layout == "network" else _MARKED
    return First(html, "first_player.mjs", data, styles, label)


def _sketched(traces: Sequence[Trace]) -> list[Trace]:
    """Of a surface's ``traces`` those that the sketch has: the heights, and where the runs start."""
    packed = {"surface": in_steps, "start": _at_one_place}
    return [packed[role](trace) for trace in traces if (role := trace["meta"]["role"]) in packed]


def _at_one_place(trace: Trace) -> Trace:
    return trace | {axis: [float(value) for value in trace[axis]] for axis in ("x", "y")}


FIRSTS: Mapping[str, Callable[[], First]] = {
    "": lab,
    "idea": idea,
    "neuron": neuron,
    "batches": batches,
    "network": two_three_one,
    "assignment": assignment,
}
"""How each page begins, by its address."""
