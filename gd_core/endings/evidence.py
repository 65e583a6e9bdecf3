"""What is known of a run that has ended: its record, its last points, and the ground it came to.

The ground is looked at once for all runs on one problem. The losses of the last steps are computed again
in 64 bits: what is left of a rise then is none of rounding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from gd_core.endings.blasts import Blast
from gd_core.endings.outcomes import flat
from gd_core.endings.trends import spacing
from gd_core.experiment import Experiment
from gd_core.problems.problem import Problem
from gd_core.space.bottoms import Bottom, bottoms, gains
from gd_core.space.relu_sums import stays_off
from gd_core.space.surroundings import lower_beside

_ROUNDED = 1e-3
"""A difference between 32 and 64 bits above this share of the largest loss is no rounding."""

_FEW = 4
"""So many units of rounding are still none."""

_NOTHING_LEFT = 1e-8
"""A run has settled that has this share of its fall still before it, as slope and bend there say."""

_MUCH_LEFT = 1e-6
"""A slope next to none does not count as level where this share of the fall is still before it."""

LAST = 8
"""So many of the last steps may not swing where a run has settled."""

_FARTHEST = 1000.0
_FEW_PARAMETERS = 3


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of an ``experiment`` that has ended: what was recorded, and its last points one by one.

    ``params`` (S+1, P) and ``loss`` (S+1,) are the record, of whose second half ``half`` is the first
    point, ``rates`` (S,) those of its updates; ``tail`` (T, P) and ``tail_loss`` (T,) are the last points.
    A run that blew up has a ``blast``.
    """

    experiment: Experiment
    params: Tensor
    loss: Tensor
    half: int
    rates: Tensor
    tail: Tensor
    tail_loss: Tensor
    blast: Blast | None = None

    @property
    def problem(self) -> Problem:
        """What was to be made small."""
        return self.experiment.data


@dataclass(frozen=True, eq=False)
class Ground:
    """The ground under a ``run`` that came to the end of its epochs.

    ``steepness`` (S+1,) is the length of the gradient at each recorded point, ``slope`` (P,) the last
    gradient in 64 bits, ``loss`` (T,) that of the last points, ``noise`` what rounding makes of them.

    ``off`` says that a layer has no ReLU on and none comes on again, ``gain`` how much lower a bowl like the
    one here is at its bottom, ``lower`` whether the loss is lower right beside a place without a slope, and
    ``bottom`` where the valley ends: each is looked up where it matters, and else says nothing.
    """

    run: Evidence
    steepness: Tensor
    slope: Tensor
    loss: Tensor
    noise: float
    off: bool = False
    gain: float = float("inf")
    lower: bool = False
    bottom: Bottom | None = None

    @property
    def fall(self) -> float:
        """How far down the run came."""
        return max(0.0, float(self.run.loss[0]) - float(self.loss[-1]))

    @property
    def plain(self) -> bool:
        """Whether the run goes by the slope alone: where there is none, it stands."""
        return self.run.experiment.optimizer == "sgd" and self.run.experiment.batch == "full"

    @property
    def swing(self) -> float:
        """How far the loss of the very last steps went up and down."""
        last = self.loss[-LAST:]
        return float(last.max() - last.min())

    @cached_property
    def small(self) -> bool:
        """Whether the loss is small, and has stayed so since it first was in the last steps."""
        small = self.run.tail_loss <= self.run.problem.small_loss
        return bool(small[-1]) and bool(small[int(small.int().argmax()) :].all())

    @cached_property
    def level(self) -> bool:
        """Whether there is no slope to speak of, and not much to gain by it."""
        return self.gentle and not much_left(torch.tensor(self.gain), torch.tensor(self.fall))

    @cached_property
    def gentle(self) -> bool:
        """Whether there is no slope to speak of, and the run does not cross this place in passing."""
        # A sigmoid may be rounded to a place without a slope: in 64 bits it has one.
        slope = torch.maximum(self.steepness[-1], self.slope.norm().float())
        if not bool(flat(self.run.problem, slope, self.steepness.max())):
            return False
        return self.plain or self.swing <= max(self.noise, _NOTHING_LEFT * self.fall)

    @property
    def rests(self) -> bool:
        """Whether the last steps keep to their place as far as the loss shows it."""
        return self.plain or self.swing <= _NOTHING_LEFT * self.fall

    @property
    def nothing_left(self) -> bool:
        """Whether next to nothing of the fall is still before the run."""
        return self.rests and self.gain <= _NOTHING_LEFT * self.fall

    @property
    def hollow(self) -> bool:
        """Whether a bottom is to be looked for: few parameters lead there, or the loss hardly changes."""
        hardly = float(self.loss.max() - self.loss.min()) <= self.run.problem.small_loss
        return len(self.slope) <= _FEW_PARAMETERS or hardly


def grounds(runs: Sequence[Evidence]) -> list[Ground]:
    """The ground under each of ``runs``, all on one problem, looked at once for all of them."""
    seen = _with_gains(_with_switches(_with_slopes(runs)))
    return _with_bottoms(_with_surroundings(seen))


