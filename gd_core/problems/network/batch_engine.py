"""The gradients of many perceptrons, each on its own batches, by back-propagation in closed form."""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

import torch
from torch import Tensor

from gd_core.problems.contracts import Fed, shares
from gd_core.problems.network.backprop import Backprop, Storage
from gd_core.problems.network.losses import Loss

_BORDER = 16
"""So many numbers lie between two borders of memory, or twice as many."""


class BatchEngine:
    """The engine of R runs on K data sets.

    ``inputs`` (K, N, D + 1), the last column ones, and ``targets`` (K, N, 1); ``set_of`` (R, 1) says
    which of them each run has, ``losses_of`` gives each sample's loss on each of them.
    """

    def __init__(
        self,
        loss: Loss,
        params: Storage,
        grads: Storage,
        inputs: Tensor,
        targets: Tensor,
        set_of: Tensor,
        losses_of: Sequence[Callable[[Tensor], Tensor]],
    ):
        self.params, self.grads = params, grads
        self._loss, self._inputs, self._targets = loss, inputs, targets
        self._set_of, self._losses_of = set_of, losses_of
        self._by_width: dict[int, Backprop] = {}
        self.numbers = inputs.shape[-1]

    def layout(self, flat: Tensor) -> Storage:
        """``flat`` (R * P,), laid out as the parameters are."""
        return Storage(self.params.model, self.params.runs, flat)

    def feed(self, batches: Tensor) -> Iterable[Fed]:
        """The inputs, targets and weights of each step, those of equal steps made once."""
        self._backprop = self._as_wide(batches.shape[-1])
        if (batches == batches[0]).all():
            return repeat(next(iter(self._gather(batches[:1]))), len(batches))
        if self.params.runs > 1:
            return self._gather(batches)
        keys = [tuple(row) for row in batches.flatten(1).tolist()]
        distinct = list(dict.fromkeys(keys))
        made = dict(zip(distinct, self._gather(torch.tensor(distinct).unsqueeze(1)), strict=True))
        return [made[key] for key in keys]

    def _as_wide(self, width: int) -> Backprop:
        if width not in self._by_width:
            self._by_width[width] = Backprop(self._loss, self.params, self.grads, width)
        return self._by_width[width]

    def descend(self, *fed: Tensor) -> None:
        """Write the gradient at ``params`` to ``grads``."""
        self._backprop(*fed)

    def _gather(self, batches: Tensor) -> Iterable[Fed]:
        picked = self._set_of, batches.clamp_min(0)
        inputs, targets = self._inputs[picked], self._targets[picked]
        weights = (shares(batches, inputs.dtype) * self._loss.slope).unsqueeze(-1)
        tensors = self._backprop.prepare(inputs, targets, weights)
        if self.params.runs == 1:
            inputs, inputs_t, *rest = (t.squeeze(1) for t in tensors)
            tensors = _aligned(inputs), _aligned(inputs_t.mT).mT, *rest
        return zip(*(t.unbind() for t in tensors), strict=True)

    def sample_losses(self, params: Tensor) -> Tensor:
        """Each sample's loss (C, R, N) at ``params`` (C, R, P)."""
        points, runs, _ = params.shape
        if len(self._losses_of) == 1:
            return self._losses_of[0](params.flatten(0, 1)).view(points, runs, -1)
        losses = params.new_empty(points, runs, self._inputs.shape[1])
        for k, losses_of in enumerate(self._losses_of):
            rows = (self._set_of == k).flatten().nonzero().flatten()
            losses[:, rows] = losses_of(params[:, rows].flatten(0, 1)).view(points, len(rows), -1)
        return losses


def _aligned(values: Tensor) -> Tensor:
    """``values`` (U, ...), each of the U beginning at a border of memory: a product of matrices that
    begin elsewhere is rounded in another way."""
    flat = values.flatten(1)
    size = flat.shape[1]
    apart = flat.new_empty(len(flat), size + -size % _BORDER)[:, :size]
    placed: Tensor = apart.copy_(flat).unflatten(1, values.shape[1:])
    return placed
