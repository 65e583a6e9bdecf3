"""The speed limit: the curvature along a run, and what it allows the learning rate."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gd_core import Experiment, Run
from gd_core.analysis.path_curvature import MOST_POINTS, PathCurvature, Zone, path_curvature
from gd_core.analysis.rate_limits import reach, reach_written
from gd_core.digits import apart
from gd_core.space.relu_sums import relu_sums
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.rates import rate_options
from pages._ui.rules import OPTIMIZER_NAMES

_WHILE_TRAINING = 200
"""So many points of a run that still trains: they are worked out anew at every turn."""

_WORDS = {
    Zone.CRAWLS: "crawls",
    Zone.GOOD: "good",
    Zone.BOUNCES: "bounces",
    Zone.BLOWS_UP: "blows up",
}


_COLUMNS = ("sharpness", "predicted", "happened", "kinks", "reach", "seen")


def panel(look: Look) -> Panel:
    """The panel of the first run."""
    run = look.runs[0]
    return limit_panel(run, path_curvature(run, MOST_POINTS if look.complete else _WHILE_TRAINING))


def limit_panel(run: Run, bends: PathCurvature) -> Panel:
    """What the browser shows of ``bends``, all its arrays (K,), K of the run's recorded points.

    ``options`` are the rates on the slider, ``zones`` the words with the eta lambda at which each ends
    for plain gradient descent, ``reach`` and ``seen`` what holds for the optimizer.
    """
    rates = _rates(run)[bends.points]
    return {
        "kind": "limit",
        "slot": "below",
        "points": bends.points.numpy(),
        "rates": rates.numpy(),
        "options": np.array(rate_options(run.experiment.learning_rate)),
        "zones": [[word, zone.value if zone is not Zone.BLOWS_UP else None] for zone, word in _WORDS.items()],
        "holds": _holds(run.experiment, _bent(run)),
        "smooth": _smooth(run.experiment, _bent(run)),
        "told": _told(bends, rates),
        **{name: _column(bends, name) for name in _COLUMNS},
    }


def _rates(run: Run) -> Tensor:
    """The learning rate of the update that leaves each point of ``run`` (S+1,); the last one's at its end."""
    last = run.rate[-1:] if len(run.rate) else run.rate.new_tensor([run.experiment.learning_rate])
    return torch.cat([run.rate, last])


def _column(bends: PathCurvature, name: str) -> Any:
    return getattr(bends, name).numpy()


def _bent(run: Run) -> bool:
    """Whether a ReLU bends the ground of ``run``."""
    return relu_sums(run.experiment.data, run.params[:1]).shape[2] > 0


def _holds(experiment: Experiment, bent: bool) -> str:
    name = OPTIMIZER_NAMES[experiment.optimizer]
    if reach(experiment) is None:
        return (
            f"{name} gives each parameter a learning rate of its own, which changes with the gradients. So "
            "the curvature sets no fixed limit. The prediction is for the step that was taken."
        )
    if experiment.optimizer != "sgd":
        bound = (
            f"{reach_written(experiment)} / λ{'' if experiment.batch == 'full' else ', on the full batch'}"
        )
        return (
            f"With {name} a run settles along a direction of curvature λ up to the rate {bound}. "
            "The prediction is for the step that was taken."
        )
    if experiment.batch != "full":
        return (
            "This is the curvature for all samples. Each update here goes down the hill of its own batch, "
            "which may bend more or less, so the limit is only a guide."
        )
    kinks = ", and not across a ReLU's kink" if bent else ""
    return (
        "The limit holds for the full batch and plain gradient descent, near the step shown: exactly "
        f"where the loss is a parabola, roughly elsewhere{kinks}."
    )


def _smooth(experiment: Experiment, bent: bool) -> str:
    if experiment.problem == "neuron":
        return "This step crosses no kink. There a neuron's loss is a parabola, and the prediction is exact."
    rest = "the prediction leaves out how the curvature itself changes."
    return f"This step crosses no kink: {rest}" if bent else f"{rest[0].upper()}{rest[1:]}"


def _told(bends: PathCurvature, rates: Tensor) -> str:
    known = bends.sharpness[~bends.sharpness.isnan()]
    if not len(known):
        return "The curvature along the path is not finite."
    return f"The largest curvature along the path {_between(known)}; {_limits(bends.reach / rates)}."


def _limits(limits: Tensor) -> str:
    known = limits[limits.isfinite()]
    if not len(known):
        return "the optimizer's rates change with the gradients, and have no fixed limit"
    return f"with this rate a run settles where it {_below(known)}"


def _below(limits: Tensor) -> str:
    low, high = apart(float(limits.min()), float(limits.max()))
    return f"is below {low}" if low == high else f"is below a limit from {low} to {high}"


def _between(values: Tensor) -> str:
    low, high = apart(float(values.min()), float(values.max()))
    return f"is {low}" if low == high else f"lies between {low} and {high}"


INSIGHT = Insight(
    "Speed limit",
    "how long a step the ground allows: its curvature, a mark at the slider, and what each step should do.",
    panel=panel,
)
