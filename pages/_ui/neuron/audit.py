"""What the server works out for the audit of one update: the data, and autograd's gradient at every step."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gd_core import Outcome, Run
from gd_core.analysis.gradient_check import autograd, shares


def audit_panel(run: Run) -> dict[str, Any]:
    """The panel that audits the updates of ``run``, the training of a single neuron.

    ``autograd`` and ``grad`` (the training's own) are P columns of S+1 gradients: that of each
    update's batch, and at the last point that of all samples. ``batches`` are the B columns of
    sample indices of the S updates, or None where each update looks at all samples; ``batchLoss``
    (S+1,) is the loss of those samples as the training met it.
    """
    experiment = run.experiment
    final = experiment.data.gradients(run.params[-1:])
    return {
        "kind": "audit",
        "slot": "below",
        "inputs": experiment.fit.inputs.numpy(),
        "targets": experiment.fit.targets.flatten().numpy(),
        "rate": experiment.learning_rate,
        "autograd": _columns(autograd(experiment.data, run.params, shares(run))),
        "grad": _columns(torch.cat([run.grad, final])),
        "batches": _columns(run.batches) if experiment.batch != "full" else None,
        "batchLoss": torch.cat([run.batch_loss, run.loss[-1:]]).numpy(),
        "death": _death(run),
    }


def _columns(rows: Tensor) -> list[np.ndarray]:
    return [column.numpy() for column in rows.T]


def _death(run: Run) -> int | None:
    """The step on which a run crossed into the dead zone, or None if it did not die."""
    if run.outcome is not Outcome.DEAD:
        return None
    return int(run.step[run.death])
