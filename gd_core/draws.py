"""What a notebook draws after ``torch.manual_seed``, made once for all runs with the same seed."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from itertools import tee

import torch
from torch import Tensor

from gd_core.batches import shuffles
from gd_core.experiment import Experiment
from gd_core.problem import Problem


@dataclass(frozen=True)
class Draws:
    """One seed's draws: the problem with its data, the initial parameters (P,), the shuffles."""

    problem: Problem
    start: Tensor
    _shuffles: Iterator[Tensor]

    def orders(self) -> Iterator[Tensor]:
        """The samples' order in each epoch, from the first on, for one more run."""
        return copy(self._shuffles)


def draws_of(experiments: Iterable[Experiment]) -> dict[int, Draws]:
    """The draws of each seed among ``experiments``, which share their problem."""
    longest: dict[int, Experiment] = {}
    for e in experiments:
        longest[e.seed] = max(e, longest.get(e.seed, e), key=lambda each: each.epochs)
    return {seed: _drawn(e) for seed, e in longest.items()}


def _drawn(experiment: Experiment) -> Draws:
    # One generator: the initial draws come first, then the shuffles, as in a notebook.
    generator = torch.Generator().manual_seed(experiment.seed)
    problem = experiment.data
    start = problem.begin(generator)
    # What tee hands out can be copied, and draws each epoch when the first of the copies asks for it.
    (orders,) = tee(shuffles(problem.samples, experiment.epochs, generator), 1)
    return Draws(problem, start, orders)
