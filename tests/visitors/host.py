"""Hosts on which a training takes no time: done at once, hardly begun, or bounded by a spent minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

import pytest

from pages._ui import limits, live, trainings
from pages._ui.budgets import BUDGETS
from pages._ui.byte_cache import ByteCache
from pages._ui.sweeps import under_way

_FEW = {"GD_SURFACE_POINTS": "400", "GD_SWEEP_UPDATES": "10000"}

HOSTS = {
    "done": _FEW | {"GD_UPDATES": "10000"},
    "begun": _FEW,
    "spent": _FEW | {"GD_UPDATES": "10000"},
}
"""What a host allows, by what its visitors see: whole runs, their first steps, or where they must wait."""


@contextmanager
def host(kind: str) -> Iterator[None]:
    """Within this block the server's limits are those of ``kind``, and so are its slices of time."""
    seconds = 0.0 if kind == "begun" else inf
    with pytest.MonkeyPatch.context() as patch:
        for name, text in HOSTS[kind].items():
            patch.setenv(name, text)
        for module, name in ((trainings, "AT_ONCE"), (trainings, "SLICE"), (under_way, "AT_A_TIME")):
            patch.setattr(module, name, seconds)
        wait = 7.0 if kind == "spent" else 0.0
        patch.setattr(BUDGETS, "wait", lambda client: wait)
        # What is packed within these limits is nothing for other tests.
        patch.setattr(live, "_MESSAGES", ByteCache(most_bytes=2**23))
        limits.limits.cache_clear()
        try:
            yield
        finally:
            limits.limits.cache_clear()
