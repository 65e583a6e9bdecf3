"""What one batch sees: a run of the race alone, each batch's hill laid over its surface."""

from collections.abc import Sequence

import streamlit as st

from gd_core import Run
from pages._ui import visits
from pages._ui.insights.batch import batch_panel
from pages._ui.naming import batch_name
from pages._ui.page_fields import HILL, WATCHED_HILLS
from pages._ui.page_state import PageState
from pages._ui.player.mount import player
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.prose import tell
from pages._ui.scene import scene


@st.fragment
def one_batch(desk: PageState, runs: Sequence[Run]) -> None:
    """The section for the race of ``runs``; the player comes when it is wanted."""
    visits.keep_up()
    names = {run.experiment.batch: batch_name(run.experiment) for run in runs}
    tell("batches", "hill", samples=runs[0].experiment.data.samples)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.toggle("Show the hills", **desk.choice("hill"))
        if desk.chosen["hill"]:
            st.segmented_control(
                "Whose batches",
                WATCHED_HILLS,
                required=True,
                format_func=names.__getitem__,
                label_visibility="collapsed",
                **desk.choice("hill_batch", shows="default"),
            )
    if desk.chosen["hill"]:
        _watch(desk, next(run for run in runs if run.experiment.batch == desk.chosen["hill_batch"]))
        tell("batches", "hill-try")


def _watch(desk: PageState, run: Run) -> None:
    seen = scene([run], desk.chosen["plane"], desk.chosen["hill_view"])
    hint = f"The {batch_name(run.experiment)} run of the race, alone."
    lesson = Lesson(panels=[batch_panel(seen)], layout="race", numbers=False, prefix=HILL, starts=False)
    player(
        pack(seen, "log", Caption(hint=hint), lesson=lesson),
        on={"view": lambda view: desk.take_view(view, "hill_view"), "start": lambda _: None},
        key="hill player",
    )
