"""Settings for every test."""

import os

import pytest
import torch
from hypothesis import settings

from gd_core.problems import PROBLEMS
from tests.problems import LINE

# No deadline: one slow moment of a machine is not a defect of the code.
settings.register_profile("lab", deadline=None, derandomize=True)
settings.load_profile("lab")
torch.set_num_threads(1)
# All tests are one visitor, from one address: none of them waits for what the others have used.
os.environ |= {"GD_SECONDS_A_MINUTE": "1000000", "GD_ADDRESS_SECONDS_A_MINUTE": "1000000"}


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a problem that can truly diverge, known for one test."""
    monkeypatch.setitem(PROBLEMS, "line", LINE)
    return "line"
