"""Training gives a plain notebook's numbers."""

from itertools import islice
from typing import Any

import pytest
import torch
from torch import Tensor

from gd_core import Experiment, steps, train
from tests import notebook
from tests.compare import apart
from tests.modes import each_dtype, each_mode


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
    run = train(Experiment(**mode, seed=seed, epochs=200), dtype)
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
