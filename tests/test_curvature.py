"""Curvature against closed forms, finite differences of the gradient, and what training does."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from gd_core import Experiment, Outcome, train
from gd_core.problems.catalog import NEURON, PROBLEMS
from gd_core.space.curvature import hessians, predicted_change, rate_limit, sharpness


def points(name: str, count: int = 40) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    problem = PROBLEMS[name].seeded(0)
    # As far from zero as a network begins: beyond, the sigmoid is 0 or 1 to the last bit.
    return 0.3 * torch.randn(count, len(problem.names), generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("name", list(PROBLEMS))
def test_the_hessian_is_how_the_gradient_changes(name: str) -> None:
    problem, at, h = PROBLEMS[name].seeded(0), points(name), 1e-6
    found = hessians(problem, at)
    assert torch.equal(found.isnan(), torch.zeros_like(found, dtype=torch.bool))
    moves = h * torch.eye(at.shape[1], dtype=at.dtype)
    wanted = torch.stack(
        [(problem.gradients(at + move) - problem.gradients(at - move)) / (2 * h) for move in moves], dim=1
    )
    # A difference over a kink is no derivative: such points, if any, are few.
    scale = wanted.abs().amax((1, 2)).clamp_min(1)
    off = (found - wanted).abs().amax((1, 2)) / scale
    assert (off < 1e-5).double().mean() > 0.9
    assert torch.allclose(found, found.mT)


def test_a_neuron_that_is_on_for_every_sample_is_least_squares() -> None:
    inputs = torch.cat([NEURON.inputs, torch.ones(4, 1)], dim=1).double()
    wanted = 2 * inputs.T @ inputs / 4
    found = hessians(NEURON, torch.tensor([[2.0, 3.0, 5.0]], dtype=torch.float64))[0]
    assert torch.allclose(found, wanted)
    assert rate_limit(sharpness(found[None]))[0].item() == pytest.approx(0.01934, abs=5e-6)


@pytest.mark.parametrize(("rate", "outcome"), [(0.0193, Outcome.CONVERGED), (0.0194, Outcome.BOUNCING)])
def test_the_limit_parts_what_settles_from_what_does_not(rate: float, outcome: Outcome) -> None:
    run = train(Experiment(learning_rate=rate, epochs=20_000))
    assert run.outcome is outcome
    assert (run.loss[-1] < 1e-3) == (outcome is Outcome.CONVERGED)


def test_a_dead_neuron_bends_nowhere() -> None:
    flat = hessians(NEURON, torch.tensor([[-1.0, -1.0, -1.0]]))
    assert not flat.any()
    assert rate_limit(sharpness(flat)).tolist() == [float("inf")]


def test_what_is_not_finite_has_no_curvature() -> None:
    hessian = torch.full((1, 2, 2), torch.inf)
    assert sharpness(hessian).isnan().all()
    assert rate_limit(sharpness(hessian)).isnan().all()


@pytest.mark.parametrize("name", ["neuron", "comparison", "wave"])
def test_short_steps_change_the_loss_as_predicted(name: str) -> None:
    rate = 1e-5
    run = train(replace(Experiment(), problem=name, learning_rate=rate, epochs=200), dtype=torch.float64)
    problem, params = run.experiment.data, run.params[:-1]
    told = predicted_change(run.grad, hessians(problem, params), rate)
    happened = run.loss.diff()
    # The third order is what remains, eta^3 |g|^3: far below a thousandth of the step here.
    assert torch.allclose(told, happened, rtol=1e-3, atol=1e-12)
    first_order = -rate * run.grad.square().sum(1)
    assert (told - happened).abs().max() <= (first_order - happened).abs().max()
