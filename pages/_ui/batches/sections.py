"""The measured parts of the lesson on batches: each runs apart from the page, when it is asked to."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gd_core import Experiment, train
from gd_core.digits import number
from gd_core.lessons.claims import SEEDS, TARGETS, TIMED
from gd_core.lessons.escapes import EPOCHS, SIZES, Escapes, escapes, valley
from gd_core.lessons.escapes import SEEDS as ESCAPING
from pages._ui import controls, visits
from pages._ui.batches import escape
from pages._ui.batches import measured as measuring
from pages._ui.batches.bet_card import bet_card
from pages._ui.batches.measured import Measured, settled_on
from pages._ui.batches.stills import stills
from pages._ui.page_fields import VALLEY
from pages._ui.page_state import PageState
from pages._ui.planes import planes
from pages._ui.player.mount import player
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.prose import tell
from pages._ui.scene import scene


@st.fragment
def work_and_accuracy(desk: PageState) -> None:
    """Work, accuracy and their balance over many seeds, at the experiment of ``desk``."""
    visits.keep_up()
    chosen, now = desk.chosen, settled_on(desk.experiment)
    tell("batches", "measure", seeds=SEEDS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        target = st.container(width="content")
        button = st.empty()
    with target:
        st.segmented_control(
            "Loss to reach",
            TARGETS,
            required=True,
            format_func=lambda loss: number(loss, 6),
            **desk.choice("target", shows="default"),
        )
    found: Measured | None = chosen.get("found")
    if found is None or found.experiment != now:
        _offer(button, desk, now)
    # What is wanted is kept until it is there: another rerun may come in between. A link wants it too.
    wanted = chosen.get("measuring", now if chosen["measured"] and found is None else None)
    if wanted == now:
        found = chosen["found"] = _measure(now)
        chosen["measuring"] = None
        button.empty()
    if found is not None:
        _show_measured(found, chosen["batch_size"], chosen["target"])


def _offer(button: DeltaGenerator, desk: PageState, experiment: Experiment) -> None:
    """The button that has ``experiment`` measured."""
    again = f"Measure again at rate {number(experiment.learning_rate, 6)}, {experiment.epochs} epochs"
    button.button(
        again if desk.chosen.get("found") else f"Measure {SEEDS} seeds",
        icon=":material/timer:",
        key="measure",
        on_click=lambda: desk.chosen.update(measuring=experiment, measured=True),
    )


def _measure(experiment: Experiment) -> Measured:
    bar = st.empty()
    found = Measured(settled_on(experiment), {}, {})
    for size in measuring.sizes(experiment):
        bar.progress(
            len(found.claims) / experiment.data.samples, text=f"{SEEDS} seeds with batch size {size}"
        )
        measuring.add(found, size)
    measuring.take_time(found)
    bar.empty()
    return found


def _show_measured(found: Measured, m: int, target: float) -> None:
    experiment = found.experiment
    rate = number(experiment.learning_rate, 6)
    st.caption(
        f"Measured at rate {rate}, {experiment.epochs} epochs, seeds 0 to {SEEDS - 1}. "
        "A dot is a seed, the bar the middle half, the upright line the middle seed."
    )
    tell("batches", "work", target=number(target, 6))
    stills("work", measuring.work(found, m, target))
    st.markdown(measuring.work_told(found, target))
    tell("batches", "time", told=measuring.time_told(found), timed=TIMED)
    tell("batches", "accuracy")
    stills("accuracy", measuring.accuracy(found, m, target))
    st.markdown(measuring.accuracy_told(found, m, target))
    tell("batches", "balance")
    stills("balance", [measuring.balance_picture(found, target)], most=520)
    st.markdown(measuring.balance_told(found, target))


@st.fragment
def ways_out(desk: PageState) -> None:
    """The shallow valley: who gets out of it, and one run to watch."""
    visits.keep_up()
    chosen = desk.chosen
    rate = chosen["valley_learning_rate"]
    known: set[float] = chosen.setdefault("known", set())
    tell("batches", "valley", seeds=ESCAPING, epochs=EPOCHS)
    st.select_slider(
        "Learning rate in the valley",
        escape.RATES,
        format_func=lambda rate: number(rate, 6),
        width=420,
        **desk.widget("valley_learning_rate", rate, lambda wanted: _go_to(desk, wanted)),
    )
    found = _escapes(rate) if chosen["valley"] else None
    if found:
        known.add(rate)
    bet_card(
        escape.bet(rate),
        f"Run {ESCAPING} seeds for each batch size",
        escape.result(found) if found else None,
        start=lambda: desk.change(valley=True),
    )
    if found:
        _show_ways_out(desk, found)


def _go_to(desk: PageState, rate: float) -> None:
    """Show what is known at the learning rate ``rate``, and nothing yet at a new one."""
    desk.change(valley_learning_rate=rate, valley=rate in desk.chosen["known"])


def _escapes(rate: float) -> dict[int, Escapes]:
    bar = st.empty()
    found = {}
    for size in SIZES:
        bar.progress((size - 1) / len(SIZES), text=f"{ESCAPING} seeds with batch size {size}")
        found[size] = escapes(rate, size)
    bar.empty()
    return found


def _show_ways_out(desk: PageState, found: dict[int, Escapes]) -> None:
    left, right = st.columns([1, 1], gap="large")
    size = desk.chosen["valley_batch_size"]
    with left:
        stills("ways out", [escape.picture(found, size)], most=560)
        st.markdown(escape.counts_told(found))
        tell("batches", "evidence")
    with right:
        tell("batches", "rest", **escape.facts(found))
        st.markdown(escape.rest_told(found))
    tell("batches", "watch")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Batch size", SIZES, required=True, **desk.choice("valley_batch_size", shows="default")
        )
        st.number_input("Seed to watch", 0, ESCAPING - 1, step=1, width=140, **desk.choice("valley_seed"))
    _watch(desk, found[size])


def _watch(desk: PageState, found: Escapes) -> None:
    chosen = desk.chosen
    experiment = valley(
        chosen["valley_learning_rate"], chosen["valley_batch_size"], seed=chosen["valley_seed"]
    )
    run = train(experiment)
    seen = scene([run], planes(run.names)[0], chosen["valley_view"])
    told = escape.watched_told(run, found.deep[experiment.seed])
    player(
        pack(
            seen,
            "log",
            Caption(hint=_hint(experiment), ending=told),
            lesson=Lesson(layout="race", prefix=VALLEY, starts=False),
        ),
        on={"view": lambda view: desk.take_view(view, "valley_view"), "start": lambda _: None},
        key="valley player",
    )
    controls.open_in_lab(experiment, label="Open this run in the Lab")


def _hint(experiment: Experiment) -> str:
    rate, size, seed = experiment.learning_rate, experiment.batch_size, experiment.seed
    return f"Rate {number(rate, 6)}, batch size {size}, seed {seed}, from the bottom of the shallow valley."
