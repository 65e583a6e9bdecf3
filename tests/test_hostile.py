"""Whatever formula, start, rate or view: every picture, panel and file of it is made, and its script runs.

The same generators make thousands of cases where one has the time; here are some hundred of them.
"""

import random
from math import isnan

import pytest

from gd_core import Experiment
from gd_core.problems.problem import Extent
from tests import hostile
from tests.hostile import KNOWN, everything, experiments, formulas, run_script, some_plane, views

KNOWN_ONES = [formula for formula in formulas(len(KNOWN)) if formula in KNOWN]


def alike(here: float, there: float) -> bool:
    return here == there or (isnan(here) and isnan(there)) or abs(here - there) <= 1e-2 * abs(there)


def same_losses(text: str) -> bool:
    """Whether the script ``text`` runs, and notes the losses that it says are the Lab's."""
    log, lab = run_script(text)
    pairs = list(zip(log, lab, strict=False))
    return bool(pairs) and all(a == b and alike(here, there) for (a, here), (b, there) in pairs)


@pytest.mark.parametrize("formula", KNOWN_ONES)
def test_a_formula_is_shown_and_taken_away(formula: str) -> None:
    experiment = Experiment("formula", formula=formula, epochs=20)
    assert same_losses(everything(experiment, "x and y", None))


@pytest.mark.parametrize("seed", range(3))
def test_formulas_by_chance_with_choices_by_chance(seed: int) -> None:
    chance, frames = random.Random(seed), views(100, seed)
    for place, formula in enumerate(formulas(15, 100 + seed, known=False)):
        experiment = hostile.hostile(Experiment("formula", formula=formula), chance)
        everything(experiment, "x and y", next(frames) if place % 2 else None, sweep=place % 10 == 0)


@pytest.mark.parametrize("seed", range(3))
def test_every_problem_from_extreme_starts_in_extreme_views(seed: int) -> None:
    chance, frames = random.Random(seed), views(100, seed)
    for place, experiment in enumerate(experiments(15, seed)):
        view = None if place % 3 == 0 else next(frames)
        everything(experiment, some_plane(experiment, chance), view, sweep=place % 10 == 0)


@pytest.mark.parametrize(
    ("problem", "start", "view"),
    [
        ("neuron", (0.0, 5.0, 0.0), None),
        ("bowl", (0.0, 0.0), (-1e30, 1e30, -1e30, 1e30)),
        ("beale", (1e6, 1e6), None),
        ("saddle", None, (1e6, 1e6 + 1e-5, 0.0, 1e-30)),
    ],
)
def test_there_is_a_film_of_it(problem: str, start: tuple[float, ...] | None, view: Extent | None) -> None:
    experiment = Experiment(problem, start=start, epochs=3)
    everything(experiment, "w1 and w2" if problem == "neuron" else "x and y", view, film=True)
