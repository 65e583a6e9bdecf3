"""A Run says what was kept and where."""

import pytest
import torch

from gd_core import Experiment, train
from gd_core.training.runs import RECORD_LIMIT, recorded_steps, thinning


@pytest.mark.parametrize(
    ("updates", "every"),
    [(1, 1), (100, 1), (101, 2), (200, 2), (201, 5), (500, 5), (501, 10), (1000, 10), (1001, 20), (2001, 50)],
)
def test_the_smallest_round_interval_that_fits(updates: int, every: int) -> None:
    assert thinning(updates, limit=100) == every


@pytest.mark.parametrize("limit", [1, 3, 100, RECORD_LIMIT])
def test_thinning_is_one_two_or_five_times_a_power_of_ten(limit: int) -> None:
    round_numbers = [m * 10**k for k in range(8) for m in (1, 2, 5)]
    for updates in (1, limit, limit + 1, 7 * limit, 1_000_000):
        assert thinning(updates, limit) == next(n for n in round_numbers if n * limit >= updates)


def test_ten_thousand_updates_are_all_recorded_and_one_more_is_thinned() -> None:
    assert thinning(10_000) == 1
    assert thinning(10_001) == 2


def test_a_long_record_begins_with_its_first_tenth_and_goes_on_in_round_steps() -> None:
    steps = recorded_steps(0, 30_000, updates=30_000)
    assert steps.tolist() == [*range(1000), *range(1000, 30_000, 5)]


@pytest.mark.parametrize("limit", [1, 7, 10, 99, 10_000])
@pytest.mark.parametrize("updates", [1, 10, 11, 5_000, 10_001, 100_000])
def test_a_record_never_exceeds_its_limit(updates: int, limit: int) -> None:
    steps = recorded_steps(0, updates, updates, limit)
    assert steps[0] == 0
    assert len(steps) <= limit
    assert len(steps) >= min(updates, limit * 0.3)


def test_it_does_not_matter_in_which_slices_steps_are_chosen() -> None:
    slices = [recorded_steps(first, 250, updates=2_000, limit=100) for first in range(0, 2_000, 250)]
    assert torch.equal(torch.cat(slices), recorded_steps(0, 2_000, updates=2_000, limit=100))


def test_updates_count_what_was_made_not_what_was_kept() -> None:
    run = train(Experiment(batch="stochastic", epochs=30), record_limit=10)
    assert run.updates == 120
    assert len(run.grad) == 6
    assert run.step.tolist() == [0, 20, 40, 60, 80, 100, 120]


def test_epochs_count_finished_passes() -> None:
    run = train(Experiment(batch="mini", batch_size=3, epochs=3))
    assert run.step.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert run.epoch.tolist() == [0, 0, 1, 1, 2, 2, 3]


def test_the_best_point_has_the_lowest_loss() -> None:
    run = train(Experiment(batch="stochastic", learning_rate=0.004, epochs=5, seed=2))
    assert run.best == min(range(len(run.loss)), key=lambda i: float(run.loss[i]))
    assert run.best < run.updates


def test_a_record_is_as_small_as_it_says() -> None:
    run = train(Experiment(batch="stochastic", epochs=2_500))
    fields = (run.params, run.loss, run.grad, run.batch_loss, run.batches, run.step, run.epoch)
    size = sum(f.element_size() * f.nelement() for f in fields)
    points, (samples, params) = len(run.loss), (run.batches.shape[1], run.params.shape[1])
    assert size <= 4 * (2 * params + 2 * samples + 6) * points


def test_the_record_can_be_used_with_autograd() -> None:
    run = train(Experiment(epochs=3))
    for tensor in (run.params, run.loss, run.grad, run.batch_loss):
        assert tensor.clone().requires_grad_().sum().requires_grad
        assert not tensor.is_inference()


def test_a_run_knows_the_names_of_its_parameters() -> None:
    assert train(Experiment(epochs=1)).names == ("w1", "w2", "b")


def test_equal_experiments_train_to_equal_numbers() -> None:
    once, again = (train(Experiment(batch="stochastic", seed=4, epochs=50)) for _ in range(2))
    assert torch.equal(once.params, again.params)
    assert torch.equal(once.loss, again.loss)
