"""Lesson 4: a 2-3-1 network learns ten labels; every picture of it plays together."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from gd_core import Run
from pages._ui import controls, network, sentences, trainings, ways
from pages._ui.live import live
from pages._ui.network import CHALLENGES, challenge
from pages._ui.page_state import PageState
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.prose import tell
from pages._ui.scene import Scene, scene
from pages._ui.start_controls import own_start

desk = PageState("network")
experiment, plane = desk.experiment, desk.chosen["plane"]
challenge_now = network.challenge_of(experiment)
training = trainings.current((experiment,))
if challenge_now:
    # Short enough to wait for: what is bet on must not be seen to begin.
    training.advance()


def take(title: str | None) -> None:
    if title is not None:
        desk.choose(challenge(title, desk.chosen["seed"]))


title, challenges = st.columns([3, 2], gap="medium", vertical_alignment="center")
with title:
    tell("network", "intro")
with challenges:
    st.pills(
        "What to learn",
        list(CHALLENGES),
        label_visibility="collapsed",
        **desk.widget("challenge", challenge_now, take, shows="default"),
    )


def shown(runs: Sequence[Run]) -> tuple[Scene, bytes]:
    """What the player shows of the one run."""
    (run,) = runs
    seen = scene([run], plane, desk.chosen["view"])
    caption, bet = Caption(hint=sentences.summary([experiment])), None
    if training.complete:
        bet = network.bet(run)
        caption = Caption(caption.hint, network.ending(run), *ways.offered(runs, desk.page))
    lesson = Lesson(panels=network.panels(seen), bet=bet, layout="network", numbers=False)
    return seen, pack(seen, desk.chosen["axis"], caption, training.progress, lesson)


with st.container(key="network-desk"):
    with st.container(key="network-controls"):
        network_controls = st.columns([1.9, 0.7, 1.4, 1.5, 1.0], gap="medium")
    live(desk, training, shown)


def seed_and_start(desk: PageState) -> None:
    """The seed, and beside it the start that it draws, folded away."""
    controls.seed(desk)
    own_start(desk)


rate, epochs, batch, seed, cut = network_controls
for column, control in (
    (rate, partial(controls.rate, field=96)),
    (epochs, controls.epochs),
    (batch, controls.batch),
    (seed, seed_and_start),
    (cut, controls.plane),
):
    with column, st.container(horizontal=True, vertical_alignment="bottom"):
        control(desk)

left, right = st.columns(2, gap="large")
with left:
    tell("network", "try", count=len(experiment.data.names))
with right:
    if training.complete:
        (run,) = training.runs()
        section, values = network.verdict(run)
        tell("network", section, **values)

tell("network", "twins", twins=network.twins(experiment))
controls.open_in_lab(experiment, "See its twins in the Lab", open=("slices",))

if experiment.batch == "full" and experiment.start is None:
    with controls.shelf(desk, "notebook", "The same run in a notebook"):
        tell("network", "notebook", **network.notebook(experiment))

controls.open_in_lab(experiment, plane=plane)
st.page_link("../assignment.py", label="Next: build this network yourself")
