"""The gradients of many runs on one function of x and y: in a stack, and in the grid of a sweep."""

from collections.abc import Iterable, Sequence
from itertools import repeat

import torch
from torch import Tensor

from gd_core.problems.contracts import Fed
from gd_core.problems.function.expressions import VARIABLES
from gd_core.problems.function.tape import Tape


class Columns:
    """The parameters of R runs, the first of all runs, then the second of all: see engine.Layout."""

    def __init__(self, flat: Tensor, runs: int):
        self.flat, self.runs = flat, runs

    def write(self, params: Tensor) -> None:
        """Fill ``flat`` from ``params`` (R, P)."""
        self.flat.view(-1, self.runs).copy_(params.mT)

    def read(self, flats: Tensor) -> Tensor:
        """The parameters (C, R, P) from C recorded vectors ``flats`` (C, R * P)."""
        by_run: Tensor = flats.unflatten(-1, (-1, self.runs)).mT
        return by_run


class LandscapeEngine:
    """The gradients of R runs on one function; see engine.Engine."""

    def __init__(self, tape: Tape, now: Tensor, runs: int):
        self._tape, self.numbers = tape, len(VARIABLES)
        self.params, self.grads = Columns(now[0], runs), Columns(now[1], runs)
        self._at = now[0].view(-1, runs).unbind()
        self._slopes = now[1].view(-1, runs).unbind()

    def layout(self, flat: Tensor) -> Columns:
        """``flat`` (R * P,), laid out as the parameters are."""
        return Columns(flat, self.params.runs)

    def feed(self, batches: Tensor) -> Iterable[Fed]:
        """Nothing beside the parameters, once for each update."""
        return repeat((), len(batches))

    def descend(self, *fed: Tensor) -> None:
        """Write the gradient at ``params`` to ``grads``."""
        for place, slope in zip(self._slopes, self._tape.gradient(*self._at), strict=True):
            place.copy_(slope)

    def sample_losses(self, params: Tensor) -> Tensor:
        """Each run's loss (C, R, 1) at ``params`` (C, R, P)."""
        x, y = params.movedim(-1, 0).contiguous()
        return self._tape.value(x, y).unsqueeze(-1)


class LandscapeGrid:
    """K rows of L runs on one function, from the ``starts`` (K, L, 2); see engine.Grid."""

    everything: Fed = ()
    bounded = False

    def __init__(self, tape: Tape, starts: Tensor):
        self._tape = tape
        self._lay_out(starts.mT.flatten(0, 1).clone())

    def _lay_out(self, flat: Tensor) -> None:
        self.flat, self.grad = flat, torch.zeros_like(flat)
        self._at, self._slopes = flat.view(-1, 2, flat.shape[1]), self.grad.view(-1, 2, flat.shape[1])
        self._loss = self.losses()

    def feed(self, batches: Tensor) -> Sequence[Fed]:
        """Nothing beside the parameters, once for each update."""
        return [()] * len(batches)

    def descend(self, *fed: Tensor) -> None:
        """Write the gradient of each run."""
        self._loss, self._slopes[:, 0], self._slopes[:, 1] = self._tape.both(*self._at.unbind(1))

    def descend_all(self) -> Tensor:
        """Write the gradient of each run, and return the losses (K, L)."""
        self.descend()
        return self._loss

    def seen(self) -> Tensor:
        """The losses (K, L) where the last gradient was taken."""
        return self._loss

    def losses(self) -> Tensor:
        """The losses (K, L)."""
        return self._tape.value(*self._at.unbind(1))

    def steepness(self) -> Tensor:
        """The squared length (K, L) of each run's gradient."""
        return self._slopes.square().sum(1)

    def still(self) -> Tensor:
        """Which of the runs (K, L) no update moves, ``descend_all`` having been called."""
        return (self._slopes == 0).all(1)

    def params(self) -> Tensor:
        """The parameters (K, L, 2)."""
        return self._at.mT.clone()

    def keep(self, columns: Tensor) -> None:
        """Go on with these ``columns`` alone."""
        self._lay_out(self.flat[:, columns])
