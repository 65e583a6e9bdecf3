"""Where a single ReLU neuron bends, where it is dead, and where it is right.

Every sample's sum is linear in the parameters: z_i = [x_i, 1] . params. So on a plane of
parameter space each ReLU switches at a straight line, all are off in a convex zone, and
the answers that fit every sample form a point, a line or more.
"""

import torch
from torch import Tensor

from gd_core.problems.fit import Fit
from gd_core.problems.network.backprop import with_ones
from gd_core.problems.problem import Extent
from gd_core.space.planes import Plane

_NULL = 1e-9
"""A direction whose singular value is this small a share of the largest changes no sum."""


def kink_lines(problem: Fit, plane: Plane) -> Tensor:
    """Each sample's line on ``plane``: (N, 3) rows (p, q, c), where z_i = p x + q y + c."""
    rows = _rows(problem, plane.origin.dtype)
    return torch.cat([rows @ plane.axes.T, (rows @ plane.origin).unsqueeze(1)], 1)


def segment(line: Tensor, extent: Extent) -> Tensor | None:
    """The part of ``line`` (p, q, c) within ``extent``: its two ends (2, 2), or None if it is elsewhere."""
    corners = _corners(extent, line.dtype)
    heights = corners @ line[:2] + line[2]
    ends = [
        _zero_between(corners[k - 1], corners[k], heights[k - 1], heights[k])
        for k in range(4)
        if bool(heights[k - 1] > 0) != bool(heights[k] > 0)
    ]
    return torch.stack(ends) if ends else None


def dead_zone(problem: Fit, plane: Plane, extent: Extent) -> Tensor:
    """Where on ``plane`` every ReLU is off: the corners (K, 2) of a convex polygon, K = 0 if nowhere.

    The rectangle of ``extent``, cut along each kink line (Sutherland and Hodgman, 1974).
    """
    polygon = list(_corners(extent, plane.origin.dtype))
    for line in kink_lines(problem, plane):
        polygon = _cut(polygon, line)
    return torch.stack(polygon) if polygon else plane.origin.new_empty(0, 2)


def best_answers(problem: Fit) -> tuple[Tensor, Tensor]:
    """The parameters that fit every sample: a point (P,), and the directions (K, P) to go on in.

    The point is the one nearest to zero, the directions are orthonormal. Raises ValueError
    when no parameters fit, or when a target is one that a ReLU reaches in many ways.
    """
    rows, targets = _rows(problem, torch.float64), problem.targets.double().flatten()
    if not bool((targets > 0).all()):
        raise ValueError(f"targets must be above 0, got {targets.min():g}")
    _, sizes, directions = torch.linalg.svd(rows)
    rank = int((sizes > _NULL * sizes[0]).sum())
    point = torch.linalg.pinv(rows, rtol=_NULL) @ targets
    worst = float((rows @ point - targets).abs().max())
    if worst > 1e-6 * float(targets.max()):
        raise ValueError(f"targets must be a linear function of the inputs, the best one is off by {worst:g}")
    return point, directions[rank:]


def _rows(problem: Fit, dtype: torch.dtype) -> Tensor:
    """What each sample's sum multiplies the parameters (w, b) by: [x_i, 1], (N, P)."""
    if problem.model.sizes[1:] != (1,):
        raise ValueError(f"problem must be a single neuron, got layers of {problem.model.sizes}")
    return with_ones(problem.inputs.to(dtype))


def _corners(extent: Extent, dtype: torch.dtype) -> Tensor:
    x0, x1, y0, y1 = extent
    return torch.tensor([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=dtype)


def _zero_between(a: Tensor, b: Tensor, at_a: Tensor, at_b: Tensor) -> Tensor:
    """Where a linear function, known at the points ``a`` and ``b``, is zero on the way."""
    return a + (b - a) * (at_a / (at_a - at_b))


def _cut(polygon: list[Tensor], line: Tensor) -> list[Tensor]:
    """The part of a convex ``polygon`` on the side of ``line`` (p, q, c) where it is not above zero."""
    heights = [point @ line[:2] + line[2] for point in polygon]
    kept: list[Tensor] = []
    for k, (point, now) in enumerate(zip(polygon, heights, strict=True)):
        before, was = polygon[k - 1], heights[k - 1]
        if bool(was > 0) != bool(now > 0):
            kept.append(_zero_between(before, point, was, now))
        if not bool(now > 0):
            kept.append(point)
    return kept
