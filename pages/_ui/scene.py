"""What the Lab shows of a training: its runs, the plane they are seen on, the surface there."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from gd_core import Plane, Run, Surface, loss_surface, path_extent
from gd_core.planes import Extent

PLANES = ("w1 and w2", "w1 and b", "w2 and b", "principal plane")

_RESOLUTION = 80


@dataclass(frozen=True, eq=False)
class Scene:
    """``runs`` on ``surface``; ``held`` is the share of the first run's movement in its plane."""

    runs: Sequence[Run]
    surface: Surface
    held: float
    zoomed: bool


def scene(runs: Sequence[Run], plane_choice: str, view: Extent | None = None) -> Scene:
    """``runs`` seen on the plane that ``plane_choice`` names, within ``view`` or framed.

    What the plane holds still is held where the first run's loss was lowest.
    """
    first = runs[0]
    at = first.params[first.best]
    if plane_choice == "principal plane":
        plane = Plane.principal(torch.cat([run.params for run in runs]), at)
    else:
        x, y = plane_choice.split(" and ")
        plane = Plane.through(first.names, x, y, at)
    extent = path_extent(plane, list(runs)) if view is None else view
    surface = loss_surface(first.experiment, plane, _RESOLUTION, extent)
    return Scene(runs, surface, plane.share(first.params), view is not None)
