"""What would have worked instead of a run that failed, as the player's button offers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gd_core import Experiment, Run
from gd_core.analysis.remedies import Remedy
from gd_core.analysis.remedies import remedy as found
from gd_core.digits import number
from pages._ui.fields import limits
from pages._ui.page_fields import PAGES

_SCHEDULES = {"cosine": "Cosine", "exponential": "Exponential"}


@dataclass(frozen=True)
class Way:
    """A ``label`` for the button, and what to ``choose`` when it is pressed: fields as a link says them."""

    label: str
    choose: dict[str, str | None]


def offered(runs: Sequence[Run], page: str) -> tuple[float | None, Way | None]:
    """The learning rate that works where a single run did not, and the other way, one of them at most."""
    return rate(runs), other_way(runs, page)


def rate(runs: Sequence[Run]) -> float | None:
    """A learning rate that works where a single run did not, found by training with it."""
    cure = _of(runs)
    return cure.experiment.learning_rate if cure and cure.changed == ("learning_rate",) else None


def other_way(runs: Sequence[Run], page: str) -> Way | None:
    """What works where no other learning rate alone does, if ``page`` can choose it."""
    cure = _of(runs)
    if cure is None or cure.changed == ("learning_rate",):
        return None
    fields = PAGES[page].fields
    if not set(cure.changed) <= fields.keys():
        return None
    return Way(_label(cure), {name: _written(cure.experiment, name, page) for name in cure.changed})


def _of(runs: Sequence[Run]) -> Remedy | None:
    if len(runs) > 1:
        return None
    cure = found(runs[0])
    return cure if cure and cure.experiment.learning_rate >= limits("learning_rate").low else None


def _written(experiment: Experiment, name: str, page: str) -> str | None:
    value: Any = getattr(experiment, name)
    return None if value is None else PAGES[page].fields[name].write(value)


def _label(cure: Remedy) -> str:
    e = cure.experiment
    rate = f"rate {number(e.learning_rate, 6)}" if "learning_rate" in cure.changed else ""
    if "schedule" in cure.changed:
        how = ", ".join(filter(None, (f"schedule {_SCHEDULES[e.schedule]}", rate)))
        return f"At no fixed rate that was tried does it settle. At a shrinking rate it does ({how}): try it"
    return f"From the start of seed {e.seed} it can learn{', at ' + rate if rate else ''}: try it"
