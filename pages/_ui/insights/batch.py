"""The hill this batch sees: each sample's own surface, and each batch's step beside the full gradient's."""

from typing import Any

import numpy as np
from torch import Tensor

from gd_core import Plane, Run
from gd_core.analysis.pulls import pulls
from gd_core.analysis.surfaces import sample_surfaces
from gd_core.digits import number
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.rules import OPTIMIZER_NAMES
from pages._ui.scene import Scene

_BITS = 12
"""So many binary digits of a number are sent: four decimal ones, more than a picture shows."""


def panel(look: Look) -> Panel:
    """The panel for the first run of ``look``."""
    return batch_panel(look.scene)


def batch_panel(scene: Scene, place: int = 0) -> Panel:
    """The panel for the run in this ``place`` of ``scene``.

    It holds the samples' surfaces as (N, ny * nx), whose mean over a batch the browser makes; and
    for each recorded point both steps, on the plane and in length, with the angle between them. A
    slice that follows the point has no surfaces that stay, a full batch no steps to compare.
    """
    run, surface = scene.runs[place], scene.surface
    experiment = run.experiment
    data = experiment.fit
    samples = None if scene.follows else rounded(sample_surfaces(experiment, surface).flatten(1).numpy())
    return {
        "kind": "batch",
        "slot": "below",
        "run": place,
        "names": [_sample(x, y) for x, (y,) in zip(data.inputs.tolist(), data.targets.tolist(), strict=True)],
        "optimizer": None if experiment.optimizer == "sgd" else OPTIMIZER_NAMES[experiment.optimizer],
        "x": surface.x.numpy(),
        "y": surface.y.numpy(),
        "samples": samples,
        "steps": None if experiment.batch == "full" else _steps(run, surface.plane),
    }


def _steps(run: Run, plane: Plane) -> dict[str, Any]:
    found = pulls(run)
    return {
        "batches": [column.numpy() for column in run.batches.T],
        "loss": run.batch_loss.numpy(),
        "batch": _seen(found.batch, plane),
        "full": _seen(found.full, plane),
        "angle": rounded(found.angle.numpy()),
    }


def _seen(steps: Tensor, plane: Plane) -> dict[str, Any]:
    """``steps`` (S, P) on ``plane``, and their lengths among all P parameters."""
    x, y = (steps @ plane.axes.T).T
    length = steps.double().norm(dim=1).float()
    return {"x": rounded(x.numpy()), "y": rounded(y.numpy()), "length": rounded(length.numpy())}


def _sample(inputs: list[float], target: float) -> str:
    """A sample as it is written: (1, 2) → 10."""
    said = ", ".join(number(value, 3) for value in inputs)
    return f"{said if len(inputs) == 1 else f'({said})'} → {number(target, 3)}"


def rounded(values: np.ndarray) -> np.ndarray:
    """``values`` to ``_BITS`` binary digits: what is left of the last bytes takes no room in a message."""
    mantissa, exponent = np.frexp(values)
    with np.errstate(over="ignore"):  # the largest number of all rounds to infinity
        return np.asarray(np.ldexp(np.round(mantissa * 2**_BITS), exponent - _BITS), np.float32)


INSIGHT = Insight(
    label="Batch’s hill",
    help="the batch's own loss surface over the full one, and its step beside the full gradient's",
    applies=lambda experiment: experiment.data.batched,
    panel=panel,
)
