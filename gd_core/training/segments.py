"""What moves the parameters of runs that are trained side by side: the optimizer, its state and settings.

A branch may change all of them on the way. As long as the optimizer stays the same, its state
goes on, whatever becomes of its settings; another optimizer begins with a fresh state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.optim.optimizers import Numbers, Optimizer, Settings, State, optimizer_for


@dataclass(frozen=True)
class Mover:
    """One optimizer for some ``updates`` in a row from ``first`` on; its ``state`` began at ``since``."""

    optimizer: Optimizer
    state: State
    settings: Settings
    since: int
    first: int
    updates: int

    def numbers(self, rates: Tensor) -> Numbers:
        """What the optimizer counts with in each update, given the learning ``rates``."""
        made = self.first - self.since
        return self.optimizer.numbers(rates, self.settings, range(made, made + self.updates))


class Movers:
    """The optimizers of R ``experiments`` that share them, one after the other.

    ``state`` names the parts of the last one's state, which is kept in the rooms given to ``begin``:
    what they hold before it begins is how it would begin there.
    """

    def __init__(self, experiments: Sequence[Experiment]):
        self._experiments = experiments
        self._changes = sorted({e.branch for e in experiments if e.branch})
        self._each = [
            (first, optimizer_for(name, by_hand)) for first, name, by_hand in experiments[0].optimizers
        ]
        self.state = self._each[-1][1].state

    def begin(self, params: Tensor, rooms: Sequence[Tensor]) -> None:
        """Begin at ``params`` (R * P,), with room for each part of the last optimizer's state."""
        self._params = params
        inits = [optimizer.init(params) for _, optimizer in self._each[:-1]]
        self._states = [*inits, tuple(rooms)]
        self._reset()

    def _reset(self) -> None:
        for room, first in zip(self._states[-1], self._each[-1][1].init(self._params), strict=True):
            room.copy_(first)

    def of(self, done: int, count: int) -> Iterator[Mover]:
        """What moves in the ``count`` updates that ``done`` others came before: to be used in turn."""
        cuts = [at for at in self._changes if done < at < done + count]
        for first, last in pairwise([done, *cuts, done + count]):
            place = max(k for k, (since, _) in enumerate(self._each) if since <= first)
            since, optimizer = self._each[place]
            if place and since == first:
                self._reset()
            settings = self._settings(optimizer, first)
            yield Mover(optimizer, self._states[place], settings, since, first, last - first)

    def _settings(self, optimizer: Optimizer, update: int) -> Settings:
        """Each setting's value in every run (R,) from ``update`` on."""
        if not optimizer.settings:
            return {}
        now = [e.choices_at(update) for e in self._experiments]
        return {
            n: torch.tensor([getattr(e, n) for e in now], dtype=torch.float64) for n in optimizer.settings
        }
