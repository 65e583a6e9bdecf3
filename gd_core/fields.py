"""The limits of every choice, in one table.

Validation, the ranges of the widgets and, later, the fields of a link all read
this table, so a bound is written once.
"""

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

BATCH_MODES = ("full", "mini", "stochastic")

MAX_UPDATES = 1_000_000
"""The longest training allowed, in parameter updates: about ten seconds of one core."""


@dataclass(frozen=True)
class Number:
    """A numeric choice that must lie in ``low <= value <= high``."""

    kind: type[int] | type[float]
    low: float
    high: float

    def check(self, name: str, value: Any) -> int | float:
        """Return ``value`` as ``kind``; ValueError names the field, the bound and the value."""
        wanted: Any = Integral if self.kind is int else Real
        if isinstance(value, bool) or not isinstance(value, wanted):
            noun = "a whole number" if self.kind is int else "a number"
            raise ValueError(f"{name} must be {noun}, got {value!r}")
        if not self.low <= value <= self.high:  # nor is nan
            raise ValueError(f"{name} must be between {self.low} and {self.high}, got {value!r}")
        return self.kind(value)


NUMBERS = {
    "learning_rate": Number(float, 1e-9, 100.0),
    "epochs": Number(int, 1, MAX_UPDATES),
    "batch_size": Number(int, 1, 1_000),
    "seed": Number(int, 0, 2**31 - 1),
    "luck": Number(int, 0, 2**31 - 1),
    "branch": Number(int, 0, MAX_UPDATES),
    "condition": Number(float, 1, 1_000),
    "start": Number(float, -1e6, 1e6),
    # Of optimizers. Where torch.optim asks for less than 1, a mean that never forgets is left out.
    "momentum": Number(float, 0.0, 0.9999),
    "beta1": Number(float, 0.0, 0.9999),
    "beta2": Number(float, 0.0, 0.99999),
    "alpha": Number(float, 0.0, 0.99999),
    "rho": Number(float, 0.0, 0.99999),
    "weight_decay": Number(float, 0.0, 1.0),
    # Of learning-rate schedules, the counts in epochs.
    "drop_every": Number(int, 1, MAX_UPDATES),
    "drop": Number(float, 0.001, 1.0),
    "decay": Number(float, 0.001, 1.0),
    "warmup": Number(int, 1, MAX_UPDATES),
}


def next_seed(seed: int, k: int) -> int:
    """The ``k``-th next seed; after the last one comes the first."""
    return (seed + k) % (int(NUMBERS["seed"].high) + 1)


def next_luck(luck: int, k: int) -> int:
    """The ``k``-th next luck that is one of its own; after the last one comes 1."""
    return (luck + k - 1) % int(NUMBERS["luck"].high) + 1


def check_choice(name: str, value: object, choices: tuple[str, ...]) -> str:
    """Return ``value`` if it is one of ``choices``; ValueError names the field and the value."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
    return value
