"""How a run ended, judged once for all that is said of it: by its losses, parameters, the ground."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from gd_core.endings.blasts import ended_by
from gd_core.endings.evidence import LAST, Evidence, Ground, grounds
from gd_core.endings.outcomes import Ending, Outcome
from gd_core.endings.trends import period, still, trend
from gd_core.space.bottoms import Bottom
from gd_core.space.relu_sums import layer_off
from gd_core.space.surroundings import lowest_within

_LITTLE_LEFT, _NEAR = 1e-3, 0.1
"""A run has almost arrived that still has this share of its fall before it, and that share of its way."""

_SHRUNK, _LITTLE_SWING, _AROUND = 0.05, 1e-2, 4.0
"""In a crease a run rests whose rate has shrunk to this share, whose loss swings by no more than this share
of its fall, and around which nothing is lower, so many times as far off as the last steps went."""

_STEADY = 1e-8
"""A loss that changes by this share of the fall, or less, comes round again."""

_GROWTH = 5


def judge(runs: Sequence[Evidence]) -> list[Ending]:
    """The ending of each of ``runs``, all on one problem."""
    lasted = [run for run in runs if run.blast is None]
    endings = iter([_judged(ground) for ground in grounds(lasted)] if lasted else [])
    return [ended_by(run.problem, run.blast) if run.blast else next(endings) for run in runs]


def _judged(ground: Ground) -> Ending:
    return _dead(ground) or _settled(ground) or _under_way(ground)


def _dead(ground: Ground) -> Ending | None:
    run, gone = ground.run, bool(ground.steepness[-1] == 0)
    if not run.problem.zero_gradient_means_dead:
        return None
    stands = torch.equal(run.tail[-2:][0], run.tail[-1])
    if ground.off:
        return Ending(Outcome.DEAD, since=_off_since(run), off=True, drifting=gone and not stands)
    if not gone or ground.small:
        return None
    return Ending(Outcome.DEAD if stands else Outcome.COASTING, since=_gone_since(ground.steepness))


def _off_since(run: Evidence) -> int:
    on = (~layer_off(run.problem, run.params)).nonzero()
    return min(int(on[-1]) + 1 if len(on) else 0, len(run.params) - 1)


def _gone_since(steepness: Tensor) -> int:
    alive = steepness.nonzero()
    return min(int(alive[-1]) + 1 if len(alive) else 0, len(steepness) - 1)


def _settled(ground: Ground) -> Ending | None:
    if ground.small:
        return Ending(Outcome.CONVERGED)
    if _creased(ground):
        return Ending(Outcome.CONVERGED, kink=True)
    if ground.level or ground.nothing_left:
        return Ending(Outcome.RESTING if ground.lower else Outcome.CONVERGED)
    return None


def _creased(ground: Ground) -> bool:
    """Whether ever shorter steps came to rest at the bottom of a crease, where the slope does not vanish."""
    rates, last = ground.run.rates, ground.run.tail[-LAST:].double()
    if not len(rates) or rates[-1] > _SHRUNK * rates.max() or ground.swing > _LITTLE_SWING * ground.fall:
        return False
    around = float((last.amax(0) - last.amin(0)).norm())
    return not ground.level and lowest_within(ground.run.problem, last[-1:], _AROUND * around)


def _under_way(ground: Ground) -> Ending:
    run, loss = ground.run, ground.loss
    if still(run.tail, run.params.abs().amax(0)):
        return Ending(Outcome.STALLED)
    lasting = Ending(Outcome.BOUNCING, low=float(loss.min()), high=float(loss.max()))
    if steps := period(run.tail.double(), loss, max(ground.noise, _STEADY * ground.fall)):
        return replace(lasting, outcome=Outcome.CYCLING, period=steps)
    seen = trend(loss, run.loss.double(), run.half, ground.noise)
    lasting = replace(lasting, rises=seen.ups)
    if seen.rises and bool(loss[-1] > loss[-min(len(loss), _GROWTH)]):
        return replace(lasting, outcome=Outcome.GROWING, growth=_growth(loss))
    if seen.falls:
        return _falling(ground, lasting)
    arrived = _falling(ground, lasting) if lasting.high - lasting.low <= ground.noise else lasting
    return arrived if arrived.outcome is Outcome.ARRIVING else lasting


def _falling(ground: Ground, ending: Ending) -> Ending:
    if ground.bottom is None:
        return replace(ending, outcome=Outcome.IMPROVING)
    outcome = Outcome.ARRIVING if _near(ground) else Outcome.IMPROVING
    return replace(ending, outcome=outcome, goal=ground.bottom.loss)


def _near(ground: Ground) -> bool:
    """Whether next to nothing is left, of the fall and of the way."""
    assert ground.bottom is not None
    left = float(ground.loss[-1]) - ground.bottom.loss
    most = min(_LITTLE_LEFT * ground.fall, max(0.0, ground.run.problem.small_loss) or left)
    return left <= max(ground.noise, most) and _close(ground, ground.bottom)


def _close(ground: Ground, bottom: Bottom) -> bool:
    """Whether little of the way to ``bottom`` is left."""
    start, end = ground.run.params[0].double(), ground.run.params[-1].double()
    return bool((bottom.params - end).norm() <= _NEAR * (bottom.params - start).norm())


def _growth(loss: Tensor) -> float:
    """By how much the last of ``loss`` (T,) are multiplied a step; 1 where that says nothing."""
    last = loss[-_GROWTH:]
    if len(last) < 2 or float(last.min()) <= 0:
        return 1.0
    return float((last[-1] / last[0]) ** (1 / (len(last) - 1)))
