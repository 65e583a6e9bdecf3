"""A problem of learning: data, a model and a loss."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import torch
from torch import Tensor

from gd_core.problems.network.backprop import Backprop, Storage, with_ones
from gd_core.problems.network.batch_engine import BatchEngine
from gd_core.problems.network.grid_engine import GridEngine
from gd_core.problems.network.losses import Loss
from gd_core.problems.network.models import Perceptron
from gd_core.problems.problem import Problem


@dataclass(frozen=True, eq=False)
class Fit(Problem):
    """What is to be learnt: ``inputs`` (N, D), ``targets`` (N, 1), a model and its loss.

    ``draw_params(generator)`` makes the P initial parameters as a notebook draws them. Where the
    notebook then draws its data too, ``draw_data(generator)`` does, and ``seeded(seed)``
    is the problem with the data of that seed.
    """

    names: tuple[str, ...]
    inputs: Tensor
    targets: Tensor
    model: Perceptron
    loss: Loss
    small_loss: float
    by_hand: bool
    draw_params: Callable[[torch.Generator], Tensor]
    draw_data: Callable[[torch.Generator], tuple[Tensor, Tensor]] | None = None

    batched = True
    zero_gradient_means_dead = True
    defined_everywhere = True
    log_scale = True
    window = None

    @property
    def samples(self) -> int:
        return len(self.inputs)

    @property
    def redrawn(self) -> bool:
        return self.draw_data is not None

    def seeded(self, seed: int) -> "Fit":
        return self if self.draw_data is None else _seeded(self, seed)

    def draw(self, generator: torch.Generator) -> Tensor:
        return self.draw_params(generator)

    def begin(self, generator: torch.Generator) -> Tensor:
        start = self.draw(generator)
        if self.draw_data is not None:
            self.draw_data(generator)
        return start

    def sample_losses(self, params: Tensor) -> Tensor:
        inputs, targets = self.inputs.to(params.dtype), self.targets.to(params.dtype)
        outputs = self.loss.activate(self.model.outputs(params, inputs))
        return self.loss.samples(outputs, targets.T)

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

    def engine(self, problems: Sequence[Problem], now: Tensor) -> BatchEngine:
        fits = cast(Sequence[Fit], problems)
        # Every different data set once, and which of them each run has.
        place = {fit: k for k, fit in enumerate(dict.fromkeys(fits))}
        storage = Storage(self.model, len(fits), now[0]), Storage(self.model, len(fits), now[1])
        return BatchEngine(
            loss=self.loss,
            params=storage[0],
            grads=storage[1],
            inputs=torch.stack([with_ones(fit.inputs.to(now.dtype)) for fit in place]),
            targets=torch.stack([fit.targets.to(now.dtype) for fit in place]),
            set_of=torch.tensor([[place[fit]] for fit in fits]),
            losses_of=[fit.sample_losses for fit in place],
        )

    def grid(self, problems: Sequence[Problem], starts: Tensor, width: int) -> GridEngine:
        return GridEngine(cast(Sequence[Fit], problems), starts, width)


@lru_cache(maxsize=256)
def _seeded(fit: Fit, seed: int) -> Fit:
    assert fit.draw_data is not None
    generator = torch.Generator().manual_seed(seed)
    fit.draw(generator)
    inputs, targets = fit.draw_data(generator)
    return replace(fit, inputs=inputs, targets=targets)
