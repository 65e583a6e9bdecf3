"""Collects the chunks of a stack into Runs, thinning long ones."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.outcomes import Outcome, exploding, explosions, judge
from gd_core.problem import Problem
from gd_core.runs import Run, recorded_steps
from gd_core.stack import Chunk

_POINT_FIELDS = ("params", "loss")
_UPDATE_FIELDS = ("grad", "batch_loss", "batches", "rate")


class Record:
    """What is kept of ``experiments``, all of the same number of updates, in ``rows`` of a stack.

    They are kept together, since the same steps of all of them are; a run that explodes is cut
    short only when it is read.
    """

    def __init__(self, experiments: Sequence[Experiment], rows: Sequence[int], limit: int):
        self.experiments, self.rows = experiments, rows
        self._updates, self._limit = experiments[0].updates, limit
        self._row = torch.tensor(rows)
        self._exploded = torch.zeros(len(rows), dtype=torch.bool)
        self._burst = torch.zeros(len(rows), dtype=torch.float64)
        self._last: dict[str, Tensor] = {}
        self.complete = False
        self._steps: list[Tensor] = []
        self._pieces: dict[str, list[Tensor]] = {}

    def add(self, chunk: Chunk, first_bad: Tensor) -> None:
        """Keep what the rule keeps of ``chunk``; ``first_bad`` (R,) is each row's first exploding point."""
        if self.complete:
            return
        count = min(chunk.updates, self._updates - chunk.first)
        self._arrive(chunk, count, first_bad[self._row])
        self.complete = bool(self._ended().all())
        steps = recorded_steps(chunk.first, count, self._updates, self._limit)
        self._steps.append(steps)
        kept = steps - chunk.first
        whole = _at_points(chunk) | {name: getattr(chunk, name) for name in _UPDATE_FIELDS}
        for name, values in whole.items():
            of_rows = values.index_select(0, kept).index_select(1, self._row)
            self._pieces.setdefault(name, []).append(of_rows)

    def _arrive(self, chunk: Chunk, count: int, first_bad: Tensor) -> None:
        """Move the end of every run that has not exploded to its last sound point."""
        sound = (first_bad - 1).clamp_(0, count)
        now = {name: values[sound, self._row] for name, values in _at_points(chunk).items()}
        now["end"] = sound + chunk.first
        if self._exploded.any():
            now = {name: _where(self._exploded, self._last[name], new) for name, new in now.items()}
        self._last = now
        bursts = (first_bad <= count) & ~self._exploded
        self._burst[bursts] = chunk.loss[first_bad[bursts], self._row[bursts]].double()
        self._exploded |= bursts

    def _ended(self) -> Tensor:
        return self._exploded | (self._last["end"] == self._updates)

    def runs(self) -> list[Run]:
        """The Runs so far, in the order of ``rows``; the outcome is judged of those that have ended."""
        steps = torch.cat(self._steps)
        kept = torch.searchsorted(steps, self._last["end"]).tolist()
        whole = {name: torch.cat(pieces) for name, pieces in self._pieces.items()}
        each = [self._fields(i, steps[:k], whole) for i, k in enumerate(kept)]
        return [
            Run(experiment=e, names=e.data.names, outcome=outcome, **fields)
            for e, fields, outcome in zip(self.experiments, each, self._outcomes(each), strict=True)
        ]

    def _fields(self, i: int, steps: Tensor, whole: dict[str, Tensor]) -> dict[str, Any]:
        """The i-th run's own tensors: its end may come before that of its neighbours."""
        kept, experiment = len(steps), self.experiments[i]
        fields: dict[str, Any] = {name: whole[name][:kept, i].clone() for name in _UPDATE_FIELDS}
        fields["batches"] = fields["batches"][:, : experiment.widest].clone()
        points = {
            n: torch.cat([whole[n][:kept, i], self._last[n][i : i + 1]]) for n in self._last if n != "end"
        }
        fields |= {name: points.pop(name) for name in _POINT_FIELDS} | {"state": points}
        fields["step"] = torch.cat([steps, self._last["end"][i : i + 1]])
        fields["epoch"] = experiment.epoch_at(fields["step"])
        return fields

    def _outcomes(self, each: Sequence[dict[str, Any]]) -> list[Outcome | None]:
        outcomes: list[Outcome | None] = [None] * len(each)
        exploded, kinds = self._exploded.tolist(), list(Outcome)
        for problem, places in self._ended_by_problem().items():
            how = explosions(problem, self._burst[places]).tolist()
            ends = [kinds[k] if exploded[i] else None for i, k in zip(places, how, strict=True)]
            runs = [
                (each[i]["params"], each[i]["loss"], end, _drifts(each[i]))
                for i, end in zip(places, ends, strict=True)
            ]
            for i, outcome in zip(places, judge(problem, runs), strict=True):
                outcomes[i] = outcome
        return outcomes

    def _ended_by_problem(self) -> dict[Problem, list[int]]:
        places: dict[Problem, list[int]] = {}
        for i in self._ended().nonzero().flatten().tolist():
            places.setdefault(self.experiments[i].data, []).append(i)
        return places


def _drifts(fields: dict[str, Any]) -> bool:
    """Whether a run was still on its way at its end, with an optimizer that needs no gradient for that."""
    ends = fields["params"][-2:]
    return bool(fields["state"]) and len(ends) > 1 and not torch.equal(*ends)


def _at_points(chunk: Chunk) -> dict[str, Tensor]:
    """What ``chunk`` has at every point: parameters, loss, and the parts of the optimizer's state."""
    return {name: getattr(chunk, name) for name in _POINT_FIELDS} | chunk.state


def _where(frozen: Tensor, old: Tensor, new: Tensor) -> Tensor:
    """The rows of ``old`` that are frozen (R,), else those of ``new``."""
    return torch.where(frozen.view(-1, *[1] * (new.dim() - 1)), old, new)


def first_explosions(chunk: Chunk, start_loss: Tensor) -> Tensor:
    """For each run (R,) the first exploding point of ``chunk``, or one past its last point."""
    bad = exploding(chunk.loss, start_loss) | ~chunk.params.isfinite().all(-1)
    past = torch.ones(1, bad.shape[1], dtype=torch.bool)
    return torch.cat([bad, past]).int().argmax(0)
