"""The engine: many runs of one problem as one stacked computation over the run axis.

Every step writes its parameters and gradient straight into the record. Losses are
computed afterwards, all recorded points at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

import torch
from torch import Tensor

from gd_core.backprop import Backprop, Storage, with_ones
from gd_core.batches import PADDING, plan_of
from gd_core.draws import draws_of
from gd_core.experiment import Experiment
from gd_core.movers import Mover, Movers
from gd_core.problem import Problem
from gd_core.rates import Rates

_CHUNK_ELEMENTS = 1 << 20
_LONGEST_CHUNK = 512
_LOOK = 32
"""After so many updates it is seen whether anything still moves: what dies mostly dies at once."""


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
        check_shared(experiments, "problem", "optimizer", "by_hand", "optimizers")
        self.updates = max(e.updates for e in experiments)
        self.done = 0
        draws = draws_of(experiments)
        self._problem = draws[experiments[0].seed].problem
        self._lay_out([draws[e.seed].problem for e in experiments], dtype)
        self._plans = [plan_of(e, draws[e.seed].orders) for e in experiments]
        self._width = max(plan.width for plan in self._plans)
        self._movers, self._rates = Movers(experiments), Rates(experiments)
        # Where plain gradient descent on all samples finds no gradient, it never will: it stands still.
        self._plain = not self._movers.state and all(e.batch == "full" and not e.branch for e in experiments)
        self._still = False
        self._build_buffers(torch.stack([_start(e, draws[e.seed].start, dtype) for e in experiments]))

    def _lay_out(self, problems: Sequence[Problem], dtype: torch.dtype) -> None:
        """Every different data set once (K, N, ...), and which of them each run has (R, 1)."""
        place = {problem: k for k, problem in enumerate(dict.fromkeys(problems))}
        self._data_sets = list(place)
        self._inputs = torch.stack([with_ones(p.inputs.to(dtype)) for p in place])
        self._targets = torch.stack([p.targets.to(dtype) for p in place])
        self._set_of = torch.tensor([[place[p]] for p in problems])

    def _build_buffers(self, starts: Tensor) -> None:
        runs, size = starts.shape
        model, total = self._problem.model, runs * size
        # Parameters, gradient and the optimizer's state side by side: one copy a step records them all.
        self._now = starts.new_empty(2 + len(self._movers.state), total)
        self._params = Storage(model, runs, self._now[0])
        self._grads = Storage(model, runs, self._now[1])
        self._params.write(starts)
        self._movers.begin(self._params.flat, self._now[2:].unbind())
        self._run_of = self._places(runs)
        self._backprop = Backprop(self._problem.loss, self._params, self._grads, self._width)
        fits = _CHUNK_ELEMENTS // (runs * max(size, self._width * self._inputs.shape[-1]))
        with torch.inference_mode():  # views of it are cheaper
            rows = max(1, min(_LONGEST_CHUNK, fits, self.updates))
            self._record = starts.new_empty(rows, len(self._now), total)
            self._rows = self._record.unbind()

    def _places(self, runs: int) -> Tensor:
        """Which run each entry of a flat vector is of (R * P,)."""
        model = self._problem.model
        numbered = Storage(model, runs, torch.empty(runs * model.count, dtype=torch.long))
        numbered.write(torch.arange(runs).unsqueeze(1).expand(-1, model.count))
        return numbered.flat

    def advance(self, most: int = _LONGEST_CHUNK) -> Chunk:
        """Make the next updates, at most ``most``, and return their record."""
        count = min(most, len(self._rows), self.updates - self.done)
        batches, rates = self._batches(count), self._rates.take(self.done, count)
        self._descend(batches, rates)
        params, *state = (self._params.read(points) for points in self._points(count))
        grad = self._grads.read(self._record[:count, 1])
        samples = self._sample_losses(params)
        chunk = Chunk(
            first=self.done,
            params=params,
            loss=samples.mean(-1),
            grad=grad,
            batches=batches,
            batch_loss=self._batch_loss(samples, batches),
            rate=rates.expand(count, -1),
            state=dict(zip(self._movers.state, state, strict=True)),
        )
        self.done += count
        return chunk

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
        now, backprop, data = self._now, self._backprop, iter(self._data(batches))
        params, grad, done = self._params.flat, self._grads.flat, 0
        with torch.inference_mode():
            for mover in self._movers.of(self.done, len(batches)):
                step, state, numbers = mover.optimizer.step, mover.state, iter(self._numbers(mover, rates))
                for rows in self._spans(done, done + mover.updates):
                    if self._still:
                        self._record[rows] = now
                        continue
                    for row, batch, each in zip(self._rows[rows], data, numbers, strict=False):
                        backprop(*batch)
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

    def _data(self, batches: Tensor) -> Iterable[tuple[Tensor, ...]]:
        """The inputs, targets and weights of each step, those of equal steps made once."""
        if (batches == batches[0]).all():
            return repeat(next(iter(self._gather(batches[:1]))), len(batches))
        if len(self._plans) > 1:
            return self._gather(batches)
        keys = [tuple(row) for row in batches.flatten(1).tolist()]
        distinct = list(dict.fromkeys(keys))
        made = dict(zip(distinct, self._gather(torch.tensor(distinct).unsqueeze(1)), strict=True))
        return [made[key] for key in keys]

    def _gather(self, batches: Tensor) -> Iterable[tuple[Tensor, ...]]:
        picked = self._set_of, batches.clamp_min(0)
        inputs, targets = self._inputs[picked], self._targets[picked]
        weights = (self._share(batches) * self._problem.loss.slope).unsqueeze(-1)
        tensors = self._backprop.prepare(inputs, targets, weights)
        if len(self._plans) == 1:
            tensors = tuple(t.squeeze(1) for t in tensors)
        return zip(*(t.unbind() for t in tensors), strict=True)

    def _share(self, batches: Tensor) -> Tensor:
        real = (batches != PADDING).to(self._inputs.dtype)
        return real / real.sum(-1, keepdim=True).clamp_min(1)

    def _batch_loss(self, samples: Tensor, batches: Tensor) -> Tensor:
        seen = samples[:-1].gather(2, batches.clamp_min(0))
        return (seen * self._share(batches)).sum(-1)

    def _sample_losses(self, params: Tensor) -> Tensor:
        """Each sample's loss (C, R, N) at ``params`` (C, R, P)."""
        points, runs, _ = params.shape
        if len(self._data_sets) == 1:
            return self._problem.sample_losses(params.flatten(0, 1)).view(points, runs, -1)
        losses = params.new_empty(points, runs, self._problem.samples)
        for k, problem in enumerate(self._data_sets):
            rows = (self._set_of == k).flatten().nonzero().flatten()
            losses[:, rows] = problem.sample_losses(params[:, rows].flatten(0, 1)).view(points, len(rows), -1)
        return losses


def _start(experiment: Experiment, drawn: Tensor, dtype: torch.dtype) -> Tensor:
    # An explicit start takes the place of the one drawn, which is drawn all the same:
    # so the order of the batches does not depend on it.
    return drawn.to(dtype) if experiment.start is None else torch.tensor(experiment.start, dtype=dtype)


def shared(experiment: Experiment) -> tuple[object, ...]:
    """What experiments must have in common to be trained side by side in one stack."""
    return experiment.problem, experiment.optimizers


def check_shared(experiments: Sequence[Experiment], *names: str) -> None:
    """Raise ValueError where ``experiments`` differ in one of the fields ``names``."""
    for name in names:
        found = dict.fromkeys(getattr(e, name) for e in experiments)
        if len(found) > 1:
            raise ValueError(f"{name} must be the same in all experiments, got {', '.join(map(repr, found))}")
