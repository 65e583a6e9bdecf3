"""A training with many seeds at once: how much of what it does is luck."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from gd_core.endings.outcomes import Outcome
from gd_core.experiment import Experiment
from gd_core.fields import next_luck, next_seed
from gd_core.training.runs import Run
from gd_core.training.train import train_many

SEEDS = 20
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""The shares of the runs that lie at or below each line of a band."""

_LUCK = 2**30
"""Lucks from here on are those that a band draws, where its seeds may not draw the order."""


@dataclass(frozen=True, eq=False)
class Band:
    """The loss of ``experiment`` with several seeds: ``step`` (S,), and ``loss`` (5, S) at each.

    The lines are the lowest, the lower quartile, the median, the upper quartile and the highest
    loss, each of them a run's own (the nearest rank). A run that has blown up counts as infinite from
    then on. ``outcomes`` says how each run ended.
    """

    experiment: Experiment
    step: Tensor
    loss: Tensor
    outcomes: tuple[Outcome | None, ...]


def band(experiment: Experiment, seeds: int = SEEDS, points: int = 400) -> Band:
    """``experiment`` with the draws of ``seeds`` seeds, one stacked computation: equal up to rounding.

    Each draws a start and an order of the batches of its own; the data are those of
    ``experiment``. At most about ``points`` steps are recorded. Raises ValueError where there is
    no seed.
    """
    if seeds < 1:
        raise ValueError(f"seeds must be at least 1, got {seeds!r}")
    runs = train_many([_drawn(experiment, k) for k in range(seeds)], record_limit=points, together=True)
    return Band(experiment, *_lines(runs), tuple(run.outcome for run in runs))


def _drawn(experiment: Experiment, k: int) -> Experiment:
    """``experiment`` with the start and the order of the ``k``-th next seed, on the same data."""
    seed, luck = next_seed(experiment.seed, k), experiment.luck
    own: dict[str, object] = {"seed": seed, "start": None, "luck": next_luck(luck, k) if luck else 0}
    if experiment.data.redrawn:
        # There the seed draws the data, too: only what it draws besides may change.
        drawn = experiment.data.draw(torch.Generator().manual_seed(seed))
        own["seed"], own["start"] = experiment.seed, tuple(drawn.tolist())
        if not luck and k:
            own["luck"] = next_luck(_LUCK, experiment.seed + k)
    trunk = experiment.trunk
    if trunk is not None:
        own["trunk"] = _drawn(trunk, k)
    return replace(experiment, **own)  # type: ignore[arg-type]


def _lines(runs: Sequence[Run]) -> tuple[Tensor, Tensor]:
    """The recorded steps of the longest of ``runs``, and the lines of the band there."""
    step = max((run.step for run in runs), key=len)
    losses = torch.stack([_filled(run, step) for run in runs])
    places = [round(share * (len(runs) - 1)) for share in SHARES]
    return step, losses.sort(dim=0).values[places]


def _filled(run: Run, step: Tensor) -> Tensor:
    """The loss of ``run`` at each ``step`` (S,), infinite after its end."""
    place = torch.searchsorted(run.step, step).clamp_max(len(run.step) - 1)
    return torch.where(step <= run.updates, run.loss[place], torch.inf)
