"""Each loss and its closed-form slope are PyTorch's own, also where a sigmoid has run out of digits."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from gd_core.problems.catalog import COMPARISON, NETWORK, WAVE
from gd_core.problems.fit import Fit
from gd_core.problems.network.losses import SIGMOID_CROSS_ENTROPY, SINE_SQUARED_ERROR, Loss
from tests.compare import apart

DTYPES = [torch.float32, torch.float64]


def ours(loss: Loss, z: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Each sample's loss, and its slope with respect to ``z``."""
    outputs = loss.activate(z.clone())
    return loss.samples(outputs, y), loss.slope * loss.delta(outputs, y, torch.empty_like(z))


def pytorchs_cross_entropy(z: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    at = z.clone().requires_grad_()
    loss = nn.BCELoss(reduction="none")(nn.Sigmoid()(at), y)
    return loss.detach(), torch.autograd.grad(loss.sum(), at)[0]


def pytorchs_sine(z: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    at = z.clone().requires_grad_()
    loss = (torch.sin(at) - y) ** 2
    return loss.detach(), torch.autograd.grad(loss.sum(), at)[0]


@given(z=st.floats(-15, 15), y=st.sampled_from([0.0, 1.0]))
def test_cross_entropy_and_its_slope_are_pytorchs(z: float, y: float) -> None:
    at, target = (torch.tensor([[v]], dtype=torch.float64) for v in (z, y))
    for mine, theirs in zip(
        ours(SIGMOID_CROSS_ENTROPY, at, target), pytorchs_cross_entropy(at, target), strict=True
    ):
        # 1 - a loses up to 7 digits of float64 when z is 15: what is left of 1e-16 is 1e-9.
        torch.testing.assert_close(mine, theirs, rtol=1e-9, atol=0)


@given(z=st.floats(-20, 20), y=st.floats(-1, 1))
def test_the_sines_error_and_its_slope_are_autograds(z: float, y: float) -> None:
    at, target = (torch.tensor([[v]], dtype=torch.float64) for v in (z, y))
    for mine, theirs in zip(ours(SINE_SQUARED_ERROR, at, target), pytorchs_sine(at, target), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_saturated_sigmoid_falls_silent_as_pytorchs_does(dtype: torch.dtype, y: float) -> None:
    z = torch.linspace(-150, 150, 3001, dtype=dtype).view(-1, 1)
    target = torch.full_like(z, y)
    loss, slope = ours(SIGMOID_CROSS_ENTROPY, z, target)
    their_loss, their_slope = pytorchs_cross_entropy(z, target)
    assert torch.equal(loss, their_loss)
    # Theirs divides by a (1 - a) and multiplies with it again: two more roundings.
    assert (slope - their_slope).abs().max() <= 4 * torch.finfo(dtype).eps
    assert torch.equal(slope == 0, their_slope == 0)


@pytest.mark.parametrize(("z", "y"), [(150.0, 0.0), (-150.0, 1.0)])
def test_a_wrong_and_certain_answer_costs_100_and_teaches_nothing(z: float, y: float) -> None:
    loss, slope = ours(SIGMOID_CROSS_ENTROPY, torch.tensor([[z]]), torch.tensor([[y]]))
    assert loss.item() == 100
    assert abs(slope.item()) < 1e-30


def reference(problem: Fit, params: Tensor) -> Tensor:
    """The problem's loss at ``params`` (P,), written with PyTorch's own functions."""
    x, y = problem.inputs.to(params.dtype), problem.targets.to(params.dtype)
    if problem is WAVE:
        return nn.functional.mse_loss(torch.sin(x * params[0] + params[1]), y)
    hidden = torch.relu(nn.functional.linear(x, params[:6].view(3, 2), params[6:9]))
    z = nn.functional.linear(hidden, params[9:12].view(1, 3), params[12:])
    return nn.functional.binary_cross_entropy(torch.sigmoid(z), y)


# float32: each gradient sums ten products of numbers up to ten times the largest entry, each
# rounded to 6e-8 of itself; so a few 1e-6 of the largest entry.
@pytest.mark.parametrize("problem", [NETWORK, COMPARISON, WAVE], ids=["network", "comparison", "wave"])
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-5)])
@given(seed=st.integers(0, 10**6), points=st.integers(1, 4))
def test_losses_and_gradients_are_autograds(
    problem: Fit, dtype: torch.dtype, tolerance: float, seed: int, points: int
) -> None:
    g = torch.Generator().manual_seed(seed)
    params = (torch.randn(points, len(problem.names), generator=g, dtype=torch.float64) * 0.5).to(dtype)
    pairs = [torch.autograd.functional.vjp(lambda p: reference(problem, p), p) for p in params]
    assert apart(problem.losses(params), torch.stack([loss for loss, _ in pairs])) <= tolerance
    assert apart(problem.gradients(params), torch.stack([grad for _, grad in pairs])) <= tolerance
