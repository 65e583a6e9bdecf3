"""Experiments trained at once are each as alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from gd_core import Experiment, Training, train, train_many
from gd_core.training.stack import Stack
from tests.compare import same_run
from tests.modes import each_dtype

MIXED = [
    Experiment(epochs=30),
    Experiment(batch="stochastic", epochs=30, seed=3),
    Experiment(batch="mini", batch_size=3, epochs=50, seed=2),
    Experiment(learning_rate=0.019, epochs=700),
    Experiment(batch="mini", learning_rate=0.002, start=(1.0, 2.0, -1.0), epochs=1),
    Experiment(learning_rate=0.021, epochs=900),
    Experiment(batch="stochastic", learning_rate=0.001, epochs=300, seed=9),
]


@each_dtype
def test_many_at_once_are_each_as_alone(dtype: torch.dtype, tolerance: float) -> None:
    for together, experiment in zip(train_many(MIXED, dtype), MIXED, strict=True):
        assert same_run(together, train(experiment, dtype), 5 * tolerance)


def test_twenty_seeds_at_once_are_each_as_alone() -> None:
    seeds = [Experiment(seed=seed) for seed in range(20)]
    for together, experiment in zip(train_many(seeds), seeds, strict=True):
        assert same_run(together, train(experiment), 1e-5)


def test_problems_may_be_mixed_and_the_order_is_kept(line: str) -> None:
    mixed = [Experiment(seed=1), Experiment(line, seed=2), Experiment(seed=3), Experiment(line, seed=4)]
    assert [run.experiment for run in train_many(mixed)] == mixed


def test_no_experiments_make_no_runs_and_no_training() -> None:
    assert train_many([]) == []
    with pytest.raises(ValueError, match="experiments must hold at least one"):
        Training([])


@pytest.mark.parametrize("make", [Training, lambda es: Stack(es, torch.float32)])
def test_a_stack_of_two_problems_is_refused(line: str, make: Callable[[list[Experiment]], object]) -> None:
    with pytest.raises(ValueError, match="problem must be the same in all experiments, got 'neuron', 'line'"):
        make([Experiment(), Experiment(line)])


def test_a_stack_of_two_optimizers_is_refused() -> None:
    with pytest.raises(ValueError, match="optimizer must be the same in all experiments"):
        Stack([Experiment(), Experiment(optimizer="adam")], torch.float32)


def test_many_short_waves_are_each_as_alone() -> None:
    waves = [
        Experiment("wave", "mini", size, learning_rate=0.1, epochs=9, seed=seed, start=(-0.037, 0.277))
        for size in range(1, 9)
        for seed in range(6)
    ]
    # On all samples a wave's slopes nearly cancel: what is left of them is rounding, and a float32's
    # differs from one processor to the next.
    for together, experiment in zip(train_many(waves, torch.float64, 10), waves, strict=True):
        assert same_run(together, train(experiment, torch.float64, 10), 1e-9)


@pytest.mark.parametrize("short", [16, 17])
def test_runs_of_one_seed_share_its_shuffles_whatever_their_lengths(short: int) -> None:
    # Shuffles are drawn some epochs at a time, for all runs of a seed together.
    pair = [Experiment(batch="mini", batch_size=b, epochs=e, seed=4) for b, e in ((2, short), (3, 40))]
    for together, experiment in zip(train_many(pair), pair, strict=True):
        assert torch.equal(together.batches, train(experiment).batches)


def test_a_run_that_is_through_stands_still_beside_a_longer_one() -> None:
    chunk = Stack([Experiment(epochs=3), Experiment(epochs=8)], torch.float32).advance()
    assert (chunk.params[3:, 0] == chunk.params[3, 0]).all()
    assert (torch.diff(chunk.params[:, 1], dim=0) != 0).any(1).all()


def test_a_neighbour_that_diverges_does_no_harm(line: str) -> None:
    calm, wild = Experiment(line), Experiment(line, learning_rate=0.05)
    together = train_many([calm, wild, replace(calm, seed=1)])
    alone = [train(run.experiment) for run in together]
    assert all(same_run(a, b, 1e-5) for a, b in zip(together, alone, strict=True))
