"""The Lab: choose an experiment, watch it train, start it anywhere."""

from collections.abc import Sequence

import streamlit as st

from gd_core import Run
from pages._ui import aims, controls, sentences, trainings, ways
from pages._ui.autopsy import autopsy
from pages._ui.choices import choices
from pages._ui.insights import pills as insights
from pages._ui.insights.compare import shown_bands
from pages._ui.insights.insight import Look
from pages._ui.links import written
from pages._ui.live import live
from pages._ui.page_state import PageState
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.prose import show
from pages._ui.scene import Scene, scene
from pages._ui.tables import notebook_log
from pages._ui.takeaway import shelf as takeaway
from pages._ui.takeaway.file_names import stem

desk = PageState("lab")
chosen = choices(desk)
aim, first = st.columns([4, 1], gap="medium", vertical_alignment="center")
with aim, st.container(key="aim"):
    show(aims.SENTENCES[desk.chosen["problem"]])
with first, st.container(key="start-with-1"):
    st.page_link("../idea.py", label="New here? Start with 1 The idea")
controls.preset_picker(desk)
left, right = st.columns([3, 1], gap="medium")

training = trainings.current(chosen.experiments)
# What is taken away is made by a thread that knows no session.
asked = dict(desk.chosen)


def shown(runs: Sequence[Run]) -> tuple[Scene, bytes]:
    """What the player shows of ``runs``."""
    seen = scene(runs, chosen.plane, chosen.view)
    caption = Caption(hint=chosen.hint)
    if training.complete:
        caption = Caption(chosen.hint, sentences.endings(runs), *ways.offered(runs, desk.page))
    look = Look(runs, training.complete, asked, lambda: seen)
    failed = autopsy(runs, desk.page) if training.complete else []
    lesson = Lesson(
        panels=[*failed, *insights.panels(look)],
        data=aims.data_panel(runs[0]),
        layout=aims.layout(desk.chosen["problem"]),
        insights=insights.offered(look),
        bands=shown_bands(look),
    )
    return seen, pack(seen, chosen.axis, caption, training.progress, lesson)


with left:
    live(desk, training, shown)

with right:
    controls.show(desk)

runs = training.runs()
with left:  # beside the controls, however long they are
    insights.shelves(
        desk, Look(runs, training.complete, asked, lambda: scene(runs, chosen.plane, chosen.view))
    )

if training.complete:
    # Streamlit's table is a megabyte of scripts: not before someone wants to see it.
    shelf = controls.shelf(desk, "log", "Log: the loss, a line every few epochs")
    if shelf.open:
        log = notebook_log(training.runs()[0])
        shelf.dataframe(log, hide_index=True, alt="Loss and parameters, a line every few epochs")
        shelf.download_button(
            "Download as CSV",
            lambda: log.to_csv(index=False),
            f"{stem([training.runs()[0].experiment])}_log.csv",
            "text/csv",
            icon=":material/download:",
        )

    away = controls.shelf(desk, "takeaway", takeaway.LABEL)
    if away.open:
        with away:
            link = written("lab", asked | {"open": ()})
            takeaway.show(training.runs(), shown, chosen.axis, link)
