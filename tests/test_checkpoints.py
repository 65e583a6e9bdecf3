"""Long work says where somebody else may go first."""

from collections.abc import Iterator

import pytest

from gd_core import Experiment, Sweep, Training, train, working_rate
from gd_core.lessons.escapes import escapes
from gd_core.sweeps.bands import band
from gd_core.training.checkpoints import at_checkpoints, checkpoint


@pytest.fixture
def reached() -> Iterator[list[int]]:
    """Grows at each checkpoint."""
    log: list[int] = []
    at_checkpoints(lambda: log.append(1))
    yield log
    at_checkpoints(None)


def test_long_work_has_checkpoints(reached: list[int]) -> None:
    for act in (
        lambda: train(Experiment(epochs=5_000)),
        lambda: band(Experiment(epochs=2_000)),
        lambda: working_rate(Experiment(learning_rate=0.0211, epochs=3_333)),
        lambda: escapes(0.0613, 3),
        lambda: Sweep.of_rates(Experiment(epochs=500), [0.001, 0.01], [0, 1]).advance(),
    ):
        reached.clear()
        act()
        assert reached


def test_a_piece_of_a_training_or_sweep_has_none(reached: list[int]) -> None:
    # Whoever holds a lock while it is made would keep it.
    Training([Experiment(epochs=5_000)]).advance(0)
    Sweep.of_rates(Experiment(epochs=500), [0.001, 0.01], [0, 1]).advance(0)
    assert reached == []


def test_by_itself_a_checkpoint_does_nothing() -> None:
    checkpoint()
