"""The stacked perceptron is a plain nn.Sequential, many times over."""

import pytest
import torch
from torch.nn.utils import parameters_to_vector

from gd_core.problems.network.models import Perceptron
from tests.compare import TOLERANCES, apart
from tests.test_backprop import SIZES, module


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("points", [1, 2, 33])
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_the_outputs_are_those_of_a_sequential(
    sizes: tuple[int, ...], points: int, dtype: torch.dtype, tolerance: float
) -> None:
    g = torch.Generator().manual_seed(points)
    params = torch.randn(points, Perceptron(sizes).count, generator=g, dtype=torch.float64).to(dtype)
    inputs = torch.randn(6, sizes[0], generator=g, dtype=torch.float64).to(dtype)
    theirs = torch.stack([module(sizes, p)(inputs).squeeze(1).detach() for p in params])
    assert apart(Perceptron(sizes).outputs(params, inputs), theirs) <= 2 * tolerance


@pytest.mark.parametrize("sizes", SIZES)
def test_the_parameters_are_in_torchs_order(sizes: tuple[int, ...]) -> None:
    params = torch.arange(float(Perceptron(sizes).count))
    network = module(sizes, params)
    assert torch.equal(parameters_to_vector(network.parameters()), params)
    ours = [t for layer in Perceptron(sizes).layers(params) for t in layer]
    assert all(torch.equal(a, b) for a, b in zip(ours, network.parameters(), strict=True))


@pytest.mark.parametrize(("sizes", "count"), [((2, 1), 3), ((2, 3, 1), 13), ((2, 8, 8, 1), 105)])
def test_the_parameters_are_counted(sizes: tuple[int, ...], count: int) -> None:
    assert Perceptron(sizes).count == count
