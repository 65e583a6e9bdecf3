"""Whether float32 rounding decides a run: measured, by training its twins beside it."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from gd_core import Experiment, Run, Training
from gd_core.training.checkpoints import checkpoint

_UPDATES = 5_000
"""So many updates are measured at most: a quarter of a second and less."""

APART = 0.01
"""Two losses are no longer the same when they differ by this share."""


@dataclass(frozen=True)
class Rounding:
    """How far the loss of a run depends on rounding: its ``spread`` (a share) at each of ``epochs``.

    ``whole`` says that every epoch asked for was measured.
    """

    epochs: tuple[int, ...]
    spread: tuple[float, ...]
    whole: bool

    @property
    def parts(self) -> int | None:
        """The first measured epoch at which the loss is no longer the same, if there is one."""
        pairs = zip(self.epochs, self.spread, strict=True)
        return next((epoch for epoch, spread in pairs if spread > APART), None)

    @property
    def sentence(self) -> str:
        """What a reader who runs the loop should know."""
        measured = "" if self.whole else f" Measured over the first {self.epochs[-1]} epochs."
        if self.parts is None:
            return (
                "Rounding stays small: computed in float64, the losses would differ by at most "
                f"{100 * max(*self.spread, 1e-7):.1g} %.{measured}"
            )
        return (
            f"Rounding decides this run from about epoch {self.parts} on: computed in float64, or started "
            "from the next float32 number, it has a loss there that differs by more than 1 %. Another "
            f"processor or another version of PyTorch may then go its own way.{measured}"
        )


@lru_cache(maxsize=256)
def rounding(experiment: Experiment, epochs: tuple[int, ...]) -> Rounding:
    """How far the loss of ``experiment`` after each of ``epochs`` depends on rounding.

    Its twins are the same training in float64, and two in float32 that begin beside it, by one
    unit in each parameter's last place.
    """
    (own,), (exact,) = _begun([experiment]), _begun([experiment], torch.float64)
    beside = _begun([experiment.from_start(tuple(s.tolist())) for s in _beside(own)])
    length = min(_UPDATES, *(run.updates for run in (own, exact, *beside)))
    wanted = [epoch for epoch in epochs if experiment.update_at(epoch) <= length]
    at = torch.tensor([experiment.update_at(epoch) for epoch in wanted])
    spread = torch.stack([_apart(own.loss[at], twin.loss[at]) for twin in (exact, *beside)]).amax(0)
    return Rounding(tuple(wanted), tuple(spread.tolist()), len(wanted) == len(epochs))


def _begun(experiments: list[Experiment], dtype: torch.dtype = torch.float32) -> list[Run]:
    """The first updates of ``experiments``, all recorded: a schedule may look ahead to their end."""
    training = Training(experiments, dtype, record_limit=experiments[0].updates)
    while not training.complete and training.made < _UPDATES * len(experiments):
        training.advance(seconds=0)
        checkpoint()
    return training.runs()


def _beside(run: Run) -> list[Tensor]:
    start, problem = run.params[0], run.experiment.data
    far = torch.full_like(start, torch.inf)
    low, high = torch.nextafter(start, -far), torch.nextafter(start, far)
    # At the edge of what a start may be, or of where there is a value, only the way back is open.
    inside = [torch.where(each.abs() > 1e6, start, each) for each in (low, high)]
    return [each if problem.losses(each.unsqueeze(0)).isfinite() else start for each in inside]


def _apart(ours: Tensor, theirs: Tensor) -> Tensor:
    """The differences, each as a share of the larger of the two."""
    pair = torch.stack([ours.double(), theirs.double()])
    return (pair[0] - pair[1]).abs() / pair.abs().amax(0).clamp_min(1e-30)
