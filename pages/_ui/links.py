"""A page's choices as a link's query string, and back: short, checked, and never silently another.

A link says what differs from how its page begins. What it says wrongly is told, field by field,
with what is shown instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from gd_core import Experiment
from pages._ui import pins
from pages._ui.page_fields import DECIDING, PAGES, Linked
from pages._ui.planes import PlaneName
from pages._ui.typed import harmless

VERSION = "1"
"""What the fields mean, and what is meant where one is left out. A new version reads the old ones."""

_MOST_NOTICES = 4
_TRACKERS = ("utm_", "fbclid", "gclid", "ref", "si")
"""What chats and mail programs add to links: none of it is ours."""


@dataclass(frozen=True)
class Opened:
    """What a link comes to: the choices it makes, what it asks of the browser, what was not taken."""

    values: dict[str, Any]
    opening: dict[str, Any]
    notices: list[str]


def written(page: str, values: Mapping[str, Any]) -> str:
    """The query string that opens ``page`` with ``values``: empty where all is as the page begins."""
    linked = PAGES[page]
    first = linked.beginning()
    if linked.experiment:
        deciding = [(name, values[name]) for name in DECIDING if name in linked.fields]
        first = first | linked.beginning(Experiment(**{name: values[name] for name in DECIDING}))
        first |= {name: getattr(linked.experiment, name) for name, _ in deciding} | pins.unsaid(values)
    said = {name: f.write(values[name]) for name, f in linked.fields.items() if values[name] != first[name]}
    return query({"v": VERSION} | said) if said else ""


def query(said: Mapping[str, str]) -> str:
    """The query string of names and texts."""
    return "&".join(f"{name}={quote(text, safe=',')}" for name, text in said.items())


def opened(page: str, asked: Mapping[str, Sequence[str]]) -> Opened:
    """What the link to ``page`` with the fields ``asked`` comes to."""
    linked, notices = PAGES[page], []
    values, wrong = _read(linked, asked)
    wrong |= _wrong_in_list(values)
    if linked.experiment:
        experiment, refused = _settled(linked.experiment, values)
        wrong |= refused
        first = linked.beginning(experiment)
        wrong |= _not_there(linked, experiment, values)
        if "branch" in linked.fields:
            wrong |= _wrong_in_pin(experiment, values)
    else:
        first = linked.beginning()
    values = {name: value for name, value in values.items() if name not in wrong}
    for name, told in wrong.items():
        notices.append(f"{told} Shown instead: {_said(linked, name, (first | values).get(name))}.")
    notices += _surprises(linked, asked)
    chosen, opening = (
        {name: values[name] for name in names if name in values} for names in (linked.fields, linked.browsers)
    )
    return Opened(chosen, opening, _few(notices))


def _read(linked: Linked, asked: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that can be read, and what is wrong with the others."""
    values, wrong = {}, {}
    for name, each in {**linked.fields, **linked.browsers}.items():
        if name in asked:
            try:
                values[name] = each.read(name, asked[name][-1])
            except ValueError as error:
                wrong[name] = str(error)
    return values, wrong


def _settled(first: Experiment, values: Mapping[str, Any]) -> tuple[Experiment, dict[str, str]]:
    """``first`` with each of ``values`` that goes with those before it, and what is wrong with the rest."""
    experiment, wrong = first, {}
    for name in DECIDING:
        if name in values:
            try:
                experiment = replace(experiment, **{name: values[name]})
            except ValueError as error:
                wrong[name] = _sentence(error)
    return experiment, wrong


def _not_there(linked: Linked, experiment: Experiment, values: Mapping[str, Any]) -> dict[str, str]:
    """A plane of other parameters than the experiment's; the logarithm of a loss that has none."""
    wrong, field, names = {}, linked.fields.get("plane"), experiment.data.names
    if "plane" in values and isinstance(field, PlaneName) and not field.there(names, values["plane"]):
        wrong["plane"] = f"{field.missing(names, values['plane'])}."
    if values.get("axis") == "log" and not experiment.data.decades:
        wrong["axis"] = "The axis must be linear here, where the loss may be negative or all but even."
    return wrong


def _wrong_in_pin(experiment: Experiment, values: Mapping[str, Any]) -> dict[str, str]:
    """What of the pinned run does not go together with the present ``experiment``."""
    # What is pinned of the epochs is settled by the batches that are pinned, not by the present ones.
    epochs = 1 if "pin_epochs" in values else experiment.epochs
    trunk, wrong = replace(experiment, luck=0, epochs=epochs), {}
    for name in pins.CHOICES:
        if f"pin_{name}" in values:
            try:
                trunk = replace(trunk, **{name: values[f"pin_{name}"]})
            except ValueError as error:
                wrong[f"pin_{name}"] = f"Of the pinned run, {error}."
    if values.get("branch"):
        try:
            replace(experiment, trunk=trunk, branch=values["branch"])
        except ValueError as error:
            wrong["branch"] = _sentence(error)
    return wrong


def _sentence(error: ValueError) -> str:
    return f"{str(error)[0].upper()}{str(error)[1:]}."


def _said(linked: Linked, name: str, value: Any) -> str:
    if name in linked.browsers or name in pins.NOTHING:
        return "as without it"
    if name == "formula":  # it has signs that would act as markup
        return "the example"
    if value is None:
        return "the start that the seed draws" if name == "start" else "the whole picture"
    return (linked.fields[name].write(value) or "none").replace(",", ", ")


def _surprises(linked: Linked, asked: Mapping[str, Sequence[str]]) -> list[str]:
    """What the link says beside its fields."""
    told = []
    version = asked.get("v", [VERSION])[-1]
    if version != VERSION:
        told.append(f"The link is of version “{harmless(version)}”; it was read as version {VERSION}.")
    for name, texts in asked.items():
        if name in linked.fields or name in linked.browsers or name == "v":
            if len(texts) > 1:
                told.append(f"The link says {name} {len(texts)} times; the last one counts.")
        elif not name.startswith(_TRACKERS):
            told.append(f"This page has no “{harmless(name)}”; that part of the link changes nothing.")
    return told


def _wrong_in_list(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the first entry of a list that cannot be shown as it is."""
    for place, entry in enumerate(values.get("list", ()), 1):
        wrong = _wrong_in_entry(entry["page"], {name: [text] for name, text in entry["fields"].items()})
        if wrong:
            return {"list": f"Entry {place} of the list cannot be shown as it is. {wrong[0]}"}
    return {}


def _wrong_in_entry(page: str, asked: Mapping[str, Sequence[str]]) -> list[str]:
    return ["A list is no part of a list."] if "list" in asked else opened(page, asked).notices


def _few(notices: list[str]) -> list[str]:
    """``notices``, when there are many the first of them and how many more."""
    more = len(notices) - _MOST_NOTICES
    return notices if more <= 0 else [*notices[:_MOST_NOTICES], f"And {more} more."]
