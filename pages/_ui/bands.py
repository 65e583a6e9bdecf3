"""Twenty seeds of what is on the screen: computed once for all visitors, and never for long."""

from collections.abc import Sequence

from gd_core import Experiment
from gd_core.bands import SEEDS, Band, band
from pages._ui import trainings
from pages._ui.kept import Kept

UPDATES = 10_000
"""So many updates of each seed are made at most: for twenty of a network, a second."""

_BANDS: Kept[Band] = Kept(most_bytes=2**20)


def bands(experiments: Sequence[Experiment]) -> list[Band]:
    """The band of each of ``experiments``, over its first updates if it is long."""
    return [_band(experiment.within(UPDATES)) for experiment in experiments]


def _band(experiment: Experiment) -> Band:
    made = _BANDS.get(experiment)
    if made is None:
        made = band(experiment)
        trainings.budget().spend(SEEDS * experiment.updates)
        _BANDS.keep(experiment, made, made.loss.nbytes + made.step.nbytes)
    return made
