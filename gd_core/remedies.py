"""What would have worked: a learning rate, found by training with it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import ceil, log10

from gd_core.experiment import Experiment
from gd_core.fields import NUMBERS
from gd_core.outcomes import Outcome
from gd_core.training import train_many

_A_DECADE = ("8", "6.3", "5", "4", "3.2", "2.5", "2", "1.6", "1.3", "1")
_DECADES = 3
_UPDATES = 4_000
"""Enough to see whether a rate works, few enough to answer at once."""


def working_rate(experiment: Experiment) -> float | None:
    """The largest smaller rate, of ten to a decade, with which ``experiment`` does not die or diverge.

    Rates that converge come before rates that only survive. Each candidate, down to a hundredth at
    least, is trained with the same start and batches for at most 4,000 updates; None when none works.
    """
    top = ceil(log10(experiment.learning_rate))
    rates = _candidates(top)
    if not rates:
        return None
    # The candidates are the same for all rates of a decade: who looks for the limit, finds them tried.
    tried = _tried(replace(experiment.within(_UPDATES), learning_rate=rates[0]), top)
    smaller = [(rate, outcome) for rate, outcome in tried if rate < experiment.learning_rate]
    for wanted in (Outcome.CONVERGED, Outcome.FINISHED):
        for rate, outcome in smaller:
            if outcome is wanted:
                return rate
    return None


@lru_cache(maxsize=256)
def _tried(experiment: Experiment, top: int) -> Sequence[tuple[float, Outcome | None]]:
    """How ``experiment`` ends with each candidate below 10 ** ``top``, the largest first."""
    rates = _candidates(top)
    experiments = [replace(experiment, learning_rate=rate) for rate in rates]
    runs = train_many(experiments, record_limit=200, together=True)
    return [(rate, run.outcome) for rate, run in zip(rates, runs, strict=True)]


def _candidates(top: int) -> list[float]:
    decades = range(top - 1, top - 1 - _DECADES, -1)
    rates = (float(f"{mantissa}e{decade}") for decade in decades for mantissa in _A_DECADE)
    return [rate for rate in rates if rate >= NUMBERS["learning_rate"].low]
