"""Trainings in the Lab that take longer than one answer to the browser, however fast the machine."""

import pytest
from streamlit.testing.v1 import AppTest

from gd_core import Experiment
from tests.pages.lab import choose, lab, sent_exactly, shown


@pytest.fixture
def app(in_slices: None) -> AppTest:
    return lab()


def test_a_long_training_shows_its_progress_and_ends(app: AppTest) -> None:
    choose(choose(app, batch="stochastic"), epochs=2_000)
    first = shown(app)
    assert not first["complete"]
    assert first["progress"] == 512 / 8_000  # a training's smallest slice
    assert first["ending"] == ""
    assert not app.expander
    shares = [first["progress"]]
    while not shown(app)["complete"]:
        shares.append(shown(app.run())["progress"])
        assert shares[-1] > shares[-2]
    assert sent_exactly(app, Experiment(batch="stochastic", epochs=2_000))
    assert shown(app)["ending"].startswith("It settled")
    assert len(app.expander) == 2


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
