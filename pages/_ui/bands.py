"""Twenty seeds of what is on the screen: computed once for all visitors, and never for long."""

from collections.abc import Sequence

from gd_core import Experiment
from gd_core.sweeps.bands import Band, band
from pages._ui import clients
from pages._ui.budgets import BUDGETS
from pages._ui.byte_cache import ByteCache

UPDATES = 10_000
"""So many updates of each seed are made at most: for twenty of a network, a second."""

_BANDS: ByteCache[Band] = ByteCache(most_bytes=2**20)


def bands(experiments: Sequence[Experiment]) -> list[Band]:
    """The band of each of ``experiments``, over its first updates if it is long; none while they wait."""
    within = [experiment.within(UPDATES) for experiment in experiments]
    return [] if waiting(experiments) else [_band(experiment) for experiment in within]


def waiting(experiments: Sequence[Experiment]) -> str:
    """What to say where the bands of ``experiments`` are not there and the visitor's minute is spent."""
    there = all(_BANDS.get(experiment.within(UPDATES)) for experiment in experiments)
    return "" if there else BUDGETS.told(clients.current())


def _band(experiment: Experiment) -> Band:
    made = _BANDS.get(experiment)
    if made is None:
        made = band(experiment)
        _BANDS.keep(experiment, made, made.loss.nbytes + made.step.nbytes)
    return made
