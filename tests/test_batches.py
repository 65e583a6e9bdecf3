"""The batches are those of a notebook that shuffles with the same seed."""

import pytest
import torch

from gd_core import Experiment, train
from gd_core.problems.contracts import PADDING
from gd_core.training.batches import BatchPlan, shuffles


def plan(experiment: Experiment) -> BatchPlan:
    generator = torch.Generator().manual_seed(experiment.seed)
    return BatchPlan(experiment, shuffles(experiment.data.samples, experiment.epochs, generator))


def notebooks_orders(seed: int, epochs: int) -> list[list[int]]:
    torch.manual_seed(seed)
    torch.rand((2, 1))
    torch.rand((1,))
    return [torch.randperm(4).tolist() for _ in range(epochs)]


def orders(run_batches: torch.Tensor, epochs: int) -> list[list[int]]:
    """The samples of each epoch in the order in which they were seen."""
    return [[i for i in epoch.flatten().tolist() if i != PADDING] for epoch in run_batches.chunk(epochs)]


@pytest.mark.parametrize(
    ("batch", "size"), [("stochastic", 1), ("mini", 1), ("mini", 2), ("mini", 3), ("mini", 4)]
)
@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_the_order_is_that_of_a_notebook_going_on_after_its_draws(batch: str, size: int, seed: int) -> None:
    run = train(Experiment(batch=batch, batch_size=size, seed=seed, epochs=30))
    assert orders(run.batches, 30) == notebooks_orders(seed, 30)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_epoch_sees_every_sample_once(size: int) -> None:
    batches = plan(Experiment(batch="mini", batch_size=size)).take(50 * -(-4 // size))
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders(batches, 50))


def test_every_epoch_is_shuffled_afresh() -> None:
    batches = plan(Experiment(batch="stochastic")).take(4 * 200)
    assert len({tuple(order) for order in orders(batches, 200)}) == 24


def test_the_full_batch_is_the_data_in_its_order() -> None:
    assert plan(Experiment()).take(3).tolist() == [[0, 1, 2, 3]] * 3


def test_the_last_batch_of_an_epoch_may_be_smaller() -> None:
    batches = plan(Experiment(batch="mini", batch_size=3)).take(8)
    assert (batches == PADDING).sum(1).tolist() == [0, 2] * 4


@pytest.mark.parametrize("size", [1, 2, 3])
def test_it_does_not_matter_how_many_are_taken_at_once(size: int) -> None:
    experiment = Experiment(batch="mini", batch_size=size, seed=6)
    at_once, bit_by_bit = plan(experiment), plan(experiment)
    parts = [bit_by_bit.take(n) for n in (1, 5, 0, 2, 7)]
    assert torch.equal(torch.cat(parts), at_once.take(15))


def test_an_explicit_start_keeps_the_order_of_the_batches() -> None:
    drawn = train(Experiment(batch="mini", seed=8, epochs=20))
    given = train(Experiment(batch="mini", seed=8, epochs=20, start=(1.0, 1.0, 1.0)))
    assert torch.equal(drawn.batches, given.batches)
    assert not torch.equal(drawn.params[0], given.params[0])


def test_training_leaves_the_global_generator_alone() -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    train(Experiment(batch="stochastic", epochs=5))
    assert torch.equal(torch.rand(1), expected)
