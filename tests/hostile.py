"""Hostile formulas and choices, always the same; and all that a run of them is shown and taken as."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch

from gd_core import Experiment, Run, Sweep, train_many
from gd_core.fields import BATCH_MODES
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import PROBLEMS
from gd_core.problems.function.catalog import own
from gd_core.problems.function.formulas import LONGEST
from gd_core.problems.function.operations import FUNCTIONS
from gd_core.problems.problem import Extent
from gd_core.sweeps.bands import band
from pages._ui import network, sentences, ways
from pages._ui.autopsy import autopsy
from pages._ui.figures import LossAxis
from pages._ui.insights import compare, pills
from pages._ui.insights.insight import Look
from pages._ui.insights.names import NAMES
from pages._ui.neuron.audit import audit_panel
from pages._ui.neuron.overlays import neuron_overlays, with_kinks
from pages._ui.page_fields import PAGES
from pages._ui.pins import beside
from pages._ui.planes import PRINCIPAL, following, planes
from pages._ui.planes import random as random_plane
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.scene import Scene, scene
from pages._ui.sweeps import bands, basins
from pages._ui.sweeps.plan import rate_plan, start_plan
from pages._ui.tables import notebook_log
from pages._ui.takeaway import data
from pages._ui.takeaway.film.gif import gif
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.page import html
from pages._ui.takeaway.pytorch import program
from pages._ui.takeaway.script import notebook, script
from pages._ui.takeaway.title import title

_NUMBERS = ("0", "1", "2", "3", "0.5", "7", "33", "1e-30", "1e-45", "1e8", "1e30", "1e38", "1e300", "1e308")
_LEAVES = ("x", "y", "x", "y", "x", "y", "pi", "e", "(-1)", "(-2.5)")

KNOWN = (
    *("x-x", "0*x", "x", "y", "x+y", "-x", "y^1e308", "abs(y)-(y)", "sqrt(x)+y^2", "x/y", "1/x", "1/(x*y)"),
    *("log(x)", "log(x)+log(y)", "x^y", "y^x", "x^x", "0^x", "(-2)^x", "x^0", "x^-1", "x^0.5", "x^-1e308"),
    *("exp(x)", "exp(exp(x))", "exp(exp(exp(y)))", "tan(x)", "tanh(1e30x)", "abs(x)", "sqrt(abs(x))"),
    *("1e308x", "1e38x^2", "1e-45x", "1e-30(x^2+y^2)", "1e9x^2", "x^2-x^2", "sqrt(-x^2-y^2)", "sqrt(x-3.9)"),
    *("sqrt(x-y)", "log(-x)", "x^2+1e30", "x^2-1e30", "x*1e300*1e-300", "2^1000*x", "x/2^1000", "9^99*x"),
    *("sin(1e30x)", "abs(sin(1/x))", "tanh(x)-1", "exp(-x^2)-1", "-exp(x^2)", "-x^4", "x^3", "-1/x^2"),
    *("x^7^7", "sqrt(x)sqrt(y)", "log(log(x))", "1/sqrt(x)", "y/abs(y)", "x-y"),
)  # fmt: skip
"""Formulas of the kinds that were found to break something."""


def formulas(count: int, seed: int = 0, known: bool = True) -> Iterator[str]:
    """``count`` different formulas that are functions, by chance, after those that are ``KNOWN``."""
    chance = random.Random(seed)
    seen: set[str] = set()
    first = iter(KNOWN if known else ())
    while len(seen) < count:
        text = next(first, None) or _formula(chance, chance.randint(1, 4))
        if text not in seen and _sound(text):
            seen.add(text)
            yield text


def _formula(chance: random.Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(_LEAVES if chance.random() < 0.7 else _NUMBERS)
    parts = [_formula(chance, chance.randint(0, depth - 1)) for _ in range(2)]
    kind = chance.random()
    if kind < 0.35:
        return f"{chance.choice(FUNCTIONS)}({parts[0]})"
    if kind < 0.42:
        return f"-({parts[0]})"
    return f"({parts[0]}){chance.choice('+-*/^^')}({parts[1]})"


def _sound(text: str) -> bool:
    try:
        own(text)
    except ValueError:
        return False
    return len(text) <= LONGEST


_RATES = (1e-9, 1e-5, 0.01, 0.1, 1.0, 100.0)
_FAR = (0.0, -0.0, 1e-45, 1e-30, 1e-3, 0.5, 1.0, 3.9, 100.0, 1e4, 999_999.0, 1e6)


def experiments(count: int, seed: int = 0) -> Iterator[Experiment]:
    """``count`` short trainings of every problem, with extreme starts, rates and settings."""
    chance, found = random.Random(seed), 0
    while found < count:
        try:
            made = _experiment(chance, chance.choice(list(PROBLEMS)))
        except ValueError:  # a start where the formula has no value
            continue
        found += 1
        yield made


def _experiment(chance: random.Random, problem: str) -> Experiment:
    first = Experiment(problem, seed=chance.choice((0, 1, 2**31 - 1)))
    start = None
    if chance.random() < 0.7:
        start = tuple(chance.choice((-1, 1)) * chance.choice(_FAR) for _ in first.data.names)
    return hostile(replace(first, start=start), chance)


def hostile(experiment: Experiment, chance: random.Random) -> Experiment:
    """``experiment`` with the other choices by chance, and now and then branching off."""
    own: dict[str, Any] = {
        "learning_rate": chance.choice(_RATES),
        "epochs": chance.choice((1, 2, 7, 40)),
        "optimizer": chance.choice(list(OPTIMIZERS)),
        "schedule": chance.choice(list(SCHEDULES)),
        "momentum": chance.choice((0.0, 0.9, 0.9999)),
        "beta1": chance.choice((0.0, 0.9, 0.9999)),
        "beta2": chance.choice((0.0, 0.999, 0.99999)),
        "alpha": chance.choice((0.0, 0.99)),
        "condition": chance.choice((1.0, 10.0, 1000.0)),
        "luck": chance.choice((0, 1, 2**31 - 1)),
    }
    if experiment.data.batched:
        own["batch"] = chance.choice(BATCH_MODES)
    made = replace(experiment, **own)
    if chance.random() < 0.2:
        trunk = replace(made, luck=0, learning_rate=0.01, optimizer=chance.choice(list(OPTIMIZERS)))
        branch = chance.choice((0, 1, made.updates // 2, made.updates))
        return replace(made, trunk=trunk if branch else None, branch=branch)
    return made


_CORNERS = (0.0, 1e-30, 1e-5, 0.5, 3.0, 1e4, 1e6, 1e12, 1e13, 1e19, 1e20, 1e25, 1e29, 1e30)
_WIDTHS = (1e-30, 1e-12, 1e-5, 1e-3, 1.0, 100.0, 1e12, 1e30)


def views(count: int, seed: int = 0) -> Iterator[Extent]:
    """``count`` rectangles that a link may ask for."""
    chance = random.Random(seed)
    for _ in range(count):
        x0, x1 = _side(chance)
        y0, y1 = _side(chance)
        yield x0, x1, y0, y1


def _side(chance: random.Random) -> tuple[float, float]:
    low, high = 0.0, 0.0
    while not -1e30 <= low < high <= 1e30:
        low = chance.choice((-1, 1)) * chance.choice(_CORNERS)
        high = low + chance.choice(_WIDTHS)
    return low, high


def some_plane(experiment: Experiment, chance: random.Random) -> str:
    """A plane that the Lab offers for ``experiment``."""
    names = planes(experiment.data.names)
    if len(experiment.data.names) == 2:
        return names[0]
    return chance.choice((*names, PRINCIPAL, following(names[-1]), random_plane(3)))


def shown(runs: Sequence[Run], plane: str, view: Extent | None) -> tuple[Scene, bytes]:
    """What the Lab shows of ``runs`` with every insight open."""
    seen = scene(runs, plane, view)
    experiment = runs[0].experiment
    chosen = PAGES["lab"].beginning(experiment) | {"plane": plane, "open": NAMES}
    several = len(runs) > 1
    chosen |= beside(runs[-1].experiment, experiment.branch) if several else {}
    look = Look(runs, True, chosen, lambda: seen)
    bound = [band(each.experiment, 3) for each in runs]
    told = compare._bands(bound, runs)
    assert all(isinstance(text, str) for text in told)
    caption = Caption(sentences.summary([r.experiment for r in runs]), sentences.endings(runs))
    caption = replace(caption, remedy=ways.rate(runs), way=ways.other_way(runs, "lab"))
    panels = [*autopsy(runs, "lab"), *pills.panels(look)]
    axis: LossAxis = "log" if experiment.data.log_scale else "linear"
    lesson = Lesson(panels=panels, insights=pills.offered(look), bands=bound)
    return seen, pack(seen, axis, caption, 1.0, lesson)


def lessons(run: Run, plane: str, view: Extent | None) -> list[bytes]:
    """What the lessons show of ``run``, where it is one of theirs."""
    made, still = [], planes(run.names)[0]
    if run.experiment.problem == "neuron":
        seen = scene([run], still, view, widened=with_kinks)
        overlays = neuron_overlays(run, seen.surface.plane, seen.surface.extent)
        made.append(pack(seen, "log", Caption(), lesson=Lesson(panels=[audit_panel(run)], overlays=overlays)))
    if run.experiment.problem in ("network", "comparison"):
        seen = scene([run], plane, view)
        ending = network.ending(run)
        network.verdict(run)
        made.append(pack(seen, "linear", Caption(ending=ending), lesson=Lesson(panels=network.panels(seen))))
    return made


def swept(seen: Scene) -> list[bytes]:
    """The sweep of rates and the map of starts around the first run of ``seen``."""
    run = seen.runs[0]
    plan = rate_plan(run.experiment, (run.experiment.batch,), 20_000)
    ends = [plan.sweep(each) for each in plan.experiments]
    map_ = start_plan(run.experiment, 20_000)
    starts = basins.grid(seen.surface.plane, seen.surface.extent, map_.side)
    ends.append(Sweep.of_starts(map_.experiment, starts))
    for sweep in ends:
        sweep.advance()
    *rates, there = [sweep.ends() for sweep in ends]
    for each, end in zip(plan.experiments, rates, strict=True):
        bands.told(plan, each, end)
    bands.csv(plan, rates)
    found = basins.kinds(run.experiment.data, starts, there)
    basins.told(found, map_.runs)
    basins.csv(seen.surface.plane, starts, there, run.names)
    picture = basins.message(seen.surface, seen.surface.extent, map_.side, found, there, run)
    return [bands.message(plan, rates, run), picture]


def taken(seen: Scene, message: bytes, film: bool) -> str:
    """Every file of the first run; the script."""
    runs = seen.runs
    made = Made(title([run.experiment for run in runs]), "http://localhost:8501/?v=1")
    written = program(runs[0], made)
    text = script(written)
    compile(text, "script", "exec")
    notebook(written)
    notebook_log(runs[0])
    data.coverage(runs)
    data.csv(runs, made)
    data.parquet(runs, made)
    html(message, made)
    if film:
        gif(seen, "log" if runs[0].experiment.data.log_scale else "linear", made)
    return text


def everything(
    experiment: Experiment, plane: str, view: Extent | None, film: bool = False, sweep: bool = False
) -> str:
    """Show and take away all there is of ``experiment``; the script of it."""
    runs = train_many([experiment, *([experiment.trunk] if experiment.trunk else [])])
    assert all(run.params.isfinite().all() for run in runs)
    seen, message = shown(runs, plane, view)
    lessons(runs[0], plane, view)
    if sweep:
        swept(seen)
    return taken(seen, message, film)


def run_script(text: str) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """The epochs and losses of the script ``text``, and those that it says are the Lab's."""
    there: dict[str, Any] = {}
    state = torch.get_rng_state()
    exec(compile(text, "script", "exec"), there)
    torch.set_rng_state(state)
    return [(epoch, there["losses"][epoch]) for epoch, _ in there["lab"]], there["lab"]
