"""How the ground bends along a run, and what each of its steps should have done to the loss.

To the second order a step d changes the loss by g'd + d'Hd / 2. For plain gradient descent on all
samples, d = -eta g, that is -eta |g|^2 + eta^2 g'Hg / 2. Where the step crosses a ReLU's kink, H
belongs to the one side and the loss is met on the other: nothing holds it to this prediction.

Source: J. Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of
Stability", ICLR 2021, which draws the sharpness along the path against 2 / eta.
"""

from dataclasses import dataclass
from enum import Enum

import torch
from torch import Tensor

from gd_core.curvature import hessians, second_order, sharpness
from gd_core.runs import Run
from gd_core.switches import relu_sums, switched

MOST_POINTS = 2_000
"""Of a longer record some points are chosen: as many as are worked out without a wait."""


class Zone(Enum):
    """What a learning rate does along the steepest direction; ``.value`` is where eta lambda ends it.

    A step leaves the share 1 - eta lambda of the distance to the valley's floor: it crawls where
    that is above 0.9, overshoots where it is below 0, and by more each time where it is below -1.
    """

    CRAWLS = 0.1
    GOOD = 1.0
    BOUNCES = 2.0
    BLOWS_UP = float("inf")


def zone(learning_rate: float, sharpness: float) -> Zone | None:
    """Where ``learning_rate`` lies on ground of the largest curvature ``sharpness``.

    None where the ground bends upwards nowhere: no floor, no limit.
    """
    if not sharpness > 0:
        return None
    return next(each for each in Zone if learning_rate * sharpness <= each.value)


@dataclass(frozen=True, eq=False)
class PathCurvature:
    """The ground under a run at K of its recorded points, in float64.

    ``points`` (K,) are their places in the record, rising; ``sharpness`` (K,) is the largest eigenvalue
    of the full-data loss's Hessian. Of the step that leaves a point, ``predicted`` (K,) is the change
    of that loss which gradient and Hessian foretell, ``happened`` (K,) the one that came, ``kinks`` (K,)
    the number of ReLUs, one a unit and sample, that it switched. Where no single step leads to the
    next recorded point, all three are NaN.
    """

    points: Tensor
    sharpness: Tensor
    predicted: Tensor
    happened: Tensor
    kinks: Tensor


def path_curvature(run: Run, most: int = MOST_POINTS) -> PathCurvature:
    """The curvature at every recorded point of ``run``, or at ``most`` of them: the ``chosen_points``."""
    points = chosen_points(len(run.params), most)
    problem, params = run.experiment.data, run.params.double()
    bends = hessians(problem, params[points])
    foretold = second_order(problem.gradients(params[points]), bends, _to_next(params)[points])
    switches = _and_zero(switched(relu_sums(problem, params)))
    single = _to_next(run.step)[points] == 1
    return PathCurvature(
        points=points,
        sharpness=sharpness(bends),
        predicted=foretold.where(single, torch.nan),
        happened=_to_next(problem.losses(params))[points].where(single, torch.nan),
        kinks=switches[points].double().where(single, torch.nan),
    )


def chosen_points(count: int, most: int) -> Tensor:
    """At most ``most`` of the points 0 .. ``count - 1``, rising: all, or the first half and then evenly.

    Most happens at the beginning; the last point is always among them.
    """
    if count <= most:
        return torch.arange(count)
    head = most // 2
    rest = torch.linspace(head, count - 1, most - head, dtype=torch.float64)
    return torch.cat([torch.arange(head), rest.round().long()])


def _to_next(each: Tensor) -> Tensor:
    """How ``each`` (G, ...) differs from one point to the next; 0 at the last."""
    return _and_zero(each.diff(dim=0))


def _and_zero(each: Tensor) -> Tensor:
    return torch.cat([each, each.new_zeros(1, *each.shape[1:])])
