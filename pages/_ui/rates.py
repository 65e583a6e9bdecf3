"""The values that the sliders stop at, and the learning rate that a text says."""

from gd_core import Experiment, working_rate
from pages._ui.fields import limits
from pages._ui.typed import number_of

# Closer together where a decade is wide on the slider.
_MANTISSAS = (
    *(round(1 + 0.05 * k, 2) for k in range(20)),
    *(round(2 + 0.1 * k, 1) for k in range(30)),
    *(round(5 + 0.25 * k, 2) for k in range(20)),
)

RATES = (*(float(f"{m}e{d}") for d in range(-5, 0) for m in _MANTISSAS), 1.0)
"""Learning rates from 1e-5 to 1, evenly spread on a logarithmic scale."""

EPOCHS = (*(m * 10**d for d in range(5) for m in (1, 2, 3, 5)), 100_000, 200_000)
"""Epochs from 1 to 200,000."""


def rate_options(rate: float) -> list[float]:
    """What the slider stops at while it shows ``rate``: one that was typed has its own place on it."""
    return sorted({*RATES, rate})


def working(experiment: Experiment) -> float | None:
    """A smaller rate with which ``experiment`` works, if there is one that may be chosen."""
    rate = working_rate(experiment)
    return rate if rate is not None and rate >= limits("learning_rate").low else None


def rate_of(text: str) -> float:
    """The learning rate that ``text`` says; ValueError names the bounds and what was typed."""
    return number_of(text, "learning rate", limits("learning_rate"))
