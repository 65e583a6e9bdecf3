"""A tile of a sweep: K x L runs that go their way together, of which nothing but the end is kept.

Runs of a row share a seed's samples and their order. A run that blew up is not followed any further,
nor is one that no step can move again; a column in which all have ended is left out of the computation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import repeat

import torch
from torch import Tensor

from gd_core.endings.evidence import reach
from gd_core.endings.outcomes import EXPLODED, Outcome, explosions, verdicts
from gd_core.experiment import Experiment
from gd_core.optim.optimizers import optimizer_for
from gd_core.sweeps.row_ends import EndsOfRow, corrected
from gd_core.training.batches import BatchPlan
from gd_core.training.draws import Draws
from gd_core.training.rates import Rates

_LONGEST_BLOCK = 64
"""So many updates go by before it is looked again who is still on the way."""


class ColumnRates:
    """The learning rates of L columns as ``experiment``'s schedule has them, made once for equal ones."""

    def __init__(self, experiment: Experiment, rates: Tensor):
        distinct, self._which = rates.unique(return_inverse=True)
        self._each = Rates([replace(experiment, learning_rate=rate) for rate in distinct.tolist()])

    def take(self, first: int, count: int) -> Tensor:
        """Those of the updates ``first`` .. ``first + count - 1`` (C, L), or (1, L) if all have the same."""
        return self._each.take(first, count)[:, self._which]


UNDER_WAY = -1
OUTCOMES = tuple(Outcome)
_DEAD, _FINISHED, _SLOPELESS = map(OUTCOMES.index, (Outcome.DEAD, Outcome.FINISHED, Outcome.SLOPELESS))


