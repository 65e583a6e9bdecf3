"""Each optimizer is, to the last bit, the one it is named after."""

import pytest
import torch
from torch import Tensor

from gd_core.optimizers import OPTIMIZERS, SGD, SGD_BY_HAND, Optimizer, optimizer_for

RATES = [0.01, 0.1, 1 / 3, 7.0]


def gradients(dtype: torch.dtype) -> Tensor:
    return torch.randn(50, 11, generator=torch.Generator().manual_seed(0), dtype=torch.float64).to(dtype) * 30


def walk(optimizer: Optimizer, grads: Tensor, rate: float) -> Tensor:
    params = torch.linspace(-3, 3, grads.shape[1], dtype=grads.dtype)
    state, rates = optimizer.init(params), torch.full_like(params, rate)
    for grad in grads:
        optimizer.step(params, grad.clone(), state, rates)
    return params


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_sgd_is_torch_sgd_to_the_last_bit(dtype: torch.dtype, rate: float) -> None:
    grads = gradients(dtype)
    params = torch.linspace(-3, 3, grads.shape[1], dtype=dtype).requires_grad_()
    oracle = torch.optim.SGD([params], lr=rate)
    for grad in grads:
        params.grad = grad.clone()
        oracle.step()
    assert torch.equal(walk(SGD, grads, rate), params.detach())


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_sgd_by_hand_is_the_written_line_to_the_last_bit(dtype: torch.dtype, rate: float) -> None:
    grads = gradients(dtype)
    params = torch.linspace(-3, 3, grads.shape[1], dtype=dtype)
    for grad in grads:
        params -= rate * grad
    assert torch.equal(walk(SGD_BY_HAND, grads, rate), params)


def test_the_two_roundings_differ() -> None:
    # Else one optimizer would do, and the tests above would not tell them apart.
    grads = gradients(torch.float32)
    assert not torch.equal(walk(SGD, grads, 0.01), walk(SGD_BY_HAND, grads, 0.01))


@pytest.mark.parametrize("optimizer", [SGD, SGD_BY_HAND])
def test_each_entry_has_its_own_rate(optimizer: Optimizer) -> None:
    params, grad = torch.ones(3), torch.tensor([1.0, 2.0, 4.0])
    optimizer.step(params, grad, optimizer.init(params), torch.tensor([0.0, 0.25, 0.5]))
    assert params.tolist() == [1.0, 0.5, -1.0]


def test_a_notebook_that_updates_by_hand_gets_its_own_rounding() -> None:
    assert optimizer_for("sgd", by_hand=True) is SGD_BY_HAND
    assert optimizer_for("sgd", by_hand=False) is SGD is OPTIMIZERS["sgd"]
