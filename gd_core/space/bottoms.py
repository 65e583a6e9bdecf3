"""The bottom of the valley that a run is in: Newton's step there, and how much lower the loss is.

Near a point w the loss is L(w + d) = L + g'd + d'Hd / 2: where H bends upwards it is lowest at
d = -H^-1 g, by g'H^-1 g / 2. Directions that neither bend nor slope, as along a line of best answers, do
not count.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from gd_core.problems.problem import Problem
from gd_core.space.curvature import hessians

_LEVEL = 1e-9
"""A direction that bends less than this share of the sharpest one is level."""

_NEWTON, _FOUND = 8, 1e-6
"""So many of Newton's steps may it take to find a bottom, where the slope is this share of what it was."""


def gains(problem: Problem, params: Tensor, slope: Tensor) -> Tensor:
    """How much lower the loss is (G,) at the bottom; infinite where ``params`` (G, P) are in no bowl.

    ``slope`` (G, P) is the gradient there.
    """
    return -(slope * _to_the_bottom(problem, params, slope)).sum(1).nan_to_num(nan=-torch.inf) / 2


def _to_the_bottom(problem: Problem, params: Tensor, slope: Tensor) -> Tensor:
    """Newton's step (G, P) to where a bowl like the one at ``params`` is lowest; nan where it is none."""
    found = hessians(problem, params)
    bends, axes = torch.linalg.eigh(found.nan_to_num(0.0, 0.0, 0.0))
    along, sharpest = (axes.mT @ slope.unsqueeze(2)).squeeze(2), bends.abs().amax(1, keepdim=True)
    counts = bends > _LEVEL * sharpest
    steep = along.abs() > _LEVEL * slope.norm(dim=1, keepdim=True)
    none = (bends < -_LEVEL * sharpest).any(1) | (~counts & steep).any(1) | ~found.isfinite().all(2).all(1)
    shares = torch.where(counts, along / bends, 0.0)
    step: Tensor = -(axes @ shares.unsqueeze(2)).squeeze(2)
    return step.masked_fill((none | (sharpest.squeeze(1) == 0)).unsqueeze(1), torch.nan)


class Bottom(NamedTuple):
    """Where the valley below a run ends: the ``loss`` there, and at which ``params`` (P,)."""

    loss: float
    params: Tensor


def bottoms(problem: Problem, params: Tensor, slope: Tensor, least: Tensor) -> list[Bottom | None]:
    """The bottom below each of ``params`` (G, P), with ``slope`` (G, P) there; None where none is found.

    A rise below ``least`` (G,) on the way there is rounding.
    """
    at, loss, grad, first = params, problem.losses(params), slope, slope.norm(dim=1)
    sinks = torch.ones(len(at), dtype=torch.bool)
    found: list[Bottom | None] = [None] * len(at)
    for _ in range(_NEWTON):
        who = sinks.nonzero().flatten()
        if not len(who):
            break
        at = at.index_put((who,), at[who] + _to_the_bottom(problem, at[who], grad[who]))
        lower = problem.losses(at)
        grad = problem.gradients(at)
        sinks &= lower <= loss + least
        loss = lower
        for place in (sinks & (grad.norm(dim=1) <= _FOUND * first)).nonzero().flatten().tolist():
            found[place] = Bottom(float(loss[place]), at[place])
            sinks[place] = False
    return found
