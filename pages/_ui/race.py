"""Several optimizers raced: from one start, on the same batches, each with the settings chosen for it."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Any

from gd_core import Experiment
from gd_core.experiment import SETTINGS
from gd_core.optimizers import OPTIMIZERS
from pages._ui import pins

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


def others(chosen: Mapping[str, Any]) -> tuple[str, ...]:
    """The optimizers that race against the one that is chosen."""
    return tuple(n for n in OPTIMIZERS if n in chosen.get("race", ()) and n != chosen["optimizer"])


def begin(chosen: MutableMapping[str, Any], race: Sequence[str]) -> None:
    """Race against ``race``, in place of other starts and of a pinned run."""
    chosen["race"] = tuple(n for n in OPTIMIZERS if n in race)
    if race:
        chosen["runs"] = 1
        pins.unpin(chosen)


def end(chosen: MutableMapping[str, Any]) -> None:
    """Show no other optimizer any more."""
    chosen["race"] = ()


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


def settle(chosen: MutableMapping[str, Any], experiment: Experiment) -> tuple[Experiment, ...]:
    """Who races along with ``experiment``: nobody beside a pinned run."""
    if pins.pinned(chosen):
        end(chosen)
    racing = raced(chosen, experiment)
    if racing:
        chosen["runs"] = 1
    return racing
