"""The Lab: choose an experiment, watch it train, start it anywhere."""

import streamlit as st

from pages._ui import controls, sentences, trainings
from pages._ui.desk import Desk
from pages._ui.player.mount import player
from pages._ui.player.payload import Caption, pack
from pages._ui.scene import scene
from pages._ui.tables import notebook_log

desk = Desk("lab")
chosen = controls.choices(desk)
controls.preset_picker(desk)
left, right = st.columns([3, 1], gap="medium")

training = trainings.current(chosen.experiments)
under_way = not training.complete


# A long training goes on in a fragment of its own, a slice a turn. A short one is in the
# same fragment, without turns, so that the browser keeps one player for both.
@st.fragment(run_every=trainings.TICK if under_way else None)
def pictures() -> None:
    if controls.choices(desk) != chosen:
        st.rerun()
    runs = training.runs()
    seen = scene(runs, chosen.plane, chosen.view)
    caption = Caption(hint=chosen.hint)
    if training.complete:
        caption = Caption(chosen.hint, sentences.endings(runs), sentences.remedy(runs))
    player(
        pack(seen, chosen.axis, caption, training.progress),
        on=desk.events(seen.surface.plane),
    )
    if under_way:
        training.advance(trainings.SLICE)
        if training.complete:
            st.rerun()


with left:
    pictures()

with right:
    controls.show(desk)

if training.complete:
    # Streamlit's table is a megabyte of scripts: not before someone wants to see it.
    shelf = st.expander("The notebook's log: the loss every so many epochs", key="lab-log", on_change="rerun")
    if shelf.open:
        log = notebook_log(training.runs()[0])
        shelf.dataframe(log, hide_index=True, alt="Loss and parameters every so many epochs")
        shelf.download_button(
            "Download as CSV", log.to_csv(index=False), "loss_log.csv", "text/csv", icon=":material/download:"
        )
