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
from pages._ui.lists import Entries, Listed
from pages._ui.page_fields import DECIDING, PAGES, Linked
from pages._ui.reconcile import INSTEAD, reconcile, shown_instead
from pages._ui.typed import harmless

VERSION = "1"
"""What the fields mean, and what is meant where one is left out. A new version reads the old ones."""

_MOST_NOTICES = 4
_MOST_REASONS = 2
_LIST = Entries(tuple(PAGES))
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
    chosen = _among(linked.fields, values)
    found = reconcile(linked, chosen, chosen)
    notices = [shown_instead(linked, name, found.values, why) for name, why in wrong.items()]
    notices += [*found.told.values(), *_surprises(linked, asked)]
    taken = {name: found.values[name] for name in {**chosen, **found.told}}
    opening, told = _with_list(_among(linked.browsers, values), notices)
    return Opened(taken, opening, [*_few(notices), *told])


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


def _with_list(opening: dict[str, Any], known: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """What is asked of the browser, of a list the good entries alone; and what is wrong with the others.

    A reason that one of the notices ``known`` says is not said again.
    """
    if "list" not in opening:
        return opening, []
    found = _showable(opening["list"])
    told = found.notices({_reason(notice) for notice in known})
    rest = {name: value for name, value in opening.items() if name not in ("list", "at")}
    if not found.entries:
        return rest, told
    return rest | {"list": [*found.entries.values()], "at": found.place(opening.get("at", 1))}, told


def sifted(entries: Sequence[object]) -> Listed:
    """Of ``entries``, as a file has them, those that can be shown; ValueError if there is none to look at."""
    return _showable(_LIST.sifted(entries))


def _showable(listed: Listed) -> Listed:
    """``listed`` without the entries that cannot be shown just as they are."""
    wrong = {place: _wrong_in_entry(**entry) for place, entry in listed.entries.items()}
    return listed.but({place: why for place, why in wrong.items() if why})


def _wrong_in_entry(page: str, fields: Mapping[str, str], **_: str) -> str:
    """Why an entry cannot be shown just as it is; empty if it can."""
    if "list" in fields:
        return "A list is no part of a list."
    notices = opened(page, {name: [text] for name, text in fields.items()}).notices
    return " ".join(_reason(notice) for notice in notices[:_MOST_REASONS])


def _reason(notice: str) -> str:
    return notice.partition(INSTEAD)[0]


def _few(notices: list[str]) -> list[str]:
    """``notices``, when there are many the first of them and how many more."""
    more = len(notices) - _MOST_NOTICES
    return notices if more <= 0 else [*notices[:_MOST_NOTICES], f"And {more} more."]
