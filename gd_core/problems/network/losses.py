"""Losses, each fused with the activation of the output layer, whose gradient it simplifies."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy


@dataclass(frozen=True)
class Loss:
    """A loss that is a mean over samples, and the activation that goes before it.

    ``activate(z)`` turns the last layer's sums into outputs, in place; ``samples(outputs,
    targets)`` gives each sample's loss, elementwise; ``slope * delta(outputs, targets, out)``
    is the gradient of that with respect to z, written to ``out``. A ``bounded`` loss cannot explode
    before the numbers run out, and then it stays without a value.
    """

    activate: Callable[[Tensor], Tensor]
    samples: Callable[[Tensor, Tensor], Tensor]
    delta: Callable[[Tensor, Tensor, Tensor], Tensor]
    slope: float
    bounded: bool = False


def _squared_error(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs - targets).square_()


def _relu_delta(outputs: Tensor, targets: Tensor, out: Tensor) -> Tensor:
    # (a - y) [a > 0]: the sign of a ReLU's output is 1 where it lets the gradient through,
    # else 0, and then a is 0 too. One rounding, as in a - y.
    torch.sign(outputs, out=out)
    return torch.addcmul(outputs, targets, out, value=-1, out=out)


# d (a - y)^2 / dz = 2 (a - y) [a > 0]
RELU_SQUARED_ERROR = Loss(activate=torch.relu_, samples=_squared_error, delta=_relu_delta, slope=2.0)


def _cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    targets = targets.expand_as(outputs)
    try:
        return binary_cross_entropy(outputs, targets, reduction="none")
    except RuntimeError:  # PyTorch refuses outputs without a value: their loss has none either
        known = outputs.nan_to_num(0.5)
        return binary_cross_entropy(known, targets, reduction="none").where(~outputs.isnan(), torch.nan)


_SATURATED = torch.tensor(1e-12, dtype=torch.float32).item()
"""PyTorch divides by a (1 - a), or by this where it is smaller: a float32 for every dtype."""


def _cross_entropy_delta(outputs: Tensor, targets: Tensor, out: Tensor) -> Tensor:
    # (a - y) / (a (1 - a)) from the loss, times a (1 - a) from the sigmoid: a - y. Only where
    # a sigmoid is rounded to 0 or 1 does PyTorch's product fall short of it, and then so must ours.
    kept = torch.addcmul(outputs, outputs, outputs, value=-1).div_(_SATURATED).clamp_max_(1)
    torch.sub(outputs, targets, out=out)
    return out.mul_(kept)


# d (-y log a - (1 - y) log (1 - a)) / dz = a - y
SIGMOID_CROSS_ENTROPY = Loss(
    activate=torch.sigmoid_, samples=_cross_entropy, delta=_cross_entropy_delta, slope=1.0, bounded=True
)


def _sums(z: Tensor) -> Tensor:
    return z


def _sine_squared_error(z: Tensor, targets: Tensor) -> Tensor:
    return (torch.sin(z) - targets).square_()


def _sine_delta(z: Tensor, targets: Tensor, out: Tensor) -> Tensor:
    torch.sub(torch.sin(z), targets, out=out)
    return out.mul_(torch.cos(z))


# d (sin z - y)^2 / dz = 2 (sin z - y) cos z. The sine comes with the loss, not before it: its
# slope cannot be told from its value.
SINE_SQUARED_ERROR = Loss(
    activate=_sums, samples=_sine_squared_error, delta=_sine_delta, slope=2.0, bounded=True
)
