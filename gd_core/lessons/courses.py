"""What a loss did over a training, in one of five words."""

from enum import Enum

import torch
from torch import Tensor

from gd_core.endings.outcomes import rises

FLAT = 0.002
"""A loss that moves by no more than this share of its first value has stayed flat."""

BOUNCING = 0.2
"""A loss bounces that goes up in more than this share of its last steps,"""

VISIBLE = 0.005
"""and by more than this share of its first value: rounding alone goes up and down too."""

STILL_FALLING = 0.03
"""A loss is still on its way that makes this share of its fall in the last tenth of its steps."""


class Course(Enum):
    """What a loss did; the value is a learner's word for it."""

    SETTLES = "falls and settles"
    CRAWLS = "still falls at the end"
    BOUNCES = "bounces"
    BLOWS_UP = "ends higher than it began"
    FLAT = "stays flat"


def course(loss: Tensor) -> Course:
    """What ``loss`` (S+1,), a training's loss before and after each of S >= 1 updates, did."""
    first, last = float(loss[0]), float(loss[-1])
    if not loss.isfinite().all():
        return Course.BLOWS_UP
    if float(loss.max() - loss.min()) <= FLAT * abs(first):
        return Course.FLAT
    if last > (1 + FLAT) * first:
        return Course.BLOWS_UP
    if rises(loss) > BOUNCING and swing(loss) > VISIBLE * first:
        return Course.BOUNCES
    return Course.CRAWLS if late_share(loss) >= STILL_FALLING else Course.SETTLES


def swing(loss: Tensor) -> float:
    """The largest single rise of ``loss`` (S+1,) within the last tenth of its steps."""
    tail = loss[-max(2, len(loss) // 10) :]
    return max(0.0, float(torch.diff(tail).max()))


def late_share(loss: Tensor) -> float:
    """The share of the whole fall of ``loss`` (S+1,) that its last tenth of steps made."""
    fall = float(loss[0] - loss[-1])
    tail = loss[-max(2, len(loss) // 10) :]
    return float(tail[0] - tail[-1]) / fall if fall > 0 else 0.0
