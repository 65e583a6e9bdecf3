"""What is said of full batch, mini-batch and stochastic, measured over many seeds.

"Accurate but slow", "fast but noisy", "in between": how much work the loss takes to fall to a
target, how far a batch's direction is off, how many steps go up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from time import thread_time

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.problems.fit import Fit
from gd_core.training.runs import Run
from gd_core.training.train import train, train_many

TARGETS = (1.0, 0.1, 0.01)
"""The losses to reach."""

SEEDS = 20

TIMED = 8
"""So many trainings of each kind are timed."""

TIMED_UPDATES = 400


@dataclass(frozen=True)
class Claim:
    """What the seeds 0, 1, ... took to bring the loss to a target with batches of one size.

    ``updates``: after how many the loss of all samples was first at most the target, None where
    that was not reached. Up to there, ``rising`` is the share of the updates that raised that
    loss. ``agreement`` is the mean cosine between the full gradient and that of a batch, over all
    batches of this size at every point that full batch passes on its own way to the target; None
    where it never leaves its start.
    """

    updates: tuple[int | None, ...]
    rising: tuple[float, ...]
    agreement: tuple[float | None, ...]


def race(experiment: Experiment) -> tuple[Experiment, Experiment, Experiment]:
    """``experiment`` in full batch, in mini-batches of its batch_size, and stochastic."""
    full, mini, stochastic = (replace(experiment, batch=batch) for batch in ("full", "mini", "stochastic"))
    return full, mini, stochastic


def of_size(experiment: Experiment, size: int) -> Experiment:
    """``experiment`` with ``size`` samples an update: 1 is stochastic, and all of them full batch."""
    mode = {experiment.data.samples: "full", 1: "stochastic"}.get(size, "mini")
    return replace(experiment, batch=mode, batch_size=size)


def first_at(run: Run, target: float) -> int | None:
    """The first recorded point at which the loss of ``run`` is at most ``target``."""
    there = (run.loss <= target).nonzero().flatten()
    return int(there[0]) if len(there) else None


def samples_seen(experiment: Experiment, updates: int) -> int:
    """How many samples ``updates`` updates look at; an epoch's last batch may be smaller."""
    passes, within = divmod(updates, experiment.updates_per_epoch)
    samples = experiment.data.samples
    return passes * samples + min(within * experiment.samples_per_update, samples)


@lru_cache(maxsize=64)
def measured(experiment: Experiment, seeds: int = SEEDS) -> dict[float, Claim]:
    """For each of ``TARGETS`` what batches as in ``experiment`` take, on the seeds 0 .. ``seeds`` - 1.

    Not for trainings of more than 10,000 updates, whose record has gaps.
    """
    runs = train_many([replace(experiment, seed=seed, start=None) for seed in range(seeds)], together=True)
    places = _full_batch(replace(experiment, batch="full", batch_size=1, seed=0, start=None), seeds)
    size = experiment.samples_per_update
    return {target: _claim(runs, places, size, target) for target in TARGETS}


@lru_cache(maxsize=8)
def _full_batch(experiment: Experiment, seeds: int) -> list[Run]:
    return train_many([replace(experiment, seed=seed) for seed in range(seeds)], together=True)


def _claim(runs: Sequence[Run], places: Sequence[Run], size: int, target: float) -> Claim:
    firsts = [first_at(run, target) for run in runs]
    return Claim(
        updates=tuple(firsts),
        rising=tuple(rising(run.loss[: _up_to(run, first)]) for run, first in zip(runs, firsts, strict=True)),
        agreement=tuple(
            agreement(run.experiment.fit, run.params[: first_at(run, target)], size) for run in places
        ),
    )


def _up_to(run: Run, first: int | None) -> int:
    return len(run.loss) if first is None else first + 1


def rising(loss: Tensor) -> float:
    """The share of the steps between the points of ``loss`` (S+1,) that go up; 0 where there are none."""
    return float((torch.diff(loss) > 0).float().mean()) if len(loss) > 1 else 0.0


def agreement(problem: Fit, params: Tensor, size: int) -> float | None:
    """The mean cosine between the full gradient and a batch's, at ``params`` (G, P).

    Over all batches of ``size`` samples; None without a point where the full gradient is not zero.
    """
    each = sample_gradients(problem, params)
    full = each.mean(0)
    on_a_slope = full.ne(0).any(1)
    if not on_a_slope.any():
        return None
    batches = torch.stack([each[list(batch)].mean(0) for batch in combinations(range(len(each)), size)])
    cosines = torch.cosine_similarity(batches, full.unsqueeze(0), dim=2, eps=1e-30)
    return float(cosines[:, on_a_slope].mean())


def sample_gradients(problem: Fit, params: Tensor) -> Tensor:
    """The gradient of each of the N samples' losses (N, G, P) at ``params`` (G, P)."""
    alone = (
        replace(problem, inputs=problem.inputs[i : i + 1], targets=problem.targets[i : i + 1])
        for i in range(problem.samples)
    )
    return torch.stack([one.gradients(params) for one in alone])


def seconds_an_update(
    experiments: Sequence[Experiment], clock: Callable[[], float] = thread_time
) -> list[float]:
    """What an update of each of ``experiments``, trained alone, takes on this processor's ``clock`` now.

    The quickest of ``TIMED`` trainings of about ``TIMED_UPDATES`` updates each, taken in turns: what
    else the machine does can only make one slower.
    """
    short = [replace(e, epochs=max(1, TIMED_UPDATES // e.updates_per_epoch)) for e in experiments]
    rounds = [[_seconds(e, clock) for e in short] for _ in range(TIMED)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _seconds(experiment: Experiment, clock: Callable[[], float]) -> float:
    begun = clock()
    run = train(experiment)
    return (clock() - begun) / max(1, run.updates)


def spread(values: Sequence[float | None]) -> tuple[float, float, float, float, float]:
    """The least, the lower quarter's end, the middle, the upper quarter's start and the most of ``values``.

    Each is one of them, None counting as infinite: so a middle that is never reached says so.
    """
    ordered = sorted(float("inf") if value is None else value for value in values)
    last = len(ordered) - 1
    low, quarter, middle, three, high = (
        ordered[i] for i in (0, last // 4, last // 2, last - last // 4, last)
    )
    return low, quarter, middle, three, high
