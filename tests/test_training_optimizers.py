"""Trainings with every optimizer and schedule are what torch.optim makes of the same gradients."""

from itertools import product
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from gd_core import Experiment, Outcome, Training, train, train_many
from gd_core.analysis.step_parts import inner
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import NEURON
from gd_core.space.relu_sums import stays_off
from gd_core.training.stack import Stack
from tests import notebook
from tests.compare import apart, same_run
from tests.notebook_network import Notebook
from tests.oracles import optimizer_of, scheduler_of
from tests.problems import WITH_DATA

PROBLEMS = ("neuron", "network", "wave")
SCHEDULED: dict[str, Any] = {"drop_every": 4, "warmup": 6, "decay": 0.9}
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)


def replay(experiment: Experiment, start: Tensor, grads: Tensor) -> Tensor:
    """The points (S+1, P) that torch.optim and its scheduler visit with these gradients."""
    point = start.clone().requires_grad_()
    optimizer = optimizer_of(experiment, [point])
    scheduler, points = scheduler_of(experiment, optimizer), [start]
    for step, grad in enumerate(grads, 1):
        point.grad = grad.clone()
        optimizer.step()
        points.append(point.detach().clone())
        if step % experiment.updates_per_epoch == 0:
            scheduler.step()
    return torch.stack(points)


@each_optimizer
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("problem", [*WITH_DATA, "rosenbrock"])
def test_torch_replaying_the_recorded_gradients_walks_the_same_path(
    problem: str, dtype: torch.dtype, schedule: str, optimizer: str
) -> None:
    batch, rate = ("mini", 0.007) if problem in WITH_DATA else ("full", 0.0001)
    e = Experiment(problem, batch, 3, rate, 15, optimizer, seed=2, schedule=schedule, **SCHEDULED)
    run = train(e, dtype)
    theirs = replay(e, run.params[0], run.grad)
    if e.by_hand:  # which rounds as a notebook does: see test_training.py
        assert apart(run.params, theirs) <= 2e-6
    else:
        assert torch.equal(run.params, theirs)


@each_optimizer
def test_the_neuron_is_the_plain_notebooks_loop(optimizer: str) -> None:
    e = Experiment(batch="mini", epochs=30, seed=4, optimizer=optimizer, learning_rate=0.003)
    run = train(e)
    updater = lambda params, rate: stepper(e, params)  # noqa: E731
    log = notebook.descend(run.params[0], notebook.shuffled(4, 30, 2), 0.003, updater)
    assert apart(run.params, torch.stack(log.params)) <= 1e-5
    assert apart(run.loss, torch.tensor(log.losses)) <= 1e-5


def stepper(experiment: Experiment, params: list[Tensor]) -> Any:
    optimizer = optimizer_of(experiment, params)

    def step() -> None:
        optimizer.step()
        optimizer.zero_grad()

    return step


@each_optimizer
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_network_is_the_plain_notebooks_loop(schedule: str, optimizer: str) -> None:
    e = Experiment("network", epochs=30, seed=3, optimizer=optimizer, schedule=schedule, **SCHEDULED)
    book, losses = Notebook(3), []
    torch_optimizer = optimizer_of(e, book.model.parameters())
    scheduler = scheduler_of(e, torch_optimizer)
    for _ in range(e.epochs):
        losses.append(book.full_loss())
        torch_optimizer.zero_grad()
        nn.BCELoss()(book.model(book.x), book.y).backward()
        torch_optimizer.step()
        scheduler.step()
    torch.testing.assert_close(train(e).loss, torch.tensor([*losses, book.full_loss()]), rtol=1e-5, atol=0)


MIXED = [
    Experiment("network", batch, 3, rate, 40, optimizer, seed=seed, schedule=schedule, **SCHEDULED)
    for (seed, optimizer), (batch, rate, schedule) in product(
        enumerate(OPTIMIZERS), [("full", 0.01, "constant"), ("mini", 0.003, "cosine")]
    )
]


def test_many_of_all_kinds_at_once_are_each_as_alone() -> None:
    for together, experiment in zip(train_many(MIXED), MIXED, strict=True):
        assert same_run(together, train(experiment), 1e-5)


def test_runs_of_one_optimizer_have_settings_of_their_own() -> None:
    several = [Experiment(optimizer="adam", beta1=b, beta2=0.9 + b / 20, epochs=50) for b in (0.0, 0.5, 0.9)]
    for together, e in zip(train_many(several), several, strict=True):
        assert torch.equal(together.params, replay(e, together.params[0], together.grad))


