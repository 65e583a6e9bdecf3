"""What tells runs apart, in a word or two each."""

from collections.abc import Callable, Sequence

from gd_core import Experiment
from gd_core.digits import number
from gd_core.optim import optimizers
from pages._ui.pins import CHOICES
from pages._ui.rules import SCHEDULE_NAMES, SETTINGS, optimizer_words

_WORDS: dict[str, Callable[[Experiment], str]] = {
    "epochs": lambda e: f"{e.epochs} epoch{'s' if e.epochs > 1 else ''}",
    "optimizer": optimizer_words,
    "schedule": lambda e: f"{SCHEDULE_NAMES[e.schedule].lower()} rate",
    "luck": lambda e: "other luck" if e.luck else "same luck",
}
"""How a name says a choice; a setting is said with its symbol."""

_ORDER = ("optimizer", *(name for name in CHOICES if name != "optimizer"), "luck")
"""In which a name says what differs."""

_DIGITS = (6, 9, 17)
"""So many digits a number has in a name: the fewest that tell most runs apart."""

ALIKE = "as pinned"
"""The name of a run that does not differ from the pinned one yet."""


def names(experiments: Sequence[Experiment]) -> list[str]:
    """A short name for each of ``experiments``, told apart by what differs: choices, or starts."""
    told = differing(experiments)
    if told:
        return [", ".join(words) for words in told_apart(experiments, told)]
    if len({(e.seed, e.start) for e in experiments}) == 1 < len(experiments):
        return [ALIKE, "pinned", *(f"run {k}" for k in range(3, len(experiments) + 1))]
    return [_start(e, place) for place, e in enumerate(experiments)]


def differing(experiments: Sequence[Experiment]) -> list[str]:
    """The choices in which ``experiments`` differ, their luck among them."""

    def differ(name: str) -> bool:
        return len({getattr(e, name) for e in experiments}) > 1

    told = [name for name in _ORDER if name not in ("batch", "batch_size") and differ(name)]
    if "optimizer" in told:  # whose name says its settings
        told = [name for name in told if name not in optimizers.SETTINGS]
    batches = len({(e.batch, e.samples_per_update) for e in experiments}) > 1
    return ["batch", *told] if batches else told


def told_apart(experiments: Sequence[Experiment], choices: Sequence[str]) -> list[list[str]]:
    """What each of ``experiments`` has chosen of ``choices``, a word or two each.

    Numbers have as many digits as tell them apart.
    """
    tries = [[told_of(e, choices, digits) for e in experiments] for digits in _DIGITS]
    return max(tries, key=lambda told: len({tuple(words) for words in told}))


def told_of(experiment: Experiment, choices: Sequence[str], digits: int = _DIGITS[0]) -> list[str]:
    """What ``experiment`` has chosen of ``choices``, a word or two each."""
    return [_word(experiment, name, digits) for name in choices]


def batch_name(experiment: Experiment) -> str:
    """What the batches of ``experiment`` are called."""
    return f"mini m = {experiment.batch_size}" if experiment.batch == "mini" else experiment.batch


def _word(experiment: Experiment, name: str, digits: int) -> str:
    if name == "batch":
        return batch_name(experiment)
    if name in _WORDS:
        return _WORDS[name](experiment)
    symbol = "rate" if name == "learning_rate" else SETTINGS[name].symbol
    return f"{symbol} {number(getattr(experiment, name), digits)}"


def _start(experiment: Experiment, place: int) -> str:
    if experiment.start is None:
        return f"seed {experiment.seed}"
    return f"start {place + 1}" if place else "your start"
