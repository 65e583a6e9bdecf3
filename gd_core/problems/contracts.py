"""What a stack needs of a problem: where the numbers of R runs lie, and their gradients."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import torch
from torch import Tensor

PADDING = -1
"""Fills the row of an epoch's last, smaller batch."""

Fed = tuple[Tensor, ...]
"""What the gradient of one update is computed from, beside the parameters."""


class Layout(Protocol):
    """The parameters of R runs as one vector ``flat`` (R * P,), in the order that suits an engine."""

    flat: Tensor

    def write(self, params: Tensor) -> None:
        """Fill ``flat`` from ``params`` (R, P)."""

    def read(self, flats: Tensor) -> Tensor:
        """The parameters (C, R, P) from C recorded vectors ``flats`` (C, R * P)."""


class Engine(Protocol):
    """The gradients of R runs. ``numbers`` is how many a run goes through for each sample of an update."""

    numbers: int

    @property
    def params(self) -> Layout:
        """Where the parameters lie."""

    @property
    def grads(self) -> Layout:
        """Where the gradients are written to."""

    def layout(self, flat: Tensor) -> Layout:
        """``flat`` (R * P,), laid out as the parameters are."""

    def feed(self, batches: Tensor) -> Iterable[Fed]:
        """What U updates with the samples ``batches`` (U, R, B) need, one after the other; -1 is padding."""

    def descend(self, *fed: Tensor) -> None:
        """Write the gradient at ``params`` to ``grads``."""

    def sample_losses(self, params: Tensor) -> Tensor:
        """Each sample's loss (C, R, N) at ``params`` (C, R, P)."""


class Grid(Protocol):
    """K rows of L runs, of which nothing is recorded: their parameters, gradients and losses.

    ``flat`` (K * P, L) are the parameters, ``grad`` their gradients, which ``descend`` writes.
    ``everything`` is what it wants for all samples.
    """

    flat: Tensor
    everything: Fed

    @property
    def grad(self) -> Tensor:
        """The gradients (K * P, L)."""

    @property
    def bounded(self) -> bool:
        """Whether a loss that has a value can be no explosion."""

    def feed(self, batches: Tensor) -> Sequence[Fed]:
        """What ``descend`` wants for each of the ``batches`` (U, K, B), -1 being padding."""

    def descend(self, *fed: Tensor) -> None:
        """Write the gradient on a batch of each row, as ``feed`` gives it."""

    def descend_all(self) -> Tensor:
        """Write the gradient on all samples, and return the losses (K, L) on them."""

    def seen(self) -> Tensor:
        """The losses (K, L) on all samples, when the last gradient was on all of them."""

    def losses(self) -> Tensor:
        """The losses (K, L) on all samples."""

    def steepness(self) -> Tensor:
        """The squared length (K, L) of each run's gradient."""

    def still(self) -> Tensor:
        """Which of the runs (K, L) no update moves, ``descend_all`` having been called."""

    def params(self) -> Tensor:
        """The parameters (K, L, P)."""

    def keep(self, columns: Tensor) -> None:
        """Go on with these ``columns`` alone."""


def shares(batches: Tensor, dtype: torch.dtype) -> Tensor:
    """How much each of the samples ``batches`` (..., B) counts in its batch's mean; nothing for padding."""
    real = (batches != PADDING).to(dtype)
    return real / real.sum(-1, keepdim=True).clamp_min(1)
