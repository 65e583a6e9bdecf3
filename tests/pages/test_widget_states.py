"""What a browser says of widgets and parts that cannot be so is as if it had not been said."""

from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from pages._ui import visits, widget_states
from pages._ui.mounting import handlers
from pages._ui.page_state import finite

ODD: list[Any] = [
    None, True, 0, -1, 1e308, 10**400, "", "x" * 1_000, "\u0000", "NaN", [], {}, [1], [1, 2], ["a", "b"],
    [None, None], [[1, 2], [3, 4]], [10**400, 1], {"page": "lab"}, {"page": ["lab"], "fields": {}},
    {"page": {"a": 1}, "fields": {}}, {"page": "nowhere", "fields": {}},
    {"page": "lab", "fields": {"seed": {"a": 1}}},
    {"page": "lab", "fields": [1]}, {"seed": None}, {"branch": [1]}, {"plane": 3}, {"open": ["sweep"]},
    {"epochs": "9" * 4_000}, {"learning_rate": 10**400}, [1e-300, 2e-300, 0, 1], [-1e29, 1e29, -1e29, 1e29],
]  # fmt: skip
"""Values that JSON can hold and that no part says."""


def text_metadata(options: list[str] | None = None) -> WidgetMetadata[str]:
    """A widget whose value is a text, one of ``options`` if there are any, and of at least one sign."""
    return WidgetMetadata(
        id="w",
        deserializer=lambda value: value[0] + value[1:] if value is not None else "",
        serializer=str,
        value_type="string_value",
        formatted_options=options,
    )


@pytest.mark.parametrize(
    ("state", "fitting"),
    [
        (WidgetState(id="w"), True),
        (WidgetState(id="w", string_value="a"), True),
        (WidgetState(id="w", string_value=""), False),  # its reading fails
        (WidgetState(id="w", bool_value=True), False),
        (WidgetState(id="w", json_value="{}"), False),
    ],
)
def test_a_state_fits_if_the_widget_can_be_in_it(state: WidgetState, fitting: bool) -> None:
    assert widget_states.fits(state, text_metadata()) is fitting


def test_what_is_no_option_does_not_fit() -> None:
    assert widget_states.fits(WidgetState(id="w", string_value="a"), text_metadata(["a"]))
    assert not widget_states.fits(WidgetState(id="w", string_value="b"), text_metadata(["a"]))


def test_a_session_hears_only_what_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("set_widgets_from_proto", "register_widget"):
        monkeypatch.setattr(SessionState, name, getattr(SessionState, name))
    widget_states.checked()
    state = SessionState()
    state._set_widget_metadata(text_metadata())
    said = [WidgetState(id="w", bool_value=True), WidgetState(id="unknown", bool_value=True)]
    state.set_widgets_from_proto(WidgetStates(widgets=said))
    assert set(state._new_widget_state.states) == {"unknown"}
    state.set_widgets_from_proto(WidgetStates(widgets=[WidgetState(id="w", string_value="a")]))
    assert state._new_widget_state["w"] == "a"


def test_a_part_that_is_gone_or_says_nothing_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    states: list[dict[str, object]] = [
        {},
        {"part": None},
        {"part": []},
        {"part": {}},
        {"part": {"else": 1}},
        {"part": {"event": 1}},
    ]
    for state in states:
        monkeypatch.setattr(st, "session_state", state)
        handlers("part", {"event": said.append})["on_event_change"]()
    assert said == [1]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:30])
def test_numbers_are_finite_or_none(value: object) -> None:
    assert finite(value, 4) is None or value == [-1e29, 1e29, -1e29, 1e29] or value == [1e-300, 2e-300, 0, 1]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:30])
def test_whatever_the_tools_say_leads_to_a_page_or_nowhere(
    value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", state)
    visits.go(value)
    assert state.get("go to") in (None, "lab")
