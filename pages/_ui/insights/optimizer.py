"""What the optimizer has in mind: its velocity, each parameter's own step size, its rule in numbers."""

from typing import Any

from torch import Tensor

from gd_core import Run, Surface
from gd_core.analysis.step_parts import Inner, inner
from pages._ui.insights.batch import rounded
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.rules import OPTIMIZER_NAMES


def panel(look: Look) -> Panel:
    """The panel of all runs of ``look``."""
    surface = look.scene.surface
    return {
        "kind": "inner",
        "slot": "below",
        "names": look.runs[0].names,
        "runs": [_run(run, surface) for run in look.runs],
    }


def _run(run: Run, surface: Surface) -> dict[str, Any]:
    """One run: its rule, the two parts of each step on the plane, each parameter's own learning rate.

    The arrays have an entry for every recorded update; those of ``state`` and ``g``, for the rule in
    numbers, are the first parameter's.
    """
    seen, e = inner(run), run.experiment
    return {
        "rule": e.optimizer,
        "label": OPTIMIZER_NAMES[e.optimizer],
        "first": seen.first,
        "since": e.optimizers[-1][0],
        "settings": e.settings,
        "scheduled": e.schedule != "constant",
        "rate": run.rate.float().numpy(),
        "g": run.grad[:, 0].numpy(),
        "state": [part[:, 0].numpy() for part in run.state.values()],
        "sizes": None if seen.sizes is None else [rounded(column.numpy()) for column in seen.sizes.T],
        **_parts(run, seen, surface),
    }


def _parts(run: Run, seen: Inner, surface: Surface) -> dict[str, Any]:
    """What the optimizer ``carried`` along of each step, and what the gradient added of its ``own``."""
    if seen.carried is None:
        return {"carried": None, "own": None}
    own = seen.arrives - run.params[:-1] - seen.carried
    return {"carried": _steps(seen.carried, surface), "own": _steps(own, surface)}


def _steps(steps: Tensor, surface: Surface) -> dict[str, Any]:
    x, y = (steps @ surface.plane.axes.T).T
    return {"x": rounded(x.numpy()), "y": rounded(y.numpy()), "length": rounded(steps.norm(dim=1).numpy())}


INSIGHT = Insight(
    label="Optimizer",
    help="its velocity as an arrow, each parameter's own step size as an ellipse, its rule in numbers",
    panel=panel,
)
