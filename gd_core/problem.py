"""A problem: data, a model and a loss."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import torch
from torch import Tensor

from gd_core.backprop import Backprop, Storage, with_ones
from gd_core.losses import Loss
from gd_core.models import Perceptron

_POINTS_AT_ONCE = 16_384
"""Surface and path points in one pass: their buffers stay within a core's cache."""


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be learnt: ``inputs`` (N, D), ``targets`` (N, 1), a model and its loss.

    ``draw(generator)`` makes the P initial parameters as a notebook draws them. Where the
    notebook then draws its data too, ``draw_data(generator)`` does, and ``seeded(seed)``
    is the problem with the data of that seed. A loss of at most ``small_loss`` counts as
    solved. ``by_hand`` says that the notebook writes ``w -= eta * w.grad`` itself, which
    rounds unlike torch.optim.SGD.
    """

    names: tuple[str, ...]
    inputs: Tensor
    targets: Tensor
    model: Perceptron
    loss: Loss
    small_loss: float
    by_hand: bool
    draw: Callable[[torch.Generator], Tensor]
    draw_data: Callable[[torch.Generator], tuple[Tensor, Tensor]] | None = None

    def seeded(self, seed: int) -> "Problem":
        """The problem with the data that ``seed`` draws: the same object for the same data."""
        return self if self.draw_data is None else _seeded(self, seed)

    def begin(self, generator: torch.Generator) -> Tensor:
        """The initial parameters (P,), leaving ``generator`` where the notebook's training begins."""
        start = self.draw(generator)
        if self.draw_data is not None:
            self.draw_data(generator)
        return start

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

    def each_loss(self, params: Tensor) -> Tensor:
        """Each sample's loss (G, N) like ``sample_losses``, in passes like ``losses``."""
        return torch.cat([self.sample_losses(chunk) for chunk in params.split(_POINTS_AT_ONCE)])

    def gradients(self, params: Tensor) -> Tensor:
        """The gradient of the full-data loss (G, P) at ``params`` (G, P), in passes like ``losses``."""
        if len(params) <= _POINTS_AT_ONCE:
            return self._gradients(params)
        return torch.cat([self._gradients(chunk) for chunk in params.split(_POINTS_AT_ONCE)])

    def _gradients(self, params: Tensor) -> Tensor:
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


@lru_cache(maxsize=256)
def _seeded(problem: Problem, seed: int) -> Problem:
    assert problem.draw_data is not None
    generator = torch.Generator().manual_seed(seed)
    problem.draw(generator)
    inputs, targets = problem.draw_data(generator)
    return replace(problem, inputs=inputs, targets=targets)
