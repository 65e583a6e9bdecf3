"""The learning rate of every update of runs that are trained side by side."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.optim.schedules import epoch_rates


def update_rates(experiment: Experiment) -> Iterator[float]:
    """The learning rate of each update of ``experiment``, the same all through an epoch; then 0 for ever.

    A branch has its own from its first update on: that of the epoch in which it is.
    """
    return chain(_each_update(experiment), repeat(0.0))


def _each_update(experiment: Experiment) -> Iterator[float]:
    epochs = zip(_each_epoch(experiment.trunk or experiment), _each_epoch(experiment), strict=False)
    update, branch = 0, experiment.branch
    for piece, passes in experiment.pieces:
        length = piece.updates_per_epoch
        for theirs, own in islice(epochs, passes):
            trunks = min(max(branch - update, 0), length)
            yield from repeat(theirs, trunks)
            yield from repeat(own, length - trunks)
            update += length


def _each_epoch(experiment: Experiment) -> Iterator[float]:
    """The rate of each epoch; then 0 for ever: a branch may be longer than its trunk."""
    settings = experiment.settings | {"epochs": experiment.horizon}
    rates = epoch_rates(experiment.schedule, experiment.learning_rate, settings)
    return chain(islice(rates, experiment.epochs), repeat(0.0))


class Rates:
    """The learning rates of R ``experiments``, a chunk of updates at a time; 0 where a run is through."""

    def __init__(self, experiments: Sequence[Experiment]):
        self._updates = torch.tensor([e.updates for e in experiments])
        self._first = torch.tensor([e.learning_rate for e in experiments], dtype=torch.float64)
        self._steady = all(e.schedule == "constant" and e.trunk is None for e in experiments)
        if not self._steady:
            # Runs that differ in their seeds or starts alone have the same rates: made once.
            alike = {_pace(e): e for e in experiments}
            places = {pace: k for k, pace in enumerate(alike)}
            self._which = torch.tensor([places[_pace(e)] for e in experiments])
            self._each = [update_rates(e) for e in alike.values()]

    def take(self, first: int, count: int) -> Tensor:
        """Those of the updates ``first`` .. ``first + count - 1`` (C, R), or (1, R) if all have the same."""
        left = (self._updates - first).clamp(0, count)
        if self._steady and bool(((left == 0) | (left == count)).all()):
            return (self._first * (left > 0)).unsqueeze(0)
        return self._next(count) * (torch.arange(count).unsqueeze(1) < left)

    def _next(self, count: int) -> Tensor:
        if self._steady:
            return self._first.expand(count, -1)
        taken = torch.tensor([list(islice(each, count)) for each in self._each], dtype=torch.float64)
        return taken[self._which].T


def _pace(experiment: Experiment) -> tuple[object, ...]:
    """What decides the learning rate of each update."""
    e = experiment
    trunk = (*_pace(e.trunk), e.branch) if e.trunk else ()
    lengths = e.epochs, e.horizon, e.updates_per_epoch
    return e.learning_rate, lengths, e.schedule, *sorted(e.settings.items()), trunk
