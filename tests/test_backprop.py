"""Back-propagation in closed form is autograd, for any depth and any number of models."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from gd_core.problems.network.backprop import Backprop, Storage, with_ones
from gd_core.problems.network.losses import RELU_SQUARED_ERROR, Loss
from gd_core.problems.network.models import Perceptron
from tests.compare import apart
from tests.problems import SQUARED_ERROR

SIZES = [(2, 1), (1, 1), (5, 1), (2, 3, 1), (2, 8, 8, 1), (4, 3, 5, 2, 1)]
LOSSES = [RELU_SQUARED_ERROR, SQUARED_ERROR]


def module(sizes: tuple[int, ...], params: Tensor) -> nn.Sequential:
    """The same perceptron as a plain nn.Sequential, without the last activation."""
    layers: list[nn.Module] = []
    for width, out in pairwise(sizes):
        layers += [nn.Linear(width, out), nn.ReLU()]
    network = nn.Sequential(*layers[:-1]).to(params.dtype)
    vector_to_parameters(params, network.parameters())
    return network


def autograd(sizes: tuple[int, ...], loss: Loss, params: Tensor, x: Tensor, y: Tensor) -> Tensor:
    network = module(sizes, params)
    outputs = network(x)
    outputs = torch.relu(outputs) if loss is RELU_SQUARED_ERROR else outputs
    nn.functional.mse_loss(outputs, y).backward()
    return parameters_to_vector(p.grad for p in network.parameters() if p.grad is not None)


def closed_form(
    sizes: tuple[int, ...], loss: Loss, params: Tensor, x: Tensor, y: Tensor, weights: Tensor
) -> Tensor:
    """The gradients (R, P) of R models on R batches."""
    model, runs = Perceptron(sizes), len(params)
    at, grads = (Storage(model, runs, torch.full((params.numel(),), torch.nan).to(params)) for _ in range(2))
    at.write(params)
    backprop = Backprop(loss, at, grads, x.shape[1])
    data = (with_ones(x), y, weights)
    backprop(*backprop.prepare(*(t.squeeze(0) if runs == 1 else t for t in data)))
    return grads.read(grads.flat)


def drawn(seed: int, sizes: tuple[int, ...], runs: int, batch: int) -> tuple[Tensor, Tensor, Tensor]:
    """Parameters, inputs and targets of R models."""
    g = torch.Generator().manual_seed(seed)
    shapes = [(runs, Perceptron(sizes).count), (runs, batch, sizes[0]), (runs, batch, 1)]
    params, x, y = (torch.randn(shape, generator=g, dtype=torch.float64) for shape in shapes)
    return params, x, y


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("runs", [1, 2, 7])
@pytest.mark.parametrize("batch", [1, 4, 10])
def test_the_gradient_is_autograds(loss: Loss, sizes: tuple[int, ...], runs: int, batch: int) -> None:
    params, x, y = drawn(0, sizes, runs, batch)
    ours = closed_form(sizes, loss, params, x, y, torch.full_like(y, 2 / batch))
    theirs = torch.stack([autograd(sizes, loss, *each) for each in zip(params, x, y, strict=True)])
    assert apart(ours, theirs) <= 1e-12


@given(seed=st.integers(0, 10**6), hidden=st.lists(st.integers(1, 6), max_size=3), runs=st.integers(1, 4))
def test_the_gradient_is_autograds_for_any_shape(seed: int, hidden: list[int], runs: int) -> None:
    sizes = (3, *hidden, 1)
    params, x, y = drawn(seed, sizes, runs, 5)
    ours = closed_form(sizes, SQUARED_ERROR, params, x, y, torch.full_like(y, 0.4))
    theirs = torch.stack([autograd(sizes, SQUARED_ERROR, *each) for each in zip(params, x, y, strict=True)])
    assert apart(ours, theirs) <= 1e-10


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("runs", [1, 3])
def test_a_sample_without_weight_is_not_seen(sizes: tuple[int, ...], runs: int) -> None:
    params, x, y = drawn(1, sizes, runs, 4)
    weights = torch.tensor([[2 / 3], [2 / 3], [2 / 3], [0.0]], dtype=y.dtype).expand(runs, 4, 1)
    padded = closed_form(sizes, SQUARED_ERROR, params, x, y, weights)
    short = closed_form(sizes, SQUARED_ERROR, params, x[:, :3], y[:, :3], weights[:, :3])
    assert apart(padded, short) <= 1e-12


def test_a_relu_at_its_kink_lets_nothing_through() -> None:
    params, x, y = torch.zeros(1, 3), torch.ones(1, 4, 2), torch.ones(1, 4, 1)
    ours = closed_form((2, 1), RELU_SQUARED_ERROR, params, x, y, torch.full_like(y, 0.5))
    assert torch.equal(ours[0], autograd((2, 1), RELU_SQUARED_ERROR, params[0], x[0], y[0]))
    assert (ours == 0).all()


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("runs", [1, 2, 5])
def test_what_is_written_is_read_back(sizes: tuple[int, ...], runs: int) -> None:
    params = torch.randn(runs, Perceptron(sizes).count)
    storage = Storage(Perceptron(sizes), runs, torch.empty(params.numel()))
    storage.write(params)
    assert torch.equal(storage.read(storage.flat), params)
    assert torch.equal(storage.read(torch.stack([storage.flat, 2 * storage.flat]))[1], 2 * params)


@pytest.mark.parametrize("runs", [1, 3])
def test_the_blocks_are_views_of_the_flat_vector(runs: int) -> None:
    storage = Storage(Perceptron((2, 3, 1)), runs, torch.empty(runs * 13))
    storage.flat.fill_(7)
    assert all((block == 7).all() for block in storage.blocks)
    assert sum(block.numel() for block in storage.blocks) == runs * 13


@pytest.mark.parametrize("runs", [1, 3])
def test_a_block_holds_the_weights_with_the_bias_below(runs: int) -> None:
    model = Perceptron((2, 3, 1))
    params = torch.arange(13.0 * runs).view(runs, 13)
    storage = Storage(model, runs, torch.empty(13 * runs))
    storage.write(params)
    for block, (weight, bias) in zip(storage.blocks, model.layers(params), strict=True):
        assert torch.equal(block.view(runs, *block.shape[-2:])[:, :-1], weight.mT)
        assert torch.equal(block.view(runs, *block.shape[-2:])[:, -1], bias)
