"""Reconciles choices that cannot stand beside each other, for every way in: link, widget, player, list.

Each choice alone lies within its bounds (fields.py). Together they may still be impossible: more
updates than allowed, a start with another model's parameters, the logarithm of a loss below 0. The
choice that yields is brought within its bounds, or goes back to what it was, and a sentence says so.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gd_core import Experiment
from gd_core.fields import MAX_UPDATES
from pages._ui import pins, race
from pages._ui.page_fields import DECIDING, Linked
from pages._ui.planes import PlaneName, planes

Values = dict[str, Any]
Told = dict[str, str]
"""Why each choice that yields had to, by its name."""


INSTEAD = " Shown instead: "
"""Between why a choice cannot be and what it is now."""


@dataclass(frozen=True)
class Reconciled:
    """The choices as they can be, and a sentence for each that was not taken as it was wanted."""

    values: Values
    told: Told


@dataclass(frozen=True)
class _Wish:
    """What was ``asked`` for just now on the page ``linked``, and what its choices were ``before``."""

    linked: Linked
    asked: Collection[str]
    before: Mapping[str, Any] = field(default_factory=dict)


def reconcile(
    linked: Linked, wanted: Mapping[str, Any], asked: Collection[str], before: Mapping[str, Any] | None = None
) -> Reconciled:
    """All choices of the page ``linked``, as near to ``wanted`` as they can be.

    What ``wanted`` leaves out is as the page begins. ``asked`` names what was chosen just now: where
    only one of several can be, it is that. A plane or a start that cannot be stays what it was
    ``before``, if that can be.
    """
    if linked.experiment is None:
        return Reconciled(linked.beginning() | dict(wanted), {})
    wish = _Wish(linked, asked, before or {})
    deciding = {name: wanted.get(name, getattr(linked.experiment, name)) for name in DECIDING}
    experiment, told = _possible(deciding, wish.before.get("start"))
    first = linked.beginning(experiment)
    values = first | dict(wanted) | pins.said(wanted, first)
    values |= {name: getattr(experiment, name) for name in told}
    for rule in _RULES:
        told |= rule(wish, experiment, values)
    return Reconciled(values, {name: shown_instead(linked, name, values, why) for name, why in told.items()})


def in_words(linked: Linked, name: str, value: Any) -> str:
    """The choice ``name`` as a sentence says it."""
    if value is None and (name in linked.browsers or name in pins.NOTHING):
        return "as if the link did not say it"
    if name == "formula":  # it has signs that would act as markup
        return "the example"
    if value is None:
        return "the start that the seed draws" if name == "start" else "the whole picture"
    return (linked.fields[name].write(value) or "none").replace(",", ", ")


def shown_instead(linked: Linked, name: str, values: Mapping[str, Any], why: str) -> str:
    """The sentence ``why`` the choice ``name`` could not be taken, and what it is now."""
    return f"{why}{INSTEAD}{in_words(linked, name, values.get(name))}."


# An experiment's sizes: fields whose bounds its other fields set.


def _possible(wanted: Mapping[str, Any], start_before: Any) -> tuple[Experiment, Told]:
    """The experiment nearest to the fields ``wanted``, and why those that yield have to."""
    plain = {name: value for name, value in wanted.items() if name not in _NEAREST}
    experiment, told = Experiment(**plain, epochs=1), {}
    for name, nearest in _NEAREST.items():
        value = wanted[name]
        if error := _error(experiment, name, value):
            told[name] = _sentence(error)
            value = nearest(experiment, start_before)
        experiment = replace(experiment, **{name: value})
    return experiment, told


def _error(experiment: Experiment, name: str, value: Any) -> str:
    """Why ``experiment`` cannot have this ``value``; empty if it can."""
    # A batch size must also do for the mini-batches that a click away would be.
    mini = {"batch": "mini"} if name == "batch_size" and experiment.data.batched else {}
    fields: dict[str, Any] = mini | {name: value}
    try:
        replace(experiment, **fields)
    except ValueError as error:
        return str(error)
    return ""


def _start_before(experiment: Experiment, before: Any) -> Any:
    return None if before is None or _error(experiment, "start", before) else before


_NEAREST: Mapping[str, Callable[[Experiment, Any], Any]] = {
    "batch": lambda experiment, _: "full",
    "batch_size": lambda experiment, _: experiment.data.samples,
    "epochs": lambda experiment, _: MAX_UPDATES // experiment.updates_per_epoch,
    "start": _start_before,
}
"""By the name of a size, in the order in which they decide: what is possible in place of one that is not."""


# The rules: each changes the values that cannot be, and says why.


def _plane(wish: _Wish, experiment: Experiment, values: Values) -> Told:
    """A plane lies along parameters that the model has."""
    along, names, plane = wish.linked.fields.get("plane"), experiment.data.names, values["plane"]
    if not isinstance(along, PlaneName) or along.there(names, plane):
        return {}
    was = wish.before.get("plane")
    values["plane"] = was if was and along.there(names, was) else planes(names)[0]
    return {"plane": f"{along.missing(names, plane)}."} if "plane" in wish.asked else {}


def _axis(wish: _Wish, experiment: Experiment, values: Values) -> Told:
    """A loss that may be negative has no logarithm."""
    if values["axis"] != "log" or experiment.data.log_scale:
        return {}
    values["axis"] = "linear"
    why = "The axis must be linear here, where the loss may be negative or nearly the same everywhere."
    return {"axis": why} if "axis" in wish.asked else {}


_CALLED = {"branch": "A pinned run", "race": "Other optimizers", "runs": "Other starts"}
"""What may be shown beside the run, one of them at a time."""


def _one_beside(wish: _Wish, experiment: Experiment, values: Values) -> Told:
    """Beside the run stands a pinned run, or other optimizers, or other starts."""
    there = list(_beside(values))
    stays = next((name for name in there if name in wish.asked), there[0] if there else "")
    told = {}
    for name in there:
        if name != stays:
            values |= _ended(name)
            told[name] = f"{_CALLED[name]} cannot be shown together with {_CALLED[stays].lower()}."
    return told


def _beside(values: Values) -> Iterator[str]:
    active = (pins.pinned(values), race.others(values), values["runs"] > 1)
    return (name for name, there in zip(_CALLED, active, strict=True) if there)


def _ended(name: str) -> Values:
    """The choices that show nothing of ``name`` beside the run."""
    return {"branch": pins.ALONE, "race": {"race": ()}, "runs": {"runs": 1}}[name]


def _pinned(wish: _Wish, experiment: Experiment, values: Values) -> Told:
    """The pinned run can be, and both go the same way for no longer than either lasts."""
    if not pins.pinned(values):
        return {}
    shared = {name: getattr(experiment, name) for name in DECIDING} | {"luck": 0}
    trunk, why = _possible(shared | {name: values[f"pin_{name}"] for name in pins.CHOICES}, None)
    values |= {f"pin_{name}": getattr(trunk, name) for name in why}
    told = {f"pin_{name}": f"In the pinned run, {text[0].lower()}{text[1:]}" for name, text in why.items()}
    return told | _branch(experiment, trunk, values)


def _branch(experiment: Experiment, trunk: Experiment, values: Values) -> Told:
    wanted = values["branch"]
    most = min(trunk.epochs, experiment.epochs) * trunk.updates_per_epoch
    values["branch"] = min(wanted, most)
    try:
        replace(experiment, trunk=trunk, branch=values["branch"])
    except ValueError as error:  # both together would be too long
        values["branch"] = 0
        return {"branch": _sentence(str(error))}
    why = f"The branch must be between 0 and {most}, where the shorter run ends, not {wanted}."
    return {"branch": why} if wanted > most else {}


def _sentence(error: str) -> str:
    """The core's ``error`` as a sentence, with the names of fields as words."""
    told = re.sub(r"\b([a-z]+)_([a-z]+)\b", r"\1 \2", error)
    told = re.sub(r"^(?:the )?", "The ", re.sub(r", got ", ", not ", told))
    return f"{told}."


_RULES = (_plane, _axis, _one_beside, _pinned)
