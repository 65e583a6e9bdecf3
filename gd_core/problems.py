"""Problems: data, a model and a loss under one name."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.backprop import Backprop, Storage, with_ones
from gd_core.losses import RELU_SQUARED_ERROR, Loss
from gd_core.models import Perceptron

_POINTS_AT_ONCE = 16_384
"""Surface and path points in one pass: their buffers stay within a core's cache."""


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be learnt: ``inputs`` (N, D), ``targets`` (N, 1), a model and its loss.

    ``draw(generator)`` makes the P initial parameters as a notebook draws them.
    A loss of at most ``small_loss`` counts as solved. ``by_hand`` says that the notebook
    writes ``w -= eta * w.grad`` itself, which rounds unlike torch.optim.SGD.
    """

    names: tuple[str, ...]
    inputs: Tensor
    targets: Tensor
    model: Perceptron
    loss: Loss
    small_loss: float
    by_hand: bool
    draw: Callable[[torch.Generator], Tensor]

    @property
    def samples(self) -> int:
        """N, the number of samples."""
        return len(self.inputs)

    def sample_losses(self, params: Tensor) -> Tensor:
        """Each sample's loss (G, N) at ``params`` (G, P)."""
        inputs, targets = self.inputs.to(params.dtype), self.targets.to(params.dtype)
        outputs = self.loss.activate(self.model.outputs(params, inputs))
        return self.loss.samples(outputs, targets.T)

    def losses(self, params: Tensor) -> Tensor:
        """The loss on the full data (G,) at ``params`` (G, P), in passes of bounded memory."""
        chunks = params.split(_POINTS_AT_ONCE)
        return torch.cat([self.sample_losses(chunk).mean(1) for chunk in chunks])

    def gradients(self, params: Tensor) -> Tensor:
        """The gradient of the full-data loss (G, P) at ``params`` (G, P)."""
        runs, dtype = len(params), params.dtype
        lead = () if runs == 1 else (runs,)
        at = Storage(self.model, runs, params.new_empty(params.numel()))
        grads = Storage(self.model, runs, params.new_empty(params.numel()))
        at.write(params)
        backprop = Backprop(self.loss, at, grads, self.samples)
        share = torch.full((1, 1), self.loss.slope / self.samples, dtype=dtype)
        inputs = with_ones(self.inputs.to(dtype)).expand(*lead, -1, -1)
        backprop(*backprop.prepare(inputs, self.targets.to(dtype), share))
        return grads.read(grads.flat)


def _draw_neuron(generator: torch.Generator) -> Tensor:
    weights = torch.rand((2, 1), generator=generator)
    bias = torch.rand((1,), generator=generator)
    return torch.cat([weights.flatten(), bias])


NEURON = Problem(
    names=("w1", "w2", "b"),
    inputs=torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]),
    targets=torch.tensor([[10.0], [20.0], [30.0], [40.0]]),
    model=Perceptron((2, 1)),
    loss=RELU_SQUARED_ERROR,
    small_loss=0.01,
    by_hand=True,
    draw=_draw_neuron,
)

PROBLEMS = {"neuron": NEURON}
