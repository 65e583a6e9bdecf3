"""Which samples each update sees: index plans drawn from a run's own generator."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.functional import pad

from gd_core.experiment import Experiment
from gd_core.problems.contracts import PADDING

_EPOCHS_AT_ONCE = 16


def shuffles(samples: int, epochs: int, generator: torch.Generator) -> Iterator[Tensor]:
    """The order of N ``samples`` in each epoch, some epochs at a time (E, N).

    A fresh ``torch.randperm(N)`` each epoch, as a notebook that goes on after its initial
    draws makes it: ``generator`` must be that same one.
    """
    for first in range(0, epochs, _EPOCHS_AT_ONCE):
        count = min(_EPOCHS_AT_ONCE, epochs - first)
        yield torch.stack([torch.randperm(samples, generator=generator) for _ in range(count)])


class BatchPlan:
    """The batches of some ``passes`` over the data: ``width`` samples each, and ``left`` to be taken.

    Full batch needs no chance. Mini-batch and stochastic cut each epoch's order, as
    ``orders`` gives it, into batches.
    """

    def __init__(self, experiment: Experiment, orders: Iterator[Tensor], passes: int | None = None):
        self.width = experiment.samples_per_update
        self.left = (experiment.epochs if passes is None else passes) * experiment.updates_per_epoch
        self._gap = experiment.updates_per_epoch * self.width - experiment.data.samples
        self._orders = orders
        self._whole = torch.arange(self.width) if experiment.batch == "full" else None
        self._waiting = torch.empty(0, self.width, dtype=torch.long)

    @property
    def piece(self) -> "BatchPlan":
        """Whose batches come next: always its own."""
        return self

    def take(self, most: int) -> Tensor:
        """The sample indices (U, B) of the next U updates, short batches padded with -1.

        U is ``most``, or what is left.
        """
        count = min(most, self.left)
        self.left -= count
        return self._shuffled(count) if self._whole is None else self._whole.expand(count, -1)

    def _shuffled(self, count: int) -> Tensor:
        parts, missing = [self._waiting], count - len(self._waiting)
        while missing > 0:
            parts.append(self._cut(next(self._orders)))
            missing -= len(parts[-1])
        rows = torch.cat(parts) if len(parts) > 1 else self._waiting
        self._waiting = rows[count:]
        return rows[:count]

    def _cut(self, orders: Tensor) -> Tensor:
        return pad(orders, (0, self._gap), value=PADDING).view(-1, self.width)


class BranchPlan:
    """The batches of a run that branches off: the passes that its trunk has begun, and then its own."""

    def __init__(self, trunk: BatchPlan, own: BatchPlan):
        self.width = max(trunk.width, own.width)
        self._plans = trunk, own

    @property
    def left(self) -> int:
        """So many updates' batches are still to be taken."""
        return sum(plan.left for plan in self._plans)

    @property
    def piece(self) -> BatchPlan:
        """Whose batches come next: the trunk's, or its own."""
        trunk, own = self._plans
        return trunk if trunk.left else own

    def take(self, most: int) -> Tensor:
        """The sample indices (U, B) of the next U updates, as a BatchPlan gives them."""
        taken = []
        for plan in self._plans:
            rows = plan.take(most)
            taken.append(pad(rows, (0, self.width - plan.width), value=PADDING))
            most -= len(rows)
        return torch.cat(taken)


def plan_of(experiment: Experiment, orders: Callable[[int], Iterator[Tensor]]) -> BatchPlan | BranchPlan:
    """The batches of ``experiment``, its trunk's included; ``orders`` gives the orders that a luck draws.

    A branch goes on with the order that its trunk has come to, unless its luck is another.
    """
    if experiment.trunk is None:
        return BatchPlan(experiment, orders(experiment.luck))
    (trunk, begun), (_, own) = experiment.pieces
    drawn = begun if trunk.batch != "full" and trunk.luck == experiment.luck else 0
    return BranchPlan(
        BatchPlan(trunk, orders(trunk.luck), begun),
        BatchPlan(experiment, _without_first(drawn, orders(experiment.luck)), own),
    )


def _without_first(passes: int, orders: Iterator[Tensor]) -> Iterator[Tensor]:
    """``orders`` (E, N) without those of the first ``passes``."""
    for some in orders:
        if passes < len(some):
            yield some[passes:]
        passes = max(0, passes - len(some))
