"""The Lab's widgets and what they choose: the only home of widget keys.

The values live in the session under the widgets' keys, so that a page can read its
experiment before it draws a single widget.
"""

from dataclasses import dataclass, replace

import streamlit as st

from gd_core import PRESETS, Experiment, Plane
from gd_core.fields import BATCH_MODES, NUMBERS
from gd_core.planes import Extent
from pages._ui.figures import RUN_COLORS, LossAxis
from pages._ui.rates import EPOCHS, RATES, rate_of
from pages._ui.scene import PLANES
from pages._ui.sentences import summary

_DEFAULT = Experiment()

_MOST_RUNS = len(RUN_COLORS)
_LAST_SEED = int(NUMBERS["seed"].high) - _MOST_RUNS

_BATCH_NAMES = {"full": "Full", "mini": "Mini", "stochastic": "Stochastic"}
_AXIS_NAMES = {"log": "Log", "linear": "Linear"}

_FIRST_VALUES = {
    "preset": "notebook",
    "learning_rate": _DEFAULT.learning_rate,
    "rate_text": f"{_DEFAULT.learning_rate:g}",
    "rate_error": None,
    "epochs": _DEFAULT.epochs,
    "batch": _DEFAULT.batch,
    "batch_size": _DEFAULT.batch_size,
    "seed": _DEFAULT.seed,
    "runs": 1,
    "plane": PLANES[0],
    "axis": "log",
    "start": None,
    "view": None,
}


@dataclass(frozen=True)
class Choices:
    """What the Lab is asked to show: the experiments side by side, and how to look at them."""

    experiments: tuple[Experiment, ...]
    plane: str
    axis: LossAxis
    view: Extent | None
    hint: str


def choices() -> Choices:
    """The present choices of this session."""
    for key, value in _FIRST_VALUES.items():
        st.session_state.setdefault(key, value)
    experiment = _experiment()
    others = tuple(
        replace(experiment, seed=experiment.seed + k, start=None) for k in range(1, st.session_state.runs)
    )
    preset = _preset_of(experiment)
    return Choices(
        experiments=(experiment, *others),
        plane=st.session_state.plane,
        axis=st.session_state.axis,
        view=st.session_state.view,
        hint=PRESETS[preset].hint if preset else summary((experiment, *others)),
    )


def _experiment() -> Experiment:
    state = st.session_state
    return Experiment(
        batch=state.batch,
        batch_size=state.batch_size,
        learning_rate=state.learning_rate,
        epochs=state.epochs,
        seed=state.seed,
        start=state.start,
    )


def _preset_of(experiment: Experiment) -> str | None:
    alone = st.session_state.runs == 1
    return next((key for key, p in PRESETS.items() if alone and p.experiment == experiment), None)


def preset_picker() -> None:
    """The named experiments, one click each."""
    st.session_state.preset = _preset_of(_experiment())
    st.pills(
        "Try one",
        list(PRESETS),
        format_func=lambda key: PRESETS[key].title,
        key="preset",
        on_change=_take_preset,
        label_visibility="collapsed",
        persist_state="session",
    )


def show() -> None:
    """Every control, in the order of a learner's questions."""
    _rate()
    st.select_slider(
        "Epochs",
        EPOCHS,
        key="epochs",
        help="How many times training goes through all the data.",
        persist_state="session",
    )
    _batch()
    _start()
    _look()


def _rate() -> None:
    st.select_slider(
        "Learning rate",
        # A rate that was typed in has its own place on the slider.
        sorted({*RATES, st.session_state.learning_rate}),
        format_func=lambda rate: f"{rate:g}",
        key="learning_rate",
        on_change=_write_rate,
        help="How far each step goes: new weight = old weight − rate × gradient.",
        persist_state="session",
    )
    st.text_input(
        "Learning rate, typed",
        key="rate_text",
        on_change=_read_rate,
        label_visibility="collapsed",
        placeholder="0.01 or 1e-2",
        persist_state="session",
    )
    if st.session_state.rate_error:
        st.error(st.session_state.rate_error)


