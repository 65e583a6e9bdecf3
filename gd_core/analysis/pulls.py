"""Where each batch of a run pulls, beside where all samples together would."""

from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.training.runs import Run


@dataclass(frozen=True, eq=False)
class Pulls:
    """The steps of plain gradient descent at a run's points: minus the rate there times a gradient.

    ``batch`` (S, P) is that of the update's own batch, ``full`` (S+1, P) that of all samples.
    ``angle`` (S,) lies between the two, in degrees among all P parameters; NaN where one of them
    is zero.
    """

    batch: Tensor
    full: Tensor
    angle: Tensor


def pulls(run: Run) -> Pulls:
    """The two steps at every recorded point of ``run``."""
    rate = _rates(run).unsqueeze(1)
    full = run.experiment.data.gradients(run.params)
    return Pulls(-rate[:-1] * run.grad, -rate * full, angle(run.grad, full[:-1]))


def _rates(run: Run) -> Tensor:
    """The learning rate at each point (S+1,); at the end, where no update is left, that of the last one."""
    last = run.rate[-1:] if len(run.rate) else run.rate.new_tensor([run.experiment.learning_rate])
    return torch.cat([run.rate, last]).to(run.params.dtype)


def angle(one: Tensor, other: Tensor) -> Tensor:
    """The angle (G,) in degrees between the vectors ``one`` and ``other`` (G, P); NaN beside a zero vector.

    Kahan's formula, which loses no digits at small angles as an arc cosine does.
    """
    a, b = (each.double() / each.double().norm(dim=1, keepdim=True) for each in (one, other))
    return torch.rad2deg(2 * torch.atan2((a - b).norm(dim=1), (a + b).norm(dim=1))).to(one.dtype)
