"""How a training ended, each ending with a sentence for a learner."""

from dataclasses import dataclass
from enum import Enum

import torch
from torch import Tensor

from gd_core.problems.problem import Problem

EXPLODED = 1e12
"""A loss this many times the starting loss (or 1) is out of all bounds: a run is followed no further."""

_SETTLED = 1e-5
"""Converged also when the gradient is this small a share of the steepest one met, or of a usual one."""


class Outcome(Enum):
    """How a training ended; ``.sentence`` says what that means."""

    CONVERGED = "It settled: the loss is small or the ground is flat, so the steps have all but stopped."
    ARRIVING = "It has almost arrived: every step gains less, and hardly anything is left to gain."
    IMPROVING = "It ran out of epochs while still improving."
    FINISHED = "It used up its epochs before it settled."
    BOUNCING = "It bounces: the loss goes up and down around a level, and gets no lower."
    CYCLING = "It goes back and forth between the same places, and would do so for ever."
    GROWING = "It moves away: its loss was rising when the epochs ran out."
    COASTING = "It coasts: the gradient is gone, and only what the optimizer remembers still moves it."
    STALLED = "It stands still on a slope: its steps are too short to change 32-bit numbers."
    RESTING = "It rests on flat ground that is no valley: beside it the loss is lower."
    SLOPELESS = "It came to a place where the function has a value but no slope: nothing says where to go."
    DIVERGED = "It blew up: the loss grew beyond all bounds."
    DEAD = "It died: all that could learn is switched off, and no step changes that."
    FALLING = "It falls further and further: the loss went down out of sight, and no lowest place was met."
    UNDEFINED = "It stepped to where the function has no value, and stopped before."

    @property
    def sentence(self) -> str:
        """What this ending means, for a learner."""
        return self.value

    @property
    def coarse(self) -> "Outcome":
        """The same as far as the end alone tells: what went on until the epochs ran out is left open."""
        return Outcome.FINISHED if self in _UNFINISHED else self


_UNFINISHED = (
    Outcome.ARRIVING,
    Outcome.IMPROVING,
    Outcome.BOUNCING,
    Outcome.CYCLING,
    Outcome.GROWING,
    Outcome.COASTING,
    Outcome.STALLED,
)

ESCAPED = (Outcome.DIVERGED, Outcome.FALLING, Outcome.UNDEFINED, Outcome.SLOPELESS)
"""The endings of runs that did not come to the end of their epochs."""


@dataclass(frozen=True)
class Ending:
    """How a run ended: the ``outcome``, and the numbers behind it.

    ``since`` is the recorded point from which on it was dead or without a gradient, ``off`` says that no
    ReLU of a layer is on, and not a gradient of zero alone. ``goal`` is the loss that it is heading for, as
    the slope and the bend at its end say. ``low`` and ``high`` bound the loss of its last steps, of which
    the share ``rises`` went up; a cycle comes round after ``period`` steps. ``growth`` is by how much the
    loss is multiplied a step. ``overflow`` says that 32-bit numbers ran out; else a run that blew up was
    cut at the bound. ``kink`` says that it settled where the function has a crease, ``lowest`` that a
    place without a slope has nothing lower around it, ``drifting`` that the optimizer still moves a dead run.
    """

    outcome: Outcome
    since: int | None = None
    off: bool = False
    goal: float | None = None
    low: float = 0.0
    high: float = 0.0
    rises: float = 0.0
    period: int = 0
    growth: float = 1.0
    overflow: bool = False
    kink: bool = False
    drifting: bool = False
    lowest: bool = False


def exploding(loss: Tensor, start_loss: Tensor) -> Tensor:
    """Where ``loss`` (..., R) is not finite or beyond any return, up or down, given ``start_loss`` (R,)."""
    # From a very high start the bound itself is infinite.
    return ~((loss.abs() <= EXPLODED * start_loss.abs().clamp_min(1)) & loss.isfinite())


def explosions(problem: Problem, loss: Tensor) -> Tensor:
    """How runs ended whose exploding points have this ``loss``, each as its place in Outcome (int8)."""
    falling, undefined, diverged = map(place, (Outcome.FALLING, Outcome.UNDEFINED, Outcome.DIVERGED))
    # Where every place has a value, only numbers that ran out give none.
    none = loss.isnan() & (not problem.defined_everywhere)
    return torch.where(loss < 0, falling, torch.where(none, undefined, diverged)).to(torch.int8)


def flat(problem: Problem, steepness: Tensor, steepest: Tensor) -> Tensor:
    """Where a gradient of length ``steepness`` is next to none, ``steepest`` the greatest on the way."""
    return steepness <= _SETTLED * steepest.clamp_max(problem.usual_slope)


def death(problem: Problem, params: Tensor) -> int:
    """The first recorded point (of ``params`` (S+1, P)) from which on the gradient stays zero."""
    alive = problem.gradients(params).ne(0).any(dim=1).nonzero()
    return int(alive[-1]) + 1 if len(alive) else 0


def rises(loss: Tensor, least: float = 0.0) -> float:
    """The share of the steps in the last tenth of ``loss`` (S+1,) that go up by more than ``least``."""
    tail = loss[-max(2, len(loss) // 10) :]
    return float((torch.diff(tail) > least).float().mean())


def verdicts(problem: Problem, loss: Tensor, steepness: Tensor, steepest: Tensor) -> Tensor:
    """How runs ended that did not explode, each as its place in Outcome (int8), from their last ``loss``.

    ``steepness`` is the length of the gradient there, ``steepest`` the greatest on the way, all of
    any one shape.
    """
    converged, finished, dead = map(place, (Outcome.CONVERGED, Outcome.FINISHED, Outcome.DEAD))
    by_ground = torch.where(flat(problem, steepness, steepest), converged, finished)
    if problem.zero_gradient_means_dead:
        by_ground = torch.where(steepness == 0, dead, by_ground)
    return torch.where(loss <= problem.small_loss, converged, by_ground).to(torch.int8)


def place(outcome: Outcome) -> int:
    """Where ``outcome`` stands in Outcome."""
    return list(Outcome).index(outcome)
