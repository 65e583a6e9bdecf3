"""Which recorded points a film shows, and for how long: the player's own pace at "auto"."""

from dataclasses import dataclass
from math import exp, log

import numpy as np

# As in playhead.mjs: it lingers on the first steps and speeds up along the walk.
_START = 2.5
_GROWTH = 0.75
_KNEE = _START / _GROWTH

TICK = 80
"""Milliseconds of a frame at least; GIF counts in hundredths of a second."""

_LONGEST = 10.0
_REST = 2_500
"""Milliseconds at the end, before the film begins again."""


@dataclass(frozen=True)
class Frame:
    """``step`` of the longest run, shown for ``duration`` milliseconds."""

    step: int
    duration: int


def frames(steps: np.ndarray) -> list[Frame]:
    """The frames of a run recorded at ``steps``: points of it, from the first to the last."""
    seconds = min(_LONGEST, _time_of(int(steps[-1])))
    ticks = np.arange(0, max(1, round(1000 * seconds / TICK))) * TICK / 1000
    stretch = _time_of(int(steps[-1])) / max(seconds, 1e-9)
    wanted = np.array([_step_at(stretch * tick) for tick in ticks])
    shown = steps[np.searchsorted(steps, wanted, side="right") - 1]
    changes = np.flatnonzero(np.diff(shown, prepend=-1))
    lengths = np.diff(changes, append=len(shown)) * TICK
    found = [Frame(int(shown[i]), int(n)) for i, n in zip(changes, lengths, strict=True)]
    last = int(steps[-1])
    return [*(frame for frame in found if frame.step < last), Frame(last, _REST)]


def _time_of(step: float) -> float:
    """The seconds after which the player at "auto" is at ``step``."""
    return step / _START if step <= _KNEE else (1 + log(step / _KNEE)) / _GROWTH


def _step_at(seconds: float) -> float:
    return seconds * _START if seconds <= 1 / _GROWTH else _KNEE * exp(_GROWTH * seconds - 1)
