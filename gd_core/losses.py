"""Losses, each fused with the activation of the output layer, whose gradient it simplifies."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Loss:
    """A loss that is a mean over samples, and the activation that goes before it.

    ``activate(z)`` turns the last layer's sums into outputs, in place; ``samples(outputs,
    targets)`` gives each sample's loss, elementwise; ``slope * delta(outputs, targets, out)``
    is the gradient of that with respect to z, written to ``out``.
    """

    activate: Callable[[Tensor], Tensor]
    samples: Callable[[Tensor, Tensor], Tensor]
    delta: Callable[[Tensor, Tensor, Tensor], Tensor]
    slope: float


def _squared_error(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs - targets).square_()


def _relu_delta(outputs: Tensor, targets: Tensor, out: Tensor) -> Tensor:
    # (a - y) [a > 0]: the sign of a ReLU's output is 1 where it lets the gradient through,
    # else 0, and then a is 0 too. One rounding, as in a - y.
    torch.sign(outputs, out=out)
    return torch.addcmul(outputs, targets, out, value=-1, out=out)


# d (a - y)^2 / dz = 2 (a - y) [a > 0]
RELU_SQUARED_ERROR = Loss(activate=torch.relu_, samples=_squared_error, delta=_relu_delta, slope=2.0)
