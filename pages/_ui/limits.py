"""How much work the server does for one visitor. The host's environment may say otherwise.

GD_UPDATES: the most updates of one training, all its runs together.
GD_SECONDS_A_MINUTE: the seconds of processor time that one visitor may have within a minute.
GD_ADDRESS_SECONDS_A_MINUTE: the same for all visitors from one address, beyond what an ordinary visit takes.
GD_SURFACE_POINTS: the most points at which a surface is computed.
GD_SWEEP_UPDATES: the most updates of one sweep, all its runs together; none of them is recorded.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from math import isqrt

from gd_core import Experiment


@dataclass(frozen=True)
class Limits:
    """The limits of one host; each is a whole number from ``_LOWEST`` on."""

    updates: int = 4_000_000
    seconds_a_minute: int = 20
    address_seconds_a_minute: int = 40
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


_LOWEST = {
    "updates": 10_000,
    "seconds_a_minute": 1,
    "address_seconds_a_minute": 1,
    "surface_points": 400,
    "sweep_updates": 10_000,
}


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
