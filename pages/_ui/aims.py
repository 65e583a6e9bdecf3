"""What each problem is about: the sentence that the Lab begins with, and the picture of its data."""

from collections.abc import Mapping
from typing import Any

from gd_core import Run

_NEURON = "**One neuron fits four points:** gradient descent makes its loss small."
_NETWORK = "**A network learns {what}:** gradient descent makes its loss small."
_FUNCTION = (
    "**{name}, without data.** The loss is the function itself. Gradient descent changes x and y step by "
    "step, to make it small{where}."
)


def _function(name: str, where: str = "") -> str:
    return _FUNCTION.format(name=name, where=where)


SENTENCES: Mapping[str, str] = {
    "neuron": _NEURON,
    "network": _NETWORK.format(what="ten labels"),
    "comparison": _NETWORK.format(what="to compare"),
    "wave": "**A wave is fitted to eight points:** gradient descent makes its loss small.",
    "bowl": _function("A bowl", ", down to the 0 in its middle"),
    "ravine": _function("A ravine", ", down to the 0 in its middle"),
    "saddle": _function("A saddle", ", but there is no lowest place"),
    "rosenbrock": _function("A bent valley (Rosenbrock)", ", down to the 0 at (1, 1)"),
    "himmelblau": _function("Four valleys (Himmelblau)", ", down to the 0 in one of them"),
    "beale": _function("A plain between walls (Beale)", ", down to the 0 at (3, 0.5)"),
    "rastrigin": _function("Many dents (Rastrigin)", ", down to the 0 at (0, 0)"),
    "two_valleys": _function("Two valleys", ", down to the deeper one"),
    "formula": _function("Your own formula"),
}
"""What is learnt and what is made small, by the problem's name."""

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "neuron": {"view": "curve", "across": "x1", "up": "y", "told": "Rings: targets. Line: predictions"},
    "wave": {"view": "curve", "across": "t", "up": "y", "told": "Rings: the points. Line: the wave"},
    "network": {"view": "network", "told": "Labels and answers"},
    "comparison": {"view": "network", "told": "Labels and answers"},
}
"""How the data of a problem that has some is drawn."""


def data_panel(run: Run) -> dict[str, Any] | None:
    """The panel with the data of ``run`` and what it makes of it; none for a function."""
    problem = run.experiment.problem
    if problem not in LOOKS:
        return None
    fit = run.experiment.fit
    inputs, targets = fit.inputs.tolist(), fit.targets.flatten().tolist()
    named = (
        {"model": problem, "targets": targets} if LOOKS[problem]["view"] == "curve" else {"labels": targets}
    )
    return {"kind": "data", "slot": "pictures", "inputs": inputs, **named, **LOOKS[problem]}


def layout(problem: str) -> str:
    """How the Lab arranges its pictures for ``problem``."""
    return "data" if problem in LOOKS else "lab"
