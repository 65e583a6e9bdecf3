"""Why a run could not go on: its loss was cut, numbers ran out, or the function or its slope has no value."""

from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.endings.outcomes import Ending, Outcome
from gd_core.problems.problem import Problem
from gd_core.space.surroundings import lower_beside

_BESIDE = 1e-3
"""A pole is finite this share of the way beside it; numbers that ran out are not."""


@dataclass(frozen=True)
class Blast:
    """The point that a run did not survive: its ``params`` (P,), the ``loss``, and the point ``before``."""

    before: Tensor
    params: Tensor
    loss: float


def ended_by(problem: Problem, blast: Blast) -> Ending:
    """How a run ended that ``blast`` ended: judged in 64 bits, where 32 have no number any more."""
    loss = torch.tensor(blast.loss)
    if loss.isfinite():
        return Ending(_out_of_sight(blast.loss))
    if blast.params.isfinite().all():
        return _by_value(problem, blast)
    return _by_slope(problem, blast)


def _out_of_sight(loss: float) -> Outcome:
    return Outcome.FALLING if loss < 0 else Outcome.DIVERGED


def _by_value(problem: Problem, blast: Blast) -> Ending:
    """The loss has no finite value in 32 bits at a place that is a place."""
    exact = problem.losses(blast.params.double().unsqueeze(0))
    if exact.isfinite():
        return Ending(_out_of_sight(float(exact)), overflow=True)
    if problem.defined_everywhere or (exact.isinf() and not _finite_beside(problem, blast.params)):
        return Ending(_out_of_sight(blast.loss), overflow=True)
    return Ending(Outcome.UNDEFINED)


def _finite_beside(problem: Problem, params: Tensor) -> bool:
    shifts = torch.tensor([-_BESIDE, _BESIDE], dtype=torch.float64)
    places = params.double() + torch.cartesian_prod(shifts, shifts) * params.abs().clamp_min(1).double()
    return bool(problem.losses(places).isfinite().any())


def _by_slope(problem: Problem, blast: Blast) -> Ending:
    """The step itself has no finite number."""
    here = blast.before.unsqueeze(0)
    slope = problem.gradients(here)
    if not slope.isfinite().all() and not problem.gradients(here.double()).isfinite().all():
        return Ending(Outcome.SLOPELESS, lowest=not bool(lower_beside(problem, here)))
    return Ending(_out_of_sight(float(problem.losses(here))), overflow=True)
