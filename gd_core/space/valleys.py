"""Which runs came to the same valley."""

import torch
from torch import Tensor

from gd_core.problems.problem import Problem

MOST = 6
"""So many valleys are told apart; the rest are one more."""

_NEAR = 0.03
"""Ends nearer than this share of what the starts span are the same valley."""


def valleys(problem: Problem, starts: Tensor, params: Tensor, loss: Tensor) -> Tensor:
    """The valley (R,) in which each of the runs from ``starts`` (R, P) to ``params`` (R, P) ends.

    They are numbered from the deepest on; MOST is all that are not among the first MOST. Models that
    answer alike are in the same valley, whatever their parameters: the bottom of a valley may be
    a line, and swapping hidden neurons changes nothing. Where there are no samples to answer, it is
    the parameters that count.
    """
    ends, begins = _answers(problem, params), _answers(problem, starts)
    near = _NEAR * float((begins.amax(0) - begins.amin(0)).norm())
    valley = torch.full((len(params),), MOST)
    left = torch.ones(len(params), dtype=torch.bool)
    for number in range(MOST):
        if not left.any():
            break
        deepest = int(loss.where(left, torch.inf).argmin())
        here = left & ((ends - ends[deepest]).norm(dim=1) <= near)
        here[deepest] = True
        valley[here] = number
        left &= ~here
    return valley


def _answers(problem: Problem, params: Tensor) -> Tensor:
    """How far each sample's answer is from its target (R, N), or, with one sample, the parameters."""
    if problem.samples == 1:
        return params
    # From far off, where a start may lie, the error may be infinite.
    return problem.sample_losses(params).sqrt().nan_to_num(posinf=1e18)
