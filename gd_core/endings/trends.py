"""What the last steps of a run did: rise, fall, come round again, or nothing that rounding would not do."""

from dataclasses import dataclass

import torch
from torch import Tensor

LONGEST = 500
"""So many of the last points of a run are kept one by one to be looked at."""

_SHORTEST = 24
_PERIODS = range(2, 9)
"""After so many steps at most a cycle comes round."""

_SPACINGS = 8
"""Parameters that lie so many 32-bit spacings apart, or fewer, are the same place."""

_AMPLITUDE = 64
"""A cycle swings by more spacings than this: less is rounding."""

_SHIFT, _DRIFT = 1e-3, 1e-3
"""A cycle may shift by this share of its swing from one round to the next; its loss, and how long its steps
are, may change by this one in all that is seen."""

_SURE = 3.0
"""Means that lie so many of their errors apart do differ."""

_PARTS, _CALMER = 4, 0.7
"""Swings calm down whose height shrinks from each of so many parts to the next, to this share in all."""

_MANY_PARTS, _SMALLER = 6, 0.9
"""The same of a whole run, which is cut into more parts, and begins with its greatest swing."""

_LITTLE = 0.2
"""Rises of less than this share of the falls beside them are little."""

_GOES_ON = 0.1
"""A fall goes on to the end of which the last eighth of all steps still makes this share."""


def window(updates: int) -> int:
    """How many of the last updates of a run of so many are looked at: a tenth of them, within bounds."""
    return min(updates, max(_SHORTEST, min(LONGEST, updates // 10)))


def spacing(values: Tensor) -> Tensor:
    """How far 32-bit numbers of the size of ``values`` lie apart."""
    return torch.finfo(torch.float32).eps * values.double().abs()


def still(params: Tensor, sizes: Tensor) -> bool:
    """Whether the last of ``params`` (T, P), once as large as ``sizes`` (P,), are the same place."""
    last = params[-min(len(params), 9) :]
    return len(last) > 1 and bool(((last - last[-1]).abs() <= spacing(sizes)).all())


def period(params: Tensor, loss: Tensor, least: float) -> int:
    """After how many steps ``params`` (T, P) come round; 0 if they do not, or hardly move.

    It is enough that some of them do for ever, while the loss (T,) comes round too: within ``least`` where
    others travel on, and else within a small share of itself.
    """
    size, moves = params.abs().amax(0), params.amax(0) - params.amin(0)
    strides = torch.diff(params, dim=0)
    turns = (strides > 0).any(0) & (strides < 0).any(0)
    swings = turns & (moves > _AMPLITUDE * spacing(size))
    if not bool(swings.any()):
        return 0
    same = torch.maximum(_SPACINGS * spacing(size), _SHIFT * moves)
    little = max(least, _DRIFT * float(loss.abs().max()))
    for steps in _PERIODS:
        if len(params) < 3 * steps:
            return 0
        back = ((params[steps:] - params[:-steps]).abs() <= same).all(0)
        first = (len(loss) - steps) % steps  # of the same phase as the last round
        change = float((loss[-steps:] - loss[first : first + steps]).abs().max())
        level = change <= (little if bool(back.all()) else least)
        if bool((back & swings).any()) and level and _lasts(strides, steps):
            return steps
    return 0


def _lasts(strides: Tensor, steps: int) -> bool:
    """Whether the ``strides`` (T, P) of a cycle become neither shorter nor longer: else it ends one day."""
    lengths = strides.norm(dim=1)
    rounds = (len(lengths) - 1) // steps * steps
    return bool((lengths[-1] - lengths[-1 - rounds]).abs() <= _DRIFT * lengths.max())


@dataclass(frozen=True)
class Trend:
    """Where the loss goes: ``falls`` or ``rises``, or neither; ``ups`` is the share of steps that go up."""

    falls: bool
    rises: bool
    ups: float


def trend(tail: Tensor, record: Tensor, half: int, least: float) -> Trend:
    """That of a loss, whose last points are ``tail`` (T,); ``record`` from ``half`` on is its second half.

    A change below ``least`` is rounding.
    """
    whole, record = record, record[half:]
    steps = torch.diff(tail)
    up, down = bool((steps > least).any()), bool((steps < -least).any())
    change, ups = float(tail[-1] - tail[0]), float((steps > least).double().mean())
    if not up and (change < -least or (_lowest(tail, record, least) and _creeps(tail))):
        return Trend(True, False, ups)
    if not down and change > least and bool(tail[-1] >= record.max() - least):
        return Trend(False, True, ups)
    falls, rises = _means(record)
    sinks = _calms(record) or _shrinks(whole) or _sinks(tail, record)
    return Trend(falls or sinks, rises and change > least and not sinks, ups)


def _lowest(tail: Tensor, record: Tensor, least: float) -> bool:
    return bool(tail[-1] <= record.min() + least)


def _creeps(tail: Tensor) -> bool:
    """Whether every step goes down in 64 bits, however little."""
    return bool((torch.diff(tail) < 0).all())


def _calms(record: Tensor) -> bool:
    """Whether the swings of a loss become smaller and smaller, each part of it reaching less high."""
    if len(record) < 4 * _PARTS:
        return False
    parts = record.tensor_split(_PARTS)
    highs = torch.stack([part.max() for part in parts]) - record.min()
    if not bool(record.argmin() >= len(record) // 2):  # a burst that fades leads to no new low
        return False
    return bool((torch.diff(highs) < 0).all()) and bool(highs[-1] <= _CALMER * highs[0])


def _shrinks(whole: Tensor) -> bool:
    """Whether the swings of a loss have become smaller and smaller from its start on."""
    if len(whole) < 4 * _MANY_PARTS:
        return False
    parts = whole.tensor_split(_MANY_PARTS)
    highs = torch.stack([part.max() for part in parts]) - whole.min()
    return bool((torch.diff(highs) < 0).all()) and bool(highs[-1] <= _SMALLER * highs[1])


def _sinks(tail: Tensor, record: Tensor) -> bool:
    """Whether the last steps lead down to a new low, and what some of them rise is little beside it."""
    steps = torch.diff(tail)
    ups, downs = float(steps.clamp_min(0).sum()), -float(steps.clamp_max(0).sum())
    low = float(tail[-1]) <= float(record.min()) + _LITTLE * float(tail.max() - tail.min())
    return low and ups < _LITTLE * downs and float(steps[-3:].sum()) < 0


def _means(record: Tensor) -> tuple[bool, bool]:
    """Whether a loss that goes up and down falls, or rises, from quarter to quarter to its end."""
    if len(record) < 8:
        return bool(record[-1] < record[0]), bool(record[-1] > record[0])
    half = len(record) // 2
    before, after = record[:half], record[half:]
    change = float(after.mean() - before.mean())
    spread = sum(float(part.var()) / len(part) for part in (before, after)) ** 0.5
    if abs(change) <= _SURE * spread or not change:
        return False, False
    first, last = after[: len(after) // 2], after[len(after) // 2 :]
    goes_on = float(last.mean() - first.mean()) / change >= _GOES_ON
    return goes_on and change < 0, goes_on and change > 0
