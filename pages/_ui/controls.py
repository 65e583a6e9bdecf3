"""The controls that choose an experiment, one function each."""

from typing import Literal

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from gd_core import PRESETS, Experiment
from gd_core.digits import number
from gd_core.fields import BATCH_MODES
from pages._ui import glossary, optimizers, planes
from pages._ui.choices import preset_of
from pages._ui.fields import MOST_RUNS, limits
from pages._ui.function_controls import function
from pages._ui.page_state import PageState
from pages._ui.rates import EPOCHS, rate_options
from pages._ui.start_controls import own_start

_LAST_SEED = int(limits("seed").high)

PROBLEM_NAMES = {
    "neuron": "One neuron, four points",
    "network": "2-3-1 network, random labels",
    "comparison": "2-3-1 network, labels by a rule",
    "wave": "A wave: two valleys",
    "bowl": "f(x, y): quadratic bowl",
    "ravine": "f(x, y): ravine",
    "saddle": "f(x, y): saddle",
    "rosenbrock": "f(x, y): Rosenbrock",
    "himmelblau": "f(x, y): Himmelblau",
    "beale": "f(x, y): Beale",
    "rastrigin": "f(x, y): Rastrigin",
    "two_valleys": "f(x, y): two valleys",
    "formula": "f(x, y): your own formula",
}
BATCH_NAMES = {"full": "Full", "mini": "Mini", "stochastic": "Stochastic"}
_AXIS_NAMES = {"log": "Log", "linear": "Linear"}


def preset_picker(desk: PageState) -> None:
    """The named experiments of the problem, one click each."""

    def take(preset: str | None) -> None:
        if preset is not None:
            desk.choose(PRESETS[preset].experiment, runs=PRESETS[preset].runs)

    problem = desk.chosen["problem"]
    st.pills(
        "Try one",
        [key for key, preset in PRESETS.items() if preset.experiment.problem == problem],
        format_func=lambda key: PRESETS[key].title,
        label_visibility="collapsed",
        **desk.widget("preset", preset_of(desk), take, shows="default"),
    )


def show(desk: PageState) -> None:
    """Every control, in the order of a learner's questions."""
    problem(desk)
    function(desk)
    optimizers.choose(desk)
    rate(desk)
    epochs(desk)
    batch(desk)
    start(desk)
    plane(desk)
    axis(desk)


def problem(desk: PageState) -> None:
    """What is to be learnt; a change begins with the first preset of the new problem."""

    def take(name: str) -> None:
        first = next(preset for preset in PRESETS.values() if preset.experiment.problem == name)
        desk.choose(first.experiment, runs=first.runs)

    st.selectbox(
        "Problem",
        list(PROBLEM_NAMES),
        format_func=PROBLEM_NAMES.__getitem__,
        help="What is made small: the loss of a model on its data, or a function f(x, y) itself.",
        **desk.widget("problem", desk.chosen["problem"], take, among=list(PROBLEM_NAMES)),
    )


def rate(desk: PageState, field: int | Literal["stretch"] = "stretch") -> None:
    """The learning rate, on a slider and typed; the ``field`` is so many pixels wide."""
    chosen = desk.chosen
    st.select_slider(
        "Learning rate",
        rate_options(chosen["learning_rate"]),
        format_func=lambda rate: number(rate, 6),
        help=glossary.means("learning rate"),
        **desk.choice("learning_rate"),
    )
    st.text_input(
        "Learning rate, typed",
        label_visibility="collapsed",
        placeholder="0.01 or 1e-2",
        width=field,
        **desk.widget("rate_text", chosen["rate_text"], desk.take_rate),
    )
    if chosen["rate_error"]:
        st.error(chosen["rate_error"])


def epochs(desk: PageState) -> None:
    """How long to train."""
    st.select_slider(
        "Epochs",
        sorted({*EPOCHS, desk.chosen["epochs"]}),
        help=f"How many epochs to train. {glossary.means('epoch')}",
        **desk.choice("epochs"),
    )


def batch(desk: PageState) -> None:
    """How many samples an update looks at."""
    if not desk.experiment.data.batched:
        st.caption("There are no batches: a function has no samples.")
        return
    st.segmented_control(
        "Batch",
        BATCH_MODES,
        format_func=BATCH_NAMES.__getitem__,
        required=True,
        width="stretch",
        help=glossary.means("batch"),
        **desk.choice("batch", shows="default"),
    )
    if desk.chosen["batch"] == "mini":
        batch_size(desk)


