"""Who gets out of a shallow valley: the problem "wave" from one valley's bottom, over many seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.lessons.claims import sample_gradients
from gd_core.presets import SHALLOW
from gd_core.training.runs import Run
from gd_core.training.train import train_many

SEEDS = 200
EPOCHS = 100
SIZES = range(1, Experiment(problem="wave").data.samples + 1)
"""Every batch size, the last of which is full batch."""


@dataclass(frozen=True)
class Escapes:
    """How the seeds 0, 1, ... end that start in the shallow valley with batches of ``size``.

    ``deep`` says of each whether it ends in the deep valley: at a loss of at most the problem's
    ``small_loss``. ``cut`` is how an epoch falls into batches. Where the last of these is
    smaller, ``without_rest`` counts the seeds that end in the deep valley when it is left out.
    """

    size: int
    deep: tuple[bool, ...]
    cut: tuple[int, ...]
    without_rest: int | None

    @property
    def count(self) -> int:
        """How many end in the deep valley."""
        return sum(self.deep)


def valley(learning_rate: float, size: int, seed: int = 0) -> Experiment:
    """A run from the bottom of the shallow valley with batches of ``size`` samples."""
    return Experiment(
        problem="wave",
        batch="mini",
        batch_size=size,
        learning_rate=learning_rate,
        epochs=EPOCHS,
        seed=seed,
        start=SHALLOW,
    )


@lru_cache(maxsize=256)
def escapes(learning_rate: float, size: int, seeds: int = SEEDS) -> Escapes:
    """Train ``seeds`` seeds with batches of ``size`` and see where they end."""
    runs = train_many([valley(learning_rate, size, seed) for seed in range(seeds)], together=True)
    cut = tuple(len(batch) for batch in torch.arange(SIZES[-1]).split(size))
    deep = tuple(float(run.loss[-1]) <= run.experiment.data.small_loss for run in runs)
    without_rest = None if cut[-1] == size else _without_rest(runs)
    return Escapes(size, deep, cut, without_rest)


def _without_rest(runs: Sequence[Run]) -> int:
    """How many of ``runs`` end in the deep valley if each epoch's smaller last batch is skipped."""
    problem, rate = runs[0].experiment.fit, runs[0].experiment.learning_rate
    per_epoch, size = runs[0].experiment.updates_per_epoch, runs[0].experiment.samples_per_update
    # A run that blew up has fewer batches on record, and has not escaped: it stays where it began.
    sound = [run.batches for run in runs if len(run.batches) == run.experiment.updates]
    if not sound:
        return 0
    plans = torch.stack(sound).unflatten(1, (-1, per_epoch))[:, :, :-1].flatten(1, 2)
    params = torch.tensor(SHALLOW).repeat(len(plans), 1)
    for batch in plans.unbind(1):
        picked = torch.nn.functional.one_hot(batch, problem.samples).sum(1).T.unsqueeze(2) / size
        params = params - rate * (sample_gradients(problem, params) * picked).sum(0)
    return int((problem.losses(params) <= problem.small_loss).sum())


def pulls(at: Sequence[float] = SHALLOW) -> tuple[float, ...]:
    """How hard a batch of 1, 2, ... N samples pulls at ``at``: the root mean square of its gradient's length.

    Over all batches of that size.
    """
    each = sample_gradients(Experiment(problem="wave").fit, torch.tensor([tuple(at)])).squeeze(1)
    return tuple(_pull(each, size) for size in SIZES)


def _pull(each: Tensor, size: int) -> float:
    batches = torch.stack([each[list(batch)].mean(0) for batch in combinations(range(len(each)), size)])
    return float(batches.square().sum(1).mean().sqrt())
