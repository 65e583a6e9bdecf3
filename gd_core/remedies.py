"""What would have worked: a learning rate, found by training with it."""

from dataclasses import replace
from functools import lru_cache

from gd_core.experiment import Experiment
from gd_core.outcomes import Outcome
from gd_core.training import train_many

_CANDIDATES = 24
_FACTOR = 1.25
_UPDATES = 4_000
"""Enough to see whether a rate works, few enough to answer at once."""


@lru_cache(maxsize=256)
def working_rate(experiment: Experiment) -> float | None:
    """The largest of 24 smaller learning rates with which ``experiment`` does not die or diverge.

    Rates that converge come before rates that only survive. Each candidate is trained, with
    the same start and batches, for at most 4,000 updates; None when none of them works.
    """
    short = experiment.within(_UPDATES)
    rates = [float(f"{experiment.learning_rate / _FACTOR**k:.2g}") for k in range(1, _CANDIDATES + 1)]
    trials = [replace(short, learning_rate=rate) for rate in rates]
    outcomes = [run.outcome for run in train_many(trials, record_limit=200)]
    for wanted in (Outcome.CONVERGED, Outcome.FINISHED):
        for rate, outcome in zip(rates, outcomes, strict=True):
            if outcome is wanted:
                return rate
    return None
