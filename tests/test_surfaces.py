"""A surface is the loss, point by point."""

from math import inf, nan
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils import vector_to_parameters

from gd_core import PRESETS, Experiment, Plane, Surface, loss_surface, path_extent, train
from gd_core.analysis.surfaces import sample_surfaces
from gd_core.problems.catalog import NEURON
from tests import notebook
from tests.compare import TOLERANCES, apart
from tests.problems import WITH_DATA

BOX = (-1.0, 3.0, 2.0, 6.0)


def weights_plane(dtype: torch.dtype = torch.float32, b: float = 0.5) -> Plane:
    return Plane.through(NEURON.names, "w1", "w2", torch.tensor([0.0, 0.0, b], dtype=dtype))


def point_by_point(surface: Surface) -> Tensor:
    """The loss of an nn.Module at each grid point, rows along y."""
    model = nn.Sequential(nn.Linear(2, 1), nn.ReLU()).to(surface.loss.dtype)
    x, y = notebook.X.to(surface.loss.dtype), notebook.Y.to(surface.loss.dtype)
    loss = torch.empty_like(surface.loss)
    for row, at_y in enumerate(surface.y):
        for column, at_x in enumerate(surface.x):
            vector_to_parameters(surface.plane.lift(torch.stack([at_x, at_y])), model.parameters())
            loss[row, column] = nn.functional.mse_loss(model(x), y).detach()
    return loss


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
@pytest.mark.parametrize("extent", [BOX, (-5.0, 5.0, -5.0, 5.0)])
def test_a_surface_is_the_loss_at_each_of_its_points(
    dtype: torch.dtype, tolerance: float, extent: tuple[float, float, float, float]
) -> None:
    surface = loss_surface(Experiment(), weights_plane(dtype), 15, extent)
    assert apart(surface.loss, point_by_point(surface)) <= tolerance


def test_a_surface_over_principal_directions_is_too() -> None:
    path = train(Experiment(batch="stochastic"), torch.float64).params
    surface = loss_surface(Experiment(), Plane.principal(path), 12, (-4.0, 2.0, -1.0, 1.0))
    assert apart(surface.loss, point_by_point(surface)) <= 1e-12


def test_a_large_surface_is_computed_in_passes_that_join_up() -> None:
    surface = loss_surface(Experiment(), weights_plane(torch.float64), 150, BOX)
    points = torch.cartesian_prod(surface.y, surface.x).flip(1)
    w = surface.plane.lift(points)
    outputs = torch.relu(w[:, :2] @ notebook.X.T.double() + w[:, 2:])
    expected = (outputs - notebook.Y.T).square().mean(1).view(150, 150)
    assert apart(surface.loss, expected) <= 1e-12


def test_the_extent_is_covered_from_edge_to_edge() -> None:
    surface = loss_surface(Experiment(), weights_plane(), 9, BOX)
    assert surface.extent == BOX
    assert surface.x.tolist() == torch.linspace(-1, 3, 9).tolist()
    assert surface.y.tolist() == torch.linspace(2, 6, 9).tolist()
    assert surface.loss.shape == (9, 9)


def test_rows_go_along_y_and_columns_along_x() -> None:
    surface = loss_surface(Experiment(), weights_plane(b=0.0), 3, (0.0, 2.0, 5.0, 7.0))
    assert surface.loss[0, 0] == pytest.approx(0, abs=1e-9)  # the optimum w1 = 0, w2 = 5
    assert surface.loss[0, 1] == pytest.approx(float((notebook.X[:, 0] ** 2).mean()))
    assert surface.loss[1, 0] == pytest.approx(float((notebook.X[:, 1] ** 2).mean()))


def test_without_an_extent_the_path_is_framed() -> None:
    experiment = Experiment(epochs=50)
    surface = loss_surface(experiment, weights_plane(), 5)
    assert surface.extent == pytest.approx(path_extent(surface.plane, [train(experiment)]))


@pytest.mark.parametrize(
    "name", [n for n, preset in PRESETS.items() if preset.experiment.problem in WITH_DATA]
)
def test_the_extent_shows_the_start_the_best_point_and_the_valley(name: str) -> None:
    run = train(PRESETS[name].experiment)
    plane = Plane.through(run.names, run.names[0], run.names[1], run.params[run.best])
    x0, x1, y0, y1 = path_extent(plane, [run])
    for x, y in plane.project(run.params[[0, run.best]]).tolist():
        assert x0 < x < x1
        assert y0 < y < y1
    # On a grid of 60 x 60; the neuron's runs that leap away have a valley to show that they missed.
    missed = run.loss[0] / 20 if run.experiment.problem == "neuron" else inf
    lowest = loss_surface(run.experiment, plane, 60, (x0, x1, y0, y1)).loss.min()
    assert lowest < min(missed, 1.1 * float(run.loss[run.best]) + 0.05)


