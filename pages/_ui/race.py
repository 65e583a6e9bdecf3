"""Several optimizers raced: from one start, on the same batches, each with the settings chosen for it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from gd_core import Experiment
from gd_core.experiment import SETTINGS
from gd_core.optim.optimizers import OPTIMIZERS

NOTHING: dict[str, Any] = {"race": (), "race_rates": "same"}
"""The fields as they are while nothing is raced."""

RATES = ("same", "own")
"""All at the rate that is chosen; or the others each at the one that PyTorch begins with."""

OWN_RATES = {
    "sgd": 0.001,
    "momentum": 0.001,
    "nesterov": 0.001,
    "adagrad": 0.01,
    "rmsprop": 0.01,
    "adam": 0.001,
    "adamw": 0.001,
    "adadelta": 1.0,
}
"""The learning rate of each in torch.optim, if none is given."""


def of(names: Collection[str]) -> tuple[str, ...]:
    """The choice to race the optimizers ``names``: in the table's order, as a link has it."""
    return tuple(name for name in OPTIMIZERS if name in names)


def others(chosen: Mapping[str, Any]) -> tuple[str, ...]:
    """The optimizers that race against the one that is chosen."""
    return tuple(n for n in OPTIMIZERS if n in chosen.get("race", ()) and n != chosen["optimizer"])


def raced(chosen: Mapping[str, Any], experiment: Experiment) -> tuple[Experiment, ...]:
    """``experiment`` with each of the other optimizers."""
    own = chosen.get("race_rates") == "own"
    settings = {name: chosen[name] for name in SETTINGS}
    return tuple(
        replace(
            experiment,
            optimizer=name,
            learning_rate=OWN_RATES[name] if own else experiment.learning_rate,
            **settings,
        )
        for name in others(chosen)
    )
