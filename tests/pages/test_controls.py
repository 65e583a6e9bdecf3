"""What comes from a browser is checked before it changes anything."""

import math
from typing import Any, cast

import pytest
import streamlit as st
import torch

from gd_core import Experiment, Plane
from pages._ui.callbacks import call
from pages._ui.choices import choices
from pages._ui.mounting import handlers
from pages._ui.page_state import PageState

State = dict[str, Any]
DESK = PageState("lab")


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> State:
    """The choices of a session that has just begun."""
    session: State = {}
    monkeypatch.setattr("streamlit.session_state", session)
    assert choices(DESK).experiments == (Experiment(),)
    state: State = session["lab choices"]
    monkeypatch.setattr("pages._ui.toasts.tell", lambda text, **_: state.update(toast=text))
    return state


@pytest.fixture
def plane() -> Plane:
    """w1 and b, with w2 held at 2."""
    return Plane.through(("w1", "w2", "b"), "w1", "b", torch.tensor([9.0, 2.0, 9.0]))


JUNK = [None, "whole", 1, [], [1], [1, "2"], [1, None], [1, math.nan], [1, math.inf], [1, 1e300], {"x": 1}]


@pytest.mark.parametrize("place", JUNK)
def test_a_start_that_is_no_place_changes_nothing(state: State, plane: Plane, place: object) -> None:
    before = dict(state)
    DESK.take_start(plane, place)
    assert state == before


def test_a_start_lies_on_the_plane(state: State, plane: Plane) -> None:
    DESK.take_start(plane, [0.5, -3])
    assert state["start"] == (0.5, 2.0, -3.0)
    assert choices(DESK).experiments == (Experiment(start=(0.5, 2.0, -3.0)),)


def test_a_start_too_far_away_is_refused_with_words(state: State, plane: Plane) -> None:
    DESK.take_start(plane, [1e7, 0])
    assert state["start"] is None
    assert state["toast"].startswith("The start, every part of it, must be a number between −10⁶ and 10⁶")


@pytest.mark.parametrize("view", [*JUNK, [1, 2, 3, None]])
def test_a_view_that_is_none_shows_the_whole_picture(state: State, view: object) -> None:
    state["view"] = (0.0, 1.0, 0.0, 1.0)
    DESK.take_view(view)
    assert state["view"] is None


def test_a_view_is_taken_as_it_is(state: State) -> None:
    DESK.take_view([0, 1, -2.5, -2])
    assert choices(DESK).view == (0.0, 1.0, -2.5, -2.0)


@pytest.mark.parametrize("view", [[1, 1, 0, 1], [0, 1, 1, 0], [1, 1 + 1e-9, 0, 1], [1e8, 1e8 + 1, 0, 1]])
def test_a_view_too_small_to_see_changes_nothing(state: State, view: object) -> None:
    state["view"] = (0.0, 1.0, 0.0, 1.0)
    DESK.take_view(view)
    assert state["view"] == (0.0, 1.0, 0.0, 1.0)


@pytest.mark.parametrize("rate", [0.017, "0.017"])
def test_an_offered_rate_is_taken_by_the_slider_and_the_field(state: State, rate: object) -> None:
    DESK.take_rate(rate)
    assert (state["learning_rate"], state["rate_text"], state["rate_error"]) == (0.017, "0.017", None)


@pytest.mark.parametrize("rate", [None, [], "", math.nan, -1, True, {"a": 1}, "5"])
def test_a_rate_that_is_none_keeps_the_old_one(state: State, rate: object) -> None:
    DESK.take_rate(rate)
    assert state["learning_rate"] == 0.01
    assert "must be a number between" in state["rate_error"]


def test_the_hint_says_all_that_was_chosen(state: State) -> None:
    state.update(learning_rate=0.012, batch="mini", batch_size=3, epochs=7, seed=5)
    hint = choices(DESK).hint
    assert all(part in hint for part in ("0.012", "mini-batches of 3", "7 epochs", "seed 5"))


def test_a_widget_that_is_gone_may_not_repeat_its_last_word(state: State) -> None:
    wishes: list[object] = []
    session = cast(State, st.session_state)
    gone = DESK.widget("epochs", 10, wishes.append)
    session[gone["key"]] = 10  # as Streamlit does once the widget is there
    now = DESK.widget("epochs", 20, wishes.append)
    gone["on_change"]()
    assert (now["key"] != gone["key"], wishes) == (True, [])
    session[gone["key"]] = 30  # clicked before the browser drew the new one
    gone["on_change"]()
    gone["on_change"]()
    assert wishes == [30]


def test_a_widget_that_is_gone_has_nothing_to_say(state: State) -> None:
    wishes: list[object] = []
    gone = DESK.widget("log", False, wishes.append, shows="expanded")
    assert gone["key"] not in st.session_state
    gone["on_change"]()
    DESK.widget("plane", "a", wishes.append, among=["a", "b"])["on_change"]()
    assert wishes == []


@pytest.mark.parametrize("junk", [None, {}, {"other": 1}])
def test_a_component_that_is_gone_has_nothing_to_say(state: State, junk: object) -> None:
    heard: list[object] = []
    hear = handlers("player", {"start": heard.append})["on_start_change"]
    session = cast(State, st.session_state)
    if junk is not None:
        session["player"] = junk
    hear()
    assert heard == []
    session["player"] = {"start": [1, 2]}
    hear()
    assert heard == [[1, 2]]


def test_a_callback_that_fails_is_logged_and_told(state: State, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_said: object) -> None:
        raise RuntimeError("nobody foresaw this")

    call(fails, 1)
    assert state["toast"].startswith("That could not be done.")
    assert "nobody foresaw this" in caplog.text


def test_a_widget_is_told_its_value_at_every_run(state: State) -> None:
    for value in (10, 10, 20):
        assert DESK.widget("epochs", value, print)["value"] == value
    assert DESK.widget("batch", "mini", print, shows="default")["default"] == "mini"
    assert DESK.widget("plane", "b", print, among=["a", "b"])["index"] == 1
