"""What a shelf shows while its sweeps are under way, and how they are carried on."""

from collections.abc import Callable
from time import monotonic

import streamlit as st

from pages._ui import fair_lock, trainings, visits
from pages._ui.sweeps.shared import Watched

AT_A_TIME = 0.8
"""Seconds of work within one run of a shelf: most of what is first drawn is then done."""


def shelf(watched: Watched, draw: Callable[[], None]) -> None:
    """Draw what there is of ``watched``, and go on until it is complete."""
    _advance(watched)
    under_way = not watched.complete

    @st.fragment(run_every=trainings.TICK if under_way else None)
    def drawn() -> None:
        visits.keep_up()
        draw()
        if under_way:
            st.progress(watched.progress, text=watched.notice or f"Training: {watched.progress:.0%}")
            _advance(watched)
            if watched.complete:
                st.rerun()

    drawn()


def _advance(watched: Watched) -> None:
    """Work for a while, at least for one slice; between slices other visitors have their turn."""
    deadline = monotonic() + AT_A_TIME
    done = watched.done
    while not watched.complete and watched.done == done:
        with fair_lock.turn():
            watched.advance(trainings.SLICE)
        if watched.notice or monotonic() >= deadline:
            return
