"""The panel of the hill that a batch sees holds what the core computes, in few bytes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

from gd_core import Experiment, Run, train, train_many
from gd_core.analysis.pulls import pulls
from gd_core.analysis.surfaces import sample_surfaces
from pages._ui.insights.batch import batch_panel, rounded
from pages._ui.planes import following, planes
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.scene import Scene, scene
from tests.pages.decoder import Tree, decode
from tests.pages.lab import asked_for, shown

NEAR = 2.0**-12
"""The first of twelve binary digits is a one: they are rounded by this share of the number at most."""


def seen(*experiments: Experiment) -> Scene:
    runs = train_many(experiments, record_limit=4000)
    return scene(runs, planes(runs[0].names)[0])


def message(shown: Scene, *panels: Any) -> bytes:
    return pack(shown, "log", Caption(), lesson=Lesson(panels=panels))


def sent(shown: Scene, place: int = 0) -> tuple[Tree, Tree]:
    """The panel for the run in ``place``, and the big surface, as the browser gets them."""
    got = decode(message(shown, batch_panel(shown, place)))
    surface = next(t for t in got["surface"]["data"] if t["meta"]["role"] == "surface")
    return got["panels"][0], surface


@given(values=arrays(np.float32, array_shapes(max_dims=2, max_side=20)))
def test_a_rounded_number_is_near_and_leaves_its_last_bits_empty(values: np.ndarray) -> None:
    near = rounded(values)
    usual = np.isfinite(values) & (np.abs(values) > 1e-37) & (np.abs(values) < 1e38)
    assert (np.abs(near[usual] - values[usual]) <= NEAR * np.abs(values[usual])).all()
    assert (near.view(np.int32)[usual] % 2**12 == 0).all()
    assert np.array_equal(near[~np.isfinite(values)], values[~np.isfinite(values)], equal_nan=True)


@pytest.mark.parametrize("problem", ["neuron", "network", "wave"])
def test_the_samples_surfaces_that_travel_average_to_the_big_one(problem: str) -> None:
    look = seen(Experiment(problem=problem, batch="stochastic", epochs=30))
    panel, surface = sent(look)
    assert len(panel["samples"]) == len(panel["names"]) == look.runs[0].experiment.data.samples
    assert np.array_equal(panel["x"], surface["x"])
    assert np.array_equal(panel["y"], surface["y"])
    average = panel["samples"].mean(0).reshape(surface["z"].shape)
    whole = 10 ** surface["z"].astype(float)
    assert (np.abs(average - whole) <= 2 * NEAR * whole).all()


def test_the_mean_over_a_batch_is_what_the_core_says() -> None:
    look = seen(Experiment(batch="mini", epochs=5))
    panel, _ = sent(look)
    hills = sample_surfaces(look.runs[0].experiment, look.surface).flatten(1).numpy()
    for point in range(10):
        batch = [column[point] for column in panel["steps"]["batches"]]
        assert batch == look.runs[0].batches[point].tolist()
        np.testing.assert_allclose(panel["samples"][batch].mean(0), hills[batch].mean(0), rtol=NEAR)


def steps(run: Run, look: Scene) -> dict[str, Any]:
    """The steps of ``run`` as the panel should have them."""
    found = pulls(run)
    both = {"batch": found.batch, "full": found.full}
    axes = look.surface.plane.axes
    on_plane = {name: dict(zip("xy", (step @ axes.T).T.numpy(), strict=True)) for name, step in both.items()}
    return {name: there | {"length": both[name].norm(dim=1).numpy()} for name, there in on_plane.items()}


@pytest.mark.parametrize("place", [0, 1])
def test_both_steps_of_every_point_travel_also_for_one_run_of_several(place: int) -> None:
    look = seen(*(Experiment(batch="stochastic", epochs=40, seed=seed) for seed in (3, 4)))
    panel, _ = sent(look, place)
    run = look.runs[place]
    assert panel["run"] == place
    for name, expected in steps(run, look).items():
        for part, values in expected.items():
            np.testing.assert_allclose(panel["steps"][name][part], values, rtol=2 * NEAR, atol=1e-30)
    np.testing.assert_allclose(panel["steps"]["angle"], pulls(run).angle, rtol=2 * NEAR)
    assert np.array_equal(panel["steps"]["loss"], run.batch_loss)


def test_what_the_run_brings_already_does_not_travel_twice() -> None:
    look = seen(Experiment(batch="stochastic", epochs=300))
    panel = batch_panel(look)
    steps = {key: value for key, value in panel["steps"].items() if key not in ("batches", "loss")}
    without = {key: value for key, value in panel.items() if key not in ("x", "y")} | {"steps": steps}
    assert len(message(look, panel)) - len(message(look, without)) < 500


@pytest.mark.parametrize(("problem", "most"), [("neuron", 40_000), ("network", 120_000)])
def test_the_panel_adds_little_to_a_message(problem: str, most: int) -> None:
    look = seen(Experiment(problem=problem, batch="stochastic", epochs=250))
    assert len(message(look, batch_panel(look))) - len(message(look)) < most


def test_a_full_batch_brings_the_samples_surfaces_alone() -> None:
    panel, _ = sent(seen(Experiment(epochs=20)))
    assert len(panel["samples"]) == 4
    assert panel["names"] == ["(1, 2) → 10", "(3, 4) → 20", "(5, 6) → 30", "(7, 8) → 40"]
    assert panel["steps"] is None


def test_a_slice_that_follows_the_point_brings_the_steps_alone() -> None:
    run = train(Experiment(batch="stochastic", epochs=5))
    panel, _ = sent(scene([run], following("w1 and w2")))
    assert panel["samples"] is None
    assert len(panel["steps"]["angle"]) == 20


def test_another_optimizer_than_plain_descent_is_named() -> None:
    optimizers = [
        batch_panel(seen(Experiment(epochs=3, optimizer=name)))["optimizer"] for name in ("sgd", "adam")
    ]
    assert optimizers == [None, "Adam"]


def test_a_link_opens_it_in_the_lab() -> None:
    app = asked_for(open="batch", batch="stochastic", epochs="20").run()
    assert not app.exception
    (panel,) = shown(app)["panels"]
    assert (panel["kind"], len(panel["steps"]["batches"][0])) == ("batch", 80)


def test_a_run_that_died_has_no_angle() -> None:
    run = train(Experiment(start=(-5.0, -5.0, -5.0), batch="stochastic", epochs=2))
    panel, _ = sent(scene([run], "w1 and w2"))
    assert np.isnan(panel["steps"]["angle"]).all()
    assert not panel["steps"]["full"]["length"].any()
