"""The multilayer perceptron: its shapes, and many of them evaluated at once.

Parameters are one flat vector in PyTorch's order: each layer's weight (out, in)
row by row, then its bias (out,). A leading axis holds many such vectors.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor


@dataclass(frozen=True)
class Perceptron:
    """Fully connected layers of the given sizes, a ReLU after each but the last."""

    sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        """P, the number of parameters."""
        return sum((i + 1) * o for i, o in pairwise(self.sizes))

    def layers(self, params: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Views of ``params`` (..., P): each layer's weight (..., out, in) and bias (..., out)."""
        views, at = [], 0
        for i, o in pairwise(self.sizes):
            weight = params[..., at : at + o * i].unflatten(-1, (o, i))
            bias = params[..., at + o * i : at + o * i + o]
            views.append((weight, bias))
            at += o * i + o
        return views

    def outputs(self, params: Tensor, inputs: Tensor) -> Tensor:
        """The last layer's sums (G, N) of G one-output models ``params`` (G, P) on ``inputs`` (N, D).

        The layout is (point, feature, sample), so that the first layer is one product.
        """
        (weight, bias), *deeper = self.layers(params)
        points, width, features = weight.shape
        z = (weight.reshape(-1, features) @ inputs.T).view(points, width, -1).add_(bias.unsqueeze(-1))
        for weight, bias in deeper:
            z = torch.baddbmm(bias.unsqueeze(-1), weight, z.relu_())
        return z.squeeze(1)
