"""The Lab's script: what is chosen is what is trained, and what is trained is what is sent."""

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gd_core import PRESETS, Experiment
from pages._ui import controls
from pages._ui.scene import planes
from tests.pages.lab import choose, experiment_of, lab, press, shown, trained, widget

PLANES = planes(("w1", "w2", "b"))

BAD_RATES = ["5", "0", "-1", "nan", "inf", "-inf", "abc", "", " ", "1e-9", "1e", "0.0.1", "0x1", "1/0"]
MARKUP = [
    "<script>alert(1)</script>",
    "**bold**",
    "[a](http://b)",
    "$x$",
    "_x_",
    ":red[x]",
    "`x`",
    "![i](//h)",
]


@pytest.fixture
def app() -> AppTest:
    return lab()


def sent_exactly(app: AppTest, *experiments: Experiment) -> bool:
    """Whether the player was sent the runs of ``experiments``, to the last bit."""
    got = shown(app)["runs"]
    assert len(got) == len(experiments)
    return all(
        np.array_equal(ours["loss"], run.loss)
        and np.array_equal(ours["params"], run.params.T)
        and np.array_equal(ours["step"], run.step)
        and np.array_equal(gradients(ours)[..., :-1], run.grad.T if len(got) == 1 else run.grad.norm(dim=1))
        for ours, run in zip(got, trained(*experiments), strict=True)
    )


def gradients(run: dict[str, Any]) -> Any:
    """The gradients that a lone run brings, or the lengths that one of several does."""
    return run["gradLength"] if run["grad"] is None else np.stack(run["grad"])


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


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
    choose(app, learning_rate=0.001, epochs=200, batch="mini", seed=9, runs=3)
    choose(app, preset=preset)
    assert not app.exception
    assert experiment_of(app) == experiment
    assert widget(app, "learning_rate").value == float(widget(app, "rate_text").value)
    assert widget(app, "runs").value == 1
    assert sent_exactly(app, experiment)
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


def test_the_slider_writes_the_typed_rate(app: AppTest) -> None:
    for rate, text in ((0.0195, "0.0195"), (1e-5, "1e-05"), (1.0, "1"), (0.000_35, "0.00035")):
        choose(app, learning_rate=rate)
        assert widget(app, "rate_text").value == text


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.0123456", 0.0123456),
        ("1e-2", 0.01),
        ("0,02", 0.02),
        (" .5 ", 0.5),
        ("1", 1.0),
        ("1E-5", 1e-5),
        ("0.01000001", 0.01000001),
        ("0.01234567", 0.01234567),
    ],
)
def test_a_typed_rate_moves_the_slider_and_is_trained(app: AppTest, text: str, rate: float) -> None:
    choose(app, rate_text=text)
    assert not app.exception
    assert not app.error
    assert widget(app, "learning_rate").value == rate
    assert widget(app, "rate_text").value == text
    assert sent_exactly(app, Experiment(learning_rate=rate))


def test_a_typed_rate_outlives_other_choices(app: AppTest) -> None:
    choose(choose(app, rate_text="0.01000001"), seed=3)
    assert experiment_of(app) == Experiment(learning_rate=0.01000001, seed=3)


@pytest.mark.parametrize("text", BAD_RATES + MARKUP)
def test_a_bad_rate_is_named_with_its_bounds_and_changes_nothing(app: AppTest, text: str) -> None:
    before = shown(choose(app, learning_rate=0.012))
    choose(app, rate_text=text)
    (message,) = errors(app)
    assert not app.exception
    assert "learning rate" in message
    assert "between 1e-05 and 1" in message
    assert not set(message) & set("<>*[]()$`!:/_\\#~|")
    assert "www." not in message.lower()
    assert text in MARKUP or f"“{text.replace('/', '?')}”" in message
    assert widget(app, "rate_text").value == text
    assert widget(app, "learning_rate").value == 0.012
    assert shown(app)["id"] == before["id"]


def test_a_long_wrong_text_makes_a_short_message(app: AppTest) -> None:
    assert len(errors(choose(app, rate_text="a" * 5000))[0]) < 150


def test_a_good_rate_ends_the_message(app: AppTest) -> None:
    choose(app, rate_text="5")
    assert not errors(choose(app, rate_text="0.5"))