def batch_size(desk: PageState) -> None:
    """The size of a mini-batch, from 1 to N."""
    st.slider(
        "Batch size",
        1,
        desk.experiment.data.samples,
        help="How many samples are in one mini-batch; the last one of an epoch may be smaller.",
        **desk.choice("batch_size"),
    )


def start(desk: PageState) -> None:
    """Where to start, and how many starts to race."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed(desk)
        st.button(
            "New start",
            key=f"{desk.page}-new start",
            on_click=_new_start,
            args=(desk,),
            help="Take the next seed.",
            icon=":material/casino:",
        )
    own_start(desk)

    st.segmented_control(
        "Runs together",
        range(1, MOST_RUNS + 1),
        required=True,
        width="stretch",
        help="How many runs to show together: this start and those of the next seeds.",
        **desk.choice("runs", shows="default"),
    )


def seed(desk: PageState) -> None:
    """The seed, as a number."""
    drawn = "the data, " if desk.experiment.data.redrawn else ""
    st.number_input(
        "Seed",
        min_value=0,
        max_value=_LAST_SEED,
        step=1,
        help=f"Decides {drawn}the random start and the order of the batches.",
        width="stretch",
        **desk.choice("seed", also={"start": None}),
    )


def plane(desk: PageState, further: bool = True) -> None:
    """The directions to look along; ``further``, random ones too, or a slice that follows the point."""
    chosen, names = desk.chosen["plane"], desk.experiment.data.names
    drawn = [planes.random(planes.seed(chosen) or 0)] if further and len(names) > 2 else []
    options = [*planes.planes(names), *drawn]

    def take(wanted: str) -> None:
        desk.change(plane=wanted, view=None)

    st.selectbox(
        "Plane",
        options,
        help="The two directions that the map shows. All other parameters are fixed at the run's best point, "
        "where its loss is lowest.",
        **desk.widget("plane", planes.still(chosen), take, among=options),
    )
    if further and len(names) > 2:
        _more_of_the_plane(desk)


def _more_of_the_plane(desk: PageState) -> None:
    """Whether a slice follows the point, or which of the random planes it is."""
    chosen = desk.chosen["plane"]
    if planes.pair(chosen):
        along = planes.still(chosen)

        def take(follow: bool) -> None:
            desk.change(plane=planes.following(along) if follow else along)

        told = "Fix the other parameters at the step shown, not at the best point."
        st.toggle("Follow the point", help=told, **desk.widget("follow", planes.follows(chosen), take))
    elif (seed := planes.seed(chosen)) is not None:
        st.button(
            "Other directions",
            key=f"{desk.page}-other directions",
            on_click=_other_directions,
            args=(desk, seed),
            help="Draw the next two random directions.",
            icon=":material/casino:",
        )


def _other_directions(desk: PageState, seed: int) -> None:
    desk.change(plane=planes.random((seed + 1) % (planes.MOST_SEED + 1)), view=None)


def axis(desk: PageState) -> None:
    """How the loss is drawn; without a choice where it has no logarithm."""
    if not desk.experiment.data.log_scale:
        return
    st.segmented_control(
        "Loss axis",
        list(_AXIS_NAMES),
        format_func=_AXIS_NAMES.__getitem__,
        required=True,
        width="stretch",
        help="Log shows small losses at the end, linear shows the first steps.",
        **desk.choice("axis", shows="default"),
    )


def shelf(desk: PageState, name: str, label: str) -> ExpanderContainer:
    """A part of the page that is folded away until it is wanted, or a link opens it."""

    def take(wanted: bool) -> None:
        others = [each for each in desk.chosen["open"] if each != name]
        desk.change(open=tuple(sorted([*others, name])) if wanted else tuple(others))

    return st.expander(label, **desk.widget(name, name in desk.chosen["open"], take, shows="expanded"))


def open_in_lab(experiment: Experiment, label: str = "Open in the Lab", **look: object) -> None:
    """A button that opens ``experiment`` in the Lab."""
    if st.button(label, key=f"{label} {experiment}", icon=":material/science:"):
        PageState("lab").choose(experiment, **look)
        st.switch_page("../lab.py")


def _new_start(desk: PageState) -> None:
    desk.change(seed=(desk.chosen["seed"] + 1) % (_LAST_SEED + 1), start=None)