class Tile:
    """K ``experiments``, a row each, with the learning ``rates`` (L,) from the ``starts`` (K, L, P).

    ``params`` (K, L, P), ``loss`` (K, L) and ``outcome`` (K, L), an index of OUTCOMES or UNDER_WAY,
    are how the runs ended. The loss of a run that blew up is where it was out of all bounds.
    """

    def __init__(
        self, experiments: Sequence[Experiment], draws: Sequence[Draws], starts: Tensor, rates: Tensor
    ):
        first, self._problem = experiments[0], draws[0].problem
        self._problems, self._reach = [each.problem for each in draws], reach(first)
        self.updates, self.done, self.made = first.updates, 0, 0
        pairs = [] if first.batch == "full" else zip(experiments, draws, strict=True)
        self._plans = [BatchPlan(experiment, each.orders(experiment.luck)) for experiment, each in pairs]
        self._optimizer = optimizer_for(first.optimizer, first.by_hand)
        self._settings = {
            name: torch.tensor([getattr(first, name)], dtype=torch.float64)
            for name in self._optimizer.settings
        }
        self._rates, self._columns = ColumnRates(first, rates), torch.arange(starts.shape[1])
        with torch.inference_mode():
            problems = [d.problem for d in draws]
            self._engine = self._problem.grid(problems, starts, first.samples_per_update)
            self._state = self._optimizer.init(self._engine.flat)
            self._loss = self._engine.losses()
            self._first_loss = self._loss.clone()
            self._bound = EXPLODED * self._loss.abs().clamp_min(1)
            self._no_slope = torch.zeros_like(self._loss, dtype=torch.bool)
            self._steepest = torch.zeros_like(self._loss)
        self.params, self.loss = starts.clone(), self._loss.clone()
        self.outcome = torch.full(self.loss.shape, UNDER_WAY, dtype=torch.int8)

    @property
    def complete(self) -> bool:
        """True when every run has ended."""
        return self.done == self.updates or not len(self._columns)

    @property
    def progress(self) -> float:
        """The share of the updates that are made."""
        return 1.0 if self.complete else self.done / self.updates

    def advance(self) -> None:
        """Make the next updates: few at first, when most happens."""
        count = min(max(1, self.done), _LONGEST_BLOCK, self.updates - self.done)
        with torch.inference_mode():
            self._descend(count)
            self.done += count
            self.made += count * self._loss.numel()
            self._look()

    def _descend(self, count: int) -> None:
        engine, step = self._engine, self._optimizer.step
        updates = zip(range(count), self._feed(count), self._numbers(count), strict=False)
        for place, fed, numbers in updates:
            if place == count - 1:
                self._before = engine.params()
            engine.descend(*fed)
            if not self._plans:
                self._note_slope()
            if not engine.bounded:
                self._note(engine.losses() if self._plans else engine.seen())
            if not self._problem.defined_everywhere:
                self._note_no_slope()
            step(engine.flat, engine.grad, self._state, numbers)

    def _feed(self, count: int) -> Iterable[tuple[Tensor, ...]]:
        if not self._plans:
            return repeat(self._engine.everything, count)
        return self._engine.feed(torch.stack([plan.take(count) for plan in self._plans], 1))

    def _numbers(self, count: int) -> Iterable[tuple[Tensor, ...]]:
        """What the optimizer counts with in each update, of one row (1, L) or (1, 1)."""
        rates = self._rates.take(self.done, count)[:, self._columns]
        exact = self._optimizer.numbers(rates, self._settings, range(self.done, self.done + count))
        rows = [number.to(self._loss.dtype).unsqueeze(1) for number in exact]
        if all(len(row) == 1 for row in rows):
            return repeat(tuple(row[0] for row in rows), count)
        return zip(*(row.expand(count, -1, -1).unbind() for row in rows), strict=True)

    def _note(self, loss: Tensor) -> None:
        """Keep the ``loss`` of who has not blown up before."""
        self._loss = torch.where(self._sound(), loss, self._loss)

    def _note_slope(self) -> Tensor:
        steepness = self._engine.steepness()
        torch.maximum(self._steepest, steepness, out=self._steepest)
        return steepness

    def _note_no_slope(self) -> None:
        """Keep who is where the function has a value but, in 64 bits too, no slope."""
        here = self._sound() & self._engine.steepness().isnan()
        if here.any():
            slopes = self._problem.gradients(self._engine.params()[here].double())
            here[here.clone()] = ~slopes.isfinite().all(-1)
            self._no_slope |= here

    def _sound(self) -> Tensor:
        return (self._loss.abs() <= self._bound) & self._loss.isfinite()

    def _look(self) -> None:
        """Write down where all are, and go on without the columns in which all have ended."""
        engine = self._engine
        # Out of all numbers a run is lost, whatever the loss says there.
        loss, far = engine.descend_all(), torch.where(self._loss < 0, -torch.inf, torch.inf)
        self._note(loss.where(engine.params().isfinite().all(-1), far))
        steepness = self._note_slope()
        sound = self._sound()
        outcome = verdicts(self._problem, self._loss, steepness.sqrt(), self._steepest.sqrt())
        if self._state:
            # An optimizer that still moves a run without a gradient has not let it die.
            drifting = (engine.params() != self._before).any(-1)
            outcome[drifting & (outcome == _DEAD)] = _FINISHED
        outcome[~sound] = explosions(self._problem, self._loss[~sound])
        outcome[~sound & self._no_slope] = _SLOPELESS
        ended = ~sound if self._state else ~sound | engine.still()
        if self.done < self.updates:
            outcome[~ended] = UNDER_WAY
        self._look_around(outcome, sound & (ended | (self.done == self.updates)))
        self._write(engine.params(), outcome)
        self._keep((~ended).any(0).nonzero().flatten())

    def _look_around(self, outcome: Tensor, over: Tensor) -> None:
        """Correct the ``outcome`` of those who are ``over`` by what lies around their ends."""
        ends = EndsOfRow(
            self._engine.params(), self._before, self._loss, self._first_loss - self._loss, outcome.clone()
        )
        new = over & (self.outcome[:, self._columns] == UNDER_WAY)
        for row, problem in enumerate(self._problems):
            who = new[row].nonzero().flatten()
            if len(who):
                outcome[row, who] = corrected(problem, ends.only(row, who), self._reach)

    def _write(self, params: Tensor, outcome: Tensor) -> None:
        # Who is through stays as he was: his neighbours in the column may go on.
        new = self.outcome[:, self._columns] == UNDER_WAY
        row, column = new.nonzero().unbind(1)
        place = row, self._columns[column]
        self.params[place], self.loss[place] = params[new], self._loss[new]
        self.outcome[place] = outcome[new]

    def _keep(self, columns: Tensor) -> None:
        if len(columns) == len(self._columns):
            return
        if not len(columns):
            self._columns = columns
            return
        engine, size = self._engine, self._engine.flat.shape
        self._state = tuple(s[:, columns] if s.shape == size else s for s in self._state)
        engine.keep(columns)
        self._columns = self._columns[columns]
        kept = (self._loss, self._first_loss, self._bound, self._steepest, self._no_slope)
        self._loss, self._first_loss, self._bound, self._steepest, self._no_slope = (
            each[:, columns] for each in kept
        )
