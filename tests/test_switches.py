"""The sums that go into ReLUs, against modules that keep what they are given."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils import vector_to_parameters

from gd_core.problems.catalog import PROBLEMS
from gd_core.space.relu_sums import relu_sums

NEURON, NETWORK = PROBLEMS["neuron"], PROBLEMS["network"].seeded(3)


def kept(model: nn.Sequential, inputs: Tensor) -> Tensor:
    """What each ReLU of ``model`` is given for ``inputs``, (N, U)."""
    found = []
    for module in model:
        if isinstance(module, nn.ReLU):
            found.append(inputs)
        inputs = module(inputs)
    return torch.cat(found, 1)


@pytest.mark.parametrize(
    ("problem", "model"),
    [
        (NEURON, nn.Sequential(nn.Linear(2, 1), nn.ReLU())),
        (NETWORK, nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())),
    ],
)
def test_they_are_what_a_module_gives_its_relus(problem, model) -> None:  # type: ignore[no-untyped-def]
    params = torch.randn(7, len(problem.names), generator=torch.Generator().manual_seed(0))
    for point, sums in zip(params, relu_sums(problem, params), strict=True):
        vector_to_parameters(point, model.parameters())
        with torch.no_grad():
            assert torch.allclose(sums, kept(model, problem.inputs), atol=1e-5)


def test_a_model_without_a_relu_has_none() -> None:
    assert relu_sums(PROBLEMS["wave"], torch.ones(5, 2)).shape == (5, 8, 0)
