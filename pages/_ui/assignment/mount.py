"""Mounts the workbench: the drawing of the network, its training and the bet on it."""

from collections.abc import Callable
from math import nan
from typing import Any

from torch import Tensor

from gd_core.digits import distinct, number
from gd_core.lessons.checks import SIZES
from gd_core.lessons.courses import Course, course
from gd_core.lessons.trials import EPOCHS, Trial, attempt
from gd_core.problems.network.builder import Plan, build, values
from pages._ui.mounting import mountable

_KEY = "workbench"

_component = mountable("workbench", "gb", "workbench.mjs")


def workbench(plan: Plan, trial: Trial | None, ready: bool, train: Callable[[], None]) -> None:
    """Draw ``plan`` and, once it is trained, its ``trial``; ``train`` is called by its button.

    ``ready`` says whether the points get through at all.
    """
    _component(key=_KEY, data=message(plan, trial, ready), on_train_change=train)


def message(plan: Plan, trial: Trial | None, ready: bool) -> dict[str, Any]:
    """All that the browser needs, as JSON: what is not a number is null."""
    return {
        **columns(plan),
        "layers": [[layer.takes, layer.gives] for layer in plan.layers],
        "params": _numbers(values(build(plan))),
        "ready": ready,
        "epochs": EPOCHS,
        "bet": bet(plan) if ready and not attempt(plan, updates=0).refusal else None,
        "trial": _trial(trial) if trial and not trial.refusal else None,
        "refusal": _refusal(trial) if trial and trial.refusal else "",
        "id": repr(plan),
    }


def bet(plan: Plan) -> dict[str, Any]:
    """What a learner may predict before ``plan`` is trained."""
    return {
        "id": repr(plan),
        "question": f"{EPOCHS} epochs at rate {number(plan.learning_rate, 6)}: what will the loss do?",
        "options": [{"key": kind.name, "label": f"It {kind.value}"} for kind in Course],
    }


def told(loss: Tensor) -> str:
    """What ``loss`` (S+1,) did, in a sentence."""
    first, last = distinct([float(v) if v.isfinite() else nan for v in (loss[0], loss[-1])])
    return f"The loss {course(loss).value}: from {first} to {last} in {len(loss) - 1} updates."


def columns(plan: Plan) -> dict[str, Any]:
    """The columns of neurons to draw; where two do not fit, both stand there with a gap between."""
    sizes, activations, gaps = [SIZES[0]], [], []
    for layer in plan.layers:
        if layer.takes != sizes[-1]:
            gaps.append(len(sizes) - 1)
            sizes.append(layer.takes)
            activations.append("")
        sizes.append(layer.gives)
        activations.append("" if layer.activation == "none" else layer.activation)
    return {"sizes": sizes, "activations": activations, "gaps": gaps}


def _trial(trial: Trial) -> dict[str, Any]:
    """The loss at every epoch, the parameters at some, and what the loss did."""
    return {
        "loss": _numbers(trial.loss),
        "frames": [_numbers(point) for point in trial.params],
        "steps": trial.steps.tolist(),
        "course": course(trial.loss).name,
        "told": told(trial.loss),
    }


def _refusal(trial: Trial) -> str:
    """When PyTorch would not go on, and why."""
    updates = len(trial.loss)
    after = f" after {updates} update{'s' if updates > 1 else ''}" if updates else ""
    return f"PyTorch refuses{after}: {trial.refusal}."


def _numbers(tensor: Tensor) -> list[float | None]:
    """The numbers with six digits, which JSON can hold."""
    return [float(f"{v:.6g}") if abs(v) < float("inf") else None for v in tensor.tolist()]
