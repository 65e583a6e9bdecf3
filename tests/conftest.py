"""Settings for every test."""

import pytest
import torch
from hypothesis import settings

from gd_core.problems import PROBLEMS
from tests.problems import LINE

# No deadline: one slow moment of a machine is not a defect of the code.
settings.register_profile("lab", deadline=None, derandomize=True)
settings.load_profile("lab")
torch.set_num_threads(1)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a problem that can truly diverge, known for one test."""
    monkeypatch.setitem(PROBLEMS, "line", LINE)
    return "line"
