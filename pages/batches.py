"""Lesson 3: full batch, mini-batch and stochastic, raced; what is said of them, measured."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from gd_core import Run
from gd_core.lessons.claims import race
from pages._ui import controls, pins, trainings
from pages._ui.batches import controls as own_controls
from pages._ui.batches import hill, sections, verdicts
from pages._ui.batches.challenges import CHALLENGES, TARGET, present
from pages._ui.live import live
from pages._ui.page_state import PageState
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.prose import tell
from pages._ui.scene import Scene, scene
from pages._ui.sentences import summary
from pages._ui.start_controls import own_start

desk = PageState("batches")
experiment, clock = desk.experiment, desk.chosen["clock"]
experiments = race(experiment)

# The player comes first in the script, so that it is seen first; on the page the formulas do.
formulas = st.container()
own_controls.challenge_picker(desk)
left, right = st.columns([3, 1], gap="medium")

training = trainings.current(experiments)


def shown(runs: Sequence[Run]) -> tuple[Scene, bytes]:
    """What the player shows of the three ``runs``."""
    done = training.complete
    challenge = present(desk.chosen["challenge"], experiment, clock)
    seen = scene(runs, desk.chosen["plane"], desk.chosen["view"])
    lesson = Lesson(
        clock=clock,
        panels=[{"kind": "race", "slot": "below", "target": TARGET}],
        bet=CHALLENGES[challenge].bet(runs) if challenge and done else None,
        layout="race",
        numbers=False,
    )
    ending = verdicts.verdict(runs, TARGET, clock) if done else ""
    caption = Caption(hint=summary([experiment]), ending=ending)
    return seen, pack(seen, desk.chosen["axis"], caption, training.progress, lesson)


with left:
    live(desk, training, shown)

with right:
    own_controls.clock(desk)
    own_controls.batch_size(desk)
    controls.rate(desk)
    own_controls.epochs(desk)
    controls.seed(desk)
    own_start(desk)
    controls.axis(desk)

with formulas:
    tell("batches", "intro")
    for column, batched, section in zip(
        st.columns(3, gap="small"), experiments, ("full", "mini", "stochastic"), strict=True
    ):
        known = {"full": {"samples": batched.data.samples}, "mini": {"size": batched.batch_size}}
        with column:
            tell("batches", section, updates=batched.updates_per_epoch, **known.get(section, {}))

hill.one_batch(desk, training.runs())
sections.work_and_accuracy(desk)
sections.ways_out(desk)

tell("batches", "luck")
controls.open_in_lab(
    replace(experiment, luck=1),
    "Same start, another order: two runs in the Lab",
    **pins.beside(experiment),
    open=("compare",),
)

tell("batches", "end")
with st.container(horizontal=True):
    controls.open_in_lab(experiment, label="Open the mini-batch run in the Lab")
    controls.open_in_lab(experiment, label="See it for 200 learning rates", open=("sweep",))
st.page_link("../network.py", label="Next: a network with a hidden layer")
