"""How large a learning rate each optimizer bears on ground of a given curvature.

On a parabola of curvature lambda the distance to the floor obeys a linear recurrence; it dies out as
long as the roots of its characteristic polynomial lie within the unit circle, which bounds eta lambda:

    plain      w <- w - eta g                                 2
    momentum   v <- mu v + g,  w <- w - eta v                 2 (1 + mu)
    Nesterov   v <- mu v + g,  w <- w - eta (g + mu v)        2 (1 + mu) / (1 + 2 mu)

Optimizers that give each parameter a rate of its own have no such bound: these rates change with the
gradients. What can be told is the curvature as they see it, each axis stretched by its own rate.

Sources: B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, and
L. Lessard, B. Recht and A. Packard, "Analysis and Design of Optimization Algorithms via Integral
Quadratic Constraints", 2016, for the bounds; J. Cohen et al., "Adaptive Gradient Methods at the Edge
of Stability", 2022, for the curvature that is seen.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from gd_core.digits import number
from gd_core.experiment import Experiment
from gd_core.space.curvature import sharpness

_REACHES: dict[str, Callable[[float], float]] = {
    "sgd": lambda mu: 2.0,
    "momentum": lambda mu: 2 * (1 + mu),
    "nesterov": lambda mu: 2 * (1 + mu) / (1 + 2 * mu),
}


def reach(experiment: Experiment) -> float | None:
    """What eta lambda must stay below for this optimizer to settle; None where nothing bounds it."""
    found = _REACHES.get(experiment.optimizer)
    return None if found is None else found(experiment.momentum)


def reach_written(experiment: Experiment) -> str:
    """The same as a formula with its numbers, as a caption has it."""
    mu = number(experiment.momentum, 6)
    return {
        "momentum": f"2 (1 + {mu})",
        "nesterov": f"2 (1 + {mu}) / (1 + 2 · {mu})",
    }.get(experiment.optimizer, "2")


def seen_curvature(hessian: Tensor, sizes: Tensor) -> Tensor:
    """The largest curvature (G,) of ``hessian`` (G, P, P) times the rate (G, P) that each parameter has.

    A parameter without a rate yet does not move, and counts nothing; NaN where no rate is known.
    """
    roots = sizes.double().nan_to_num(0.0).clamp_min(0).sqrt()
    found = sharpness(roots[:, :, None] * hessian * roots[:, None, :])
    return found.where(~sizes.isnan().all(1), torch.nan)
