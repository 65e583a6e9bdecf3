"""How much work the server does for one visitor. The host's environment may say otherwise.

GD_UPDATES: the most updates of one training, all its runs together.
GD_UPDATES_A_MINUTE: the most updates for one visitor within a minute.
GD_SURFACE_POINTS: the most points at which a surface is computed.
GD_SWEEP_UPDATES: the most updates of one sweep, all its runs together; none of them is recorded.
"""

import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from math import ceil, isqrt
from time import monotonic

from gd_core import Experiment

_MINUTE = 60.0

SWEPT_FOR_ONE = 10
"""So many updates of a sweep count as one: that is how long they take."""


@dataclass(frozen=True)
class Limits:
    """The limits of one host; each is a whole number from ``_LOWEST`` on."""

    updates: int = 4_000_000
    updates_a_minute: int = 20_000_000
    surface_points: int = 6_400
    sweep_updates: int = 20_000_000

    @property
    def resolution(self) -> int:
        """Points of a square surface along each side."""
        return isqrt(self.surface_points)

    def shortened(self, experiments: Sequence[Experiment]) -> tuple[tuple[Experiment, ...], str]:
        """``experiments`` with as many epochs as are allowed; and what to say, if those are fewer."""
        wanted = sum(each.updates for each in experiments)
        if wanted <= self.updates:
            return tuple(experiments), ""
        share = self.updates // len(experiments)
        shorter = tuple(each.within(share) for each in experiments)
        kept = " and ".join(sorted({f"{each.epochs:,}" for each in shorter}))
        return shorter, (
            f"That is {wanted:,} updates, all runs together. This server makes at most {self.updates:,} "
            f"in one training. Shown instead: {kept} epochs."
        )


_LOWEST = {"updates": 10_000, "updates_a_minute": 10_000, "surface_points": 400, "sweep_updates": 10_000}


@cache
def limits() -> Limits:
    """The limits of this host."""
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Limits:
    """The limits that ``environment`` sets; ValueError names the variable, its bound and its value."""
    return Limits(**dict(_read(environment)))


def _read(environment: Mapping[str, str]) -> list[tuple[str, int]]:
    found = []
    for each in fields(Limits):
        name = f"GD_{each.name.upper()}"
        if name in environment:
            found.append((each.name, _whole(name, environment[name], _LOWEST[each.name])))
    return found


def _whole(name: str, text: str, lowest: int) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < lowest:
        raise ValueError(f"{name} must be a whole number from {lowest} on, not {text!r}")
    return int(text)


@dataclass
class Budget:
    """The updates that one visitor has had within the last minute."""

    most: int
    now: Callable[[], float] = monotonic
    _spent: deque[tuple[float, int]] = field(default_factory=deque)

    def spend(self, updates: int) -> None:
        """Note that so many ``updates`` were made."""
        if updates:
            self._spent.append((self.now(), updates))

    def wait(self) -> float:
        """Seconds until there may be more; 0 when there may be now."""
        self._forget()
        over = sum(updates for _, updates in self._spent) - self.most
        for when, updates in self._spent:
            if over < 0:
                break
            over -= updates
            if over < 0:
                return max(0.0, when + _MINUTE - self.now())
        return 0.0

    def told(self) -> str:
        """What to say while there may be no more."""
        seconds = ceil(self.wait())
        if not seconds:
            return ""
        bound = f"This server makes at most {self.most:,} updates a minute for one visitor."
        return f"{bound} It goes on in {seconds} s."

    def _forget(self) -> None:
        while self._spent and self._spent[0][0] <= self.now() - _MINUTE:
            self._spent.popleft()
