"""A teacher's list: several experiments in an order, in one link or one file.

``lab~learning_rate:0.02~seed:3!neuron~epochs:50`` is the Lab, then the page of the neuron. An entry may
have a name and a note, which are shown while the list is walked: ``lab~name:Too fast~note:Why?``.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category
from urllib.parse import unquote

from pages._ui.fields import spoken
from pages._ui.typed import harmless

MOST = 40
"""So many entries a list may have."""

LONGEST: Mapping[str, int] = {"name": 80, "note": 300}
"""What an entry may be called, and what may be said or asked of it: so many characters each."""

_ENTRY, _FIELD, _IS = "!", "~", ":"
_ESCAPED = (("%", "%25"), (_ENTRY, "%21"), (_FIELD, "%7E"))


@dataclass(frozen=True)
class Listed:
    """The good entries of a list by the place that each had, and what is wrong with the others.

    ``told`` says, a sentence each, what had to be shortened.
    """

    entries: dict[int, dict[str, Any]] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def place(self, at: int) -> int:
        """Where the entry that stood at ``at`` stands now; if it is gone, the next one, else the last."""
        return min(1 + sum(place < at for place in self.entries), len(self.entries))

    def but(self, faults: Mapping[int, str]) -> "Listed":
        """The same without the entries that have ``faults``, by their places."""
        left = {place: entry for place, entry in self.entries.items() if place not in faults}
        return Listed(left, {**self.faults, **faults}, self.told)

    def notices(self, known: Container[str] = ()) -> list[str]:
        """All that is wrong, entry by entry; a reason that is ``known`` is not said again."""
        reasons = {p: "The reason is the same." if why in known else why for p, why in self.faults.items()}
        return [*self.told, *(f"Entry {p} of the list is left out. {reasons[p]}" for p in sorted(reasons))]


@dataclass(frozen=True)
class Entries:
    """The field of a link that holds a list of what to show on ``pages``."""

    pages: tuple[str, ...]

    def read(self, name: str, text: str) -> Listed:
        """The entries, each {"page", "fields": {name: text}}; ValueError if there is none at all."""
        return self.sifted([_split(part) for part in text.split(_ENTRY) if part])

    def sifted(self, entries: Sequence[object]) -> Listed:
        """The good ones of ``entries``, which may be anything; ValueError if there is none to look at."""
        if not entries:
            raise ValueError(f"The list must have between 1 and {MOST} entries, not 0.")
        found = Listed(told=_too_many(len(entries)))
        for place, entry in enumerate(entries[:MOST], 1):
            try:
                found.entries[place] = self._entry(entry)
                found.told.extend(_shortened(place, found.entries[place]))
            except ValueError as error:
                found.faults[place] = str(error)
        return found

    def write(self, value: Sequence[Mapping[str, Any]]) -> str:
        """The text that says the entries ``value``."""
        return _ENTRY.join(_written(entry) for entry in value)

    def _entry(self, entry: object) -> dict[str, Any]:
        if not isinstance(entry, Mapping):
            raise ValueError(f"It must be a page with its fields, not “{harmless(str(entry))}”.")
        page, fields = entry.get("page"), entry.get("fields", {})
        if page not in self.pages:
            raise ValueError(f"Its page must be one of {', '.join(self.pages)}, not “{harmless(str(page))}”.")
        if not isinstance(fields, Mapping):
            raise ValueError(f"Its fields must be names with values, not “{harmless(str(fields))}”.")
        said = {str(name): _said(str(name), value) for name, value in fields.items()}
        words = {name: _plain(entry[name]) for name in LONGEST if entry.get(name)}
        return {"page": page, "fields": said} | {name: text for name, text in words.items() if text}


def _too_many(count: int) -> list[str]:
    told = f"The list must have at most {MOST} entries, not {count}. The first {MOST} are kept."
    return [told] if count > MOST else []


def _split(text: str) -> dict[str, Any]:
    page, *said = text.split(_FIELD)
    fields = dict(part.partition(_IS)[::2] for part in said)
    words = {name: unquote(fields.pop(name)) for name in LONGEST if name in fields}
    return {"page": page, "fields": fields, **words}


def _said(name: str, value: object) -> str:
    """The ``value`` of the field ``name`` as a link says it: a file may have numbers and switches as well."""
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, str | int | float):
        what, given = harmless(spoken(name)), harmless(str(value))
        raise ValueError(f"Its {what} must be a text or a number, not “{given}”.")
    return str(value)


def _shortened(place: int, entry: dict[str, Any]) -> Iterable[str]:
    """Cut the name and the note of ``entry`` to their bounds; a sentence for each that was longer."""
    for name, most in LONGEST.items():
        size = len(entry.get(name, ""))
        if size > most:
            entry[name] = entry[name][:most].rstrip()
            yield (
                f"The {name} of entry {place} must have at most {most} characters, not {size}. "
                f"The first {most} are kept."
            )


def _plain(value: object) -> str:
    """``value`` as one line of text, without signs that nobody sees."""
    return " ".join("".join(_seen(str(value))).split())


def _seen(text: str) -> Iterable[str]:
    # Cc: control characters; Cs: halves of characters, which no message can carry.
    return (" " if category(sign) == "Cc" else sign for sign in text if category(sign) != "Cs")


def _written(entry: Mapping[str, Any]) -> str:
    words = {name: _escaped(entry[name]) for name in LONGEST if entry.get(name)}
    said = {**words, **entry["fields"]}
    return _FIELD.join([str(entry["page"]), *(f"{name}{_IS}{value}" for name, value in said.items())])


def _escaped(text: str) -> str:
    for sign, escape in _ESCAPED:
        text = text.replace(sign, escape)
    return text
