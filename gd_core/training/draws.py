"""What a notebook draws after ``torch.manual_seed``, made once for all runs with the same seed."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from itertools import tee

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.problems.problem import Problem
from gd_core.training.batches import shuffles


@dataclass(frozen=True)
class Draws:
    """One seed's draws: the problem with its data, the initial parameters (P,), the shuffles.

    ``epochs`` is how many passes the longest of the runs makes that go by them.
    """

    problem: Problem
    start: Tensor
    epochs: int
    _shuffles: dict[int, Iterator[Tensor]]

    def orders(self, luck: int = 0) -> Iterator[Tensor]:
        """The samples' order in each epoch, from the first on, for one more run.

        With ``luck`` 0 the seed's own, with any other those of a generator that it seeds.
        """
        if luck not in self._shuffles:
            self._shuffles[luck] = self._drawn(torch.Generator().manual_seed(luck))
        return copy(self._shuffles[luck])

    def _drawn(self, generator: torch.Generator) -> Iterator[Tensor]:
        # What tee hands out can be copied, and draws each epoch when the first of the copies asks for it.
        (orders,) = tee(shuffles(self.problem.samples, self.epochs, generator), 1)
        return orders

    @classmethod
    def of(cls, experiment: Experiment) -> "Draws":
        """What ``experiment`` draws."""
        # One generator: the initial draws come first, then the shuffles, as in a notebook.
        generator = torch.Generator().manual_seed(experiment.seed)
        problem = experiment.data
        draws = cls(problem, problem.begin(generator), experiment.epochs, {})
        draws._shuffles[0] = draws._drawn(generator)
        return draws


def draws_of(experiments: Iterable[Experiment]) -> dict[int, Draws]:
    """The draws of each seed among ``experiments``, which share their problem."""
    longest: dict[int, Experiment] = {}
    for e in experiments:
        longest[e.seed] = max(e, longest.get(e.seed, e), key=lambda each: each.epochs)
    return {seed: Draws.of(e) for seed, e in longest.items()}
