"""The neuron's problem is the notebook's, and its limit is where the Hessian puts it."""

import pytest
import torch
from torch import Tensor
from torch.nn.utils import parameters_to_vector

from gd_core.problems import NEURON, PROBLEMS
from tests import notebook
from tests.compare import TOLERANCES, apart

OPTIMUM = torch.tensor([0.0, 5.0, 0.0], dtype=torch.float64)


def loss_at(params: Tensor) -> Tensor:
    x, y = notebook.X.to(params.dtype), notebook.Y.to(params.dtype)
    return notebook.mean_squared_error(params[:2].view(2, 1), params[2:], x, y)


def scattered(points: int, dtype: torch.dtype) -> Tensor:
    g = torch.Generator().manual_seed(0)
    return (torch.randn(points, 3, generator=g, dtype=torch.float64) * 4).to(dtype)


def test_the_data_are_the_notebooks() -> None:
    assert torch.equal(NEURON.inputs, notebook.X)
    assert torch.equal(NEURON.targets, notebook.Y)
    assert PROBLEMS["neuron"] is NEURON


@pytest.mark.parametrize("seed", [0, 1, 12345, 2**31 - 1])
def test_the_draws_are_the_notebooks(seed: int) -> None:
    drawn = NEURON.draw(torch.Generator().manual_seed(seed))
    assert torch.equal(drawn, parameters_to_vector(notebook.draw(seed)).detach())


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
@pytest.mark.parametrize("points", [1, 2, 100])
def test_losses_and_gradients_are_autograds(dtype: torch.dtype, tolerance: float, points: int) -> None:
    params = scattered(points, dtype)
    pairs = [torch.autograd.functional.vjp(loss_at, p) for p in params]
    assert apart(NEURON.losses(params), torch.stack([loss for loss, _ in pairs])) <= tolerance
    assert apart(NEURON.gradients(params), torch.stack([grad for _, grad in pairs])) <= tolerance


def test_losses_of_many_points_join_up() -> None:
    params = scattered(40_000, torch.float64)
    losses = NEURON.losses(params)
    assert losses.shape == (40_000,)
    for at in (0, 16_383, 16_384, 39_999):
        assert losses[at] == pytest.approx(float(loss_at(params[at])))


def test_the_loss_is_the_mean_of_the_samples() -> None:
    params = scattered(5, torch.float64)
    assert apart(NEURON.sample_losses(params).mean(1), NEURON.losses(params)) <= 1e-15


def test_the_steepest_curvature_at_the_optimum_sets_the_largest_stable_rate() -> None:
    assert loss_at(OPTIMUM) == 0
    hessian = torch.autograd.functional.hessian(loss_at, OPTIMUM)
    assert isinstance(hessian, Tensor)
    largest = float(torch.linalg.eigvalsh(hessian)[-1])
    assert largest == pytest.approx(103.42, abs=0.005)
    assert 2 / largest == pytest.approx(0.01934, abs=5e-6)
