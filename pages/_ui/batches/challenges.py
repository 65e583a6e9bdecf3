"""The challenges of the lesson on batches: an experiment, a clock, and a bet on how it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gd_core import Experiment, Run
from gd_core.digits import number
from pages._ui.batches.verdicts import UNITS, first_of, verdict
from pages._ui.bets import ending_bet
from pages._ui.figures import Clock
from pages._ui.naming import batch_name

TARGET = 0.1
"""The loss that the race is about."""

MOST_EPOCHS = 1000
"""So long may a race be: short enough that every step is on record."""

OPENING = Experiment(batch="mini", batch_size=2, epochs=500)


@dataclass(frozen=True)
class Challenge:
    """A race to bet on: ``experiment`` is its mini-batch run, ``bet(runs)`` the player's bet."""

    title: str
    experiment: Experiment
    clock: Clock
    bet: Callable[[Sequence[Run]], dict[str, Any]]


def _first_bet(clock: Clock) -> Callable[[Sequence[Run]], dict[str, Any]]:
    def bet(runs: Sequence[Run]) -> dict[str, Any]:
        names = [batch_name(run.experiment) for run in runs]
        options = [{"key": name, "label": name[0].upper() + name[1:]} for name in names]
        return {
            "id": _identity(runs, clock),
            "question": f"Counted in {UNITS[clock]}: which of the three brings the loss to "
            f"{number(TARGET)} first?",
            "options": [*options, {"key": "tie", "label": "A tie"}],
            "answer": first_of(runs, TARGET, clock) or "tie",
            "told": verdict(runs, TARGET, clock),
        }

    return bet


def _stochastic_ending(runs: Sequence[Run]) -> dict[str, Any]:
    rate = runs[-1].experiment.learning_rate
    return ending_bet(
        runs[-1], f"At rate {number(rate, 6)}, full batch still settles. How will stochastic go?"
    )


def _identity(runs: Sequence[Run], clock: Clock) -> str:
    return sha256(f"{[run.experiment for run in runs]} {clock}".encode()).hexdigest()[:16]


CHALLENGES = {
    "samples": Challenge("Race by samples", OPENING, "samples", _first_bet("samples")),
    "updates": Challenge("Race by updates", OPENING, "updates", _first_bet("updates")),
    "bold": Challenge(
        "A bold rate",
        Experiment(batch="mini", batch_size=2, epochs=500, learning_rate=0.019),
        "updates",
        _stochastic_ending,
    ),
}


def present(picked: str, experiment: Experiment, clock: Clock) -> str | None:
    """The challenge ``picked`` last, while its experiment and clock are still on the screen.

    Whoever comes upon them with the other controls is not asked to bet.
    """
    challenge = CHALLENGES[picked]
    return picked if (challenge.experiment, challenge.clock) == (experiment, clock) else None
