"""Faults, told apart by what went wrong and where, each with what leads to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
_FRAME = re.compile(r'File "[^"]*?/(?:pages|gd_core|tests)/([^"]+)", line \d+, in (\S+)')
_OURS = ("pages.", "gd_core.", "app")

Way = TypeVar("Way")
"""What leads to a fault, in whatever form."""


@dataclass
class Faults(Generic[Way]):
    """What was found so far: by its kind, the ways to it and what was told."""

    tried: int = 0
    found: dict[str, list[tuple[Way, str]]] = field(default_factory=dict)

    def note(self, told: Sequence[str], way: Way) -> bool:
        """Note what is ``told`` of where ``way`` led; whether that is a fault."""
        self.tried += 1
        for each in told:
            self.found.setdefault(kind(each), []).append((way, each))
        return bool(told)

    @property
    def count(self) -> int:
        """How many faults there are, of all kinds together."""
        return sum(map(len, self.found.values()))

    def by_number(self) -> list[tuple[str, list[tuple[Way, str]]]]:
        """The kinds of faults with their cases, the most frequent first."""
        return sorted(self.found.items(), key=lambda item: -len(item[1]))


def errors(log: Sequence[str]) -> list[str]:
    """What of a ``log`` tells of a fault: every error, and any warning of our own."""
    return [line for line in log if line.startswith(("ERROR", "CRITICAL")) or _name(line).startswith(_OURS)]


def _name(line: str) -> str:
    """Who wrote a line of the log."""
    return line.partition(" ")[2].partition(":")[0]


def kind(told: str) -> str:
    """What ``told`` is an example of: its last line without numbers, and the last place of ours in it."""
    last = next(line for line in reversed(told.strip().splitlines()) if line.strip())
    frames = _FRAME.findall(told)
    at = f" [{frames[-1][0]} {frames[-1][1]}]" if frames else ""
    return f"{_NUMBER.sub('#', last.strip())[:160]}{at}"
