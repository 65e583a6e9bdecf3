"""Settings for every test."""

import os
from collections.abc import Iterator
from math import inf
from weakref import WeakValueDictionary

import pytest
import torch
from hypothesis import HealthCheck, settings

from gd_core.problems.catalog import PROBLEMS
from pages._ui.byte_cache import ByteCache
from tests.problems import LINE

# No deadline, and no bound on how long examples take to make: a slow machine is no defect of the code.
settings.register_profile(
    "lab", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("lab")
torch.set_num_threads(1)
# All tests are one visitor, from one address: none of them waits for what the others have used.
os.environ |= {"GD_SECONDS_A_MINUTE": "1000000", "GD_ADDRESS_SECONDS_A_MINUTE": "1000000"}


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a problem that can truly diverge, known for one test."""
    monkeypatch.setitem(PROBLEMS, "line", LINE)
    return "line"


@pytest.fixture(scope="session", autouse=True)
def at_once() -> Iterator[None]:
    """Within this process every training and every sweep is through in one rerun, however slow that is."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("trainings.AT_ONCE", "trainings.SLICE", "sweeps.under_way.AT_A_TIME"):
            patch.setattr(f"pages._ui.{name}", inf)
        yield


@pytest.fixture
def in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rerun makes the least that it can, however quick that is, of what nobody has made before."""
    for name in ("trainings.AT_ONCE", "trainings.SLICE", "sweeps.under_way.AT_A_TIME"):
        monkeypatch.setattr(f"pages._ui.{name}", 0.0)
    for module in ("trainings", "sweeps.shared"):
        monkeypatch.setattr(f"pages._ui.{module}._DONE", ByteCache(most_bytes=2**23))
        monkeypatch.setattr(f"pages._ui.{module}._UNDER_WAY", WeakValueDictionary())
