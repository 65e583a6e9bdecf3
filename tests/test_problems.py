"""The neuron's problem is the notebook's, and its limit is where the Hessian puts it."""

import pytest
import torch
from torch import Tensor
from torch.nn.utils import parameters_to_vector

from gd_core.problems.catalog import NEURON, PROBLEMS, WAVE
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


def one_sample_gradients(params: Tensor) -> Tensor:
    """Each sample's gradient (N, 2) on the wave at ``params`` (2,), by autograd."""
    x, y = WAVE.inputs.to(params.dtype).flatten(), WAVE.targets.to(params.dtype).flatten()
    jacobian = torch.autograd.functional.jacobian(lambda p: (torch.sin(p[0] * x + p[1]) - y) ** 2, params)
    assert isinstance(jacobian, Tensor)
    return jacobian


def test_the_wave_is_eight_points_of_a_sine() -> None:
    x = torch.tensor([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4])
    assert torch.equal(WAVE.inputs.flatten(), x)
    assert torch.equal(WAVE.targets.flatten(), torch.sin(2 * x))
    params = torch.tensor([[0.7, -0.3]], dtype=torch.float64)
    expected = (torch.sin(0.7 * x.double() - 0.3) - torch.sin(2 * x).double()) ** 2
    assert apart(WAVE.sample_losses(params)[0], expected) <= 1e-14


def test_the_waves_draws_are_those_of_a_linear_layer() -> None:
    for seed in range(10):
        torch.manual_seed(seed)
        layer = torch.nn.Linear(1, 1)
        drawn = WAVE.draw(torch.Generator().manual_seed(seed))
        assert torch.equal(drawn, parameters_to_vector(layer.parameters()).detach())


def test_at_the_deep_valleys_bottom_every_sample_agrees() -> None:
    # The targets are float32: sin(2 x) is off by up to 3e-8, the loss by the square of that.
    bottom = torch.tensor([2.0, 0.0], dtype=torch.float64)
    assert WAVE.sample_losses(bottom.unsqueeze(0)).max() <= 1e-14
    assert one_sample_gradients(bottom).abs().max() <= 1e-6
    exact = bottom.float().unsqueeze(0)
    assert WAVE.sample_losses(exact).max() == 0
    assert WAVE.gradients(exact).abs().max() == 0


def test_in_the_shallow_valley_the_samples_pull_apart() -> None:
    valley = torch.tensor([-0.037, 0.277], dtype=torch.float64)
    for _ in range(20):  # Newton's method, from the place as the lesson rounds it
        hessian = torch.autograd.functional.hessian(wave_loss, valley)
        assert isinstance(hessian, Tensor)
        valley = valley - torch.linalg.solve(hessian, WAVE.gradients(valley.unsqueeze(0))[0])
    assert valley.tolist() == pytest.approx([-0.037, 0.277], abs=5e-4)
    assert torch.linalg.eigvalsh(hessian).min() > 0
    assert WAVE.gradients(valley.unsqueeze(0)).abs().max() <= 1e-12
    assert one_sample_gradients(valley).norm(dim=1).max() > 1
    assert WAVE.losses(valley.unsqueeze(0)).item() > 0.3


def wave_loss(params: Tensor) -> Tensor:
    x, y = WAVE.inputs.to(params.dtype), WAVE.targets.to(params.dtype)
    return ((torch.sin(params[0] * x + params[1]) - y) ** 2).mean()
