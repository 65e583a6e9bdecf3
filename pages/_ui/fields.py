"""The fields of the pages, in one table: what may be chosen, within which bounds, how a link says it.

The links, the ranges of the widgets and the check of whatever comes from a browser read this
table. What decides a training has its bounds from the core; a widget's may be narrower.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from gd_core.experiment import SETTINGS
from gd_core.fields import BATCH_MODES, MAX_UPDATES, NUMBERS, Number
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import PROBLEMS
from gd_core.problems.function.catalog import own
from pages._ui.planes import PlaneName
from pages._ui.typed import harmless, number_of

_YES, _NO = "1", "0"


class Field(Protocol):
    """How the text of a link becomes a value, and a value the text."""

    def read(self, name: str, text: str) -> Any:
        """The value of the field ``name`` that ``text`` says; ValueError names field, bound and text."""

    def write(self, value: Any) -> str:
        """The text that says ``value``, of letters, digits and ``. , _ -`` alone."""


@dataclass(frozen=True)
class Amount:
    """A number."""

    limits: Number

    def read(self, name: str, text: str) -> int | float:
        return number_of(text, spoken(name), self.limits)

    def write(self, value: float) -> str:
        return repr(value).replace("e+", "e")


@dataclass(frozen=True)
class Parameters:
    """Parameters of a model, as 32-bit numbers: as many as it has."""

    limits: Number

    def read(self, name: str, text: str) -> tuple[float, ...]:
        numbers = [_number(part, spoken(name), self.limits) for part in text.split(",")]
        return tuple(torch.tensor(numbers).tolist())

    def write(self, value: Sequence[float]) -> str:
        return ",".join(shortest(v) for v in value)


@dataclass(frozen=True)
class Rectangle:
    """Two corners of a plane: x0, x1, y0, y1."""

    limits: Number

    def read(self, name: str, text: str) -> tuple[float, float, float, float]:
        x0, x1, y0, y1 = (_number(p, spoken(name), self.limits) for p in _four(name, text))
        if not (x0 < x1 and y0 < y1):
            raise ValueError(
                f"The {spoken(name)} must go from a lower to a higher number, not “{harmless(text)}”."
            )
        return x0, x1, y0, y1

    def write(self, value: Sequence[float]) -> str:
        return ",".join(repr(float(v)).replace("e+", "e") for v in value)


@dataclass(frozen=True)
class Formula:
    """A function of x and y, as it was typed. Its text has other signs too: a link escapes them."""

    def read(self, name: str, text: str) -> str:
        try:
            own(text)
        except ValueError as error:
            raise ValueError(f"The {spoken(name)} {_bare(str(error))}.") from None
        return text

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, name: str, text: str) -> str:
        if text not in self.options:
            raise ValueError(
                f"The {spoken(name)} must be one of {', '.join(self.options)}, not “{harmless(text)}”."
            )
        return text

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Level:
    """One of a few numbers."""

    options: tuple[float, ...]

    def read(self, name: str, text: str) -> float:
        said = OneOf(tuple(f"{v:g}" for v in self.options)).read(name, text)
        return next(v for v in self.options if f"{v:g}" == said)

    def write(self, value: float) -> str:
        return f"{value:g}"


@dataclass(frozen=True)
class SomeOf:
    """Any of a few words."""

    options: tuple[str, ...]

    def read(self, name: str, text: str) -> tuple[str, ...]:
        said = [OneOf(self.options).read(name, part) for part in text.split(",") if part]
        return tuple(option for option in self.options if option in said)

    def write(self, value: Sequence[str]) -> str:
        return ",".join(value)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    def read(self, name: str, text: str) -> bool:
        return OneOf((_YES, _NO)).read(name, text) == _YES

    def write(self, value: bool) -> str:
        return _YES if value else _NO


def spoken(name: str) -> str:
    """The field ``name`` as a sentence says it."""
    return name.replace("_", " ")


def _bare(told: str) -> str:
    """``told`` of a formula, without the parts that quote signs which act as markup elsewhere."""
    about, _, hints = told.partition(": ")
    safe = [hint for hint in hints.split("; ") if hint and not re.search(r"(?<!\d)/|[*|\\:]", hint)]
    return ", ".join([about, *safe])


def _number(text: str, name: str, limits: Number) -> float:
    return float(number_of(text, f"{name}, every part of it,", limits))


def _four(name: str, text: str) -> list[str]:
    parts = text.split(",")
    if len(parts) != 4:
        raise ValueError(f"The {spoken(name)} must be four numbers, not “{harmless(text)}”.")
    return parts


def shortest(value: float) -> str:
    """The shortest text of the 32-bit number nearest to ``value``."""
    wanted = torch.tensor(value)
    texts = (f"{value:.{digits}g}" for digits in range(1, 10))
    return next(text for text in texts if torch.tensor(float(text)) == wanted).replace("e+", "e")


MOST_RUNS = 4
"""So many starts are seen side by side."""

SPEEDS = ("auto", "1", "10", "60", "300", "1000")
CLOCKS = ("updates", "epochs", "samples")

FIELDS: dict[str, Field] = {
    # What decides a training.
    "problem": OneOf(tuple(PROBLEMS)),
    "batch": OneOf(BATCH_MODES),
    "batch_size": Amount(NUMBERS["batch_size"]),
    "learning_rate": Amount(Number(float, 1e-5, 1.0)),
    "epochs": Amount(Number(int, 1, 200_000)),
    "optimizer": OneOf(tuple(OPTIMIZERS)),
    # The last seeds are left to the neighbours that race along.
    "seed": Amount(Number(int, 0, NUMBERS["seed"].high - MOST_RUNS)),
    "condition": Amount(NUMBERS["condition"]),
    "formula": Formula(),
    "start": Parameters(NUMBERS["start"]),
    **{name: Amount(NUMBERS[name]) for name in SETTINGS},
    "schedule": OneOf(tuple(SCHEDULES)),
    "luck": Amount(NUMBERS["luck"]),
    # From which update on it goes another way than the pinned run.
    "branch": Amount(Number(int, 0, MAX_UPDATES)),
    # How it is looked at.
    "runs": Amount(Number(int, 1, MOST_RUNS)),
    "plane": PlaneName(),
    "axis": OneOf(("log", "linear")),
    "view": Rectangle(Number(float, -1e30, 1e30)),
    "clock": OneOf(CLOCKS),
    # Where the player is: the browser writes these.
    "step": Amount(Number(int, 0, MAX_UPDATES)),
    "speed": OneOf(SPEEDS),
    "play": Switch(),
    "present": Switch(),
}
"""Every field that more than one page has, by its name in the code, the link and the messages."""


def limits(name: str) -> Number:
    """The bounds of the number ``name``."""
    field = FIELDS[name]
    assert isinstance(field, Amount)
    return field.limits
