"""The engine: many runs of one problem as one stacked computation over the run axis.

Every step writes its parameters and gradient straight into the record. Losses are
computed afterwards, all recorded points at once.

How a sum is rounded depends on the shape that it is computed in. Runs that are stacked round
alike up to that; a stack of one run depends on nothing but its experiment, to the last bit:
not on how it is cut into chunks, nor on what a branch does later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.problems.catalog import PROBLEM_FIELDS
from gd_core.problems.contracts import PADDING, shares
from gd_core.problems.problem import Problem
from gd_core.training.batches import plan_of
from gd_core.training.draws import draws_of
from gd_core.training.rates import Rates
from gd_core.training.segments import Mover, Movers

_CHUNK_ELEMENTS = 1 << 20
_LONGEST_CHUNK = 512
_LOOK = 32
"""After so many updates it is seen whether anything still moves: what dies mostly dies at once."""

_LANES = 32
"""Points are looked at so many at a time: what is left over would be rounded in another way."""


@dataclass(frozen=True)
class Chunk:
    """C consecutive updates of R runs; ``first`` is the number of the first.

    ``params`` (C+1, R, P), ``loss`` (C+1, R), on the full data, and the optimizer's ``state``, each
    part (C+1, R, P), at every point; ``grad`` (C, R, P), ``batches`` (C, R, B), ``batch_loss`` and,
    in float64, the learning ``rate`` (C, R) of every update.
    """

    first: int
    params: Tensor
    loss: Tensor
    grad: Tensor
    batches: Tensor
    batch_loss: Tensor
    rate: Tensor
    state: dict[str, Tensor]

    @property
    def updates(self) -> int:
        """C, the number of updates in this chunk."""
        return len(self.grad)


class Stack:
    """R experiments on one problem with one optimizer, trained side by side, each on its seed's data.

    A run that needs fewer updates than its neighbours stands still when it is through.
    Raises ValueError where the experiments do not share their problem or optimizer.
    """

    def __init__(self, experiments: Sequence[Experiment], dtype: torch.dtype):
        own = PROBLEM_FIELDS.get(experiments[0].problem, ())
        check_shared(experiments, "problem", *own, "optimizer", "by_hand", "optimizers")
        self.updates = max(e.updates for e in experiments)
        self.done = 0
        draws = draws_of(experiments)
        problems = [draws[e.seed].problem for e in experiments]
        self._plans = [plan_of(e, draws[e.seed].orders) for e in experiments]
        self._width = max(plan.width for plan in self._plans)
        self._movers, self._rates = Movers(experiments), Rates(experiments)
        # Where plain gradient descent on all samples finds no gradient, it never will: it stands still.
        self._plain = not self._movers.state and all(e.batch == "full" and not e.branch for e in experiments)
        self._still = False
        starts = torch.stack([_start(e, draws[e.seed].start, dtype) for e in experiments])
        self._build_buffers(problems, starts)

    def _build_buffers(self, problems: Sequence[Problem], starts: Tensor) -> None:
        runs, total = len(starts), starts.numel()
        # Parameters, gradient and the optimizer's state side by side: one copy a step records them all.
        self._now = starts.new_empty(2 + len(self._movers.state), total)
        self._engine = problems[0].engine(problems, self._now[:2])
        self._params, self._grads = self._engine.params, self._engine.grads
        self._params.write(starts)
        self._movers.begin(self._params.flat, self._now[2:].unbind())
        self._run_of = self._places(starts)
        fits = _CHUNK_ELEMENTS // max(total, runs * self._width * self._engine.numbers)
        with torch.inference_mode():  # views of it are cheaper
            rows = max(1, min(_LONGEST_CHUNK, fits, self.updates))
            self._record = starts.new_empty(rows, len(self._now), total)
            self._rows = self._record.unbind()

    def _places(self, starts: Tensor) -> Tensor:
        """Which run each entry of a flat vector is of (R * P,)."""
        numbered = self._engine.layout(torch.empty(starts.numel(), dtype=torch.long))
        numbered.write(torch.arange(len(starts)).unsqueeze(1).expand(starts.shape))
        return numbered.flat

    def advance(self, most: int = _LONGEST_CHUNK) -> Chunk:
        """Make the next updates, at most ``most``, and return their record."""
        count, width = self._reach(most)
        batches, rates = self._batches(count), self._rates.take(self.done, count)
        self._descend(batches[..., :width], rates)
        params, *state = (self._params.read(points) for points in self._points(count))
        grad = self._grads.read(self._record[:count, 1])
        samples = self._engine.sample_losses(self._filled(params))[: count + 1]
        chunk = Chunk(
            first=self.done,
            params=params,
            loss=samples.mean(-1),
            grad=grad,
            batches=batches,
            batch_loss=self._batch_loss(samples, batches[..., :width]),
            rate=rates.expand(count, -1),
            state=dict(zip(self._movers.state, state, strict=True)),
        )
        self.done += count
        return chunk

    def _reach(self, most: int) -> tuple[int, int]:
        """How many updates come next, at most ``most``, and how many samples they look at at most."""
        count = min(most, len(self._rows), self.updates - self.done)
        if len(self._plans) > 1:
            return count, self._width
        # Alone, a branch has its trunk's part as the trunk has it: in batches as wide as those.
        piece = self._plans[0].piece
        return min(count, piece.left), piece.width

    def _filled(self, params: Tensor) -> Tensor:
        """The points ``params`` (C, R, P), of a run that is alone as many as go by full lanes."""
        missing = -len(params) % _LANES if len(self._plans) == 1 else 0
        return torch.cat([params, params[-1:].expand(missing, -1, -1)]) if missing else params

    def _points(self, count: int) -> Iterable[Tensor]:
        """The parameters and each part of the state, as recorded and as they are now (C+1, R * P)."""
        for place in (0, *range(2, len(self._now))):
            yield torch.cat([self._record[:count, place], self._now[place : place + 1]])

    def _batches(self, count: int) -> Tensor:
        batches = torch.full((count, len(self._plans), self._width), PADDING)
        for run, plan in enumerate(self._plans):
            if plan.left:
                taken = plan.take(count)
                batches[: len(taken), run, : plan.width] = taken
        return batches

    def _descend(self, batches: Tensor, rates: Tensor) -> None:
        now, descend, feed = self._now, self._engine.descend, iter(self._engine.feed(batches))
        params, grad, done = self._params.flat, self._grads.flat, 0
        with torch.inference_mode():
            for mover in self._movers.of(self.done, len(batches)):
                step, state, numbers = mover.optimizer.step, mover.state, iter(self._numbers(mover, rates))
                for rows in self._spans(done, done + mover.updates):
                    if self._still:
                        self._record[rows] = now
                        continue
                    for row, fed, each in zip(self._rows[rows], feed, numbers, strict=False):
                        descend(*fed)
                        row.copy_(now)
                        step(params, grad, state, each)
                    self._still = self._plain and not grad.any()
                done += mover.updates

    def _spans(self, first: int, last: int) -> Iterable[slice]:
        """The rows of the record between which it is seen whether anything moves."""
        look = min(first + _LOOK, last) if self._plain else last
        return [slice(first, look), slice(look, last)] if look < last else [slice(first, last)]

    def _numbers(self, mover: Mover, rates: Tensor) -> Iterable[tuple[Tensor, ...]]:
        """What the optimizer counts with in each step, an entry a parameter; what stays the same, once."""
        count = mover.updates
        exact = mover.numbers(rates if len(rates) == 1 else rates[mover.first - self.done :][:count])
        flat = [n.to(self._now.dtype)[:, self._run_of] for n in exact]
        if all(len(n) == 1 for n in flat):
            return repeat(tuple(n[0] for n in flat), count)
        return zip(*(n.expand(count, -1).unbind() for n in flat), strict=True)

    def _batch_loss(self, samples: Tensor, batches: Tensor) -> Tensor:
        seen = samples[:-1].gather(2, batches.clamp_min(0))
        return (seen * shares(batches, samples.dtype)).sum(-1)


def _start(experiment: Experiment, drawn: Tensor, dtype: torch.dtype) -> Tensor:
    # An explicit start takes the place of the one drawn, which is drawn all the same:
    # so the order of the batches does not depend on it.
    return drawn.to(dtype) if experiment.start is None else torch.tensor(experiment.start, dtype=dtype)


def shared(experiment: Experiment) -> tuple[object, ...]:
    """What experiments must have in common to be trained side by side in one stack."""
    return (*experiment.kind, experiment.optimizers)


def check_shared(experiments: Sequence[Experiment], *names: str) -> None:
    """Raise ValueError where ``experiments`` differ in one of the fields ``names``."""
    for name in names:
        found = dict.fromkeys(getattr(e, name) for e in experiments)
        if len(found) > 1:
            raise ValueError(f"{name} must be the same in all experiments, got {', '.join(map(repr, found))}")
