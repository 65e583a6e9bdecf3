"""What the Lab is asked to show, of all that its visitor has chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from gd_core import PRESETS, Experiment
from gd_core.problems.problem import Extent
from pages._ui import pins, race
from pages._ui.figures import LossAxis
from pages._ui.page_state import PageState
from pages._ui.sentences import summary


@dataclass(frozen=True)
class Choices:
    """What the Lab is asked to show: the experiments side by side, and how to look at them."""

    experiments: tuple[Experiment, ...]
    plane: str
    axis: LossAxis
    view: Extent | None
    hint: str


def choices(desk: PageState) -> Choices:
    """The present choices of this session."""
    chosen, experiment = desk.chosen, desk.experiment
    experiments = pins.compared(experiment, chosen) + race.raced(chosen, experiment)
    experiments += tuple(_neighbour(experiment, k) for k in range(1, chosen["runs"]))
    preset = preset_of(desk)
    return Choices(
        experiments=experiments,
        plane=chosen["plane"],
        axis=chosen["axis"],
        view=chosen["view"],
        hint=_hint(preset, experiments),
    )


def _hint(preset: str | None, experiments: Sequence[Experiment]) -> str:
    """What to look for in the preset, if nothing is beside it; or else what is shown."""
    if preset and len(experiments) == PRESETS[preset].runs:
        return PRESETS[preset].hint
    return summary(experiments)


def _neighbour(experiment: Experiment, k: int) -> Experiment:
    """``experiment`` from the start that the ``k``-th next seed draws, on the same data."""
    seed = experiment.seed + k
    if not experiment.data.redrawn:
        return replace(experiment, seed=seed, start=None)
    start = experiment.data.draw(torch.Generator().manual_seed(seed))
    return replace(experiment, start=tuple(start.tolist()))


def preset_of(desk: PageState) -> str | None:
    """The preset that is on the screen, if any."""
    if race.others(desk.chosen):
        return None
    shown = desk.experiment, desk.chosen["runs"]
    return next((key for key, each in PRESETS.items() if (each.experiment, each.runs) == shown), None)
