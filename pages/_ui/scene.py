"""What the Lab shows of a training: its runs, the plane they are seen on, the surface there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gd_core import Plane, Run, Surface, loss_surface, path_extent
from gd_core.problems.problem import Extent
from gd_core.space.directions import filter_normalised, random_plane
from gd_core.space.planes import told_apart
from pages._ui import planes as named
from pages._ui.limits import limits

_SLICES = 8
_COARSE = 24
"""A slice that follows is looked at in so many places, so coarsely, for the range of its heights."""


@dataclass(frozen=True, eq=False)
class Scene:
    """``runs`` on ``surface``; ``held`` is the share of the first run's movement in its plane.

    ``zoomed`` says that a view was asked for, ``finest`` that this is nearer than 32-bit numbers can tell
    points apart: then the surface is as near as they can.

    Where the plane follows the point, the surface is the slice through the first run's best point,
    ``follows`` is true, and ``slices`` (K, n, n) is the loss on slices through other points of it.
    """

    runs: Sequence[Run]
    surface: Surface
    held: float
    zoomed: bool
    finest: bool = False
    follows: bool = False
    slices: np.ndarray | None = None

    def drawn(self, run: Run) -> Tensor:
        """The height (S+1,) that the picture shows under each point of ``run``."""
        if self.follows:
            return run.loss
        plane = self.surface.plane
        return run.experiment.data.losses(plane.lift(plane.project(run.params)))

    def slice_at(self, point: int, resolution: int) -> Surface:
        """Where the plane follows: the slice through the first run's recorded ``point``."""
        first, surface = self.runs[0], self.surface
        plane = surface.plane.through_point(first.params[point])
        return loss_surface(first.experiment, plane, resolution, surface.extent)


def scene(
    runs: Sequence[Run],
    plane_choice: str,
    view: Extent | None = None,
    widened: Callable[[Plane, list[Run], Extent], Extent] | None = None,
    resolution: int | None = None,
) -> Scene:
    """``runs`` seen on the plane that ``plane_choice`` names, within ``view`` or framed.

    What the plane holds still is held where the first run's loss was lowest. ``widened`` makes
    room in the frame for what else a lesson shows there. ``resolution`` is the surface's points a
    side, where it is not what the server allows.
    """
    first = runs[0]
    plane = _plane(runs, plane_choice)
    extent = path_extent(plane, list(runs), _reach(first, plane_choice)) if view is None else view
    if view is None and widened is not None:
        extent = widened(plane, list(runs), extent)
    wanted, extent = extent, told_apart(extent)
    surface = loss_surface(first.experiment, plane, resolution or limits().resolution, extent)
    follows = named.follows(plane_choice)
    slices = _slices(first, plane, extent) if follows else None
    held, finest = plane.share(first.params), extent != wanted
    return Scene(runs, surface, held, view is not None, finest, follows, slices)


def _plane(runs: Sequence[Run], choice: str) -> Plane:
    first = runs[0]
    at = first.params[first.best]
    if along := named.pair(choice):
        return Plane.through(first.names, *along, at)
    if (seed := named.seed(choice)) is not None:
        return random_plane(first.experiment.fit.model, at, seed)
    return Plane.principal(torch.cat([run.params for run in runs]), at)


def _reach(run: Run, choice: str) -> Tensor | None:
    """How far a random plane is shown at least: once along each direction, and once back."""
    seed = named.seed(choice)
    if seed is None:
        return None
    at = run.params[run.best]
    directions = filter_normalised(run.experiment.fit.model, at, seed).to(at.dtype)
    return torch.cat([at + directions, at - directions])


def _slices(run: Run, plane: Plane, extent: Extent) -> np.ndarray:
    """The loss (K, n, n) on slices along ``plane`` through points of ``run`` from its start to its end."""
    points = torch.linspace(0, len(run.params) - 1, _SLICES).long()
    through = (plane.through_point(run.params[point]) for point in points)
    found = [loss_surface(run.experiment, each, _COARSE, extent).loss for each in through]
    losses: np.ndarray = torch.stack(found).numpy()
    return losses
