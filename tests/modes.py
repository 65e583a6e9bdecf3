"""The ways to make batches, and the precisions, that tests of training go through."""

from typing import Any

import pytest

from tests.compare import TOLERANCES

MODES: dict[str, dict[str, Any]] = {
    "full": {"batch": "full"},
    "mini of 2": {"batch": "mini", "batch_size": 2},
    "mini of 3, so 3 and 1": {"batch": "mini", "batch_size": 3},
    "stochastic": {"batch": "stochastic"},
}
each_mode = pytest.mark.parametrize("mode", MODES.values(), ids=MODES.keys())
each_dtype = pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES, ids=["float32", "float64"])