def test_optimizers_are_trained_side_by_side_in_one_training() -> None:
    race = [Experiment(optimizer=name, epochs=1200) for name in OPTIMIZERS]
    training = Training(race)
    training.advance(seconds=0)
    assert 0 < training.progress < 1
    assert [run.experiment for run in training.runs()] == race
    training.advance()
    assert training.progress == 1.0
    assert training.made == 1200 * len(race)
    for run, e in zip(training.runs(), race, strict=True):
        assert same_run(run, train(e), 1e-6)


def test_they_come_along_together() -> None:
    training = Training([Experiment(optimizer=name, epochs=5000) for name in ("adam", "sgd", "momentum")])
    for _ in range(9):
        training.advance(seconds=0)
    assert {run.updates for run in training.runs()} == {3 * 512}


def test_they_start_at_one_place_and_see_the_same_batches() -> None:
    runs = train_many([Experiment(optimizer=name, batch="mini", epochs=20, seed=5) for name in OPTIMIZERS])
    assert all(torch.equal(run.params[0], runs[0].params[0]) for run in runs)
    assert all(torch.equal(run.batches, runs[0].batches) for run in runs)


def test_a_run_that_is_through_stands_still_beside_a_longer_one_whatever_its_velocity() -> None:
    pair = [Experiment(epochs=e, optimizer="momentum", learning_rate=0.001) for e in (3, 8)]
    chunk = Stack(pair, torch.float32).advance()
    assert (chunk.params[3:, 0] == chunk.params[3, 0]).all()
    assert (torch.diff(chunk.params[:, 1], dim=0) != 0).any(1).all()


@each_optimizer
def test_the_record_holds_the_state_at_every_point(optimizer: str) -> None:
    e = Experiment("network", "mini", 4, 0.01, 20, optimizer, seed=1)
    run = train(e)
    assert tuple(run.state) == OPTIMIZERS[optimizer].state
    assert all(part.shape == run.params.shape for part in run.state.values())
    assert all(not part[0].any() for part in run.state.values())
    point = run.params[0].clone().requires_grad_()
    theirs = optimizer_of(e, [point])
    for i, grad in enumerate(run.grad, 1):
        point.grad = grad.clone()
        theirs.step()
        of_torch = [
            v for v in theirs.state[point].values() if isinstance(v, Tensor) and v.shape == point.shape
        ]
        assert all(torch.equal(part[i], v) for part, v in zip(run.state.values(), of_torch, strict=True))


@each_optimizer
@pytest.mark.parametrize("limit", [10_000, 60])
def test_the_inner_view_of_a_step_adds_up_to_it(optimizer: str, limit: int) -> None:
    e = Experiment("network", "mini", 4, 0.01, 200, optimizer, seed=1, schedule="cosine")
    run = train(e, torch.float64, limit)
    seen = inner(run)
    whole = train(e, torch.float64)
    assert torch.equal(seen.arrives, whole.params[run.step[:-1] + 1])
    step, grad = seen.arrives - run.params[:-1], run.grad
    if optimizer == "adamw":  # which also shrinks the weights
        step = step + run.rate.unsqueeze(1) * e.weight_decay * run.params[:-1]
    if seen.sizes is not None and seen.carried is None:
        torch.testing.assert_close(step, -seen.sizes * grad)
    elif seen.sizes is not None:
        assert seen.carried is not None
        torch.testing.assert_close(step, seen.carried - (1 - e.beta1) * seen.sizes * grad)
    elif seen.carried is not None:
        own = 1 + e.momentum if optimizer == "nesterov" else 1
        torch.testing.assert_close(step, seen.carried - own * run.rate.unsqueeze(1) * grad)
    else:
        torch.testing.assert_close(step, -run.rate.unsqueeze(1) * grad)


def test_what_still_rolls_where_nothing_can_come_on_is_dead_all_the_same() -> None:
    # The velocity carries it on over ground where every sample's ReLU is off, further away from all kinks.
    rolling = train(Experiment(optimizer="momentum", learning_rate=0.05, epochs=20))
    assert not rolling.experiment.data.gradients(rolling.params[-1:]).any()
    assert rolling.outcome is Outcome.DEAD
    assert rolling.ending is not None
    assert rolling.ending.drifting
    rested = train(Experiment(optimizer="momentum", learning_rate=0.05))
    assert rested.outcome is Outcome.DEAD
    assert rested.ending is not None
    assert not rested.ending.drifting


@pytest.mark.parametrize(("reach", "off"), [(9.0, False), (2.0, True), (0.0, True)])
def test_what_rolls_to_where_a_relu_comes_on_is_not_dead(reach: float, off: bool) -> None:
    end, before = torch.full((1, 3), -1.0), torch.full((1, 3), -1.2)
    assert stays_off(NEURON, before, end, torch.tensor([float(reach)])).item() is off
