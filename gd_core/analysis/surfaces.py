"""The loss over a plane of parameter space: of the full data, and of each sample."""

from dataclasses import dataclass
from math import inf

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.problems.problem import Extent
from gd_core.space.planes import Plane, frame, widened
from gd_core.training.runs import Run
from gd_core.training.train import train

_COME_DOWN = 0.25
"""A run left with less than this share of its loss is in a valley of its own."""


@dataclass(frozen=True, eq=False)
class Surface:
    """The full-data ``loss`` (ny, nx) at the plane's coordinates ``x`` (nx,) and ``y`` (ny,)."""

    plane: Plane
    x: Tensor
    y: Tensor
    loss: Tensor

    @property
    def extent(self) -> Extent:
        """The rectangle it covers: x from, x to, y from, y to."""
        return self.x[0].item(), self.x[-1].item(), self.y[0].item(), self.y[-1].item()

    @property
    def params(self) -> Tensor:
        """The parameters (ny * nx, P) at its points, row by row along y."""
        return _points(self.plane, self.x, self.y)


def path_extent(plane: Plane, runs: list[Run], also: Tensor | None = None) -> Extent:
    """The extent that frames ``runs`` on ``plane``: each one's start, best point and
    valley, what lies near them, and the points ``also`` (K, P) if there are any. A problem
    with a window shows that, and what lies near it."""
    window = runs[0].experiment.data.window
    if window is not None:
        ends = [run.params[[0, run.best]] for run in runs] + ([] if also is None else [also])
        return widened(window, plane.project(torch.cat(ends)))
    landmarks = [torch.stack([run.params[0], run.params[run.best], _floor(run)]) for run in runs]
    if also is not None:
        landmarks.append(also)
    return frame(torch.cat([plane.project(run.params) for run in runs]), plane.project(torch.cat(landmarks)))


def _floor(run: Run) -> Tensor:
    """The valley that ``run`` came down to, or else the first one down its first gradient.

    There a run that leaps away, or hardly moves, should have gone. One that has come down is not
    asked to go further: where labels can be told apart, the ground falls for ever.
    """
    if run.loss[run.best] < _COME_DOWN * run.loss[0]:
        return run.params[run.best]
    problem, start = run.experiment.data, run.params[:1]
    rates = torch.logspace(-6, 2, 97, dtype=start.dtype).unsqueeze(1)
    ahead = start - rates * problem.gradients(start)
    loss = problem.losses(ahead)
    # The last point always ends the search.
    rises = torch.cat([loss[1:] > loss[:-1], torch.ones(1, dtype=torch.bool)])
    return ahead[int(rises.int().argmax())]


def loss_surface(
    experiment: Experiment, plane: Plane, resolution: int = 80, extent: Extent | None = None
) -> Surface:
    """The full-data loss of ``experiment``'s problem on a ``resolution`` x ``resolution`` grid.

    Without an ``extent`` the grid frames the path of ``train(experiment)``. Raises ValueError
    naming the field, the bound and the value.
    """
    if not isinstance(resolution, int) or not 2 <= resolution <= 1000:
        raise ValueError(f"resolution must be a whole number between 2 and 1000, got {resolution!r}")
    x0, x1, y0, y1 = path_extent(plane, [train(experiment)]) if extent is None else extent
    if not (-inf < x0 < x1 < inf and -inf < y0 < y1 < inf):
        raise ValueError(f"extent must be (x from, x to, y from, y to) with from < to, got {extent!r}")
    dtype = plane.origin.dtype
    x, y = (torch.linspace(a, b, resolution, dtype=dtype) for a, b in ((x0, x1), (y0, y1)))
    loss = experiment.data.losses(_points(plane, x, y))
    return Surface(plane, x, y, loss.view(resolution, resolution))


def _points(plane: Plane, x: Tensor, y: Tensor) -> Tensor:
    grid = torch.stack(torch.meshgrid(x, y, indexing="xy"), -1)
    return plane.lift(grid.flatten(0, 1))


def sample_surfaces(experiment: Experiment, surface: Surface) -> Tensor:
    """Each sample's own loss (N, ny, nx) at the points of ``surface``, the hill that it sees alone.

    A batch sees the mean over its samples; the mean over all N is the full-data loss.
    """
    losses = experiment.data.each_loss(surface.params)
    return losses.T.contiguous().view(-1, *surface.loss.shape)
