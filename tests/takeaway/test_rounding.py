"""What is said of rounding is what two plain loops do."""

import pytest
import torch

from gd_core import PRESETS, Experiment
from pages._ui.takeaway.rounding import APART, rounding
from tests import notebook

EPOCHS = tuple(range(0, 1001, 50))


def losses(dtype: torch.dtype, nudged: bool = False) -> list[float]:
    """The full-batch losses of a plain loop at rate 0.019, whose steps leap from side to side."""
    start = torch.cat([p.detach().flatten() for p in notebook.draw(0)])
    if nudged:
        start = torch.nextafter(start, torch.full_like(start, torch.inf))
    return notebook.descend(start.to(dtype), [torch.arange(4)] * 1000, 0.019).losses


def test_the_spread_is_that_of_a_plain_loop_in_other_numbers() -> None:
    single, double, nudged = losses(torch.float32), losses(torch.float64), losses(torch.float32, True)
    measured = rounding(Experiment(learning_rate=0.019), EPOCHS)
    assert measured.whole
    for epoch, spread in zip(measured.epochs, measured.spread, strict=True):
        apart = [
            abs(single[epoch] - other[epoch]) / max(single[epoch], other[epoch]) for other in (double, nudged)
        ]
        # The loss itself is a float32: a share of 1e-6 of it is its own rounding.
        assert spread >= max(apart) - 1e-6 - 1e-3 * max(apart)


def test_where_a_run_parts_it_is_said_from_when_on() -> None:
    e = Experiment(learning_rate=0.019)
    measured = rounding(e, EPOCHS)
    assert measured.parts is not None
    before = [s for epoch, s in zip(measured.epochs, measured.spread, strict=True) if epoch < measured.parts]
    assert max(before) <= APART < measured.spread[measured.epochs.index(measured.parts)]
    assert f"from about epoch {measured.parts} on" in measured.sentence


@pytest.mark.parametrize("preset", ["coin_tosses", "slow", "too_far"])
def test_a_smooth_run_does_not_part(preset: str) -> None:
    e = PRESETS[preset].experiment
    measured = rounding(e, tuple(range(0, e.epochs + 1, e.epochs // 10)))
    assert measured.parts is None
    assert max(measured.spread) < 1e-3
    assert "Rounding stays small" in measured.sentence


def test_a_long_run_is_measured_in_part_and_says_so() -> None:
    measured = rounding(Experiment(epochs=100_000), (0, 5_000, 10_000, 50_000, 100_000))
    assert measured.epochs == (0, 5_000)
    assert not measured.whole
    assert "over the first 5000 epochs" in measured.sentence


def test_a_start_at_the_edge_of_what_may_be_is_measured_too() -> None:
    assert rounding(Experiment(start=(1e6, -1e6, 0.0), epochs=10), (0, 10)).epochs[0] == 0
