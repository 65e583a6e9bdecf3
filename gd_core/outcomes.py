"""How a training ended, each ending with a sentence for a learner."""

from collections.abc import Sequence
from enum import Enum

import torch
from torch import Tensor

from gd_core.problem import Problem

EXPLODED = 1e12
"""A loss this many times the starting loss (or 1) is an explosion: float32 ends soon after."""

_SETTLED = 1e-5
"""Converged also when the gradient is this small a share of the steepest one met, or of a usual one."""


class Outcome(Enum):
    """How a training ended; ``.sentence`` says what that means."""

    CONVERGED = "It settled: the loss is small or the ground is flat, so the steps have all but stopped."
    FINISHED = "It used up its epochs before it settled."
    DIVERGED = "It blew up: every step overshot by more than the last, until the numbers ran out."
    DEAD = (
        "It died: all that could learn is switched off, the gradient is exactly zero, no step moves it again."
    )

    FALLING = "It falls for ever: this ground has no lowest place, and the loss went down out of sight."
    UNDEFINED = (
        "It stepped to where the function has no value, or none that a computer holds, and stopped before."
    )

    @property
    def sentence(self) -> str:
        """What this ending means, for a learner."""
        return self.value


def exploding(loss: Tensor, start_loss: Tensor) -> Tensor:
    """Where ``loss`` (..., R) is not finite or beyond any return, up or down, given ``start_loss`` (R,)."""
    # From a very high start the bound itself is infinite.
    return ~((loss.abs() <= EXPLODED * start_loss.abs().clamp_min(1)) & loss.isfinite())


def explosions(problem: Problem, loss: Tensor) -> Tensor:
    """How runs ended whose exploding points have this ``loss``, each as its place in Outcome (int8)."""
    falling, undefined, diverged = map(_place, (Outcome.FALLING, Outcome.UNDEFINED, Outcome.DIVERGED))
    # Where every place has a value, only numbers that ran out give none.
    none = loss.isnan() & (not problem.whole)
    return torch.where(loss < 0, falling, torch.where(none, undefined, diverged)).to(torch.int8)


def judge(problem: Problem, runs: Sequence[tuple[Tensor, Tensor, Outcome | None, bool]]) -> list[Outcome]:
    """The outcome of each of ``runs``: recorded params (S+1, P), full-data loss (S+1,), explosion, drifting.

    Their lengths may differ. A run is ``drifting`` whose optimizer moves it without a gradient. The
    ground is looked at once, for all whose loss does not decide.
    """
    outcomes = {i: exploded or _by_loss(problem, loss) for i, (_, loss, exploded, _) in enumerate(runs)}
    paths = {i: runs[i][0] for i, outcome in outcomes.items() if outcome is None}
    if paths:
        steepness = problem.gradients(torch.cat([*paths.values()])).norm(dim=1)
        parts = steepness.split([len(path) for path in paths.values()])
        for i, part in zip(paths, parts, strict=True):
            outcomes[i] = _by_steepness(problem, part, drifting=runs[i][3])
    return [outcome for outcome in outcomes.values() if outcome is not None]


def _by_loss(problem: Problem, loss: Tensor) -> Outcome | None:
    return Outcome.CONVERGED if loss[-1] <= problem.small_loss else None


def _by_steepness(problem: Problem, steepness: Tensor, drifting: bool) -> Outcome:
    if drifting and steepness[-1] == 0:
        return Outcome.FINISHED
    place = verdicts(problem, torch.tensor(torch.inf), steepness[-1], steepness.max())
    return list(Outcome)[int(place)]


def death(problem: Problem, params: Tensor) -> int:
    """The first recorded point (of ``params`` (S+1, P)) from which on the gradient stays zero."""
    alive = problem.gradients(params).ne(0).any(dim=1).nonzero()
    return int(alive[-1]) + 1 if len(alive) else 0


def rises(loss: Tensor) -> float:
    """The share of the steps in the last tenth of ``loss`` (S+1,) that go up; 0 in a smooth descent."""
    tail = loss[-max(2, len(loss) // 10) :]
    return float((torch.diff(tail) > 0).float().mean())


def verdicts(problem: Problem, loss: Tensor, steepness: Tensor, steepest: Tensor) -> Tensor:
    """How runs ended that did not explode, each as its place in Outcome (int8), from their last ``loss``.

    ``steepness`` is the length of the gradient there, ``steepest`` the greatest on the way, all of
    any one shape.
    """
    converged, finished, dead = map(_place, (Outcome.CONVERGED, Outcome.FINISHED, Outcome.DEAD))
    flat = steepness <= _SETTLED * steepest.clamp_max(problem.usual_slope)
    by_ground = torch.where(flat, converged, finished)
    if problem.switches_off:
        by_ground = torch.where(steepness == 0, dead, by_ground)
    return torch.where(loss <= problem.small_loss, converged, by_ground).to(torch.int8)


def _place(outcome: Outcome) -> int:
    return list(Outcome).index(outcome)
