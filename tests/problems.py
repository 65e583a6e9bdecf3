"""Problems that only the tests need."""

import torch
from torch import Tensor

from gd_core.losses import Loss
from gd_core.models import Perceptron
from gd_core.problem import Problem
from gd_core.problems import NEURON


def _same(z: Tensor) -> Tensor:
    return z


def _error(outputs: Tensor, targets: Tensor, out: Tensor) -> Tensor:
    return torch.sub(outputs, targets, out=out)


SQUARED_ERROR = Loss(_same, NEURON.loss.samples, _error, slope=2.0)

LINE = Problem(
    names=NEURON.names,
    inputs=NEURON.inputs,
    targets=NEURON.targets,
    model=Perceptron((2, 1)),
    loss=SQUARED_ERROR,
    small_loss=0.01,
    by_hand=True,
    draw=NEURON.draw,
)
"""The neuron without its ReLU: too large a rate makes it explode where the neuron would die."""
