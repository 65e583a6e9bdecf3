"""Which ReLUs let their sum through: the sum of each, for each sample, at many points at once."""

import torch
from torch import Tensor

from gd_core.problems.fit import Fit
from gd_core.problems.network.losses import RELU_SQUARED_ERROR
from gd_core.problems.problem import Problem

_LOOKS = 9
"""So many places on the way that an optimizer's memory may still carry a run are looked at."""


def relu_sums(problem: Problem, params: Tensor) -> Tensor:
    """What goes into each ReLU (G, N, U) at ``params`` (G, P): it is on where its sum is above 0.

    The U units come layer by layer; U is 0 for a model without a ReLU, and without a model.
    """
    sums = _layer_sums(problem, params)
    if not sums:
        return params.new_empty(len(params), problem.samples, 0)
    return torch.cat(sums, 1).mT


def layer_off(problem: Problem, params: Tensor) -> Tensor:
    """Where (G,), at ``params`` (G, P), a layer has no ReLU on for any sample: nothing before it learns."""
    off = torch.zeros(len(params), dtype=torch.bool)
    for sums in _layer_sums(problem, params):
        off |= ~(sums > 0).flatten(1).any(1)
    return off


def stays_off(problem: Problem, before: Tensor, params: Tensor, reach: Tensor) -> Tensor:
    """Where (G,) a layer is off at ``params`` (G, P), and ``reach`` (G,) steps like the last one further.

    ``before`` (G, P) is where the last step began: without a gradient an optimizer that remembers
    earlier ones can go no further than that.
    """
    ahead = torch.linspace(0, 1, _LOOKS if bool(reach.any()) else 1, dtype=params.dtype).view(-1, 1, 1)
    ways = params + ahead * reach.view(-1, 1).to(params.dtype) * (params - before)
    return layer_off(problem, ways.flatten(0, 1)).view(len(ahead), -1).all(0)


def _layer_sums(problem: Problem, params: Tensor) -> list[Tensor]:
    """What goes into the ReLUs of each layer (G, units, N)."""
    if not isinstance(problem, Fit):
        return []
    inputs, sums = problem.inputs.to(params.dtype).T, []
    for weight, bias in problem.model.layers(params):
        sums.append(weight @ inputs + bias.unsqueeze(-1))
        inputs = sums[-1].relu()
    # Behind the last layer is whatever activation the loss brings.
    return sums if problem.loss is RELU_SQUARED_ERROR else sums[:-1]
