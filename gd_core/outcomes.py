"""How a training ended, each ending with a sentence for a learner."""

from enum import Enum

import torch
from torch import Tensor

from gd_core.problem import Problem

EXPLODED = 1e12
"""A loss this many times the starting loss (or 1) is an explosion: float32 ends soon after."""

_SETTLED = 1e-5
"""Converged also when the gradient is this small a share of the steepest one met."""


class Outcome(Enum):
    """How a training ended; ``.sentence`` says what that means."""

    CONVERGED = "It settled: the loss is small or the ground is flat, so the steps have all but stopped."
    FINISHED = "It used up its epochs before it settled."
    DIVERGED = "It blew up: every step overshot by more than the last, until the numbers ran out."
    DEAD = "It died: all that could learn is switched off, the gradient is exactly zero, no step moves it again."

    @property
    def sentence(self) -> str:
        """What this ending means, for a learner."""
        return self.value


def exploding(loss: Tensor, start_loss: Tensor) -> Tensor:
    """Where ``loss`` (..., R) is not finite or beyond any return, given ``start_loss`` (R,)."""
    return ~(loss <= EXPLODED * start_loss.clamp_min(1))


def judge(problem: Problem, params: Tensor, loss: Tensor, exploded: bool) -> Outcome:
    """The outcome of a run with recorded ``params`` (S+1, P) and full-data ``loss`` (S+1,)."""
    if exploded:
        return Outcome.DIVERGED
    if loss[-1] <= problem.small_loss:
        return Outcome.CONVERGED
    steepness = problem.gradients(params).norm(dim=1)
    if steepness[-1] == 0:
        return Outcome.DEAD
    settled = steepness[-1] <= _SETTLED * steepness.max()
    return Outcome.CONVERGED if settled else Outcome.FINISHED


def death(problem: Problem, params: Tensor) -> int:
    """The first recorded point (of ``params`` (S+1, P)) from which on the gradient stays zero."""
    alive = problem.gradients(params).ne(0).any(dim=1).nonzero()
    return int(alive[-1]) + 1 if len(alive) else 0


def rises(loss: Tensor) -> float:
    """The share of the steps in the last tenth of ``loss`` (S+1,) that go up; 0 in a smooth descent."""
    tail = loss[-max(2, len(loss) // 10) :]
    return float((torch.diff(tail) > 0).float().mean())
