"""Collects the chunks of a stack into Runs, thinning long ones."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gd_core.endings.blasts import Blast
from gd_core.endings.evidence import Evidence
from gd_core.endings.judge import judge
from gd_core.endings.outcomes import Ending, exploding
from gd_core.endings.trends import window
from gd_core.experiment import Experiment
from gd_core.problems.problem import Problem
from gd_core.training.runs import Run, recorded_steps
from gd_core.training.stack import Chunk

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
        self._blasts: dict[int, Blast] = {}
        self._window = window(self._updates) + 1
        self._tail: tuple[Tensor, ...] = ()
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
        self._keep_tail(chunk, count)
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
        sound = self._last_sound(chunk, first_bad).clamp_(0, count)
        now = {name: values[sound, self._row] for name, values in _at_points(chunk).items()}
        now["end"] = sound + chunk.first
        if self._exploded.any():
            now = {name: _where(self._exploded, self._last[name], new) for name, new in now.items()}
        self._last = now
        bursts = (first_bad <= count) & ~self._exploded
        for place in bursts.nonzero().flatten().tolist():
            self._blasts[place] = _blast(chunk, int(first_bad[place]), self.rows[place])
        self._exploded |= bursts

    def _last_sound(self, chunk: Chunk, first_bad: Tensor) -> Tensor:
        sound = first_bad - 1
        for place in (first_bad <= chunk.updates).nonzero().flatten().tolist():
            point = int(first_bad[place])
            sound[place] += can_be_seen(chunk, point, self.rows[place], self.experiments[place].data)
        return sound

    def _keep_tail(self, chunk: Chunk, count: int) -> None:
        """Keep the last points one by one, however few of the others are recorded."""
        if chunk.first + count <= self._updates - self._window:
            return
        parts: Sequence[Tensor] = [each[: count + 1, self._row] for each in (chunk.params, chunk.loss)]
        if self._tail:  # a chunk begins where the one before it ended
            parts = [torch.cat([old[:-1], new]) for old, new in zip(self._tail, parts, strict=True)]
        self._tail = tuple(each[-self._window :].clone() for each in parts)

    def _ended(self) -> Tensor:
        return self._exploded | (self._last["end"] == self._updates)

    def runs(self) -> list[Run]:
        """The Runs so far, in the order of ``rows``; the outcome is judged of those that have ended."""
        steps = torch.cat(self._steps)
        kept = torch.searchsorted(steps, self._last["end"]).tolist()
        whole = {name: torch.cat(pieces) for name, pieces in self._pieces.items()}
        each = [self._fields(i, steps[:k], whole) for i, k in enumerate(kept)]
        return [
            Run(experiment=e, names=e.data.names, ending=ending, **fields)
            for e, fields, ending in zip(self.experiments, each, self._endings(each), strict=True)
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

    def _endings(self, each: Sequence[dict[str, Any]]) -> list[Ending | None]:
        endings: list[Ending | None] = [None] * len(each)
        for places in self._ended_by_problem().values():
            judged = judge([self._evidence(i, each[i]) for i in places])
            for i, ending in zip(places, judged, strict=True):
                endings[i] = ending
        return endings

    def _evidence(self, i: int, fields: dict[str, Any]) -> Evidence:
        params, loss = (
            (part[:, i] for part in self._tail) if self._tail else (fields["params"], fields["loss"])
        )
        return Evidence(
            experiment=self.experiments[i],
            params=fields["params"],
            loss=fields["loss"],
            half=int(torch.searchsorted(fields["step"], self._updates // 2)),
            rates=fields["rate"],
            tail=params,
            tail_loss=loss,
            blast=self._blasts.get(i),
        )

    def _ended_by_problem(self) -> dict[Problem, list[int]]:
        places: dict[Problem, list[int]] = {}
        for i in self._ended().nonzero().flatten().tolist():
            places.setdefault(self.experiments[i].data, []).append(i)
        return places


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


def can_be_seen(chunk: Chunk, point: int, row: int, problem: Problem) -> bool:
    """Whether the exploding ``point`` of a run is still one with numbers: only its loss is out of bounds."""
    params, loss = chunk.params[point, row], chunk.loss[point, row]
    parts = [params, loss, *(values[point, row] for values in chunk.state.values())]
    if point == 0 or not all(bool(part.isfinite().all()) for part in parts):
        return False
    return bool(problem.gradients(params.unsqueeze(0)).isfinite().all())


def _blast(chunk: Chunk, point: int, row: int) -> Blast:
    before = chunk.params[max(0, point - 1), row]
    return Blast(before.clone(), chunk.params[point, row].clone(), float(chunk.loss[point, row]))
