"""The neuron's lesson: trainings to predict before they are seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from gd_core import Experiment, Run
from gd_core.digits import number
from pages._ui.bets import ending_bet, option_bet, place_bet

_STEPS = 3
_APART = 0.05
"""Ends this far from each other, in weights, are different ends."""


@dataclass(frozen=True)
class Challenge:
    """``runs`` trainings side by side that begin with ``experiment``, and the ``bet`` on them."""

    title: str
    experiment: Experiment
    bet: Callable[[Sequence[Run]], dict[str, Any]]
    runs: int = 1


def _ending(question: str) -> Callable[[Sequence[Run]], dict[str, Any]]:
    return lambda runs: ending_bet(runs[0], question)


def starts_bet(runs: Sequence[Run]) -> dict[str, Any]:
    """A bet on where ``runs`` from different starts end."""
    options = {
        "same": "At the same weights",
        "different": "At different weights, with the same loss",
        "worse": "At different weights, with different losses",
    }
    highest = max(float(run.loss[-1]) for run in runs)
    spread = number(_spread(runs), 3)
    told = f"Their ends lie up to {spread} apart, and every loss is at most {number(highest, 2)}."
    return option_bet(
        runs[0],
        "ends",
        f"{len(runs)} runs with different starts. Where will they end?",
        options,
        _ends(runs),
        told,
    )


def _ends(runs: Sequence[Run]) -> str:
    if any(run.loss[-1] > run.experiment.data.small_loss for run in runs):
        return "worse"
    return "different" if _spread(runs) > _APART else "same"


def _spread(runs: Sequence[Run]) -> float:
    """The largest distance between two ends."""
    ends = torch.stack([run.params[-1] for run in runs])
    return float(torch.cdist(ends, ends).max())


CHALLENGES = {
    "notebook": Challenge(
        "Rate 0.01", Experiment(), _ending("Learning rate 0.01 for 1000 epochs. How will the run go?")
    ),
    "nearly_twice": Challenge(
        "Rate 0.019",
        Experiment(learning_rate=0.019),
        _ending("Nearly twice that rate: 0.019. How will the run go?"),
    ),
    "little_more": Challenge(
        "Rate 0.021", Experiment(learning_rate=0.021), _ending("A little more: 0.021. How will the run go?")
    ),
    "three_steps": Challenge(
        "Where after 3 steps?",
        Experiment(learning_rate=0.015, epochs=50),
        lambda runs: place_bet(runs[0], _STEPS),
    ),
    "four_starts": Challenge("Four starts", Experiment(epochs=2000), starts_bet, runs=4),
}
"""By the name that the session keeps."""
