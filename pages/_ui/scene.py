"""What the Lab shows of a training: its runs, the plane they are seen on, the surface there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import torch

from gd_core import Plane, Run, Surface, loss_surface, path_extent
from gd_core.planes import Extent
from pages._ui.fields import PRINCIPAL
from pages._ui.limits import limits

_MOST_TO_PAIR = 3
"""With more parameters than these, no two of them show much of a path."""


@dataclass(frozen=True, eq=False)
class Scene:
    """``runs`` on ``surface``; ``held`` is the share of the first run's movement in its plane."""

    runs: Sequence[Run]
    surface: Surface
    held: float
    zoomed: bool


def planes(names: Sequence[str]) -> tuple[str, ...]:
    """The planes to choose from for a model with these parameters, the most telling first."""
    pairs = tuple(f"{x} and {y}" for x, y in combinations(names, 2))
    if len(names) == 2:
        return pairs
    return (*pairs, PRINCIPAL) if len(names) <= _MOST_TO_PAIR else (PRINCIPAL, *pairs)


def scene(
    runs: Sequence[Run],
    plane_choice: str,
    view: Extent | None = None,
    widened: Callable[[Plane, list[Run], Extent], Extent] | None = None,
) -> Scene:
    """``runs`` seen on the plane that ``plane_choice`` names, within ``view`` or framed.

    What the plane holds still is held where the first run's loss was lowest. ``widened`` makes
    room in the frame for what else a lesson shows there.
    """
    first = runs[0]
    at = first.params[first.best]
    if plane_choice == PRINCIPAL:
        plane = Plane.principal(torch.cat([run.params for run in runs]), at)
    else:
        x, y = plane_choice.split(" and ")
        plane = Plane.through(first.names, x, y, at)
    extent = path_extent(plane, list(runs)) if view is None else view
    if view is None and widened is not None:
        extent = widened(plane, list(runs), extent)
    surface = loss_surface(first.experiment, plane, limits().resolution, extent)
    return Scene(runs, surface, plane.share(first.params), view is not None)
