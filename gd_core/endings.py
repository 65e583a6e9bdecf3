"""How a run ended, judged once for all that is said of it: by its losses, its parameters, the ground there.

The losses of the last steps are computed again in 64 bits: what is left of a rise then is none of rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from gd_core.blasts import Blast, ended_by
from gd_core.bottoms import bottom, gains
from gd_core.experiment import Experiment
from gd_core.outcomes import Ending, Outcome, flat
from gd_core.problem import Problem
from gd_core.surroundings import lower_beside, lowest_within
from gd_core.switches import layer_off, stays_off
from gd_core.trends import period, spacing, still, trend

_ROUNDED = 1e-3
"""A difference between 32 and 64 bits above this share of the largest loss is no rounding."""

_FEW = 4
"""So many units of rounding are still none."""

_NOTHING_LEFT = 1e-8
"""A run has settled that has this share of its fall still before it, as slope and bend there say,"""

_LITTLE_LEFT = 1e-3
"""and has almost arrived with this one."""

_LAST = 8
"""So many of the last steps may not swing where a run has settled."""

_SHRUNK, _LITTLE_SWING, _AROUND = 0.05, 1e-2, 4.0
"""In a crease a run rests whose rate has shrunk to this share, whose loss swings by no more than this share
of its fall, and around which nothing is lower, so many times as far off as the last steps went."""

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


def judge(runs: Sequence[Evidence]) -> list[Ending]:
    """The ending of each of ``runs``, all on one problem: the ground is looked at once for all of them."""
    endings: dict[int, Ending] = {}
    for place, run in enumerate(runs):
        if run.blast is not None:
            endings[place] = ended_by(run.problem, run.blast)
    left = [place for place in range(len(runs)) if place not in endings]
    if left:
        seen = _looks([runs[place] for place in left])
        endings |= {place: _judged(look) for place, look in zip(left, seen, strict=True)}
    return [endings[place] for place in range(len(runs))]


@dataclass(frozen=True, eq=False)
class _Look:
    """A run that came to the end of its epochs, and the ground under it.

    ``steepness`` (S+1,) is the length of the gradient at each recorded point, ``slope`` (P,) the last
    gradient in 64 bits, ``loss`` (T,) that of the last points, ``noise`` what rounding makes of them.
    """

    run: Evidence
    steepness: Tensor
    slope: Tensor
    loss: Tensor
    noise: float

    @property
    def fall(self) -> float:
        """How far down the run came."""
        return max(0.0, float(self.run.loss[0]) - float(self.loss[-1]))

    @property
    def plain(self) -> bool:
        """Whether it goes by the slope alone: where there is none, it stands."""
        return self.run.experiment.optimizer == "sgd" and self.run.experiment.batch == "full"

    @property
    def swing(self) -> float:
        """How far the loss of the very last steps went up and down."""
        last = self.loss[-_LAST:]
        return float(last.max() - last.min())


def _looks(runs: Sequence[Evidence]) -> list[_Look]:
    problem = runs[0].problem
    steep = problem.gradients(torch.cat([run.params for run in runs])).norm(dim=1)
    tails = torch.cat([run.tail for run in runs]).double()
    exact, sizes = problem.losses(tails), problem.magnitudes(tails)
    slopes = problem.gradients(torch.stack([run.params[-1] for run in runs]).double())
    lengths = [len(run.tail) for run in runs]
    parts = zip(
        runs,
        steep.split([len(run.params) for run in runs]),
        slopes,
        exact.split(lengths),
        sizes.split(lengths),
        strict=True,
    )
    return [_look(*part) for part in parts]


def _look(run: Evidence, steepness: Tensor, slope: Tensor, exact: Tensor, sizes: Tensor) -> _Look:
    told = run.tail_loss.double()
    apart = (exact - told).abs()
    # A rounded sigmoid tells another story than an exact one: the one that was seen counts.
    if not bool((apart <= _ROUNDED * float(run.loss.abs().max())).all()):
        exact, apart = told, torch.zeros_like(told)
    steps = (slope.abs() * spacing(run.params[-1])).sum()
    rounding = apart.max() + spacing(sizes.max()) + spacing(exact.abs().max()) + steps
    return _Look(run, steepness, slope, exact, _FEW * float(rounding.nan_to_num()))


def _judged(look: _Look) -> Ending:
    return _dead(look) or _settled(look) or _under_way(look)


def _dead(look: _Look) -> Ending | None:
    run = look.run
    if not run.problem.switches_off:
        return None
    before, end = run.tail[-2:][:1], run.tail[-1:]
    gone = look.steepness[-1] == 0
    if bool(stays_off(run.problem, before, end, reach(run.experiment))):
        drifting = bool(gone) and not torch.equal(before, end)
        return Ending(Outcome.DEAD, since=_off_since(run), off=True, drifting=drifting)
    if not gone or _small(look):
        return None
    how = Outcome.DEAD if torch.equal(before, end) else Outcome.COASTING
    return Ending(how, since=_gone_since(look.steepness))


def reach(experiment: Experiment) -> float:
    """How many steps like its last one the memory of the optimizer can carry a run at most."""
    kept = {
        "momentum": experiment.momentum,
        "nesterov": experiment.momentum,
        "adam": experiment.beta1 / max(experiment.beta2, 1e-9) ** 0.5,
        "adamw": experiment.beta1 / max(experiment.beta2, 1e-9) ** 0.5,
    }.get(experiment.optimizer, 0.0)
    return min(_FARTHEST, kept / (1 - kept)) if kept < 1 else _FARTHEST


def _off_since(run: Evidence) -> int:
    on = (~layer_off(run.problem, run.params)).nonzero()
    return min(int(on[-1]) + 1 if len(on) else 0, len(run.params) - 1)


def _gone_since(steepness: Tensor) -> int:
    alive = steepness.nonzero()
    return min(int(alive[-1]) + 1 if len(alive) else 0, len(steepness) - 1)


def _settled(look: _Look) -> Ending | None:
    run, problem = look.run, look.run.problem
    if _small(look):
        return Ending(Outcome.CONVERGED)
    if _creased(look):
        return Ending(Outcome.CONVERGED, kink=True)
    if not (_level(look) or _nothing_left(look)):
        return None
    lower = bool(lower_beside(problem, run.params[-1:]))
    return Ending(Outcome.RESTING if lower else Outcome.CONVERGED)


def _small(look: _Look) -> bool:
    """Whether the loss is small, and has stayed so since it first was in the last steps."""
    small = look.run.tail_loss <= look.run.problem.small_loss
    return bool(small[-1]) and bool(small[int(small.int().argmax()) :].all())


def _level(look: _Look) -> bool:
    """Whether the ground is level, and the run does not cross it in passing."""
    if not bool(flat(look.run.problem, look.steepness[-1], look.steepness.max())):
        return False
    return look.plain or look.swing <= max(look.noise, _NOTHING_LEFT * look.fall)


def _nothing_left(look: _Look) -> bool:
    if not look.plain and look.swing > _NOTHING_LEFT * look.fall:
        return False
    return bool(nothing_left(look.run.problem, look.run.params[-1:], torch.tensor([look.fall])))


def nothing_left(problem: Problem, params: Tensor, fall: Tensor) -> Tensor:
    """Where (G,) next to nothing of a ``fall`` (G,) is left for a run that is at ``params`` (G, P)."""
    at = params.double()
    return gains(problem, at, problem.gradients(at)) <= _NOTHING_LEFT * fall


def _creased(look: _Look) -> bool:
    """Whether ever shorter steps came to rest at the bottom of a crease, where the slope does not vanish."""
    rates, last = look.run.rates, look.run.tail[-_LAST:].double()
    if not len(rates) or rates[-1] > _SHRUNK * rates.max() or look.swing > _LITTLE_SWING * look.fall:
        return False
    around = float((last.amax(0) - last.amin(0)).norm())
    return not _level(look) and lowest_within(look.run.problem, last[-1:], _AROUND * around)


def _under_way(look: _Look) -> Ending:
    run, loss = look.run, look.loss
    if still(run.tail):
        return Ending(Outcome.STALLED)
    lasting = Ending(Outcome.BOUNCING, low=float(loss.min()), high=float(loss.max()))
    steady = max(look.noise, _NOTHING_LEFT * look.fall)
    if steps := period(run.tail.double(), loss, steady):
        return replace(lasting, outcome=Outcome.CYCLING, period=steps)
    seen = trend(loss, run.loss[run.half :].double(), look.noise)
    lasting = replace(lasting, rises=seen.ups)
    if seen.rises:
        return replace(lasting, outcome=Outcome.GROWING, growth=_growth(loss))
    return _falling(look, lasting) if seen.falls else lasting


def _falling(look: _Look, ending: Ending) -> Ending:
    few = len(look.slope) <= _FEW_PARAMETERS or ending.high - ending.low <= look.run.problem.small_loss
    at = look.run.params[-1].double()
    goal = bottom(look.run.problem, at, look.slope, look.noise) if few else None
    if goal is None:
        return replace(ending, outcome=Outcome.IMPROVING)
    left = float(look.loss[-1]) - goal
    near = left <= min(_LITTLE_LEFT * look.fall, max(0.0, look.run.problem.small_loss) or left)
    return replace(ending, outcome=Outcome.ARRIVING if near else Outcome.IMPROVING, goal=goal)


def _growth(loss: Tensor) -> float:
    """By how much ``loss`` (T,) is multiplied a step; 1 where that says nothing."""
    if len(loss) < 2 or float(loss.min()) <= 0:
        return 1.0
    return float((loss[-1] / loss[0]) ** (1 / (len(loss) - 1)))
