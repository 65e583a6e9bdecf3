"""Where the Lab's runs start: by seeds, or by a click on the surface."""

import pytest
from streamlit.testing.v1 import AppTest

from gd_core import Experiment
from pages._ui import controls
from tests.pages.lab import choose, lab, press, sent_exactly, shown, widget


@pytest.fixture
def app() -> AppTest:
    return lab()


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