def test_a_valley_that_never_ends_does_not_stretch_the_picture() -> None:
    # Labels by a rule: the loss falls for ever along the first gradient, the path is 20 long.
    run = train(PRESETS["comparison"].experiment)
    plane = Plane.principal(run.params)
    x0, x1, y0, y1 = path_extent(plane, [run])
    longest = (plane.project(run.params).amax(0) - plane.project(run.params).amin(0)).max()
    assert max(x1 - x0, y1 - y0) < 3 * longest


@pytest.mark.parametrize("best", [0, 1, 2])
def test_the_best_point_is_shown_however_far_it_lies(best: int) -> None:
    run = train(Experiment(epochs=2))
    run.params[best] = torch.tensor([300.0, -200.0, 0.5])
    run.loss[best] = 0
    x0, x1, y0, y1 = path_extent(weights_plane(), [run])
    assert x0 < 300 < x1
    assert y0 < -200 < y1


def test_a_leap_into_the_distance_leaves_the_picture_usable() -> None:
    calm, leap = train(Experiment()), train(Experiment(learning_rate=100.0))
    plane = weights_plane()
    x0, x1, _, _ = path_extent(plane, [calm])
    wide_x0, wide_x1, _, _ = path_extent(plane, [calm, leap])
    assert leap.params.abs().max() > 1000
    assert wide_x1 - wide_x0 < 10 * (x1 - x0)


@pytest.mark.parametrize("resolution", [1, 0, -5, 1001, 2.5, "80", True, None])
def test_a_resolution_out_of_bounds_is_refused(resolution: Any) -> None:
    expected = "resolution must be a whole number between 2 and 1000, got "
    with pytest.raises(ValueError, match=expected) as caught:
        loss_surface(Experiment(), weights_plane(), resolution, BOX)
    assert str(caught.value) == f"{expected}{resolution!r}"


@pytest.mark.parametrize(
    "extent", [(1, 1, 0, 1), (0, 1, 1, 0), (nan, 1, 0, 1), (0, nan, 0, 1), (-inf, 1, 0, 1), (0, 1, 0, inf)]
)
def test_an_extent_without_room_is_refused(extent: Any) -> None:
    with pytest.raises(ValueError, match="extent must be") as caught:
        loss_surface(Experiment(), weights_plane(), 5, extent)
    assert str(caught.value).endswith(f"got {extent!r}")


@pytest.mark.parametrize("start", [(1e6, -1e6, 1e6), (-1e6, -1e6, -1e6), (1e6, 0.0, 0.0)])
@pytest.mark.parametrize("pair", [("w1", "w2"), ("w1", "b")])
def test_a_run_that_stands_still_far_away_is_framed(
    start: tuple[float, float, float], pair: tuple[str, str]
) -> None:
    run = train(Experiment(start=start, epochs=10))
    plane = Plane.through(run.names, *pair, at=run.params[0])
    surface = loss_surface(run.experiment, plane, 80, path_extent(plane, [run]))
    assert (surface.x.diff() > 0).all()
    assert (surface.y.diff() > 0).all()


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_the_hill_of_a_sample_is_its_own_loss(dtype: torch.dtype, tolerance: float) -> None:
    surface = loss_surface(Experiment(), weights_plane(dtype), 15, BOX)
    hills = sample_surfaces(Experiment(), surface)
    w = surface.plane.lift(torch.cartesian_prod(surface.y, surface.x).flip(1))
    for i, (x, y) in enumerate(zip(notebook.X.to(dtype), notebook.Y.to(dtype), strict=True)):
        expected = (torch.relu(w[:, :2] @ x + w[:, 2]) - y).square().view(15, 15)
        assert apart(hills[i], expected) <= tolerance


@pytest.mark.parametrize("problem", WITH_DATA)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_samples_hills_average_exactly_to_the_whole_surface(problem: str, dtype: torch.dtype) -> None:
    run = train(Experiment(problem=problem, epochs=60, batch="stochastic"), dtype)
    plane = Plane.principal(run.params)
    surface = loss_surface(run.experiment, plane, 40, path_extent(plane, [run]))
    hills = sample_surfaces(run.experiment, surface)
    assert hills.shape == (run.experiment.data.samples, 40, 40)
    # No loss is below zero, so that nothing cancels: a sum of N of them, in whatever order it is taken,
    # is rounded N - 1 times, and the division once more.
    roundings = len(hills) * torch.finfo(dtype).eps
    assert ((hills.mean(0) - surface.loss).abs() <= roundings * surface.loss).all()


def test_the_hill_of_a_batch_is_the_mean_over_its_samples() -> None:
    surface = loss_surface(Experiment(), weights_plane(torch.float64), 9, BOX)
    x, y = notebook.X[[1, 3]].double(), notebook.Y[[1, 3]].double()
    w = surface.params
    expected = (torch.relu(w[:, :2] @ x.T + w[:, 2:]) - y.T).square().mean(1).view(9, 9)
    assert apart(sample_surfaces(Experiment(), surface)[[1, 3]].mean(0), expected) <= 1e-12
