"""Why a run died or blew up: the step, the numbers around it, and the last point that was good."""

from dataclasses import dataclass, replace
from enum import Enum

import torch
from torch import Tensor

from gd_core.analysis.rate_limits import reach
from gd_core.endings.outcomes import Outcome
from gd_core.problems.fit import Fit
from gd_core.problems.network.losses import SIGMOID_CROSS_ENTROPY
from gd_core.problems.problem import Problem
from gd_core.space.curvature import hessians, sharpness
from gd_core.space.relu_sums import relu_sums
from gd_core.training.runs import Run

_LEAPS = 4
"""As many of the last updates are looked at: before them the same happened."""


class Cause(Enum):
    """What makes a gradient vanish, or a loss explode."""

    BLOWN_UP = "Every step overshot by more than the last."
    SWITCHED_OFF = "No ReLU is on for any sample."
    SATURATED = "The sigmoid is rounded to 0 or 1."
    FLAT = "The ground is exactly flat."


@dataclass(frozen=True)
class Leap:
    """The update that leaves the recorded ``point``: the ``loss`` there and where it led (``after``).

    ``sharpness`` is the largest curvature, at that point, of the loss that the update went down: its
    own batch's. A step of ``rate`` leaves the share ``1 - rate * sharpness`` of the distance to that
    loss's floor along the steepest direction, if it is one of plain gradient descent. ``reach`` is what
    ``rate * sharpness`` must stay below for the optimizer that made it, None where nothing bounds that.
    """

    point: int
    loss: float
    after: float
    rate: float
    sharpness: float
    reach: float | None = 2.0

    @property
    def limit(self) -> float | None:
        """The largest rate that settles on this ground; infinite where it bends upwards nowhere.

        None where the optimizer gives each parameter a rate of its own: nothing bounds these.
        """
        if self.reach is None:
            return None
        return self.reach / self.sharpness if self.sharpness > 0 else float("inf")


@dataclass(frozen=True)
class SwitchOff:
    """A ReLU that went off for a sample, for good: its sum at the recorded ``point`` and at the next."""

    unit: int
    sample: int
    point: int
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class PostMortem:
    """How a run failed: it had by the recorded ``point``, which is 0 for one that never moved.

    ``good`` is the recorded point of the lowest loss before that, ``leaps`` the last updates on the way
    there. ``off`` holds every ReLU that went off for good on the way, in the order of units and samples,
    ``rounded`` the number of samples for which the sigmoid is exactly 0 or 1.
    """

    run: Run
    cause: Cause
    point: int
    good: int
    leaps: tuple[Leap, ...]
    off: tuple[SwitchOff, ...] = ()
    rounded: int = 0


def post_mortem(run: Run) -> PostMortem | None:
    """What happened to ``run``; None if it neither died nor blew up."""
    if run.outcome is Outcome.DIVERGED:
        return _report(run, Cause.BLOWN_UP, len(run.params) - 1)
    if run.outcome is not Outcome.DEAD:
        return None
    problem = run.experiment.data
    if run.ending is not None and run.ending.off:
        off = _offs(relu_sums(problem, run.params))
        return _report(run, Cause.SWITCHED_OFF, run.death, off=off)
    rounded = _rounded(problem, run.params[-1:])
    cause = Cause.SATURATED if rounded else Cause.FLAT
    return _report(run, cause, run.death, rounded=rounded)


def _report(
    run: Run, cause: Cause, point: int, off: tuple[SwitchOff, ...] = (), rounded: int = 0
) -> PostMortem:
    good = int(run.loss[: max(1, point)].argmin())
    leaps = tuple(_leap(run, i) for i in range(max(good, point - _LEAPS), point))
    return PostMortem(run, cause, point, good, leaps, off, rounded)


def _leap(run: Run, point: int) -> Leap:
    seen = _only(run.experiment.data, run.batches[point])
    bends = sharpness(hessians(seen, run.params[point : point + 1].double()))
    return Leap(
        point=point,
        loss=float(run.loss[point]),
        after=float(run.loss[point + 1]),
        rate=float(run.rate[point]),
        sharpness=float(bends),
        reach=reach(run.experiment.choices_at(int(run.step[point]))),
    )


def _only(problem: Problem, batch: Tensor) -> Problem:
    """``problem`` with the samples of ``batch`` alone, indices of which -1 is none."""
    if not isinstance(problem, Fit):
        return problem
    samples = batch[batch >= 0]
    return replace(problem, inputs=problem.inputs[samples], targets=problem.targets[samples], draw_data=None)


def _off_from(sums: Tensor) -> Tensor:
    """From which point on each ReLU of ``sums`` (G, N, U) stays off, (N, U); G if it is on at the end."""
    on = sums > 0
    return torch.where(on.any(0), len(on) - on.flip(0).int().argmax(0), 0)


def _offs(sums: Tensor) -> tuple[SwitchOff, ...]:
    since = _off_from(sums)
    found = (since > 0).T.nonzero().tolist()
    ends = [(unit, sample, int(since[sample, unit])) for unit, sample in found]
    return tuple(
        SwitchOff(unit, sample, end - 1, float(sums[end - 1, sample, unit]), float(sums[end, sample, unit]))
        for unit, sample, end in ends
    )


def _rounded(problem: Problem, params: Tensor) -> int:
    if not isinstance(problem, Fit) or problem.loss is not SIGMOID_CROSS_ENTROPY:
        return 0
    outputs = problem.loss.activate(problem.model.outputs(params, problem.inputs))
    return int(((outputs == 0) | (outputs == 1)).sum())
