"""The record of one training."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.endings.outcomes import Ending, Outcome, death
from gd_core.experiment import Experiment

RECORD_LIMIT = 10_000
"""The most updates that a Run records unless ``train`` is told otherwise."""


def thinning(updates: int, limit: int = RECORD_LIMIT) -> int:
    """Every how many updates a record is kept: the smallest of 1, 2, 5, 10, 20, 50, ... that fits.

    Round numbers, so that a log at round epochs finds its points.
    """
    every, factors = 1, (2, 2.5, 2)
    turn = 0
    while updates > every * limit:
        every = int(every * factors[turn % 3])
        turn += 1
    return every


def recorded_steps(first: int, count: int, updates: int, limit: int = RECORD_LIMIT) -> Tensor:
    """The steps among ``first`` .. ``first + count - 1`` that a training of ``updates`` records.

    All of them if they are at most ``limit``; else the first tenth of the limit, where most
    happens, and then every k-th, k the smallest of 2, 5, 10, 20, 50, ... that stays within it.
    """
    steps = torch.arange(first, first + count)
    if updates <= limit:
        return steps
    head = limit // 10
    return steps[(steps < head) | (steps % thinning(updates, limit - head) == 0)]


@dataclass(frozen=True, eq=False)
class Run:
    """A training, point by point: S recorded updates join S+1 points of P parameters.

    ``params`` (S+1, P) and ``loss`` (S+1,) on the full data at every point; ``grad`` (S, P),
    ``batch_loss`` (S,) and ``batches`` (S, B) of the update that leaves point i (``batches``
    holds sample indices, -1 where an epoch's last batch is smaller); ``step`` (S+1,) counts
    the updates before each point and ``epoch`` (S+1,) the finished passes over the data. ``rate``
    (S,) is the learning rate of each update, in float64; ``state`` holds what the optimizer has in
    mind at every point, each part (S+1, P) by its name in optimizers.py, nothing for plain descent.

    A training of at most 10,000 updates records all of them. A longer one records the first
    1,000, then every k-th, k the smallest of 2, 5, 10, 20, 50, ... that stays within 10,000, and
    the last point.
    In float32 a record takes about 4 (2P + B + 8) bytes a point, at most 0.8 MB for the neuron, and
    4P more for each part of the state.

    ``ending`` is None while the training is under way. A run that blew up ends at the first point whose
    loss is out of all bounds, or at its last finite one.
    """

    experiment: Experiment
    names: tuple[str, ...]
    params: Tensor
    loss: Tensor
    grad: Tensor
    batch_loss: Tensor
    batches: Tensor
    step: Tensor
    epoch: Tensor
    rate: Tensor
    state: Mapping[str, Tensor]
    ending: Ending | None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, in a word; None while it is under way."""
        return self.ending.outcome if self.ending else None

    @property
    def updates(self) -> int:
        """How many parameter updates were made, recorded or thinned away."""
        return int(self.step[-1])

    @property
    def best(self) -> int:
        """The recorded point with the lowest loss."""
        return int(self.loss.argmin())

    @property
    def death(self) -> int:
        """The recorded point from which on a run that died is dead; the last one at the latest.

        Near the smallest number that there is, rounding may find a slope where the ending found none.
        """
        if self.ending is not None and self.ending.since is not None:
            return self.ending.since
        return min(death(self.experiment.data, self.params), len(self.params) - 1)
