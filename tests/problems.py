"""Problems that only the tests need."""

import torch
from torch import Tensor

from gd_core.problems.catalog import NEURON, PROBLEMS
from gd_core.problems.fit import Fit
from gd_core.problems.network.losses import Loss
from gd_core.problems.network.models import Perceptron


def _same(z: Tensor) -> Tensor:
    return z


def _error(outputs: Tensor, targets: Tensor, out: Tensor) -> Tensor:
    return torch.sub(outputs, targets, out=out)


SQUARED_ERROR = Loss(_same, NEURON.loss.samples, _error, slope=2.0)

LINE = Fit(
    names=NEURON.names,
    inputs=NEURON.inputs,
    targets=NEURON.targets,
    model=Perceptron((2, 1)),
    loss=SQUARED_ERROR,
    small_loss=0.01,
    by_hand=True,
    draw_params=NEURON.draw_params,
)
"""The neuron without its ReLU: too large a rate makes it explode where the neuron would die."""

WITH_DATA = tuple(name for name, problem in PROBLEMS.items() if problem.batched)
"""The problems that are no functions of x and y."""