def _batch() -> None:
    st.segmented_control(
        "Batch",
        BATCH_MODES,
        format_func=_BATCH_NAMES.__getitem__,
        key="batch",
        required=True,
        width="stretch",
        help="How many samples each update looks at: all, a few, or one.",
        persist_state="session",
    )
    if st.session_state.batch == "mini":
        st.slider(
            "Batch size",
            1,
            _DEFAULT.data.samples,
            key="batch_size",
            help="Samples in one mini-batch; the last of an epoch may be smaller.",
            persist_state="session",
        )


def _start() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Seed",
            min_value=0,
            max_value=_LAST_SEED,
            step=1,
            key="seed",
            on_change=_clear_start,
            help="Decides the random start and the order of the batches.",
            width="stretch",
            persist_state="session",
        )
        st.button("New start", on_click=_new_start, help="Take the next seed.", icon=":material/casino:")
    if st.session_state.start:
        place = ", ".join(f"{v:.4g}" for v in st.session_state.start)
        st.button(
            f"Start ({place})",
            on_click=_clear_start,
            icon=":material/undo:",
            help="You chose this start on the surface. Go back to the start that the seed draws.",
        )
    st.segmented_control(
        "Runs together",
        range(1, _MOST_RUNS + 1),
        key="runs",
        required=True,
        width="stretch",
        help="Race this start against the starts of the next seeds.",
        persist_state="session",
    )


def _look() -> None:
    st.selectbox(
        "Plane",
        PLANES,
        key="plane",
        on_change=_whole_view,
        help="The two directions to look along; the third is held at the run's best point.",
        persist_state="session",
    )
    st.segmented_control(
        "Loss axis",
        list(_AXIS_NAMES),
        format_func=_AXIS_NAMES.__getitem__,
        key="axis",
        required=True,
        width="stretch",
        help="Log shows the long tail, linear the first fall.",
        persist_state="session",
    )


def take_rate(rate: object) -> None:
    """Set the learning rate to ``rate``, a number or its text."""
    st.session_state.rate_text = str(rate)
    _read_rate()


def take_start(plane: Plane, place: object) -> None:
    """Start the descent at ``place`` (x, y) on ``plane``."""
    numbers = _finite(place, 2)
    if numbers is None:
        return
    start = tuple(plane.lift(plane.origin.new_tensor(numbers)).tolist())
    try:
        replace(_experiment(), start=start)
    except ValueError as error:
        st.toast(str(error), icon=":material/error:")
    else:
        st.session_state.start = start


def take_view(view: object) -> None:
    """Look at ``view`` (x0, x1, y0, y1) more closely, or at the whole picture again."""
    numbers = _finite(view, 4)
    if numbers is None:
        _whole_view()
        return
    x0, x1, y0, y1 = numbers
    finest = 1e-5 * max(1.0, *map(abs, numbers))  # below it, float32 cannot tell the points apart
    if x1 - x0 > finest and y1 - y0 > finest:
        st.session_state.view = (x0, x1, y0, y1)


def _finite(value: object, count: int) -> tuple[float, ...] | None:
    """``value`` as ``count`` finite numbers, or None: it comes from a browser."""
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(v, int | float) and abs(v) < 1e30 for v in value):
        return None
    return tuple(float(v) for v in value)


def _take_preset() -> None:
    chosen = st.session_state.preset
    if chosen is None:
        return
    experiment = PRESETS[chosen].experiment
    for field in ("learning_rate", "epochs", "batch", "batch_size", "seed", "start"):
        st.session_state[field] = getattr(experiment, field)
    st.session_state.runs = 1
    _write_rate()
    _whole_view()


def _write_rate() -> None:
    st.session_state.rate_text = f"{st.session_state.learning_rate:.6g}"
    st.session_state.rate_error = None


def _read_rate() -> None:
    """Take the typed rate; a bad one is named, stays in its field, and changes nothing else."""
    try:
        st.session_state.learning_rate = rate_of(st.session_state.rate_text)
        st.session_state.rate_error = None
    except ValueError as error:
        st.session_state.rate_error = str(error)


def _new_start() -> None:
    st.session_state.seed = (st.session_state.seed + 1) % (_LAST_SEED + 1)
    _clear_start()


def _clear_start() -> None:
    st.session_state.start = None


def _whole_view() -> None:
    st.session_state.view = None
