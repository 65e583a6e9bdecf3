"""Back-propagation in closed form for thousands of perceptrons at once, in a grid, the run axis last.

A run is a row and a column of the grid: those of a row see the same samples, so that the first
layer of all of them is one product. With the columns last, what is left is elementwise over long
contiguous rows: far quicker than a thousand products of tiny matrices.
"""

from itertools import pairwise

import torch
from torch import Tensor

from gd_core.problems.network.losses import Loss
from gd_core.problems.network.models import Perceptron


class Grid:
    """Parameters of K x L perceptrons as one tensor ``flat`` (K * P, L), what an optimizer works on.

    ``blocks`` are its views, a layer each, (K, in + 1, out, L), the bias in the last row.
    """

    def __init__(self, model: Perceptron, flat: Tensor):
        self.model, self.flat = model, flat
        self.rows = len(flat) // model.count
        shapes = [(self.rows, i + 1, o, flat.shape[1]) for i, o in pairwise(model.sizes)]
        parts = flat.split([k * i * o for k, i, o, _ in shapes])
        self.blocks = [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]

    @classmethod
    def of(cls, model: Perceptron, params: Tensor) -> "Grid":
        """A grid that holds ``params`` (K, L, P), in PyTorch's order."""
        rows, columns, count = params.shape
        grid = cls(model, params.new_empty(rows * count, columns))
        for block, (weight, bias) in zip(grid.blocks, model.layers(params), strict=True):
            block[:, :-1], block[:, -1] = weight.permute(0, 3, 2, 1), bias.permute(0, 2, 1)
        return grid

    def read(self) -> Tensor:
        """The parameters (K, L, P) in PyTorch's order."""
        parts = []
        for block in self.blocks:
            weights = block[:, :-1].permute(0, 3, 2, 1)
            parts += [weights.flatten(2), block[:, -1].permute(0, 2, 1)]
        return torch.cat(parts, -1)


class GridBackprop:
    """The outputs of a grid of perceptrons on batches of B samples, and their gradient into ``grads``."""

    def __init__(self, loss: Loss, params: Grid, grads: Grid, batch: int):
        rows, columns = params.rows, params.flat.shape[1]
        empty = params.flat.new_empty
        widths = params.model.sizes[1:]
        self._loss = loss
        self._first, *self._deeper = params.blocks
        self._first_grad, *self._deeper_grads = grads.blocks
        self._a = [empty(rows, batch, o, columns) for o in widths]
        self._delta = [empty(rows, batch, o, columns) for o in widths]
        self._products = [torch.empty_like(a) for a in self._a[:-1]]

    @property
    def outputs(self) -> Tensor:
        """What ``forward`` last gave."""
        return self._a[-1]

    def forward(self, inputs: Tensor) -> Tensor:
        """The outputs (K, B, 1, L) on ``inputs`` (K, B, D + 1), the last column ones: a buffer."""
        torch.bmm(inputs, self._first.flatten(2), out=self._a[0].flatten(2))
        for below, block, a in zip(self._a, self._deeper, self._a[1:], strict=False):
            below.relu_()
            z = block[:, None, -1]
            for i in range(below.shape[2]):
                z = torch.addcmul(z, below[:, :, i : i + 1], block[:, None, i], out=a)
        return self._loss.activate(self._a[-1])

    def backward(self, inputs_t: Tensor, targets: Tensor, weights: Tensor) -> None:
        """Write the gradient, ``forward`` having been called.

        ``inputs_t`` (K, D + 1, B), ``targets`` and ``weights`` (K, B, 1, 1), the latter the loss's
        slope times each sample's share in the mean.
        """
        delta = self._delta[-1]
        self._loss.delta(self._a[-1], targets, delta)
        delta.mul_(weights)
        for k in reversed(range(len(self._deeper))):
            self._down(self._a[k], self._delta[k + 1], self._deeper[k], self._deeper_grads[k], k)
        torch.bmm(inputs_t, self._delta[0].flatten(2), out=self._first_grad.flatten(2))

    def _down(self, below: Tensor, delta: Tensor, block: Tensor, grad: Tensor, k: int) -> None:
        """The gradient of one ``block``, and delta of the layer ``below`` it."""
        product, delta_below = self._products[k], self._delta[k]
        torch.sum(delta, 1, out=grad[:, -1])
        for o in range(delta.shape[2]):
            above = delta[:, :, o : o + 1]
            torch.mul(below, above, out=product)
            torch.sum(product, 1, out=grad[:, :-1, o])
            weight = block[:, None, :-1, o]
            if o == 0:
                torch.mul(weight, above, out=delta_below)
            else:
                delta_below.addcmul_(weight, above)
        delta_below.mul_(below.sign_())  # [a > 0]

    def still(self) -> Tensor:
        """Which of the models (K, L) no sample moves, ``backward`` having been called.

        What a sample does to the output's bias is its delta: without it, it does nothing at all.
        """
        return self._delta[-1].eq(0).all(1).squeeze(1)
