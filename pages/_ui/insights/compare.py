"""Compare and branch: a run pinned beside the present one, and twenty seeds of each."""

from collections.abc import Sequence

from gd_core import Experiment, Run
from gd_core.digits import number
from gd_core.fields import next_luck
from gd_core.sweeps.bands import Band
from pages._ui import pins
from pages._ui.bands import bands, waiting
from pages._ui.fields import FIELDS, limits
from pages._ui.figures import run_names
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.naming import differing, names, told_apart
from pages._ui.rules import OPTIMIZER_NAMES
from pages._ui.sentences import counted

_OPTIMIZERS = ("sgd", "momentum", "adam")
"""Those with a button here; the controls have all of them."""

_BATCHES = {"full": "Full batch", "mini": "Mini-batch", "stochastic": "Stochastic"}


def panel(look: Look) -> Panel:
    """What is pinned, what differs from it, what may be changed, and how twenty seeds ended."""
    run = look.runs[0]
    experiment, pinned = run.experiment, pins.pinned(look.chosen)
    other = look.runs[1].experiment if pinned else None
    told = _bands(shown_bands(look), look.runs) or bands_wait(look)
    return {
        "kind": "compare",
        "slot": "below",
        "pinned": pinned,
        "branch": experiment.branch,
        "ended": experiment.branch == experiment.updates,
        "rows": _rows(experiment, other) if other else [],
        "names": run_names(look.runs),
        "back": _back(experiment, other) if other else {},
        "rates": _rates(experiment),
        "batches": _batches(experiment),
        "optimizers": [[name, OPTIMIZER_NAMES[name]] for name in _OPTIMIZERS if name != experiment.optimizer],
        "luck": _luck(experiment, other) if other else None,
        "band": look.chosen["band"],
        "bands": told,
    }


def shown_bands(look: Look) -> list[Band]:
    """The bands that are asked for: that of the present run, and of the pinned one."""
    return bands(_banded(look))


def bands_wait(look: Look) -> list[str]:
    """What to say where bands that are asked for have to wait; nothing where they have not."""
    told = waiting(_banded(look))
    return [f"Twenty seeds have to wait. {told}"] if told else []


def _banded(look: Look) -> list[Experiment]:
    """Whose bands are asked for."""
    if not (look.chosen["band"] and "compare" in look.chosen["open"] and look.complete):
        return []
    several = look.runs if pins.pinned(look.chosen) else look.runs[:1]
    return [run.experiment for run in several]


def _rows(experiment: Experiment, other: Experiment) -> list[list[str]]:
    """What differs: now, and in the pinned run."""
    both = [experiment, other]
    return [list(pair) for pair in zip(*told_apart(both, differing(both)), strict=True)]


def _back(experiment: Experiment, other: Experiment) -> dict[str, str]:
    """What has to be chosen to have the pinned run again."""
    names = [n for n in pins.CHOICES if getattr(experiment, n) != getattr(other, n)]
    return {name: FIELDS[name].write(getattr(other, name)) for name in names}


def _rates(experiment: Experiment) -> list[list[str]]:
    """Half and double the learning rate, as long as they are allowed: how they are called, and their text."""
    bounds, rate = limits("learning_rate"), experiment.learning_rate
    made = (("Half the rate", rate / 2), ("Double the rate", rate * 2))
    return [[label, f"{value:.6g}"] for label, value in made if bounds.low <= value <= bounds.high]


def _batches(experiment: Experiment) -> list[list[str]]:
    """The other batch modes, where there are samples to choose from."""
    if experiment.data.samples == 1:
        return []
    return [[name, label] for name, label in _BATCHES.items() if name != experiment.batch]


def _luck(experiment: Experiment, other: Experiment) -> dict[str, object] | None:
    """Whether luck can play a part, and which it is; ``next`` would be another."""
    if experiment.data.samples == 1:
        return None
    shuffled = experiment.batch != "full" or other.batch != "full"
    another = str(next_luck(experiment.luck, 1))
    return {"matters": shuffled, "same": experiment.luck == other.luck, "next": another}


def _bands(made: Sequence[Band], runs: Sequence[Run]) -> list[str]:
    """How the seeds of each band ended, in a sentence."""
    told = names([band.experiment for band in made]) if len(made) > 1 else [""] * len(made)
    return [
        _band(f", {name}" if name else "", band, run)
        for name, band, run in zip(told, made, runs, strict=False)
    ]


def _band(name: str, band: Band, run: Run) -> str:
    median = float(band.loss[2, -1])
    half = f"; half of them end at or below {number(median, 3)}" if median < float("inf") else ""
    cut = band.experiment.updates < run.experiment.updates
    first = f" within the first {band.experiment.updates} steps" if cut else ""
    return f"Twenty seeds{name}: {counted(list(band.outcomes))}{first}{half}."


INSIGHT = Insight(
    "Compare & branch",
    "pin this run and change one thing, or go on from any step another way; twenty seeds as a band.",
    panel=panel,
)
