"""Runs whose numbers grow beyond all bounds are cut where they last were finite."""

import torch
from torch import Tensor

from gd_core import Experiment, Training, steps, train
from tests import notebook
from tests.compare import apart

SLICE = 512
"""The most updates of one slice of a Training."""


def test_a_training_that_blew_up_early_is_through(line: str) -> None:
    training = Training([Experiment(line, learning_rate=0.05, epochs=5000)])
    training.advance(seconds=0)
    assert training.complete
    assert training.progress == 1.0


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


def test_a_run_that_explodes_in_a_later_slice_is_cut_there(line: str) -> None:
    run = train(Experiment(line, learning_rate=0.0196, epochs=5000))
    assert SLICE < run.updates < 5000
    assert run.loss.isfinite().all()
    assert len(run.params) == run.updates + 1
