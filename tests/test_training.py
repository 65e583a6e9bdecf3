"""Training gives a plain notebook's numbers, in one go, in slices, alone and side by side."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from math import inf
from typing import Any

import pytest
import torch
from torch import Tensor

from gd_core import Experiment, Run, Training, steps, train, train_many
from gd_core.optimizers import OPTIMIZERS
from gd_core.stack import Stack
from tests import notebook
from tests.compare import TOLERANCES, apart, identical, same_run

SLICE = 512
"""The most updates of one slice of a Training."""

MODES: dict[str, dict[str, Any]] = {
    "full": {"batch": "full"},
    "mini of 2": {"batch": "mini", "batch_size": 2},
    "mini of 3, so 3 and 1": {"batch": "mini", "batch_size": 3},
    "stochastic": {"batch": "stochastic"},
}
each_mode = pytest.mark.parametrize("mode", MODES.values(), ids=MODES.keys())
each_dtype = pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES, ids=["float32", "float64"])


@pytest.mark.parametrize(("step", "loss"), [(0, 434.02258), (1, 1.09388), (100, 0.18548), (500, 0.00177)])
def test_the_notebooks_run_has_the_notebooks_losses(step: int, loss: float) -> None:
    assert train(Experiment()).loss[step].item() == pytest.approx(loss, abs=1e-5)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_seed_gives_the_notebooks_loss_log(seed: int) -> None:
    log = torch.tensor(notebook.full_batch_losses(seed, 0.01, 1000))
    torch.testing.assert_close(train(Experiment(seed=seed)).loss, log, rtol=1e-5, atol=0)


@pytest.mark.parametrize("rate", [0.0001, 0.015, 0.019, 0.0195, 0.021])
def test_other_rates_give_the_notebooks_loss_log_too(rate: float) -> None:
    log = torch.tensor(notebook.full_batch_losses(0, rate, 1000))
    torch.testing.assert_close(train(Experiment(learning_rate=rate)).loss, log, rtol=1e-5, atol=0)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_same_seed_gives_a_shuffling_notebooks_path(size: int) -> None:
    run = train(Experiment(batch="mini", batch_size=size, epochs=200, seed=5))
    log = notebook.descend(run.params[0], notebook.shuffled(5, 200, size), 0.01)
    assert apart(run.params, torch.stack(log.params)) <= 2e-6


@each_dtype
@each_mode
@pytest.mark.parametrize("updater", [notebook.by_hand, notebook.with_sgd])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_run_is_the_plain_loop_on_the_same_batches(
    mode: dict[str, Any], dtype: torch.dtype, tolerance: float, updater: notebook.Updater, seed: int
) -> None:
    run = train(Experiment(**mode, seed=seed, epochs=400), dtype)
    log = notebook.descend(run.params[0], run.batches, 0.01, updater)
    assert run.params.dtype == dtype
    assert apart(run.params, torch.stack(log.params)) <= tolerance
    assert apart(run.loss, torch.tensor(log.losses, dtype=dtype)) <= 2 * tolerance
    assert apart(run.batch_loss, torch.tensor(log.batch_losses, dtype=dtype)) <= 2 * tolerance


@each_dtype
@each_mode
@pytest.mark.parametrize("rate", [0.01, 0.003])
def test_every_recorded_gradient_is_autograds(
    mode: dict[str, Any], dtype: torch.dtype, tolerance: float, rate: float
) -> None:
    run = train(Experiment(**mode, learning_rate=rate, epochs=200), dtype)
    grads, losses = zip(*(autograd(p, b) for p, b in zip(run.params, run.batches, strict=False)), strict=True)
    assert apart(run.grad, torch.stack(grads)) <= tolerance
    assert apart(run.batch_loss, torch.stack(losses)) <= tolerance


def autograd(params: Tensor, batch: Tensor) -> tuple[Tensor, Tensor]:
    """The gradient and the loss that one batch gives at ``params``."""
    at = params.clone().requires_grad_()
    x, y = notebook.X.to(at.dtype)[batch[batch >= 0]], notebook.Y.to(at.dtype)[batch[batch >= 0]]
    loss = notebook.mean_squared_error(at[:2].view(2, 1), at[2:], x, y)
    return torch.autograd.grad(loss, at)[0], loss.detach()


@each_dtype
@each_mode
def test_torch_sgd_replaying_the_gradients_walks_the_path(
    mode: dict[str, Any], dtype: torch.dtype, tolerance: float
) -> None:
    run = train(Experiment(**mode, epochs=300), dtype)
    point = run.params[0].clone().requires_grad_()
    optimizer = torch.optim.SGD([point], lr=0.01)
    for grad, after in zip(run.grad, run.params[1:], strict=True):
        point.grad = grad.clone()
        optimizer.step()
        assert (point.detach() - after).abs().max() <= tolerance


@each_mode
def test_the_last_smaller_batch_is_a_real_update(mode: dict[str, Any]) -> None:
    run = train(Experiment(**mode, learning_rate=0.001, epochs=5))
    assert (torch.diff(run.params, dim=0).abs().amax(1) > 0).all()


@each_mode
def test_the_shapes_are_as_documented(mode: dict[str, Any]) -> None:
    experiment = Experiment(**mode, epochs=6)
    run, updates = train(experiment), experiment.updates
    assert run.params.shape == (updates + 1, 3)
    assert run.grad.shape == (updates, 3)
    assert run.loss.shape == run.step.shape == run.epoch.shape == (updates + 1,)
    assert run.batch_loss.shape == (updates,)
    assert run.batches.shape == (updates, experiment.samples_per_update)


def test_an_explicit_start_is_where_it_starts() -> None:
    run = train(Experiment(start=(0.5, -1.25, 3.0), epochs=1))
    assert run.params[0].tolist() == [0.5, -1.25, 3.0]


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


def test_a_stack_of_two_optimizers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPTIMIZERS, "other", OPTIMIZERS["sgd"])
    with pytest.raises(ValueError, match="optimizer must be the same in all experiments"):
        Training([Experiment(), Experiment(optimizer="other")])


def test_many_short_waves_are_each_as_alone() -> None:
    waves = [
        Experiment("wave", "mini", size, learning_rate=0.1, epochs=9, seed=seed, start=(-0.037, 0.277))
        for size in range(1, 9)
        for seed in range(6)
    ]
    for together, experiment in zip(train_many(waves, record_limit=10), waves, strict=True):
        assert same_run(together, train(experiment, record_limit=10), 1e-5)


@pytest.mark.parametrize("short", [16, 17])
def test_runs_of_one_seed_share_its_shuffles_whatever_their_lengths(short: int) -> None:
    # Shuffles are drawn some epochs at a time, for all runs of a seed together.
    pair = [Experiment(batch="mini", batch_size=b, epochs=e, seed=4) for b, e in ((2, short), (3, 40))]
    for together, experiment in zip(train_many(pair), pair, strict=True):
        assert torch.equal(together.batches, train(experiment).batches)


def test_a_run_keeps_no_neighbours_memory() -> None:
    run = train_many([Experiment(seed=seed, epochs=20) for seed in range(50)])[0]
    for name in ("params", "loss", "grad", "batch_loss", "batches"):
        kept = getattr(run, name)
        assert kept.untyped_storage().nbytes() == kept.numel() * kept.element_size()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_record_must_hold_something(limit: int) -> None:
    with pytest.raises(ValueError, match=f"record_limit must be at least 1, got {limit}"):
        train(Experiment(epochs=1), record_limit=limit)


@each_mode
def test_steps_are_the_training(mode: dict[str, Any]) -> None:
    experiment = Experiment(**mode, epochs=50)
    run, updates = train(experiment), list(steps(experiment))
    assert [u.step for u in updates] == run.step[:-1].tolist()
    assert [u.epoch for u in updates] == run.epoch[:-1].tolist()
    assert torch.equal(torch.stack([u.params for u in updates]), run.params[:-1])
    assert torch.equal(torch.stack([u.after for u in updates]), run.params[1:])
    assert torch.equal(torch.stack([u.grad for u in updates]), run.grad)
    # Losses are measured many at once, and how many decides their last bit.
    torch.testing.assert_close(torch.tensor([u.loss for u in updates]), run.loss[:-1])
    torch.testing.assert_close(torch.tensor([u.batch_loss for u in updates]), run.batch_loss)
    assert [u.batch.tolist() for u in updates] == [b[b >= 0].tolist() for b in run.batches]


def test_steps_can_be_stopped_early() -> None:
    # A million updates would take ten seconds; nobody waits for what nobody reads.
    first = list(islice(steps(Experiment(epochs=1_000_000)), 3))
    assert [u.loss for u in first] == train(Experiment(epochs=3)).loss[:-1].tolist()


def advance_to_the_end(training: Training) -> list[list[Run]]:
    seen = []
    while not training.complete:
        training.advance(seconds=0)
        seen.append(training.runs())
    return seen


@each_mode
def test_slices_end_as_one_go_does(mode: dict[str, Any]) -> None:
    experiment = Experiment(**mode)
    (run,) = advance_to_the_end(Training([experiment]))[-1]
    assert identical(run, train(experiment))


def test_a_partial_run_is_a_prefix_without_an_outcome() -> None:
    whole = train(Experiment(epochs=2000))
    *partial, last = [run for (run,) in advance_to_the_end(Training([whole.experiment]))]
    assert [run.updates for run in partial] == [SLICE, 2 * SLICE, 3 * SLICE]
    assert all(run.outcome is None for run in partial)
    assert all(torch.equal(run.params, whole.params[: run.updates + 1]) for run in partial)
    assert all(torch.equal(run.grad, whole.grad[: run.updates]) for run in partial)
    assert identical(last, whole)


def test_progress_goes_from_zero_to_one() -> None:
    training, seen = Training([Experiment(epochs=2000), Experiment(epochs=10)]), []
    while not training.complete:
        seen.append(training.progress)
        training.advance(seconds=0)
    assert seen == [0.0, SLICE / 2000, 2 * SLICE / 2000, 3 * SLICE / 2000]
    assert training.progress == 1.0


def test_a_training_that_blew_up_early_is_through(line: str) -> None:
    training = Training([Experiment(line, learning_rate=0.05, epochs=5000)])
    training.advance(seconds=0)
    assert training.complete
    assert training.progress == 1.0


def test_a_run_that_is_through_stands_still_beside_a_longer_one() -> None:
    chunk = Stack([Experiment(epochs=3), Experiment(epochs=8)], torch.float32).advance()
    assert (chunk.params[3:, 0] == chunk.params[3, 0]).all()
    assert (torch.diff(chunk.params[:, 1], dim=0) != 0).any(1).all()


def test_a_training_that_was_not_advanced_still_has_runs() -> None:
    (run,) = Training([Experiment(epochs=2000)]).runs()
    assert run.updates == SLICE


def test_a_complete_training_stays_as_it_is() -> None:
    training = Training([Experiment(epochs=5)])
    training.advance()
    training.advance(seconds=inf)
    assert training.runs()[0].updates == 5


@pytest.mark.parametrize("limit", [10, 40, 100])
def test_a_thinned_record_is_the_full_one_at_its_steps(limit: int) -> None:
    experiment = Experiment(batch="mini", batch_size=3, epochs=703)
    full, thin = train(experiment), train(experiment, record_limit=limit)
    assert len(thin.grad) <= limit
    assert thin.step[-1] == experiment.updates
    for name in ("params", "loss", "epoch"):
        assert torch.equal(getattr(thin, name), getattr(full, name)[thin.step])
    for name in ("grad", "batch_loss", "batches"):
        assert torch.equal(getattr(thin, name), getattr(full, name)[thin.step[:-1]])


def test_a_thinned_record_keeps_its_first_steps_then_round_ones_and_the_last() -> None:
    thin = train(Experiment(epochs=1003), record_limit=100)
    assert thin.step.tolist() == [*range(10), *range(20, 1003, 20), 1003]


def test_a_partial_thinned_run_ends_where_it_is() -> None:
    training = Training([Experiment(epochs=3000)], record_limit=10)
    training.advance(seconds=0)
    (run,) = training.runs()
    assert run.step.tolist() == [0, 500, SLICE]
    assert torch.equal(run.params[-1], train(Experiment(epochs=3000)).params[SLICE])


def test_a_diverging_run_keeps_every_step_up_to_the_last_finite_one(line: str) -> None:
    experiment = Experiment(line, learning_rate=0.05)
    run = train(experiment)
    log = notebook_without_relu(run.params[0], 0.05, run.updates)
    assert 5 < run.updates < 100
    assert apart(run.params, log) <= 1e-5
    for name in ("params", "loss", "grad", "batch_loss"):
        assert getattr(run, name).isfinite().all()
    assert len(run.grad) == run.updates == int(run.step[-1])
    assert len(run.params) == len(run.loss) == run.updates + 1


def notebook_without_relu(start: Tensor, rate: float, updates: int) -> Tensor:
    w, points = start.clone().requires_grad_(), []
    for _ in range(updates):
        points.append(w.detach().clone())
        ((notebook.X @ w[:2].view(2, 1) + w[2] - notebook.Y) ** 2).mean().backward()
        with torch.no_grad():
            w -= rate * w.grad  # type: ignore[operator]
        w.grad = None
    return torch.stack([*points, w.detach()])


def test_steps_end_with_the_last_finite_point(line: str) -> None:
    experiment = Experiment(line, learning_rate=0.05)
    run, updates = train(experiment), list(steps(experiment))
    assert len(updates) == run.updates
    assert torch.equal(updates[-1].after, run.params[-1])


def test_a_neighbour_that_diverges_does_no_harm(line: str) -> None:
    calm, wild = Experiment(line), Experiment(line, learning_rate=0.05)
    together = train_many([calm, wild, replace(calm, seed=1)])
    alone = [train(run.experiment) for run in together]
    assert all(same_run(a, b, 1e-5) for a, b in zip(together, alone, strict=True))


def test_a_run_that_explodes_in_a_later_slice_is_cut_there(line: str) -> None:
    run = train(Experiment(line, learning_rate=0.0196, epochs=5000))
    assert SLICE < run.updates < 5000
    assert run.loss.isfinite().all()
    assert len(run.params) == run.updates + 1
