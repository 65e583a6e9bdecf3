"""The Lab's script: what is chosen is what is trained, and what is trained is what is sent."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gd_core import PRESETS, Experiment
from pages._ui.planes import planes
from tests.pages.lab import choose, experiment_of, lab, sent_exactly, shown, trained, widget

PLANES = planes(("w1", "w2", "b"))


@pytest.fixture
def app() -> AppTest:
    return lab()


def test_the_first_visit_shows_the_notebooks_run(app: AppTest) -> None:
    assert not app.exception
    assert not app.error
    assert sent_exactly(app, Experiment())
    assert shown(app)["hint"] == PRESETS["notebook"].hint


def test_the_guide_opens(app: AppTest) -> None:
    guide = app.switch_page("../guide.py").run()
    assert not guide.exception
    assert "How to read the Lab" in "".join(text.value for text in guide.markdown)


def test_the_choices_outlive_a_visit_to_the_guide(app: AppTest) -> None:
    choose(app, learning_rate=0.012, batch="mini", seed=5, plane="w1 and b", axis="linear", runs=2)
    app.switch_page("../guide.py").run()
    app.switch_page("../lab.py").run()
    assert experiment_of(app) == Experiment(learning_rate=0.012, batch="mini", seed=5)
    assert [widget(app, key).value for key in ("plane", "axis", "runs")] == ["w1 and b", "linear", 2]
    assert widget(app, "rate_text").value == "0.012"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_every_control(app: AppTest, preset: str) -> None:
    experiment = PRESETS[preset].experiment
    choose(app, problem=experiment.problem)
    batch = {"batch": "mini"} if experiment.data.batched else {}
    choose(app, learning_rate=0.001, epochs=200, seed=9, runs=3, **batch)
    choose(app, preset=preset)
    assert not app.exception
    assert experiment_of(app) == experiment
    assert widget(app, "learning_rate").value == float(widget(app, "rate_text").value)
    runs = PRESETS[preset].runs
    assert widget(app, "runs").value == runs
    assert sent_exactly(app, *(replace(experiment, seed=experiment.seed + k) for k in range(runs)))
    assert shown(app)["hint"] == PRESETS[preset].hint


def test_a_preset_forgets_a_clicked_start(app: AppTest) -> None:
    app.session_state["lab choices"]["start"] = (1.0, 2.0, 0.0)
    choose(app.run(), preset="slow")
    assert app.session_state["lab choices"]["start"] is None


def test_a_preset_stays_chosen_until_something_else_is(app: AppTest) -> None:
    choose(app, preset="mini")
    assert widget(choose(app, axis="linear"), "preset").value == "mini"
    assert widget(choose(app, seed=3), "preset").value is None
    assert widget(choose(app, seed=0), "preset").value == "mini"


def test_pressing_the_chosen_preset_again_changes_nothing(app: AppTest) -> None:
    choose(app, preset="mini")
    choose(app, preset=None)
    assert experiment_of(app) == PRESETS["mini"].experiment
    assert widget(app, "preset").value == "mini"


@pytest.mark.parametrize(
    "choices",
    [
        {"learning_rate": 0.015},
        {"epochs": 50},
        {"batch": "stochastic", "epochs": 200},
        {"batch": "mini", "epochs": 300, "seed": 12},
        {"seed": 2_000_000_000},
    ],
)
def test_a_choice_is_what_is_trained_and_sent(app: AppTest, choices: dict[str, Any]) -> None:
    choose(app, **choices)
    assert not app.exception
    assert sent_exactly(app, Experiment(**choices))


@pytest.mark.parametrize("size", [1, 3, 4])
def test_a_batch_size_is_what_is_trained(app: AppTest, size: int) -> None:
    choose(choose(app, batch="mini", epochs=100), batch_size=size)
    assert sent_exactly(app, Experiment(batch="mini", batch_size=size, epochs=100))


@pytest.mark.parametrize(("batch", "offered"), [("full", False), ("mini", True), ("stochastic", False)])
def test_a_batch_size_is_asked_for_only_where_it_counts(app: AppTest, batch: str, offered: bool) -> None:
    choose(app, batch=batch)
    assert any(slider.label == "Batch size" for slider in app.slider) is offered


def test_a_batch_size_is_kept_while_it_does_not_count(app: AppTest) -> None:
    choose(choose(app, batch="mini"), batch_size=3)
    choose(choose(app, batch="full"), batch="mini")
    assert widget(app, "batch_size").value == 3


@pytest.mark.parametrize("runs", [2, 3, 4])
def test_runs_together_take_the_next_seeds(app: AppTest, runs: int) -> None:
    choose(app, runs=runs, seed=10)
    assert sent_exactly(app, *(Experiment(seed=10 + k) for k in range(runs)))
    assert [run["name"] for run in shown(app)["runs"]] == [f"seed {10 + k}" for k in range(runs)]


@pytest.mark.parametrize("plane", PLANES)
def test_a_plane_is_what_is_sent(app: AppTest, plane: str) -> None:
    identity = shown(app)["id"]
    got = shown(choose(app, plane=plane))
    labels = (
        plane.split(" and ") if "and" in plane else ["1st principal direction", "2nd principal direction"]
    )
    assert got["plane"]["labels"] == labels
    assert got["id"] == identity


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_an_axis_is_what_is_sent(app: AppTest, axis: str) -> None:
    assert shown(choose(app, axis=axis))["loss"]["layout"]["yaxis"]["type"] == axis


def test_another_plane_shows_its_whole_picture(app: AppTest) -> None:
    app.session_state["lab choices"]["view"] = (1.0, 2.0, 1.0, 2.0)
    assert shown(app.run())["zoomed"]
    assert not shown(choose(app, plane="w1 and b"))["zoomed"]


def test_a_zoom_is_kept_when_the_rate_changes(app: AppTest) -> None:
    app.session_state["lab choices"]["view"] = (1.0, 2.0, 1.5, 2.5)
    got = shown(choose(app, learning_rate=0.012))
    assert got["surface"]["layout"]["xaxis"]["range"] == [1.0, 2.0]
    assert got["surface"]["layout"]["yaxis"]["range"] == [1.5, 2.5]


def test_the_log_and_its_file_are_the_first_runs(app: AppTest) -> None:
    choose(app, epochs=20, runs=2)
    assert not app.dataframe
    app.session_state["lab choices"]["open"] = ("log",)
    app.run()
    (run, _) = trained(Experiment(epochs=20), Experiment(epochs=20, seed=1))
    (table,) = (frame.value for frame in app.dataframe)
    assert table["epoch"].tolist() == list(range(21))
    np.testing.assert_array_equal(table["loss"], run.loss)


def test_a_dead_run_is_told_and_offered_a_rate(app: AppTest) -> None:
    got = shown(choose(app, preset="too_far"))
    assert got["ending"].startswith("It died on step 2:")
    assert got["remedy"] == 0.016


def test_several_runs_are_told_together(app: AppTest) -> None:
    got = shown(choose(app, runs=4))
    assert got["ending"].startswith("Of 4 runs, ")
    assert got["remedy"] is None
