"""Collects the chunks of a stack into Runs, thinning long ones."""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.outcomes import exploding, judge
from gd_core.runs import Run, recorded_steps
from gd_core.stack import Chunk

_POINT_FIELDS = ("params", "loss")
_UPDATE_FIELDS = ("grad", "batch_loss", "batches")


@dataclass
class Record:
    """What is kept of the run in row ``row`` of a stack."""

    experiment: Experiment
    row: int
    limit: int
    end: int = 0
    exploded: bool = False
    _steps: list[Tensor] = field(default_factory=list)
    _pieces: dict[str, list[Tensor]] = field(default_factory=dict)
    _last: dict[str, Tensor] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """True when this run has nothing more to record."""
        return self.exploded or self.end == self.experiment.updates

    def add(self, chunk: Chunk, first_bad: int) -> None:
        """Keep what this run's rule keeps of ``chunk``; ``first_bad`` is its first exploding point."""
        if self.complete:
            return
        left = self.experiment.updates - chunk.first
        count = min(chunk.updates, left, max(0, first_bad - 1))
        self.exploded = first_bad <= min(chunk.updates, left)
        self.end = chunk.first + count
        steps = recorded_steps(chunk.first, count, self.experiment.updates, self.limit)
        self._steps.append(steps)
        for name in _POINT_FIELDS + _UPDATE_FIELDS:
            self._pieces.setdefault(name, []).append(getattr(chunk, name)[steps - chunk.first, self.row])
        self._last = {name: getattr(chunk, name)[count, self.row].clone() for name in _POINT_FIELDS}

    def run(self) -> Run:
        """The Run so far; its outcome is judged when it is complete."""
        fields = {name: torch.cat(pieces) for name, pieces in self._pieces.items()}
        for name in _POINT_FIELDS:
            fields[name] = torch.cat([fields[name], self._last[name].unsqueeze(0)])
        fields["batches"] = fields["batches"][:, : self.experiment.samples_per_update]
        step = torch.cat([*self._steps, torch.tensor([self.end])])
        problem = self.experiment.data
        outcome = judge(problem, fields["params"], fields["loss"], self.exploded) if self.complete else None
        return Run(
            experiment=self.experiment,
            names=problem.names,
            step=step,
            epoch=step // self.experiment.updates_per_epoch,
            outcome=outcome,
            **fields,
        )


def first_explosions(chunk: Chunk, start_loss: Tensor) -> list[int]:
    """For each run the first exploding point of ``chunk``, or one past its last point."""
    bad = exploding(chunk.loss, start_loss)
    past = torch.ones(1, bad.shape[1], dtype=torch.bool)
    return torch.cat([bad, past]).int().argmax(0).tolist()
