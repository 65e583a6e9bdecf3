"""How the loss bends where a run is, and the longest learning rate that it bears.

Near a point w the loss is L(w + d) = L + g'd + d'Hd / 2 with the gradient g and the Hessian H.
Along H's steepest direction, of curvature lambda, a full-batch step multiplies the distance to the
valley's floor by 1 - eta lambda: it shrinks as long as eta < 2 / lambda. Exact where the loss is
a quadratic, a local truth elsewhere, and silent about what lies across a ReLU's kink.

Source: G. Goh, "Why Momentum Really Works", Distill 2017, section "First Steps: Gradient Descent".
"""

import torch
from torch import Tensor

from gd_core.problems.problem import Problem


def hessians(problem: Problem, params: Tensor) -> Tensor:
    """The exact Hessians (G, P, P) of the full-data loss at ``params`` (G, P), by autograd, twice.

    On a ReLU's kink it is that of the side where the ReLU is off.
    """
    with torch.enable_grad():
        leaf = params.detach().clone().requires_grad_()
        # No point's loss depends on another's parameters: the sum has the gradient of each.
        (grad,) = torch.autograd.grad(problem.sample_losses(leaf).mean(1).sum(), leaf, create_graph=True)
        if not grad.requires_grad:  # the gradient is the same everywhere: the ground does not bend
            return leaf.new_zeros(*leaf.shape, leaf.shape[1])
        rows = [_row(grad[:, p], leaf) for p in range(params.shape[1])]
    return torch.stack(rows, dim=1)


def _row(component: Tensor, leaf: Tensor) -> Tensor:
    """How one ``component`` (G,) of the gradient changes with each parameter (G, P)."""
    (row,) = torch.autograd.grad(component.sum(), leaf, retain_graph=True, materialize_grads=True)
    return row


def sharpness(hessian: Tensor) -> Tensor:
    """The largest eigenvalue (G,) of each of ``hessian`` (G, P, P), nan where that is not finite."""
    finite = hessian.isfinite().all(-1).all(-1)
    largest: Tensor = torch.linalg.eigvalsh(hessian.where(finite[:, None, None], 0.0))[:, -1]
    return largest.where(finite, torch.nan)


def rate_limit(sharpness: Tensor, reach: float = 2.0) -> Tensor:
    """2 / lambda (G,): the learning rate above which the steepest direction no longer settles.

    Another optimizer than plain gradient descent has another ``reach``: see rate_limits.py. Infinite
    where the ground bends upwards nowhere.
    """
    return torch.where(sharpness > 0, reach / sharpness, torch.inf).where(~sharpness.isnan(), torch.nan)


def second_order(grad: Tensor, hessian: Tensor, step: Tensor) -> Tensor:
    """g'd + d'Hd / 2 (G,): what a ``step`` d (G, P) should do to the loss, whoever chose it.

    ``grad`` is (G, P), ``hessian`` (G, P, P). The loss's own change differs by terms of the third
    order, and by whatever a kink between the two points does.
    """
    bent = torch.einsum("gp,gpq,gq->g", step, hessian, step)
    return (grad * step).sum(-1) + bent / 2


def predicted_change(grad: Tensor, hessian: Tensor, learning_rate: float) -> Tensor:
    """-eta |g|^2 + eta^2 g'Hg / 2 (G,): what a step w - eta g should do to the loss."""
    return second_order(grad, hessian, -learning_rate * grad)
