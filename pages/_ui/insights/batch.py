"""The hill this batch sees: each sample's own surface, and each batch's step beside the full gradient's."""

from typing import Any

import numpy as np
from torch import Tensor

from gd_core import Run, Surface
from gd_core.pulls import pulls
from gd_core.surfaces import sample_surfaces
from pages._ui.insights.insight import Insight, Look, Panel

_BITS = 12
"""So many binary digits of a number are sent: four decimal ones, more than a picture shows."""


def panel(look: Look) -> Panel:
    """The panel for the first run of ``look``."""
    return batch_panel(look.runs[0], look.scene.surface)


def batch_panel(run: Run, surface: Surface, place: int = 0) -> Panel:
    """The panel for ``run``, the one in that ``place`` of the player, on ``surface``.

    It holds the samples' surfaces as (N, ny * nx), whose mean over a batch the browser makes; and
    for each recorded point both steps, on the plane and in length, with the angle between them.
    """
    data, found = run.experiment.fit, pulls(run)
    samples = sample_surfaces(run.experiment, surface).flatten(1)
    shuffled = run.experiment.batch != "full"
    return {
        "kind": "batch",
        "slot": "below",
        "run": place,
        "names": [_sample(x, y) for x, (y,) in zip(data.inputs.tolist(), data.targets.tolist(), strict=True)],
        "x": surface.x.numpy(),
        "y": surface.y.numpy(),
        "samples": rounded(samples.numpy()),
        "batches": [column.numpy() for column in run.batches.T] if shuffled else None,
        "loss": run.batch_loss.numpy() if shuffled else None,
        "batch": _steps(found.batch, surface) if shuffled else None,
        "full": _steps(found.full, surface) if shuffled else None,
        "angle": rounded(found.angle.numpy()) if shuffled else None,
    }


def _sample(inputs: list[float], target: float) -> str:
    """A sample as it is written: (1, 2) → 10."""
    said = ", ".join(f"{value:.3g}" for value in inputs)
    return f"{said if len(inputs) == 1 else f'({said})'} → {target:.3g}".replace("-", "−")


def _steps(steps: Tensor, surface: Surface) -> dict[str, Any]:
    """``steps`` (S, P) on the plane of ``surface``, and their lengths among all P parameters."""
    x, y = (steps @ surface.plane.axes.T).T
    length = steps.double().norm(dim=1).float()
    return {"x": rounded(x.numpy()), "y": rounded(y.numpy()), "length": rounded(length.numpy())}


def rounded(values: np.ndarray) -> np.ndarray:
    """``values`` to ``_BITS`` binary digits: what is left of the last bytes takes no room in a message."""
    mantissa, exponent = np.frexp(values)
    with np.errstate(over="ignore"):  # the largest number of all rounds to infinity
        return np.asarray(np.ldexp(np.round(mantissa * 2**_BITS), exponent - _BITS), np.float32)


INSIGHT = Insight(
    label="The hill this batch sees",
    help="the batch's own loss surface over the full one, and its step beside the full gradient's",
    applies=lambda experiment: experiment.data.batched,
    panel=panel,
)
