"""Which ReLUs let their sum through: the sum of each, for each sample, at many points at once."""

import torch
from torch import Tensor

from gd_core.fit import Fit
from gd_core.losses import RELU_SQUARED_ERROR
from gd_core.problem import Problem


def relu_sums(problem: Problem, params: Tensor) -> Tensor:
    """What goes into each ReLU (G, N, U) at ``params`` (G, P): it is on where its sum is above 0.

    The U units come layer by layer; U is 0 for a model without a ReLU, and without a model.
    """
    if not isinstance(problem, Fit):
        return params.new_empty(len(params), problem.samples, 0)
    inputs, sums = problem.inputs.to(params.dtype).T, []
    for weight, bias in problem.model.layers(params):
        sums.append(weight @ inputs + bias.unsqueeze(-1))
        inputs = sums[-1].relu()
    # Behind the last layer is whatever activation the loss brings.
    if problem.loss is not RELU_SQUARED_ERROR:
        sums.pop()
    if not sums:
        return params.new_empty(len(params), problem.samples, 0)
    return torch.cat(sums, 1).mT
