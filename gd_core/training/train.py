"""Training: one update at a time, to the end, or in slices that report their progress."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from time import thread_time
from typing import NamedTuple

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.training.checkpoints import checkpoint
from gd_core.training.records import Record, can_be_seen, first_explosions
from gd_core.training.runs import RECORD_LIMIT, Run
from gd_core.training.stack import Chunk, Stack, check_shared, shared

_STEPS_AHEAD = 16


class Update(NamedTuple):
    """One parameter update: where it left from, what it saw, where it arrived.

    ``step`` updates came before it, in ``epoch`` finished passes. ``params`` (P,) and ``loss``
    on the full data are before the update, ``batch`` (B,) sample indices, ``batch_loss`` and
    ``grad`` (P,) what it used, ``after`` (P,) the parameters it arrives at.
    """

    step: int
    epoch: int
    params: Tensor
    loss: float
    batch: Tensor
    batch_loss: float
    grad: Tensor
    after: Tensor


def steps(experiment: Experiment, dtype: torch.dtype = torch.float32) -> Iterator[Update]:
    """Yield the updates of ``experiment`` one at a time; stop reading whenever you like.

    It ends with the epochs, or after the last update that leads to a finite point.
    """
    stack = Stack([experiment], dtype)
    start_loss = None
    while stack.done < experiment.updates:
        chunk = stack.advance(_STEPS_AHEAD)
        start_loss = chunk.loss[0] if start_loss is None else start_loss
        first_bad = int(first_explosions(chunk, start_loss)[0])
        ends = first_bad <= chunk.updates
        seen = ends and can_be_seen(chunk, first_bad, 0, experiment.data)
        for i in range(min(chunk.updates, first_bad - 1 + seen)):
            yield _update(experiment, chunk, i)
        if ends:
            return


def _update(experiment: Experiment, chunk: Chunk, i: int) -> Update:
    step = chunk.first + i
    batch = chunk.batches[i, 0]
    return Update(
        step=step,
        epoch=experiment.epoch_at(step),
        params=chunk.params[i, 0],
        loss=chunk.loss[i, 0].item(),
        batch=batch[batch >= 0],
        batch_loss=chunk.batch_loss[i, 0].item(),
        grad=chunk.grad[i, 0],
        after=chunk.params[i + 1, 0],
    )


class Training:
    """Trainings that share a problem, carried on in slices, each to the last bit as if it were alone.

    With ``together``, experiments of one optimizer are one stacked computation, whatever their
    learning rates, settings, seeds, starts, batch modes and lengths: quicker for many, and equal up
    to rounding, which in a run that leaps about may grow to something else.
    """

    def __init__(
        self,
        experiments: Sequence[Experiment],
        dtype: torch.dtype = torch.float32,
        record_limit: int = RECORD_LIMIT,
        together: bool = False,
    ):
        if not experiments:
            raise ValueError("experiments must hold at least one Experiment, got none")
        if record_limit < 1:
            raise ValueError(f"record_limit must be at least 1, got {record_limit!r}")
        check_shared(experiments, "problem")
        stacked = _places(experiments, shared).values()
        self._parts = [
            _Part([experiments[row] for row in rows], rows, dtype, record_limit)
            for rows in (stacked if together else [[row] for row in range(len(experiments))])
        ]

    @property
    def complete(self) -> bool:
        """True when every run has ended."""
        return all(part.complete for part in self._parts)

    @property
    def progress(self) -> float:
        """The share of the updates that are made, from 0 to 1."""
        if self.complete:
            return 1.0
        whole = sum(part.updates for part in self._parts)
        return sum(part.updates if part.complete else part.done for part in self._parts) / whole

    @property
    def made(self) -> int:
        """The updates that are made so far, those of all runs together."""
        return sum(part.done * len(part.rows) for part in self._parts)

    def advance(self, seconds: float = float("inf")) -> None:
        """Train on for about ``seconds`` of this thread's processor time, or to the end."""
        deadline = thread_time() + seconds
        while not self.complete:
            self._advance_chunk()
            if thread_time() >= deadline:
                return
            checkpoint()

    def runs(self) -> list[Run]:
        """The runs as far as they are, in the order of the experiments."""
        while not all(part.done for part in self._parts):
            self._advance_chunk()
        runs = {row: run for part in self._parts for row, run in zip(part.rows, part.runs(), strict=True)}
        return [runs[row] for row in range(len(runs))]

    def _advance_chunk(self) -> None:
        # The one that is furthest behind: runs of several optimizers come along together.
        min((part for part in self._parts if not part.complete), key=lambda part: part.done).advance()


class _Part:
    """``experiments`` that are one computation, in ``rows`` of a training: a stack and its records."""

    def __init__(
        self,
        experiments: Sequence[Experiment],
        rows: Sequence[int],
        dtype: torch.dtype,
        record_limit: int,
    ):
        self._stack = Stack(experiments, dtype)
        places = _places(experiments, lambda e: e.updates).values()
        self._records = [Record([experiments[i] for i in place], place, record_limit) for place in places]
        self.rows = [rows[i] for record in self._records for i in record.rows]
        self._start_loss: Tensor | None = None

    @property
    def complete(self) -> bool:
        return all(record.complete for record in self._records)

    @property
    def updates(self) -> int:
        return self._stack.updates

    @property
    def done(self) -> int:
        return self._stack.done

    def runs(self) -> list[Run]:
        """The runs so far, in the order of ``rows``."""
        return [run for record in self._records for run in record.runs()]

    def advance(self) -> None:
        chunk = self._stack.advance()
        if self._start_loss is None:
            self._start_loss = chunk.loss[0]
        first_bad = first_explosions(chunk, self._start_loss)
        for record in self._records:
            record.add(chunk, first_bad)


def train(
    experiment: Experiment, dtype: torch.dtype = torch.float32, record_limit: int = RECORD_LIMIT
) -> Run:
    """Train ``experiment`` to its end and return the record."""
    return train_many([experiment], dtype, record_limit)[0]


def train_many(
    experiments: Sequence[Experiment],
    dtype: torch.dtype = torch.float32,
    record_limit: int = RECORD_LIMIT,
    together: bool = False,
) -> list[Run]:
    """Train all ``experiments``; their Runs in the same order, each as ``train`` gives it, to the last bit.

    With ``together`` those that share a problem and optimizer are one stacked computation, which is
    quicker for many and equal up to rounding: for what is counted, not for a run that is shown.
    """
    runs: list[Run | None] = [None] * len(experiments)
    for places in _places(experiments, lambda e: e.kind).values():
        training = Training([experiments[i] for i in places], dtype, record_limit, together)
        training.advance()
        for place, run in zip(places, training.runs(), strict=True):
            runs[place] = run
    return [run for run in runs if run is not None]


def _places(
    experiments: Sequence[Experiment], trait: Callable[[Experiment], Hashable]
) -> dict[Hashable, list[int]]:
    """Where in ``experiments`` those lie that share a trait, for each value of it."""
    places: dict[Hashable, list[int]] = {}
    for place, experiment in enumerate(experiments):
        places.setdefault(trait(experiment), []).append(place)
    return places
