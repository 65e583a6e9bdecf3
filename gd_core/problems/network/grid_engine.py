"""What a tile of runs needs of its problem: the gradients of K x L runs and their losses.

Like the engine of a stack, with the run axis last and nothing recorded.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from gd_core.problems.contracts import PADDING
from gd_core.problems.network.backprop import with_ones
from gd_core.problems.network.grid_backprop import Grid, GridBackprop

if TYPE_CHECKING:
    from gd_core.problems.fit import Fit


class GridEngine:
    """K rows of L perceptrons, each row on its own of ``problems``, from the ``starts`` (K, L, P).

    ``flat`` (K * P, L) are the parameters, ``grad`` their gradient, which ``descend`` writes.
    ``everything`` is what it wants for all samples.
    """

    def __init__(self, problems: Sequence["Fit"], starts: Tensor, batch: int):
        self._loss, dtype = problems[0].loss, starts.dtype
        self._inputs = torch.stack([with_ones(p.inputs.to(dtype)) for p in problems])
        self._targets = torch.stack([p.targets.to(dtype).unsqueeze(1) for p in problems])
        self._rows = torch.arange(len(problems)).unsqueeze(1)
        self._batch = batch
        self.everything = self._fed(torch.arange(self._inputs.shape[1]).expand(len(problems), -1))
        self._lay_out(Grid.of(problems[0].model, starts))

    def _lay_out(self, params: Grid) -> None:
        self._params, self._grads = params, Grid(params.model, torch.zeros_like(params.flat))
        self.flat, self.grad = params.flat, self._grads.flat
        samples = self._inputs.shape[1]
        self._whole = GridBackprop(self._loss, params, self._grads, samples)
        small = self._batch < samples
        self._part = GridBackprop(self._loss, params, self._grads, self._batch) if small else self._whole

    @property
    def bounded(self) -> bool:
        """Whether a loss that has a value can be no explosion."""
        return self._loss.bounded

    def feed(self, batches: Tensor) -> list[tuple[Tensor, ...]]:
        """What ``descend`` wants for each of the ``batches`` (U, K, B), -1 being padding."""
        return list(zip(*(part.unbind() for part in self._fed(batches)), strict=True))

    def _fed(self, batches: Tensor) -> tuple[Tensor, ...]:
        picked = self._rows, batches.clamp_min(0)
        inputs, targets = self._inputs[picked], self._targets[picked]
        real = (batches != PADDING).to(inputs.dtype)
        weights = real * (self._loss.slope / real.sum(-1, keepdim=True).clamp_min(1))
        return inputs, inputs.mT.contiguous(), targets, weights[..., None, None]

    def descend(self, *fed: Tensor) -> None:
        """Write the gradient on a batch of each row, as ``feed`` gives it."""
        inputs, *rest = fed
        self._part.forward(inputs)
        self._part.backward(*rest)

    def descend_all(self) -> Tensor:
        """Write the gradient on all samples, and return the losses (K, L) on them."""
        inputs, *rest = self.everything
        self._whole.forward(inputs)
        self._whole.backward(*rest)
        return self.seen()

    def seen(self) -> Tensor:
        """The losses (K, L) on all samples, when the last gradient was on all of them."""
        return self._losses(self._whole.outputs)

    def losses(self) -> Tensor:
        """The losses (K, L) on all samples."""
        return self._losses(self._whole.forward(self.everything[0]))

    def _losses(self, outputs: Tensor) -> Tensor:
        targets = self.everything[2]
        if self._loss.bounded and not outputs.isfinite().all():
            # What has no value is no probability either, and a cross-entropy refuses it.
            known = self._loss.samples(outputs.nan_to_num(0.5), targets)
            return known.where(outputs.isfinite(), torch.nan).mean(1).squeeze(1)
        return self._loss.samples(outputs, targets).mean(1).squeeze(1)

    def steepness(self) -> Tensor:
        """The squared length (K, L) of each run's gradient."""
        squares = self.grad.square()
        blocks = Grid(self._params.model, squares).blocks
        return torch.stack([block.sum((1, 2)) for block in blocks]).sum(0)

    def still(self) -> Tensor:
        """Which of the runs (K, L) no sample moves, ``descend_all`` having been called."""
        return self._whole.still()

    def params(self) -> Tensor:
        """The parameters (K, L, P) in PyTorch's order."""
        return self._params.read()

    def keep(self, columns: Tensor) -> None:
        """Go on with these ``columns`` of the grid alone."""
        self._lay_out(Grid(self._params.model, self.flat[:, columns]))
