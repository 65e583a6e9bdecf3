"""What a classifier says of its points along a run, and which of its hidden neurons still speak."""

import torch
from torch import Tensor

from gd_core.problems.fit import Fit
from gd_core.training.runs import Run

UNDECIDED = 0.5
"""An output above this says label 1, any other says label 0."""


def outputs(problem: Fit, params: Tensor) -> Tensor:
    """The model's outputs (G, N) on all samples at ``params`` (G, P)."""
    return problem.loss.activate(problem.model.outputs(params, problem.inputs.to(params.dtype)))


def right(problem: Fit, params: Tensor) -> Tensor:
    """How many of the N samples get their label (G,) at ``params`` (G, P)."""
    said = outputs(problem, params) > UNDECIDED
    return (said == (problem.targets.T > UNDECIDED)).sum(1)


def hidden_sums(problem: Fit, params: Tensor) -> Tensor:
    """The sums (G, H, N) that the H neurons of the first layer hand to their ReLUs, on all samples."""
    weight, bias = problem.model.layers(params)[0]
    return weight @ problem.inputs.to(params.dtype).T + bias.unsqueeze(-1)


def off_since(run: Run) -> list[int | None]:
    """For each hidden neuron the first recorded point from which on it is off for every sample, or None.

    A neuron that is off for every sample has no gradient, so it stays as it is.
    """
    on = (hidden_sums(run.experiment.fit, run.params) > 0).any(-1)
    last_on = [int(each.nonzero()[-1]) if each.any() else -1 for each in on.T]
    return [last + 1 if last + 1 < len(on) else None for last in last_on]


def ten_by_ten() -> Tensor:
    """All pairs of whole numbers from 1 to 10 (100, 2): every point that could have been drawn."""
    numbers = torch.arange(1.0, 11.0)
    return torch.cartesian_prod(numbers, numbers)