def nothing_left(problem: Problem, params: Tensor, fall: Tensor) -> Tensor:
    """Where (G,) next to nothing of a ``fall`` (G,) is left for a run that is at ``params`` (G, P)."""
    at = params.double()
    return gains(problem, at, problem.gradients(at)) <= _NOTHING_LEFT * fall


def much_left(gain: Tensor, fall: Tensor) -> Tensor:
    """Where (G,) a slope next to none still leads far down, to a bottom that is ``gain`` lower (G,)."""
    return gain.isfinite() & (gain > _MUCH_LEFT * fall)


def reach(experiment: Experiment) -> float:
    """How many steps like its last one the memory of the optimizer can carry a run at most."""
    kept = {
        "momentum": experiment.momentum,
        "nesterov": experiment.momentum,
        "adam": experiment.beta1 / max(experiment.beta2, 1e-9) ** 0.5,
        "adamw": experiment.beta1 / max(experiment.beta2, 1e-9) ** 0.5,
    }.get(experiment.optimizer, 0.0)
    return min(_FARTHEST, kept / (1 - kept)) if kept < 1 else _FARTHEST


def _with_slopes(runs: Sequence[Evidence]) -> list[Ground]:
    problem = runs[0].problem
    steep = problem.gradients(torch.cat([run.params for run in runs])).norm(dim=1)
    tails = torch.cat([run.tail for run in runs]).double()
    exact, sizes = problem.losses(tails), problem.magnitudes(tails)
    slopes = problem.gradients(_ends(runs))
    lengths = [len(run.tail) for run in runs]
    parts = zip(
        runs,
        steep.split([len(run.params) for run in runs]),
        slopes,
        exact.split(lengths),
        sizes.split(lengths),
        strict=True,
    )
    return [_sloped(*part) for part in parts]


def _sloped(run: Evidence, steepness: Tensor, slope: Tensor, exact: Tensor, sizes: Tensor) -> Ground:
    told = run.tail_loss.double()
    apart = (exact - told).abs()
    # A rounded sigmoid tells another story than an exact one: the one that was seen counts.
    if not bool((apart <= _ROUNDED * float(run.loss.abs().max())).all()):
        exact, apart = told, torch.zeros_like(told)
    steps = (slope.abs() * spacing(run.params[-1])).sum()
    rounding = apart.max() + spacing(sizes.max()) + spacing(exact.abs().max()) + steps
    return Ground(run, steepness, slope, exact, _FEW * float(rounding.nan_to_num()))


def _with_switches(seen: list[Ground]) -> list[Ground]:
    problem = seen[0].run.problem
    if not problem.zero_gradient_means_dead:
        return seen
    before = torch.stack([each.run.tail[-2:][0] for each in seen])
    ends = torch.stack([each.run.tail[-1] for each in seen])
    far = torch.tensor([reach(each.run.experiment) for each in seen])
    off = stays_off(problem, before, ends, far).tolist()
    return [replace(each, off=is_off) for each, is_off in zip(seen, off, strict=True)]


def _with_gains(seen: list[Ground]) -> list[Ground]:
    def gain(some: list[Ground]) -> list[Ground]:
        slopes = torch.stack([each.slope for each in some])
        found = gains(some[0].run.problem, _ends([each.run for each in some]), slopes).tolist()
        return [replace(each, gain=value) for each, value in zip(some, found, strict=True)]

    return _some(seen, gain, lambda each: not (each.off or each.small) and (each.gentle or each.rests))


def _with_surroundings(seen: list[Ground]) -> list[Ground]:
    def look(some: list[Ground]) -> list[Ground]:
        found = lower_beside(
            some[0].run.problem, torch.stack([each.run.params[-1] for each in some])
        ).tolist()
        return [replace(each, lower=value) for each, value in zip(some, found, strict=True)]

    return _some(seen, look, lambda each: not (each.off or each.small) and (each.level or each.nothing_left))


def _with_bottoms(seen: list[Ground]) -> list[Ground]:
    def go_down(some: list[Ground]) -> list[Ground]:
        slopes = torch.stack([each.slope for each in some])
        noise = torch.tensor([each.noise for each in some])
        found = bottoms(some[0].run.problem, _ends([each.run for each in some]), slopes, noise)
        return [replace(each, bottom=value) for each, value in zip(some, found, strict=True)]

    def sinking(each: Ground) -> bool:
        return not (each.off or each.small or each.nothing_left) and each.hollow

    return _some(seen, go_down, sinking)


def _ends(runs: Sequence[Evidence]) -> Tensor:
    return torch.stack([run.params[-1] for run in runs]).double()


def _some(
    seen: list[Ground], change: Callable[[list[Ground]], list[Ground]], which: Callable[[Ground], bool]
) -> list[Ground]:
    """``seen``, those of which ``which`` is true as ``change`` makes them, all at once."""
    chosen = [place for place, each in enumerate(seen) if which(each)]
    if not chosen:
        return seen
    changed = dict(zip(chosen, change([seen[place] for place in chosen]), strict=True))
    return [changed.get(place, each) for place, each in enumerate(seen)]
