"""A problem as the browser computes its loss: landscape.mjs does with it what the core does."""

from typing import Any

from gd_core.problems.fit import Fit
from gd_core.problems.network.losses import RELU_SQUARED_ERROR, SIGMOID_CROSS_ENTROPY, Loss
from gd_core.problems.problem import Problem

_NAMES: dict[Loss, str] = {
    RELU_SQUARED_ERROR: "relu squared error",
    SIGMOID_CROSS_ENTROPY: "sigmoid cross entropy",
}


def model(problem: Problem) -> dict[str, Any] | None:
    """The sizes of ``problem``'s layers, its ``inputs`` (N, D), ``targets`` (N,) and the loss's name.

    None for a problem of two parameters, of which a plane shows all, and for a loss of its own.
    """
    if not isinstance(problem, Fit) or len(problem.names) == 2 or problem.loss not in _NAMES:
        return None
    return {
        "sizes": problem.model.sizes,
        "inputs": problem.inputs.numpy(),
        "targets": problem.targets.flatten().numpy(),
        "loss": _NAMES[problem.loss],
    }
