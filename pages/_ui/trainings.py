"""The training that a session is looking at, kept over reruns and dropped for a newer one."""

import streamlit as st

from gd_core import Experiment, Training

AT_ONCE = 0.12
"""Seconds of training within one rerun: most trainings are through by then."""

SLICE = 0.2
"""Seconds of training a turn for longer ones, so that other visitors get theirs."""

TICK = 0.25
"""Seconds between turns."""

_RECORDED = 4_000
"""Recorded updates of a run that is looked at: more than a screen has pixels."""


def current(experiments: tuple[Experiment, ...]) -> Training:
    """This session's training of ``experiments``, begun now if they are new."""
    kept = st.session_state.get("_training")
    if kept is None or kept[0] != experiments:
        kept = (experiments, Training(experiments, record_limit=_RECORDED))
        st.session_state["_training"] = kept
        kept[1].advance(AT_ONCE)
    return kept[1]
