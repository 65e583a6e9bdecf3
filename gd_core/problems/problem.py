"""A problem: parameters, and a loss of them that is to be made small."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor

from gd_core.problems.contracts import Engine, Grid

Extent = tuple[float, float, float, float]
"""x from, x to, y from, y to, in a plane's coordinates."""

_POINTS_AT_ONCE = 16_384
"""Surface and path points in one pass: their buffers stay within a core's cache."""


class Problem(ABC):
    """A loss of P parameters, called ``names``: the mean of the losses of N samples.

    ``batched`` says that an update may look at some of the samples alone, ``by_hand`` that a notebook
    writes ``w -= eta * w.grad`` itself, which rounds unlike torch.optim.SGD. A loss of at most
    ``small_loss`` counts as solved, whatever the slope there. ``zero_gradient_means_dead`` says that a
    gradient of exactly zero means that what could learn is off, not that the ground is flat, and
    ``defined_everywhere`` that the loss has a value everywhere. ``window`` is the part worth seeing, where
    that does not depend on the run.
    """

    names: tuple[str, ...]
    batched: bool
    by_hand: bool
    small_loss: float
    zero_gradient_means_dead: bool
    defined_everywhere: bool
    window: Extent | None

    @property
    @abstractmethod
    def samples(self) -> int:
        """N, the number of samples."""

    @property
    @abstractmethod
    def log_scale(self) -> bool:
        """Whether its losses are told apart by their logarithms; none is below 0."""

    @property
    def usual_slope(self) -> float:
        """How long a gradient usually is; infinite where only a run can tell."""
        return torch.inf

    @property
    def redrawn(self) -> bool:
        """Whether a seed draws the data too."""
        return False

    def seeded(self, seed: int) -> "Problem":
        """The problem with the data that ``seed`` draws: the same object for the same data."""
        return self

    @abstractmethod
    def draw(self, generator: torch.Generator) -> Tensor:
        """Initial parameters (P,), as a notebook draws them."""

    def begin(self, generator: torch.Generator) -> Tensor:
        """The initial parameters (P,), leaving ``generator`` where the notebook's training begins."""
        return self.draw(generator)

    @abstractmethod
    def sample_losses(self, params: Tensor) -> Tensor:
        """Each sample's loss (G, N) at ``params`` (G, P), open to autograd."""

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

    def magnitudes(self, params: Tensor) -> Tensor:
        """How large the numbers are that the loss (G,) at ``params`` (G, P) is made of.

        So many units of rounding it may be off.
        """
        return self.losses(params).abs()

    @abstractmethod
    def _gradients(self, params: Tensor) -> Tensor:
        """``gradients`` in one pass."""

    @abstractmethod
    def engine(self, problems: Sequence["Problem"], now: Tensor) -> Engine:
        """What computes the gradients of R runs, each on its own of ``problems``, all like this one.

        ``now`` (2, R * P) is where the parameters and the gradients lie.
        """

    @abstractmethod
    def grid(self, problems: Sequence["Problem"], starts: Tensor, width: int) -> Grid:
        """The same for a sweep: K rows of L runs from ``starts`` (K, L, P), a row on each problem."""
