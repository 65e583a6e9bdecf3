"""The app with three faults, for test_error_boundary: in a page, in a part of it, and in a callback.

Whoever asks the Lab for the rate 0.013, for 0.017, or for the landscape finds one of them.
"""

from typing import Any

import streamlit as st

from app import SETTINGS, SHELL
from pages._ui import choices, sentences
from pages._ui.page_state import PageState
from pages._ui.player import payload

app = st.App(SHELL, **SETTINGS)

_pack, _toggle = payload.pack, PageState.take_toggle


def _page(experiments: Any) -> str:
    if experiments[0].learning_rate == 0.013:
        raise RuntimeError("a fault in the page")
    return sentences.summary(experiments)


def _part(scene: Any, *rest: Any) -> bytes:
    if scene.runs[0].experiment.learning_rate == 0.017:
        raise RuntimeError("a fault in a part of the page")
    return _pack(scene, *rest)


def _callback(desk: PageState, name: object) -> None:
    if name == "solid":
        raise RuntimeError("a fault in a callback")
    _toggle(desk, name)


for _owner, _name, _faulty in (
    (choices, "summary", _page),
    (payload, "pack", _part),
    (PageState, "take_toggle", _callback),
):
    setattr(_owner, _name, _faulty)
