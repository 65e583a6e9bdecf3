"""Learning-rate schedules: how the rate goes on from epoch to epoch.

Each epoch's rate is made from the one before it, in float64 and in the order of PyTorch's
``torch.optim.lr_scheduler``, whose ``step()`` a notebook calls once an epoch: the same numbers
to the last bit. Within an epoch all updates have the same rate.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, pi

FIRST_SHARE = 0.01
"""A warm-up begins with this share of the learning rate."""

Settings = Mapping[str, float]


@dataclass(frozen=True)
class Schedule:
    """One way on: its ``settings``, the rate of the ``first`` epoch, and of epoch k from that before.

    Of one that ``looks_ahead``, ``then(rate, k, settings)`` also asks the settings for the "epochs" of the
    whole training.
    """

    settings: tuple[str, ...]
    then: Callable[[float, int, Settings], float]
    first: float = 1.0
    looks_ahead: bool = False


def _constant(rate: float, epoch: int, settings: Settings) -> float:
    return rate


def _step(rate: float, epoch: int, settings: Settings) -> float:
    return rate * settings["drop"] if epoch % settings["drop_every"] == 0 else rate


def _exponential(rate: float, epoch: int, settings: Settings) -> float:
    return rate * settings["decay"]


def _cosine(rate: float, epoch: int, settings: Settings) -> float:
    # rate(k) = eta (1 + cos(pi k / epochs)) / 2
    now, before = (1 + cos(pi * k / settings["epochs"]) for k in (epoch, epoch - 1))
    return now / before * rate


def _warmup(rate: float, epoch: int, settings: Settings) -> float:
    # rate(k) = eta (first + (1 - first) k / warmup), and eta from then on
    length, growth = settings["warmup"], 1 - FIRST_SHARE
    if epoch > length:
        return rate
    return rate * (1.0 + growth / (length * FIRST_SHARE + (epoch - 1) * growth))


SCHEDULES = {
    "constant": Schedule((), _constant),
    "step": Schedule(("drop_every", "drop"), _step),
    "exponential": Schedule(("decay",), _exponential),
    "cosine": Schedule((), _cosine, looks_ahead=True),
    "warmup": Schedule(("warmup",), _warmup, FIRST_SHARE),
}

SETTINGS = tuple(name for each in SCHEDULES.values() for name in each.settings)
"""Every setting that some schedule has; its bounds are in fields.NUMBERS."""


def epoch_rates(name: str, learning_rate: float, settings: Settings) -> Iterator[float]:
    """The learning rate of each epoch under the schedule ``name``, from the first on, without end."""
    schedule = SCHEDULES[name]
    rate, epoch = learning_rate * schedule.first, 0
    while True:
        yield rate
        epoch += 1
        rate = schedule.then(rate, epoch, settings)
