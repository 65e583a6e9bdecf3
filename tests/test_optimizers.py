"""Each optimizer is, to the last bit, the one it is named after."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from gd_core import Experiment
from gd_core.fields import NUMBERS
from gd_core.optim.optimizers import OPTIMIZERS, SETTINGS, SGD, SGD_BY_HAND, Optimizer, optimizer_for
from tests.oracles import optimizer_of

RATES = [0.01, 0.1, 1 / 3, 7.0]
PLAIN = Experiment()


def gradients(dtype: torch.dtype, size: int = 11) -> Tensor:
    # Of many sizes, zeros among them: a sample that a ReLU is off for gives none.
    g = torch.randn(50, size, generator=torch.Generator().manual_seed(0), dtype=torch.float64).to(dtype) * 30
    return g * torch.logspace(-3, 1, 50, dtype=dtype)[torch.arange(50) * 7 % 50].unsqueeze(1) * (g > -40)


def walk(optimizer: Optimizer, grads: Tensor, rate: float, chosen: Experiment = PLAIN) -> Tensor:
    params = torch.linspace(-3, 3, grads.shape[1], dtype=grads.dtype)
    state = optimizer.init(params)
    own = {name: torch.tensor([getattr(chosen, name)], dtype=torch.float64) for name in optimizer.settings}
    rates = torch.tensor([[rate]], dtype=torch.float64)
    for step, grad in enumerate(grads):
        numbers = optimizer.numbers(rates, own, [step])
        flat = tuple(n.to(grads.dtype).expand(1, len(params))[0].contiguous() for n in numbers)
        optimizer.step(params, grad.clone(), state, flat)
    return params


def replayed(chosen: Experiment, grads: Tensor) -> Tensor:
    params = torch.linspace(-3, 3, grads.shape[1], dtype=grads.dtype).requires_grad_()
    oracle = optimizer_of(chosen, [params])
    for grad in grads:
        params.grad = grad.clone()
        oracle.step()
    return params.detach()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_is_torchs_own_to_the_last_bit(name: str, dtype: torch.dtype, rate: float) -> None:
    chosen, grads = Experiment(optimizer=name, learning_rate=rate), gradients(dtype)
    assert torch.equal(walk(OPTIMIZERS[name], grads, rate, chosen), replayed(chosen, grads))


def any_of(name: str) -> st.SearchStrategy[float]:
    return st.floats(NUMBERS[name].low, NUMBERS[name].high)


@settings(deadline=None)
@given(
    name=st.sampled_from(list(OPTIMIZERS)),
    rate=st.floats(1e-9, 100.0),
    own=st.fixed_dictionaries({name: any_of(name) for name in SETTINGS}),
    size=st.integers(1, 40),
)
def test_with_any_settings_too(name: str, rate: float, own: dict[str, Any], size: int) -> None:
    chosen = Experiment(optimizer=name, learning_rate=rate, **own)
    grads = gradients(torch.float32, size)[:12]
    assert torch.equal(walk(OPTIMIZERS[name], grads, rate, chosen), replayed(chosen, grads))


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
    optimizer.step(params, grad, optimizer.init(params), (torch.tensor([0.0, 0.25, 0.5]),))
    assert params.tolist() == [1.0, 0.5, -1.0]


def test_a_notebook_that_updates_by_hand_gets_its_own_rounding() -> None:
    assert optimizer_for("sgd", by_hand=True) is SGD_BY_HAND
    assert optimizer_for("sgd", by_hand=False) is SGD is OPTIMIZERS["sgd"]
    assert optimizer_for("adam", by_hand=True) is OPTIMIZERS["adam"]


def test_no_two_are_the_same() -> None:
    grads = gradients(torch.float64)
    ends = [walk(each, grads, 0.01, Experiment(optimizer=name)) for name, each in OPTIMIZERS.items()]
    assert len({tuple(end.tolist()) for end in ends}) == len(OPTIMIZERS) == 8


def test_the_settings_begin_as_torch_optims_own() -> None:
    one = [torch.zeros(1, requires_grad=True)]
    begin = Experiment()
    assert torch.optim.Adam(one).defaults["betas"] == (begin.beta1, begin.beta2)
    assert torch.optim.AdamW(one).defaults["weight_decay"] == begin.weight_decay
    assert torch.optim.RMSprop(one).defaults["alpha"] == begin.alpha
    assert torch.optim.Adadelta(one).defaults["rho"] == begin.rho
