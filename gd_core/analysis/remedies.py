"""What would have worked: a learning rate, a schedule or a start, found by training with it.

Whatever is offered has passed the very test that the run failed: trained to its end it settles, or is still
on its way down, or almost there, and does not bounce, blow up or die.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, log10

from gd_core.analysis.rate_limits import reach
from gd_core.endings.outcomes import Outcome
from gd_core.experiment import Experiment
from gd_core.fields import NUMBERS, next_seed
from gd_core.training.runs import Run
from gd_core.training.train import train, train_many

_A_DECADE = ("8", "6.3", "5", "4", "3.2", "2.5", "2", "1.6", "1.3", "1")
_DECADES = 3
_UPDATES = 4_000
"""Enough to see whether a rate works, few enough to answer at once."""

_CONFIRMED = 40_000
"""What is offered is trained this far before it is: to the end, of all but the longest runs."""

_TRIES = 3

_LONGER, _MUCH_LONGER = 4, 10
"""So many times as long must it hold; the second is for an optimizer whose rates change by themselves."""

_SEEDS = 8

_GOOD = (Outcome.CONVERGED, Outcome.ARRIVING)
_AGAIN_AND_AGAIN = (Outcome.BOUNCING, Outcome.CYCLING, Outcome.GROWING)
_LOST = (Outcome.DIVERGED, Outcome.DEAD, Outcome.COASTING)

FAILED = (*_AGAIN_AND_AGAIN, *_LOST)
"""The endings for which a remedy is looked for."""


@dataclass(frozen=True)
class Remedy:
    """The ``experiment`` that worked, and the names of the choices in it that are ``changed``."""

    experiment: Experiment
    changed: tuple[str, ...]


def remedy(run: Run) -> Remedy | None:
    """What would have worked instead of a ``run`` that failed; None if it did not fail, or nothing works.

    First a smaller rate. Where no fixed rate settles, as in a crease, one that shrinks; where
    everything is off from the start on, another start.
    """
    experiment = run.experiment
    if run.outcome not in FAILED:
        return None
    if run.ending is not None and run.ending.off and run.ending.since == 0:
        return _other_start(experiment)
    rate = working_rate(experiment, _GOOD)
    if rate is None and run.outcome in _AGAIN_AND_AGAIN and (found := _shrinking(experiment)):
        return found
    rate = rate if rate is not None else working_rate(experiment)
    return None if rate is None else Remedy(replace(experiment, learning_rate=rate), ("learning_rate",))


def working_rate(
    experiment: Experiment, wanted: Sequence[Outcome] = (*_GOOD, Outcome.IMPROVING)
) -> float | None:
    """The largest smaller rate, of ten to a decade, with which ``experiment`` ends in a ``wanted`` way.

    The first of these come before the others. Each candidate, down to a hundredth at least, is
    trained with the same start and batches for at most 4,000 updates, and the one that is chosen
    further; None when none works.
    """
    top = ceil(log10(experiment.learning_rate))
    rates = _candidates(top)
    if not rates:
        return None
    # The candidates are the same for all rates of a decade: who looks for the limit, finds them tried.
    tried = _tried(replace(experiment.within(_UPDATES), learning_rate=rates[0]), top)
    for outcome in wanted:
        those = [rate for rate, ended in tried if ended is outcome and rate < experiment.learning_rate]
        for rate in those[:_TRIES]:
            if _confirmed(replace(experiment, learning_rate=rate), wanted):
                return rate
    return None


def _confirmed(experiment: Experiment, wanted: Sequence[Outcome]) -> bool:
    """Whether ``experiment`` ends in one of the ``wanted`` ways when it is trained to its end.

    One that is only on its way must be so in a longer training, too: else it was only too slow to fail.
    """
    whole = experiment.within(_CONFIRMED)
    # Alone, as it will be shown: beside the other candidates it was rounded in another way.
    if _ended(whole) not in wanted:
        return False
    if experiment.trunk is not None or experiment.schedule != "constant":
        return True
    # The rates of an adaptive optimizer may burst long after all has become quiet.
    adaptive = reach(experiment) is None
    if Outcome.IMPROVING not in wanted and not adaptive:
        return True
    times = _MUCH_LONGER if adaptive else _LONGER
    most = int(NUMBERS["epochs"].high)
    longer = replace(experiment, epochs=min(most, times * experiment.epochs)).within(_CONFIRMED)
    return _ended(longer) in wanted if longer.epochs > experiment.epochs else True


@lru_cache(maxsize=256)
def _ended(experiment: Experiment) -> Outcome | None:
    """How ``experiment`` ends; None if it ends no lower than it began."""
    run = train(experiment, record_limit=200)
    return run.outcome if float(run.loss[-1]) <= float(run.loss[0]) else None


def _shrinking(experiment: Experiment) -> Remedy | None:
    """A schedule with which ``experiment`` settles where no fixed rate does."""
    if experiment.schedule != "constant" or experiment.trunk is not None:
        return None
    for changed in _schedules(experiment):
        if _ended(changed.within(_CONFIRMED)) in _GOOD:
            names = ("schedule", "learning_rate", "decay")
            return Remedy(changed, tuple(n for n in names if getattr(changed, n) != getattr(experiment, n)))
    return None


def _schedules(experiment: Experiment) -> Iterator[Experiment]:
    for share in (1.0, 0.3, 0.1):
        rate = float(f"{share * experiment.learning_rate:.2g}")
        if rate < NUMBERS["learning_rate"].low:
            return
        yield replace(experiment, schedule="cosine", learning_rate=rate)
        decay = round(1e-3 ** (1 / experiment.epochs), 4)
        if decay < 1:
            yield replace(experiment, schedule="exponential", decay=decay, learning_rate=rate)


def _other_start(experiment: Experiment) -> Remedy | None:
    """A start from which ``experiment`` does not fail: the one that its seed draws, or another seed's."""
    if experiment.trunk is not None:
        return None
    own = [replace(experiment, start=None)] if experiment.start is not None else []
    others = [replace(experiment, start=None, seed=next_seed(experiment.seed, k)) for k in range(1, _SEEDS)]
    for changed in (*own, *others):
        rates = [experiment.learning_rate]
        if (smaller := working_rate(changed)) is not None:
            rates.append(smaller)
        for rate in rates:
            tried = replace(changed, learning_rate=rate)
            if _ended(tried.within(_CONFIRMED)) in (*_GOOD, Outcome.IMPROVING):
                names = ("start", "seed", "learning_rate")
                return Remedy(tried, tuple(n for n in names if getattr(tried, n) != getattr(experiment, n)))
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
