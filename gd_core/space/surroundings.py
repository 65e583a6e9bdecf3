"""What lies around a place where the ground is flat: whether the loss is lower beside it.

A slope next to zero tells a valley from a hilltop as little as a Hessian of zeros does. So it is
looked at the loss itself, in 64 bits, on rays that leave the place, from very near to further off: the
first difference on a ray that counts says whether the ground rises or falls there.
"""

from math import pi

import torch
from torch import Tensor

from gd_core.problems.problem import Problem
from gd_core.space.curvature import hessians

_RAYS = 32
"""So many directions in a plane are looked along, beside those in which the Hessian bends."""

_DISTANCES = torch.logspace(-5, -1, 13, dtype=torch.float64)
"""How far off it is looked, in shares of what is worth seeing."""

_ROUNDING = 64 * torch.finfo(torch.float64).eps

_AT_ONCE = 256
"""So many places are looked around in one pass."""


def lower_beside(problem: Problem, params: Tensor) -> Tensor:
    """Where (G,) the loss is lower right beside ``params`` (G, P) than the slope there alone explains."""
    return torch.cat([_lower_beside(problem, part.double()) for part in params.split(_AT_ONCE)])


def _lower_beside(problem: Problem, params: Tensor) -> Tensor:
    rays = directions(problem, params)
    far = _DISTANCES * _span(problem, params).view(-1, 1, 1)
    places = params[:, None, None] + far.unsqueeze(3) * rays.unsqueeze(2)
    change = problem.losses(places.flatten(0, 2)).view(places.shape[:-1]) - _here(problem, params)
    change = change.nan_to_num(nan=torch.inf)
    slope = problem.gradients(params).norm(dim=1).nan_to_num()
    least = 2 * slope.view(-1, 1, 1) * far + _noise(problem, params).view(-1, 1, 1)
    counts = change.abs() > least
    first = change.gather(2, counts.int().argmax(2, keepdim=True)).squeeze(2)
    lower: Tensor = (counts.any(2) & (first < 0)).any(1)
    return lower


def lowest_within(problem: Problem, params: Tensor, distance: float) -> bool:
    """Whether nothing at ``distance`` from ``params`` (1, P), 64-bit, is lower, and something is higher."""
    rays = directions(problem, params)[0]
    around = problem.losses(params + distance * rays)
    here, noise = problem.losses(params), _noise(problem, params)
    return bool((around >= here - noise).all()) and bool((around > here + noise).any())


def directions(problem: Problem, params: Tensor) -> Tensor:
    """Unit vectors (G, D, P) to look along from ``params`` (G, P)."""
    bends = hessians(problem, params).nan_to_num(0.0, 0.0, 0.0)
    axes = torch.linalg.eigh(bends)[1].mT
    rays = torch.cat([axes, -axes], 1)
    if params.shape[1] != 2:
        return rays
    angles = torch.arange(_RAYS, dtype=params.dtype) * (2 * pi / _RAYS)
    circle = torch.stack([angles.cos(), angles.sin()], 1).expand(len(params), -1, -1)
    return torch.cat([rays, circle], 1)


def _here(problem: Problem, params: Tensor) -> Tensor:
    return problem.losses(params).view(-1, 1, 1)


def _span(problem: Problem, params: Tensor) -> Tensor:
    """How wide the part around each of ``params`` is that is worth seeing (G,)."""
    if problem.window is None:
        return params.abs().amax(1).clamp_min(1.0)
    x0, x1, y0, y1 = problem.window
    return params.new_full((len(params),), max(x1 - x0, y1 - y0))


def _noise(problem: Problem, params: Tensor) -> Tensor:
    """How far two losses may differ by rounding alone (G,)."""
    return _ROUNDING * problem.magnitudes(params)
