"""Honest slices: what the panel is sent is true of the model that is on the screen."""

from typing import Any

import numpy as np
import pytest
import torch

from gd_core import PRESETS, Experiment, Plane, train, train_many
from pages._ui.insights.insight import Look
from pages._ui.insights.slices import INSIGHT
from pages._ui.planes import PlaneName
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.scene import scene
from tests.pages.decoder import decode

RULE = PRESETS["comparison"].experiment
TOSSES = PRESETS["coin_tosses"].experiment
NOTEBOOK = PRESETS["notebook"].experiment


def panel(*experiments: Experiment, plane: str = "principal plane") -> dict[str, Any]:
    runs = train_many(experiments)
    look = Look(runs, True, {"plane": plane}, lambda: scene(runs, plane))
    assert INSIGHT.panel is not None
    found = INSIGHT.panel(look)
    assert found is not None
    return found


def plane_of(drawn: dict[str, Any]) -> Plane:
    axes = drawn["axes"]
    return Plane(torch.tensor(axes["origin"]), torch.tensor(axes["axes"]), axes["labels"])


def losses(experiment: Experiment, drawn: dict[str, Any]) -> np.ndarray:
    """The loss at every point of a panel's map, from the model itself."""
    x, y = (torch.as_tensor(drawn["heights"][axis]) for axis in "xy")
    grid = torch.stack(torch.meshgrid(x, y, indexing="xy"), -1).flatten(0, 1)
    found: np.ndarray = experiment.data.losses(plane_of(drawn).lift(grid)).view(len(y), len(x)).numpy()
    return found


@pytest.mark.parametrize("experiment", [RULE, TOSSES, NOTEBOOK])
def test_a_plane_of_every_kind_with_its_share_and_its_heights(experiment: Experiment) -> None:
    cards = panel(experiment)["cards"]
    assert [card["kind"] for card in cards] == ["pair", "follow", "principal", "random"]
    run = train(experiment)
    for card in cards:
        assert card["held"] == pytest.approx(plane_of(card).share(run.params), abs=1e-6)
        np.testing.assert_allclose(
            card["heights"]["z"], np.log10(np.clip(losses(experiment, card), 1e-6, None)), atol=1e-3
        )
        assert PlaneName().there(run.names, PlaneName().read("plane", card["plane"]))


def test_the_two_weights_are_those_that_moved_most_or_the_ones_that_are_shown() -> None:
    run = train(RULE)
    moved = run.params.diff(dim=0).square().sum(0)
    names = {run.names[i] for i in moved.argsort(descending=True)[:2].tolist()}
    assert set(panel(RULE)["cards"][0]["name"].split(" and ")) == names
    assert panel(RULE, plane="following b1 and c")["cards"][0]["name"] == "b1 and c"
    assert panel(RULE, plane="random plane 9")["cards"][3]["plane"] == "random,9"


@pytest.mark.parametrize(
    ("plane", "place"),
    [("principal plane", 2), ("b1 and c", 0), ("following b1 and c", 1), ("random plane 9", 3)],
)
def test_the_plane_above_is_marked(plane: str, place: int) -> None:
    assert [card["shown"] for card in panel(RULE, plane=plane)["cards"]] == [i == place for i in range(4)]


@pytest.mark.parametrize("experiment", [RULE, TOSSES])
def test_all_orders_of_the_hidden_neurons_are_as_low(experiment: Experiment) -> None:
    twins = panel(experiment)["twins"]
    end = float(train(experiment).loss[-1])
    assert twins["losses"] == pytest.approx([end] * 6, rel=1e-5)
    assert [swap["neurons"] for swap in twins["swaps"]] == [[1, 2], [1, 3], [2, 3]]


@pytest.mark.parametrize("experiment", [RULE, TOSSES])
def test_each_map_of_twins_is_its_own_mirror_image(experiment: Experiment) -> None:
    for swap in panel(experiment)["twins"]["swaps"]:
        z, x = np.asarray(swap["heights"]["z"]), np.asarray(swap["heights"]["x"])
        np.testing.assert_allclose(x, -x[::-1], atol=1e-5)
        np.testing.assert_allclose(z, z[:, ::-1], atol=2e-3)
        (x_end, y_end), (x_twin, y_twin) = swap["ends"]
        assert x_twin == pytest.approx(-x_end, rel=1e-4)
        assert [y_end, y_twin] == pytest.approx([0, 0], abs=1e-4)


@pytest.mark.parametrize("experiment", [RULE, TOSSES])
def test_the_way_between_twins_climbs_to_its_ridge(experiment: Experiment) -> None:
    end = float(train(experiment).loss[-1])
    for swap in panel(experiment)["twins"]["swaps"]:
        along = np.asarray(swap["along"])
        np.testing.assert_allclose(along, along[::-1], rtol=1e-3, atol=1e-5)
        assert swap["ridge"] >= end * (1 - 1e-5)
        inside = np.abs(np.linspace(-swap["beyond"], swap["beyond"], len(along))) <= 1
        assert swap["ridge"] == pytest.approx(along[inside].max(), rel=0.01)


def test_two_neurons_that_are_alike_have_no_twin_to_show() -> None:
    weights, rest = (0.3, -0.2) * 2 + (0.5, 0.1), (0.1, 0.1, -0.3, 0.7, 0.7, 0.2, 0.05)
    swaps = panel(Experiment(problem="network", epochs=20, start=(*weights, *rest)))["twins"]["swaps"]
    assert [swap["alike"] for swap in swaps] == [True, False, False]


def test_a_single_neuron_has_slices_and_no_twins() -> None:
    assert panel(NOTEBOOK, plane="w1 and w2")["twins"] is None


@pytest.mark.parametrize(("problem", "applies"), [("network", True), ("neuron", True), ("wave", False)])
def test_what_a_plane_shows_whole_needs_no_other_slices(problem: str, applies: bool) -> None:
    assert INSIGHT.applies(Experiment(problem=problem)) == applies


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(problem="network", learning_rate=1.0, epochs=300),
        Experiment(problem="network", epochs=3, start=(1e6,) * 13),
        Experiment(problem="network", epochs=3, start=(0.0,) * 13),
        Experiment(learning_rate=1.0, epochs=100),
        Experiment(epochs=2, start=(-1e6, 1e6, -1e6)),
    ],
)
def test_whatever_became_of_a_run_its_panel_travels(experiment: Experiment) -> None:
    runs = [train(experiment)]
    plane = "principal plane"
    found = panel(experiment, plane=plane)
    sent = decode(pack(scene(runs, plane), "log", Caption(), 1.0, Lesson(panels=[found])))
    assert sent["panels"][0]["cards"][0]["held"] == found["cards"][0]["held"]


def test_the_panel_adds_little_to_the_message() -> None:
    runs = [train(RULE)]
    seen = scene(runs, "principal plane")
    with_it = pack(seen, "log", Caption(), 1.0, Lesson(panels=[panel(RULE)]))
    assert len(with_it) - len(pack(seen, "log", Caption())) < 60_000
