"""A teacher's list: several experiments in an order, in one link.

``lab~learning_rate:0.02~seed:3!neuron~epochs:50`` is the Lab, then the page of the neuron.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pages._ui.typed import harmless

MOST = 40
"""So many entries a list may have."""

_ENTRY, _FIELD, _IS = "!", "~", ":"


@dataclass(frozen=True)
class Entries:
    """The field of a link that holds a list of what to show on ``pages``."""

    pages: tuple[str, ...]

    def read(self, name: str, text: str) -> list[dict[str, object]]:
        """The entries, each {"page", "fields": {name: text}}; ValueError names the first that is wrong."""
        parts = [part for part in text.split(_ENTRY) if part]
        if not 0 < len(parts) <= MOST:
            raise ValueError(f"The {name} must have between 1 and {MOST} entries, not {len(parts)}.")
        return [self._entry(name, place, part) for place, part in enumerate(parts, 1)]

    def write(self, value: Sequence[Mapping[str, object]]) -> str:
        """The text that says the entries ``value``."""
        return _ENTRY.join(_written(entry) for entry in value)

    def _entry(self, name: str, place: int, text: str) -> dict[str, object]:
        page, *said = text.split(_FIELD)
        if page not in self.pages:
            raise ValueError(f"Entry {place} of the {name} must begin with a page, not “{harmless(page)}”.")
        fields = dict(part.partition(_IS)[::2] for part in said)
        return {"page": page, "fields": fields}


def _written(entry: Mapping[str, object]) -> str:
    fields = entry["fields"]
    assert isinstance(fields, Mapping)
    return _FIELD.join([str(entry["page"]), *(f"{name}{_IS}{value}" for name, value in fields.items())])
