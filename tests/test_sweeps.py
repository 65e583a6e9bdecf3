"""Sweeps end where the same trainings end that are recorded, one by one."""

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import Ends, Experiment, Outcome, Sweep, train, train_many
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import PROBLEMS
from gd_core.sweeps.tiles import OUTCOMES
from tests import notebook

CALM = 1e-4
"""So far apart, at most and as a share, are the last losses in float32 of runs that are not chaotic."""


def ends_of(sweep: Sweep) -> Ends:
    sweep.advance()
    return sweep.ends()


def name(ends: Ends, *place: int) -> str:
    return OUTCOMES[int(ends.outcome[place])].name


def test_the_last_losses_are_those_of_a_plain_loop() -> None:
    rates = [0.0001, 0.003, 0.01, 0.019]
    ends = ends_of(Sweep.of_rates(Experiment(epochs=300), rates, range(3)))
    for seed in range(3):
        for place, rate in enumerate(rates):
            loss = notebook.full_batch_losses(seed, rate, 300)[-1]
            assert float(ends.loss[seed, place]) == pytest.approx(loss, rel=CALM)


def test_the_limit_of_the_rate_parts_those_who_settle_from_those_who_die() -> None:
    ends = ends_of(Sweep.of_rates(Experiment(epochs=5000), [0.0193, 0.021], range(20)))
    assert ends.ended(Outcome.CONVERGED)[:, 0].all()
    assert ends.ended(Outcome.DEAD)[:, 1].all()


@pytest.mark.parametrize("problem", ["neuron", "network", "comparison", "wave"])
@pytest.mark.parametrize("batch", ["full", "mini", "stochastic"])
def test_calm_runs_end_as_the_recorded_ones(problem: str, batch: str) -> None:
    experiment = Experiment(problem, batch=batch, batch_size=3, epochs=60)
    rates, seeds = [0.0005, 0.004], [0, 3, 11]
    ends = ends_of(Sweep.of_rates(experiment, rates, seeds))
    singles = [
        Experiment(problem, batch=batch, batch_size=3, epochs=60, seed=seed, learning_rate=rate)
        for seed in seeds
        for rate in rates
    ]
    for place, run in enumerate(train_many(singles)):
        row, column = divmod(place, len(rates))
        assert float(ends.loss[row, column]) == pytest.approx(float(run.loss[-1]), rel=CALM)
        assert torch.allclose(ends.params[row, column], run.params[-1], rtol=1e-3, atol=1e-5)
        assert name(ends, row, column) == run.outcome.coarse.name  # type: ignore[union-attr]


@settings(deadline=None, max_examples=25)
@given(
    problem=st.sampled_from(["neuron", "network", "wave"]),
    batch=st.sampled_from(["full", "mini", "stochastic"]),
    size=st.integers(1, 4),
    epochs=st.integers(1, 30),
    rates=st.lists(st.floats(1e-5, 0.05), min_size=1, max_size=4),
    seeds=st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True),
)
def test_a_sweep_is_its_trainings_in_exact_enough_numbers(
    problem: str, batch: str, size: int, epochs: int, rates: list[float], seeds: list[int]
) -> None:
    # At these rates and in 64 bits rounding has no time to grow into another run.
    experiment = Experiment(problem, batch=batch, batch_size=size, epochs=epochs)
    ends = ends_of(Sweep.of_rates(experiment, rates, seeds, torch.float64))
    for row, seed in enumerate(seeds):
        for column, rate in enumerate(rates):
            single = Experiment(
                problem, batch=batch, batch_size=size, epochs=epochs, seed=seed, learning_rate=rate
            )
            run = train(single, torch.float64)
            if run.outcome is not Outcome.DIVERGED:
                assert torch.allclose(ends.params[row, column], run.params[-1], rtol=1e-6, atol=1e-9)
            assert name(ends, row, column) == run.outcome.coarse.name  # type: ignore[union-attr]


def test_who_explodes_is_told_and_has_no_loss(line: str) -> None:
    rates = [0.001, 0.0196, 0.05, 1.0]
    ends = ends_of(Sweep.of_rates(Experiment(line, epochs=5000), rates, [0, 1]))
    for row, seed in enumerate([0, 1]):
        for column, rate in enumerate(rates):
            run = train(Experiment(line, epochs=5000, learning_rate=rate, seed=seed))
            assert name(ends, row, column) == run.outcome.coarse.name  # type: ignore[union-attr]
            exploded = run.outcome is Outcome.DIVERGED
            assert bool(ends.loss[row, column].isinf()) == exploded


def test_the_order_of_the_runs_does_not_matter() -> None:
    experiment = Experiment("network", batch="mini", epochs=20)
    there = ends_of(Sweep.of_rates(experiment, [0.01, 0.1, 0.5], [0, 1]))
    back = ends_of(Sweep.of_rates(experiment, [0.5, 0.1, 0.01], [1, 0]))
    assert torch.allclose(there.loss, back.loss.flip(0, 1), rtol=1e-5)
    assert torch.equal(there.outcome, back.outcome.flip(0, 1))


@pytest.mark.parametrize("batch", ["full", "stochastic"])
def test_to_leave_out_who_has_ended_changes_nobody_else(batch: str) -> None:
    experiment, calm = Experiment(batch=batch, epochs=300), [0.001, 0.01]
    alone = ends_of(Sweep.of_rates(experiment, calm, [0, 1]))
    among = ends_of(Sweep.of_rates(experiment, [*calm, 0.5, 0.9], [0, 1]))
    assert among.ended(Outcome.DEAD)[:, 2:].all()
    assert torch.allclose(alone.loss, among.loss[:, :2], rtol=CALM)


