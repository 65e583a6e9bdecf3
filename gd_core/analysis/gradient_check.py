"""PyTorch's own gradient, to check the others by."""

import torch
from torch import Tensor

from gd_core.problems.problem import Problem
from gd_core.training.runs import Run


def autograd(problem: Problem, params: Tensor, shares: Tensor) -> Tensor:
    """Autograd's gradient (G, P) at ``params`` (G, P), for all points in one pass.

    Point g's loss is the sum of its samples' losses, weighted by its row of ``shares`` (G, N).
    No point's loss depends on another point's parameters, so the sum over all points has the
    gradient of each.
    """
    leaf = params.detach().clone().requires_grad_()
    (problem.sample_losses(leaf) * shares).sum().backward()
    assert leaf.grad is not None
    return leaf.grad


def shares(run: Run) -> Tensor:
    """How much each sample counts at every point of ``run`` (S+1, N): 1/B in its update's batch, else 0.

    At the last point, from which no update leaves, all samples count alike.
    """
    samples = run.experiment.data.samples
    # Room for the -1 that fills a smaller last batch; it is left out again.
    seen = run.params.new_zeros(len(run.batches), samples + 1)
    seen.scatter_(1, run.batches.long() % (samples + 1), 1)
    seen = torch.cat([seen[:, :samples], seen.new_ones(1, samples)])
    return seen / seen.sum(1, keepdim=True)
