"""Sweeps: thousands of trainings that differ in their learning rate, seed or start, seen from their end.

Nothing of the way is kept, so that a run costs a fiftieth of one that is recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import thread_time
from typing import Any

import torch
from torch import Tensor

from gd_core.endings.outcomes import Outcome
from gd_core.experiment import Experiment
from gd_core.fields import NUMBERS
from gd_core.sweeps.tiles import OUTCOMES, Tile
from gd_core.training.checkpoints import checkpoint
from gd_core.training.draws import draws_of

_RUNS_AT_ONCE = 2_000
"""More than these, and what a step goes through no longer fits a core's cache."""


_FROM_ITS_START: dict[str, Any] = {"trunk": None, "branch": 0}
"""A sweep's runs branch off from no other."""


@dataclass(frozen=True, eq=False)
class Ends:
    """How K x L runs ended: ``params`` (K, L, P), ``loss`` (K, L) on all samples, ``outcome`` (K, L).

    An outcome is an index of OUTCOMES, or UNDER_WAY. A run that blew up has an infinite loss, and one that
    falls for ever one of minus infinity.
    """

    params: Tensor
    loss: Tensor
    outcome: Tensor

    def ended(self, outcome: Outcome) -> Tensor:
        """Which runs (K, L) ended so, as far as their ends alone tell."""
        return self.outcome == OUTCOMES.index(outcome.coarse)


class Sweep:
    """K experiments with L learning rates or starts each, carried on in slices.

    ``experiments`` differ in their seeds at most; ``starts`` are (K, L, P), ``rates`` (L,) in 64 bits.
    """

    def __init__(self, experiments: Sequence[Experiment], starts: Tensor, rates: Tensor):
        draws = draws_of(experiments)
        self._shape = starts.shape
        if experiments[0].batch == "full" and len({d.problem for d in draws.values()}) == 1:
            # All runs see the same samples: they are one long row.
            experiments, rates = experiments[:1], rates.repeat(len(experiments))
            starts = starts.flatten(0, 1).unsqueeze(0)
        each = [draws[e.seed] for e in experiments]
        self._places = list(_cut(*starts.shape[:2]))
        self._rows = starts.shape[:2]
        self._tiles = [
            Tile(experiments[rows], each[rows], starts[rows, columns], rates[columns])
            for rows, columns in self._places
        ]

    @classmethod
    def of_rates(
        cls,
        experiment: Experiment,
        rates: Sequence[float],
        seeds: Sequence[int],
        dtype: torch.dtype = torch.float32,
    ) -> "Sweep":
        """``experiment`` with every one of L ``rates`` and of K ``seeds``, from the starts these draw.

        ValueError for a rate out of bounds names it.
        """
        experiments = [replace(experiment, seed=seed, start=None, **_FROM_ITS_START) for seed in seeds]
        for rate in rates:
            NUMBERS["learning_rate"].check("learning_rate", rate)
        drawn = draws_of(experiments)
        starts = torch.stack([drawn[seed].start for seed in seeds]).to(dtype)
        each = starts[:, None].expand(-1, len(rates), -1)
        return cls(experiments, each, torch.tensor(rates, dtype=torch.float64))

    @classmethod
    def of_starts(cls, experiment: Experiment, starts: Tensor) -> "Sweep":
        """``experiment`` from every one of L ``starts`` (L, P)."""
        rates = torch.full(starts.shape[:1], experiment.learning_rate, dtype=torch.float64)
        return cls([replace(experiment, **_FROM_ITS_START)], starts.unsqueeze(0), rates)

    @property
    def complete(self) -> bool:
        """True when every run has ended."""
        return all(tile.complete for tile in self._tiles)

    @property
    def progress(self) -> float:
        """The share of the updates that are made, from 0 to 1."""
        return sum(tile.progress * tile.loss.numel() for tile in self._tiles) / self._rows.numel()

    @property
    def made(self) -> int:
        """The updates that are made so far, those of all runs together."""
        return sum(tile.made for tile in self._tiles)

    def advance(self, seconds: float = float("inf")) -> None:
        """Train on for about ``seconds`` of this thread's processor time, or to the end."""
        deadline = thread_time() + seconds
        for tile in self._tiles:
            while not tile.complete:
                tile.advance()
                if thread_time() >= deadline:
                    return
                checkpoint()

    def ends(self) -> Ends:
        """How the runs ended, or where they are."""
        params, loss, outcome = (self._gathered(name) for name in ("params", "loss", "outcome"))
        for how, far in ((Outcome.DIVERGED, torch.inf), (Outcome.FALLING, -torch.inf)):
            loss = loss.masked_fill(outcome == OUTCOMES.index(how), far)
        return Ends(params, loss, outcome)

    def _gathered(self, name: str) -> Tensor:
        parts = [getattr(tile, name) for tile in self._tiles]
        whole = parts[0].new_empty(*self._rows, *parts[0].shape[2:])
        for (rows, columns), part in zip(self._places, parts, strict=True):
            whole[rows, columns] = part
        shaped: Tensor = whole.view(*self._shape[:2], *whole.shape[2:])
        return shaped


def _cut(rows: int, columns: int) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of each tile: whole rows where they are short."""
    high, wide = max(1, _RUNS_AT_ONCE // columns), min(columns, _RUNS_AT_ONCE)
    for row in range(0, rows, high):
        for column in range(0, columns, wide):
            yield slice(row, row + high), slice(column, column + wide)