def test_in_slices_it_comes_to_the_same() -> None:
    experiment = Experiment("comparison", batch="mini", epochs=40)
    whole, sliced = (Sweep.of_rates(experiment, [0.01, 0.1], range(3)) for _ in range(2))
    whole.advance()
    seen = []
    while not sliced.complete:
        sliced.advance(seconds=0)
        seen.append(sliced.progress)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert torch.equal(whole.ends().loss, sliced.ends().loss)
    assert whole.made == sliced.made == 2 * 3 * experiment.updates


def test_it_saves_the_work_of_those_who_are_dead() -> None:
    experiment = Experiment(epochs=1000)
    sweep = Sweep.of_rates(experiment, [0.5, 0.9], range(5))
    sweep.advance()
    assert sweep.made < 0.1 * 10 * experiment.updates


def test_every_start_ends_where_its_training_does() -> None:
    experiment = Experiment("network", learning_rate=0.1, epochs=50)
    starts = torch.randn(30, 13, generator=torch.Generator().manual_seed(5))
    ends = ends_of(Sweep.of_starts(experiment, starts))
    singles = [
        Experiment("network", learning_rate=0.1, epochs=50, start=tuple(start.tolist())) for start in starts
    ]
    for place, run in enumerate(train_many(singles)):
        assert float(ends.loss[0, place]) == pytest.approx(float(run.loss[-1]), rel=CALM)
        assert name(ends, 0, place) == run.outcome.coarse.name  # type: ignore[union-attr]


def test_many_tiles_are_put_together_in_order() -> None:
    experiment = Experiment("wave", epochs=3)
    starts = torch.cartesian_prod(torch.linspace(0, 3, 70), torch.linspace(-1, 1, 61))
    ends = ends_of(Sweep.of_starts(experiment, starts))
    some = range(0, len(starts), 397)
    singles = [Experiment("wave", epochs=3, start=tuple(starts[i].tolist())) for i in some]
    for place, run in zip(some, train_many(singles), strict=True):
        assert torch.allclose(ends.params[0, place], run.params[-1], atol=1e-5)


def test_a_bad_rate_is_named() -> None:
    with pytest.raises(ValueError, match=r"learning_rate must be between .* got -1"):
        Sweep.of_rates(Experiment(), [0.1, -1], [0])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_optimizer_and_schedule_ends_as_recorded(optimizer: str, schedule: str) -> None:
    experiment = Experiment(
        "network",
        batch="mini",
        batch_size=4,
        optimizer=optimizer,
        schedule=schedule,
        epochs=12,
        drop_every=5,
        warmup=4,
    )
    rates, seeds = [0.001, 0.03], [0, 1]
    ends = ends_of(Sweep.of_rates(experiment, rates, seeds, torch.float64))
    singles = [replace(experiment, seed=seed, learning_rate=rate) for seed in seeds for rate in rates]
    for place, run in enumerate(train_many(singles, torch.float64)):
        row, column = divmod(place, len(rates))
        assert torch.allclose(ends.params[row, column], run.params[-1], rtol=1e-6, atol=1e-9)
        assert name(ends, row, column) == run.outcome.coarse.name  # type: ignore[union-attr]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("epochs", [3, 40, 400])
def test_who_is_moved_without_a_gradient_is_not_dead(optimizer: str, epochs: int) -> None:
    experiment = Experiment(optimizer=optimizer, epochs=epochs, seed=2)
    rates = [0.02, 0.05, 0.2, 1.0]
    ends = ends_of(Sweep.of_rates(experiment, rates, [2], torch.float64))
    for column, rate in enumerate(rates):
        run = train(replace(experiment, learning_rate=rate), torch.float64)
        assert name(ends, 0, column) == run.outcome.coarse.name  # type: ignore[union-attr]


@pytest.mark.parametrize("problem", [name for name, each in PROBLEMS.items() if not each.batched])
def test_a_function_of_x_and_y_is_swept_as_it_is_trained(problem: str) -> None:
    experiment = Experiment(problem, epochs=60)
    rates, seeds = [0.0005, 0.004, 0.3], [0, 3, 11]
    ends = ends_of(Sweep.of_rates(experiment, rates, seeds, torch.float64))
    singles = [replace(experiment, seed=seed, learning_rate=rate) for seed in seeds for rate in rates]
    for place, run in enumerate(train_many(singles, torch.float64)):
        row, column = divmod(place, len(rates))
        assert name(ends, row, column) == run.outcome.coarse.name  # type: ignore[union-attr]
        if rates[column] < 0.1 and run.outcome in (Outcome.CONVERGED, Outcome.FINISHED):
            assert torch.allclose(ends.params[row, column], run.params[-1], rtol=1e-5, atol=1e-7)


def test_where_all_are_gone_nothing_is_left_to_compute() -> None:
    experiment = Experiment("saddle", epochs=2000, learning_rate=0.5)
    starts = torch.cartesian_prod(torch.linspace(-2, -1, 5), torch.linspace(1, 2, 5))
    sweep = Sweep.of_starts(experiment, starts)
    sweep.advance()
    run = train(replace(experiment, start=tuple(starts[0].tolist())))
    assert run.outcome
    assert sweep.ends().ended(run.outcome).all()
    assert sweep.complete
    assert sweep.made < 0.5 * 25 * experiment.updates
