"""How far numbers lie apart."""

import torch
from torch import Tensor

from gd_core import Run

TOLERANCES = [(torch.float32, 2e-6), (torch.float64, 1e-12)]

# Rounding is relative: one unit in the last place of a float32 near 5 is 4.8e-7 and of
# one near 40, where the residuals come from, 3.8e-6. So distances are in units of the
# largest number on the way.


def apart(ours: Tensor, theirs: Tensor) -> float:
    """The largest difference, in units of the largest entry."""
    assert ours.shape == theirs.shape
    return float((ours - theirs).abs().max() / theirs.abs().max().clamp_min(1e-30))


def same_run(ours: Run, theirs: Run, tolerance: float) -> bool:
    """Whether two runs tell the same story up to rounding."""
    return (
        ours.experiment == theirs.experiment
        and ours.outcome is theirs.outcome
        and all(torch.equal(getattr(ours, f), getattr(theirs, f)) for f in ("step", "epoch", "batches"))
        and all(
            apart(getattr(ours, f), getattr(theirs, f)) <= tolerance
            for f in ("params", "loss", "grad", "batch_loss")
        )
    )


def identical(ours: Run, theirs: Run) -> bool:
    """Whether two runs are equal to the last bit."""
    return same_run(ours, theirs, 0.0)