def test_the_slider_ends_the_message(app: AppTest) -> None:
    choose(app, rate_text="5")
    assert not errors(choose(app, learning_rate=0.02))
    assert widget(app, "rate_text").value == "0.02"


def test_a_preset_ends_the_message(app: AppTest) -> None:
    choose(app, rate_text="5")
    assert not errors(choose(app, preset="slow"))


def test_a_new_start_is_the_next_seed(app: AppTest) -> None:
    press(app, "New start")
    assert widget(app, "seed").value == 1
    assert sent_exactly(app, Experiment(seed=1))


def test_a_new_start_after_the_last_seed_begins_again(app: AppTest) -> None:
    choose(app, seed=controls._LAST_SEED, runs=4)
    assert not press(app, "New start").exception
    assert widget(app, "seed").value == 0


def start_at(app: AppTest, *place: float) -> AppTest:
    """The Lab after a click on the surface."""
    app.session_state["lab choices"]["start"] = place
    return app.run()


def test_a_clicked_start_is_what_is_trained_and_is_named(app: AppTest) -> None:
    start_at(app, 2.0, 1.0, 0.25)
    assert sent_exactly(app, Experiment(start=(2.0, 1.0, 0.25)))
    assert any(button.label == "Start (2, 1, 0.25)" for button in app.button)
    assert "your own start" in shown(app)["hint"]


@pytest.mark.parametrize("way", ["New start", "Start ("])
def test_a_clicked_start_can_be_given_up(app: AppTest, way: str) -> None:
    press(start_at(app, 2.0, 1.0, 0.25), way)
    assert app.session_state["lab choices"]["start"] is None
    assert sent_exactly(app, Experiment(seed=int(way == "New start")))


def test_another_seed_gives_up_a_clicked_start(app: AppTest) -> None:
    choose(start_at(app, 2.0, 1.0, 0.25), seed=4)
    assert sent_exactly(app, Experiment(seed=4))


def test_a_clicked_start_races_against_the_next_seeds(app: AppTest) -> None:
    choose(start_at(app, 2.0, 1.0, 0.25), runs=2)
    assert sent_exactly(app, Experiment(start=(2.0, 1.0, 0.25)), Experiment(seed=1))


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
    assert got["remedy"] == 0.017


def test_several_runs_are_told_together(app: AppTest) -> None:
    got = shown(choose(app, runs=4))
    assert got["ending"].startswith("Of 4 runs, ")
    assert got["remedy"] is None


def test_a_long_training_shows_its_progress_and_ends(app: AppTest) -> None:
    choose(choose(app, batch="stochastic"), epochs=20_000)
    first = shown(app)
    assert not first["complete"]
    assert 0 < first["progress"] < 1
    assert first["ending"] == ""
    assert not app.expander
    shares = [first["progress"]]
    while not shown(app)["complete"]:
        shares.append(shown(app.run())["progress"])
        assert len(shares) < 200
    assert shares == sorted(set(shares))
    assert sent_exactly(app, Experiment(batch="stochastic", epochs=20_000))
    assert shown(app)["ending"].startswith("It settled")
    assert len(app.expander) == 1


def test_another_look_does_not_train_again(app: AppTest) -> None:
    (_, training) = app.session_state["_training"]
    choose(app, plane="w1 and b", axis="linear")
    assert app.session_state["_training"][1] is training
    assert choose(app, seed=1).session_state["_training"][1] is not training


def test_the_longest_choice_is_within_the_limit(app: AppTest) -> None:
    choose(choose(app, batch="stochastic"), epochs=200_000)
    assert not app.exception
    assert not shown(app)["complete"]


def test_a_newer_choice_replaces_a_long_training(app: AppTest) -> None:
    choose(choose(app, batch="stochastic"), epochs=200_000)
    choose(app, epochs=10)
    assert shown(app)["complete"]
    assert sent_exactly(app, Experiment(batch="stochastic", epochs=10))


def test_four_long_trainings_at_once_are_shown_before_they_end(app: AppTest) -> None:
    choose(choose(app, batch="stochastic", runs=4), epochs=200_000)
    assert not app.exception
    assert [len(run["loss"]) > 100 for run in shown(app)["runs"]] == [True] * 4
