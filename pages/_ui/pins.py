"""The pinned run: what its choices are, and from which step on the present one goes its own way.

Pinned are the choices that a training goes by. Problem, data, start and the seed's luck both runs
share, whatever they become: what is compared differs in what was chosen, and in nothing else.
``branch`` is None where nothing is pinned, 0 where the runs differ from the start on.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from gd_core import Experiment

_SHARED = ("problem", "condition", "formula", "seed", "start", "luck", "trunk", "branch")

CHOICES = tuple(each.name for each in fields(Experiment) if each.name not in _SHARED)
"""What may differ between the pinned run and the present one, beside their luck."""

NOTHING: dict[str, Any] = {f"pin_{name}": None for name in CHOICES} | {"branch": None}
"""The fields as they are while nothing is pinned."""

ALONE = NOTHING | {"luck": 0}
"""The choices that go on with the present run alone, from its start, with the seed's own luck."""


def pinned(chosen: Mapping[str, Any]) -> bool:
    """Whether a run is pinned."""
    return chosen.get("branch") is not None


def now(chosen: Mapping[str, Any], branch: int = 0) -> dict[str, Any]:
    """The choices that pin the run that is ``chosen``: others then hold from its update ``branch`` on."""
    return {f"pin_{name}": chosen[name] for name in CHOICES} | {"branch": branch}


def beside(experiment: Experiment, branch: int = 0) -> dict[str, Any]:
    """The choices that pin ``experiment``."""
    return {f"pin_{name}": getattr(experiment, name) for name in CHOICES} | {"branch": branch}


def pinned_experiment(experiment: Experiment, chosen: Mapping[str, Any]) -> Experiment:
    """The pinned run beside ``experiment``; ValueError where the two do not go together."""
    return replace(experiment, luck=0, **{name: chosen[f"pin_{name}"] for name in CHOICES})


def compared(experiment: Experiment, chosen: Mapping[str, Any]) -> tuple[Experiment, ...]:
    """``experiment``, as a branch if it is one, and beside it the pinned run if there is one.

    Raises ValueError where the two do not go together.
    """
    if not pinned(chosen):
        return (experiment,)
    trunk, branch = pinned_experiment(experiment, chosen), chosen["branch"]
    return (replace(experiment, trunk=trunk, branch=branch) if branch else experiment), trunk


def unsaid(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a link leaves out: the pinned run's that are the present one's, too."""
    if not pinned(values):
        return dict(NOTHING)
    alike = {f"pin_{name}": values[name] for name in CHOICES}
    differs = any(values[name] != value for name, value in alike.items())
    return alike | {"branch": 0 if differs else None}


def said(values: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of the pinned run that a link with ``values`` speaks of; ``first`` fills the others."""
    spoken = {name: value for name, value in values.items() if name in NOTHING and value is not None}
    if not spoken:
        return dict(NOTHING)
    alike = {f"pin_{name}": values.get(name, first[name]) for name in CHOICES}
    return alike | {"branch": 0} | spoken
