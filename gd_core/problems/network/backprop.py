"""Back-propagation in closed form, for a whole stack of perceptrons in fixed buffers.

Autograd costs more than the arithmetic of models this small. Here each layer's
weight and bias are one block [W'; b] and each input carries a 1 behind it, so that a
layer is one product forward and one backward; every buffer is made once.
"""

from itertools import pairwise

import torch
from torch import Tensor

from gd_core.problems.network.losses import Loss
from gd_core.problems.network.models import Perceptron


class Storage:
    """The parameters of R models as one flat vector of contiguous layer blocks.

    ``flat`` (R * P,) is what an optimizer works on; ``blocks`` are its views, a layer each,
    of shape (R, in + 1, out), the bias in the last row. For one model the run axis is
    dropped: a plain product is quicker, and rounds exactly as a notebook's ``X @ w`` does.
    """

    def __init__(self, model: Perceptron, runs: int, flat: Tensor):
        self.model, self.runs, self.flat = model, runs, flat
        self._stacked = self._split(flat)
        self.blocks = [b.squeeze(0) if runs == 1 else b for b in self._stacked]

    def write(self, params: Tensor) -> None:
        """Fill the blocks from ``params`` (R, P) in PyTorch's order."""
        for block, (weight, bias) in zip(self._stacked, self.model.layers(params), strict=True):
            block[:, :-1], block[:, -1] = weight.mT, bias

    def read(self, flats: Tensor) -> Tensor:
        """Parameters (C, R, P) in PyTorch's order from C recorded vectors ``flats`` (C, R * P)."""
        parts = []
        for block in self._split(flats):
            parts += [block[..., :-1, :].mT.flatten(-2), block[..., -1, :]]
        return torch.cat(parts, -1)

    def _split(self, flat: Tensor) -> list[Tensor]:
        shapes = [(self.runs, i + 1, o) for i, o in pairwise(self.model.sizes)]
        sizes = [r * i * o for r, i, o in shapes]
        return [p.unflatten(-1, s) for p, s in zip(flat.split(sizes, -1), shapes, strict=True)]


class Backprop:
    """The gradient of R models on R batches of B samples, from ``params`` into ``grads``.

    The chain rule of Rumelhart, Hinton and Williams (1986), layer by layer:
    delta_l = (delta_{l+1} W_{l+1}) * [a_l > 0] and dL/d[W_l'; b_l] = [a_{l-1}, 1]' delta_l.
    """

    def __init__(self, loss: Loss, params: Storage, grads: Storage, batch: int):
        lead = (batch,) if params.runs == 1 else (params.runs, batch)
        empty = params.flat.new_empty
        widths = params.model.sizes[1:]
        self._product = torch.mm if params.runs == 1 else torch.bmm
        self._activate, self._output_delta = loss.activate, loss.delta
        a, delta = [empty(*lead, o) for o in widths], [empty(*lead, o) for o in widths]
        # What a layer hands up: its output with a 1 behind it.
        handed = [empty(*lead, o + 1).fill_(1) for o in widths[:-1]]
        weights_t = [block[..., :-1, :].mT for block in params.blocks]
        self._output, self._delta = a[-1], delta[-1]
        self._hidden = [(b, x, h[..., :-1], h) for b, x, h in zip(params.blocks, a, handed, strict=False)]
        self._last = params.blocks[-1]
        self._down = [
            (delta[k], handed[k - 1].mT, grads.blocks[k], weights_t[k], delta[k - 1], a[k - 1])
            for k in reversed(range(1, len(widths)))
        ]
        self._first_delta, self._first_grad = delta[0], grads.blocks[0]

    def prepare(self, inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, ...]:
        """The arguments of a call, from ``inputs`` (..., B, D + 1), the last column ones.

        ``targets`` are (..., B, 1), and so are ``weights``: the loss's slope times each sample's
        share in the mean. One model has no run axis.
        """
        # With no hidden layer the weights may lie in the inputs, which saves a product a step.
        weighted = inputs if self._down else inputs * weights
        return inputs, weighted.mT, targets, weights

    def __call__(self, inputs: Tensor, inputs_t: Tensor, targets: Tensor, weights: Tensor) -> None:
        """Write the gradient for one batch a model, as ``prepare`` gives it."""
        product = self._product
        below = inputs
        for block, a, room, handed in self._hidden:
            product(below, block, out=a)
            room.copy_(a.relu_())
            below = handed
        product(below, self._last, out=self._output)
        self._activate(self._output)
        self._output_delta(self._output, targets, self._delta)
        if self._down:
            self._delta.mul_(weights)
        for delta, below_t, grad, weight_t, delta_below, a in self._down:
            product(below_t, delta, out=grad)
            product(delta, weight_t, out=delta_below)
            delta_below.mul_(a.sign_())  # [a > 0]
        product(inputs_t, self._first_delta, out=self._first_grad)


def with_ones(inputs: Tensor) -> Tensor:
    """``inputs`` (..., D) with a column of ones behind them, (..., D + 1)."""
    return torch.cat([inputs, torch.ones_like(inputs[..., :1])], -1)
