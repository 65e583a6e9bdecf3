"""Lesson 2: one update of one neuron, with every number of it."""

from collections.abc import Sequence

import streamlit as st
import torch

from gd_core import Run
from gd_core.digits import number
from pages._ui import controls, sentences, trainings, ways
from pages._ui.autopsy import autopsy
from pages._ui.choices import choices
from pages._ui.insights import limit
from pages._ui.insights.insight import Look
from pages._ui.insights.pills import offered
from pages._ui.live import live
from pages._ui.neuron.answers import ends_table
from pages._ui.neuron.audit import audit_panel
from pages._ui.neuron.challenges import CHALLENGES
from pages._ui.neuron.limits import limit_section
from pages._ui.neuron.overlays import neuron_overlays, with_kinks
from pages._ui.page_state import PageState
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.prose import tell
from pages._ui.scene import Scene, scene

desk = PageState("neuron")
chosen = choices(desk)
challenge = next(
    (
        key
        for key, each in CHALLENGES.items()
        if (each.experiment, each.runs) == (desk.experiment, len(chosen.experiments))
    ),
    None,
)


def take(key: str | None) -> None:
    """Begin the challenge ``key``."""
    if key is not None:
        desk.choose(CHALLENGES[key].experiment, runs=CHALLENGES[key].runs)


tell("neuron", "intro")
st.pills(
    "Predict, then see",
    list(CHALLENGES),
    format_func=lambda key: CHALLENGES[key].title,
    label_visibility="collapsed",
    **desk.widget("challenge", challenge, take, shows="default"),
)
left, right = st.columns([3, 1], gap="medium")

training = trainings.current(chosen.experiments)


def shown(runs: Sequence[Run]) -> tuple[Scene, bytes]:
    """What the player shows of ``runs``; the first of them is audited."""
    seen = scene(runs, chosen.plane, chosen.view, widened=with_kinks)
    caption = Caption(hint=sentences.summary(chosen.experiments))
    if training.complete:
        caption = Caption(caption.hint, sentences.endings(runs), *ways.offered(runs, desk.page))
    look = Look(runs, training.complete, desk.chosen, lambda: seen)
    failed = autopsy(runs, desk.page) if training.complete else []
    opened = [limit.panel(look)] if "limit" in desk.chosen["open"] else []
    lesson = Lesson(
        panels=[*failed, *opened, audit_panel(runs[0])],
        bet=CHALLENGES[challenge].bet(runs) if challenge and training.complete else None,
        layout="audit",
        numbers=len(runs) > 1,
        overlays=neuron_overlays(runs[0], seen.surface.plane, seen.surface.extent),
        insights=[each for each in offered(look) if each["name"] == "limit"],
    )
    return seen, pack(seen, chosen.axis, caption, training.progress, lesson)


with left:
    live(desk, training, shown)

with right:
    controls.rate(desk)
    controls.epochs(desk)
    controls.batch(desk)
    controls.start(desk)
    controls.plane(desk, further=False)

data = desk.experiment.data
dead_loss = float(data.losses(-torch.ones(1, len(data.names))))
tell("neuron", "surface", dead_loss=number(dead_loss, 6))
limit_section(desk)
tell("neuron", "line")
if training.complete:
    st.markdown(ends_table(training.runs()))


def race() -> None:
    """Let the starts of the next three seeds run along."""
    desk.change(runs=4)


if desk.chosen["runs"] == 1:
    st.button("Three other starts", on_click=race, icon=":material/casino:")

tell("neuron", "next")
controls.open_in_lab(desk.experiment, runs=desk.chosen["runs"], plane=desk.chosen["plane"])
st.page_link("../batches.py", label="Next: batch, mini-batch, stochastic")
