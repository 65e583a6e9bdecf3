"""A page's choices as a link's query string, and back: short, checked, and never silently another.

A link says what differs from how its page begins. What it says wrongly is told, field by field,
with what is shown instead.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gd_core import Experiment
from pages._ui import pins
from pages._ui.page_fields import DECIDING, PAGES, Linked
from pages._ui.reconcile import reconcile, shown_instead
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
    linked = PAGES[page]
    values, wrong = _read(linked, asked)
    wrong |= _wrong_in_list(values)
    chosen = _among(linked.fields, values)
    found = reconcile(linked, chosen, chosen)
    notices = [shown_instead(linked, name, found.values, why) for name, why in wrong.items()]
    notices += [*found.told.values(), *_surprises(linked, asked)]
    taken = {name: found.values[name] for name in {**chosen, **found.told}}
    opening = {name: value for name, value in _among(linked.browsers, values).items() if name not in wrong}
    return Opened(taken, opening, _few(notices))


def _among(names: Container[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


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
