"""The plane that a run is seen on, and the surface there."""

import numpy as np
import pytest
import torch

from gd_core import PRESETS, Experiment, train, train_many
from gd_core.space.directions import filter_normalised
from pages._ui.planes import planes
from pages._ui.rates import EPOCHS, RATES
from pages._ui.scene import scene

PLANES = planes(("w1", "w2", "b"))

NOTEBOOK = Experiment()


@pytest.mark.parametrize("plane", PLANES)
def test_the_surface_is_the_loss_at_the_planes_points(plane: str) -> None:
    run = train(NOTEBOOK)
    surface = scene([run], plane).surface
    y, x = torch.meshgrid(surface.y, surface.x, indexing="ij")
    points = surface.plane.lift(torch.stack([x, y], -1).view(-1, 2))
    outputs = torch.relu(NOTEBOOK.fit.inputs @ points[:, :2].T + points[:, 2])
    losses = (outputs - NOTEBOOK.fit.targets).square().mean(0)
    torch.testing.assert_close(surface.loss.flatten(), losses, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("plane", PLANES)
def test_the_plane_goes_through_the_best_point(plane: str) -> None:
    run = train(PRESETS["past_limit"].experiment)
    seen = scene([run], plane).surface.plane
    best = run.params[run.loss.argmin()]
    torch.testing.assert_close(seen.lift(seen.project(best)), best)


@pytest.mark.parametrize("plane", PLANES[:3])
def test_a_plane_of_two_weights_shows_their_share_of_the_movement(plane: str) -> None:
    run = train(NOTEBOOK)
    moves = torch.diff(run.params.double(), dim=0).square().sum(0)
    shown = sum(float(moves[run.names.index(name)]) for name in plane.split(" and "))
    assert scene([run], plane).held == pytest.approx(shown / float(moves.sum()))


def test_the_principal_plane_shows_at_least_as_much_as_any_other() -> None:
    run = train(NOTEBOOK)
    assert scene([run], "principal plane").held >= max(scene([run], p).held for p in PLANES[:3])


NETWORK = PRESETS["comparison"].experiment


@pytest.mark.parametrize("plane", ["random plane 0", "random plane 7", "principal plane", "w11 and v3"])
def test_what_is_drawn_under_a_point_is_the_surfaces_height_there(plane: str) -> None:
    """Between the grid's points, where the surface is smooth, its own heights lie about it."""
    run = train(NETWORK)
    seen = scene([run], plane)
    surface, drawn = seen.surface, seen.drawn(run)
    cells = torch.stack([surface.x, surface.y]).diff(dim=1)[:, :1].T
    corner = torch.tensor([surface.extent[0], surface.extent[2]])
    places = (surface.plane.project(run.params) - corner) / cells
    x, y = (places.floor().long()[::50].T).clamp(0, len(surface.x) - 2)
    around = torch.stack([surface.loss[y + i, x + j] for i in (0, 1) for j in (0, 1)])
    slack = 0.05 * (around.amax(0) - around.amin(0)) + 1e-3
    assert (drawn[::50] >= around.amin(0) - slack).all()
    assert (drawn[::50] <= around.amax(0) + slack).all()


def test_the_height_at_the_best_point_is_its_loss_on_every_plane_through_it() -> None:
    run = train(NETWORK)
    for plane in ("random plane 3", "principal plane", "b1 and c"):
        drawn = scene([run], plane).drawn(run)
        assert float(drawn[run.best]) == pytest.approx(float(run.loss[run.best]), rel=1e-4)


def test_a_slice_that_follows_goes_through_the_point() -> None:
    run = train(NETWORK)
    assert torch.equal(scene([run], "following b1 and c").drawn(run), run.loss)


def test_a_random_plane_is_seen_as_far_as_the_weights_are_long() -> None:
    run = train(NETWORK)
    seen = scene([run], "random plane 7").surface
    at = run.params[run.best]
    for direction in filter_normalised(run.experiment.fit.model, at, 7).float():
        for end in (at + direction, at - direction):
            x, y = seen.plane.project(end).tolist()
            assert seen.x[0] < x < seen.x[-1]
            assert seen.y[0] < y < seen.y[-1]


def test_a_slice_that_follows_has_colours_for_the_whole_way() -> None:
    run = train(NETWORK)
    seen = scene([run], "following w11 and v3")
    assert seen.follows
    assert seen.slices is not None
    first, last = torch.from_numpy(seen.slices)[[0, -1]]
    for slice_, params in ((first, run.params[0]), (last, run.params[-1])):
        corner = params.clone()
        corner[[0, 11]] = torch.tensor([seen.surface.extent[0], seen.surface.extent[2]])
        torch.testing.assert_close(slice_[0, 0], run.experiment.data.losses(corner[None])[0])
    still = scene([run], "w11 and v3")
    assert seen.surface.extent == still.surface.extent
    assert seen.held == still.held


@pytest.mark.parametrize("point", [0, 700, -1])
def test_the_slice_at_a_point_is_the_loss_with_the_others_held_as_they_are_there(point: int) -> None:
    run = train(NETWORK)
    seen = scene([run], "following w11 and v3")
    surface = seen.slice_at(point, 9)
    assert surface.extent == seen.surface.extent
    params = run.params[point].repeat(9, 1)
    params[:, 0], params[:, 11] = surface.x[4], surface.y
    torch.testing.assert_close(surface.loss[:, 4], run.experiment.data.losses(params))


def test_a_view_is_kept_exactly() -> None:
    seen = scene([train(NOTEBOOK)], "w1 and w2", (1.0, 1.5, 2.0, 3.0))
    assert seen.surface.extent == (1.0, 1.5, 2.0, 3.0)
    assert seen.zoomed


@pytest.mark.parametrize("plane", PLANES)
def test_a_tame_run_is_wholly_framed(plane: str) -> None:
    runs = train_many([Experiment(seed=seed) for seed in range(4)])
    seen = scene(runs, plane)
    x0, x1, y0, y1 = seen.surface.extent
    path = torch.cat([seen.surface.plane.project(run.params) for run in runs])
    assert not seen.zoomed
    assert bool(((path > torch.tensor([x0, y0])) & (path < torch.tensor([x1, y1]))).all())


def test_a_dead_run_does_not_squash_the_picture() -> None:
    x0, x1, y0, y1 = scene([train(Experiment(learning_rate=1.0))], "w1 and w2").surface.extent
    assert 1 < x1 - x0 < 20
    assert 1 < y1 - y0 < 20


@pytest.mark.parametrize("stops", [RATES, EPOCHS])
def test_slider_stops_rise_by_even_small_factors(stops: tuple[float, ...]) -> None:
    factors = np.array(stops[1:]) / np.array(stops[:-1])
    assert factors.min() > 1.02
    assert factors.max() < 2.1


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_lies_on_the_sliders(preset: str) -> None:
    experiment = PRESETS[preset].experiment
    assert experiment.learning_rate in RATES
    assert experiment.epochs in EPOCHS


def test_every_stop_of_the_sliders_is_a_valid_choice() -> None:
    assert {Experiment(learning_rate=rate).learning_rate for rate in RATES} == set(RATES)
    assert {Experiment(epochs=epochs, batch="stochastic").epochs for epochs in EPOCHS} == set(EPOCHS)
