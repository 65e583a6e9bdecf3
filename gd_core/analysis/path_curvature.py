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

from gd_core.analysis.rate_limits import reach, seen_curvature
from gd_core.analysis.step_parts import inner
from gd_core.space.curvature import hessians, second_order, sharpness
from gd_core.space.relu_sums import relu_sums
from gd_core.training.runs import Run

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
    the number of ReLUs, one a unit and sample, that it switched. Where the record skips steps, the one
    that leaves the point is made again from its gradient; all three are NaN where that does not tell
    it, since the optimizer is not plain, and at the run's end.

    ``reach`` (K,) is what the rate times the curvature must stay below for the optimizer of the step
    that leaves the point; NaN where it gives each parameter a rate of its own, and then ``seen`` (K,) is
    the largest curvature times these rates. ``seen`` is NaN elsewhere.
    """

    points: Tensor
    sharpness: Tensor
    predicted: Tensor
    happened: Tensor
    kinks: Tensor
    reach: Tensor
    seen: Tensor


def path_curvature(run: Run, most: int = MOST_POINTS) -> PathCurvature:
    """The curvature at every recorded point of ``run``, or at ``most`` of them: the ``chosen_points``."""
    points = chosen_points(len(run.params), most)
    problem, here = run.experiment.data, run.params.double()[points]
    step = _steps(run)[points]
    known = step.isfinite().all(1)
    there = here + step.where(known[:, None], 0.0)
    bends = hessians(problem, here)
    foretold = second_order(problem.gradients(here), bends, there - here)
    on = [relu_sums(problem, each) > 0 for each in (here, there)]
    return PathCurvature(
        points=points,
        sharpness=sharpness(bends),
        predicted=foretold.where(known, torch.nan),
        happened=(problem.losses(there) - problem.losses(here)).where(known, torch.nan),
        kinks=(on[0] != on[1]).flatten(1).sum(1).double().where(known, torch.nan),
        reach=_reaches(run)[points],
        seen=seen_curvature(bends, _sizes(run)[points]),
    )


def _reaches(run: Run) -> Tensor:
    """What bounds the step that leaves each point of ``run`` (S+1,); at its end, what would."""
    experiment = run.experiment
    own, before = (reach(each) or torch.nan for each in (experiment, experiment.choices_at(0)))
    every = torch.full((len(run.params),), own, dtype=torch.float64)
    return every.where(run.step >= experiment.branch, before)


def _sizes(run: Run) -> Tensor:
    """The rate of each parameter (S+1, P) in the step that leaves each point; NaN where none is its own."""
    sizes = inner(run).sizes
    nothing = torch.full_like(run.params, torch.nan)
    return nothing if sizes is None else torch.cat([sizes, nothing[-1:]])


def _steps(run: Run) -> Tensor:
    """The step (S+1, P) that leaves each point of ``run``; NaN where nobody knows it."""
    made, single = run.params.double().diff(dim=0), run.step.diff() == 1
    plain = run.experiment.optimizer == "sgd"
    again = -run.rate[:, None] * run.grad.double() if plain else torch.full_like(made, torch.nan)
    steps = made.where(single[:, None], again)
    return torch.cat([steps, steps.new_full((1, steps.shape[1]), torch.nan)])


def chosen_points(count: int, most: int) -> Tensor:
    """At most ``most`` of the points 0 .. ``count - 1``, rising: all, or the first half and then evenly.

    Most happens at the beginning; the last point is always among them.
    """
    if count <= most:
        return torch.arange(count)
    head = most // 2
    rest = torch.linspace(head, count - 1, most - head, dtype=torch.float64)
    return torch.cat([torch.arange(head), rest.round().long()])
