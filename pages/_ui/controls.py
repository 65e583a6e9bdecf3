"""The Lab's widgets and what they choose: the only home of widget keys.

What is chosen lies in the session apart from the widgets, so that it outlives a visit to
another page, and so that a page can read its experiment before it draws a widget. A
widget that has to show something else than its visitor last set gets a new key: a
browser may not have heard of the change yet, and what it still says of the old one must
not be taken for the visitor's wish.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

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

_EXPERIMENT_FIELDS = ("learning_rate", "epochs", "batch", "batch_size", "seed", "start")
_BATCH_NAMES = {"full": "Full", "mini": "Mini", "stochastic": "Stochastic"}
_AXIS_NAMES = {"log": "Log", "linear": "Linear"}


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
    chosen = _chosen()
    experiment = _experiment()
    others = tuple(
        replace(experiment, seed=experiment.seed + k, start=None) for k in range(1, chosen["runs"])
    )
    preset = _preset()
    return Choices(
        experiments=(experiment, *others),
        plane=chosen["plane"],
        axis=chosen["axis"],
        view=chosen["view"],
        hint=PRESETS[preset].hint if preset else summary((experiment, *others)),
    )


def _chosen() -> dict[str, Any]:
    """The session's choices, by name."""
    first = {field: getattr(_DEFAULT, field) for field in _EXPERIMENT_FIELDS}
    first |= {"runs": 1, "plane": PLANES[0], "axis": "log", "view": None}
    first |= {"rate_text": f"{_DEFAULT.learning_rate:g}", "rate_error": None}
    chosen: dict[str, Any] = st.session_state.setdefault("choices", first)
    return chosen


def _experiment() -> Experiment:
    return Experiment(**{field: _chosen()[field] for field in _EXPERIMENT_FIELDS})


def _preset() -> str | None:
    """The preset that is on the screen, if any."""
    experiment = _experiment()
    alone = _chosen()["runs"] == 1
    return next((key for key, preset in PRESETS.items() if alone and preset.experiment == experiment), None)


def _widget(name: str, value: object, changed: Callable[[Any], None]) -> dict[str, Any]:
    """The key and callback of the widget ``name``, which has to show ``value``."""
    turns: dict[str, int] = st.session_state.setdefault("turns", {})
    said: dict[str, object] = st.session_state.setdefault("said", {})
    key = f"{name}-{turns.setdefault(name, 0)}"
    if st.session_state.setdefault(key, value) != value:
        turns[name] += 1
        key = f"{name}-{turns[name]}"
        st.session_state[key] = value
    said[key] = value

    def take() -> None:
        # A widget that is gone may say once more what it said last: that is no wish.
        if st.session_state[key] != said[key]:
            said[key] = st.session_state[key]
            changed(said[key])

    return {"key": key, "on_change": take}


def _choice(name: str, then: Callable[[], None] | None = None) -> dict[str, Any]:
    """The key and callback of a widget that sets the choice ``name``."""

    def take(value: object) -> None:
        _chosen()[name] = value
        if then:
            then()

    return _widget(name, _chosen()[name], take)


def preset_picker() -> None:
    """The named experiments, one click each."""
    st.pills(
        "Try one",
        list(PRESETS),
        format_func=lambda key: PRESETS[key].title,
        label_visibility="collapsed",
        **_widget("preset", _preset(), _take_preset),
    )


def show() -> None:
    """Every control, in the order of a learner's questions."""
    _rate()
    st.select_slider(
        "Epochs", EPOCHS, help="How many times training goes through all the data.", **_choice("epochs")
    )
    _batch()
    _start()
    _look()


def _rate() -> None:
    chosen = _chosen()
    st.select_slider(
        "Learning rate",
        # A rate that was typed in has its own place on the slider.
        sorted({*RATES, chosen["learning_rate"]}),
        format_func=lambda rate: f"{rate:g}",
        help="How far each step goes: new weight = old weight − rate × gradient.",
        **_choice("learning_rate", then=_write_rate),
    )
    st.text_input(
        "Learning rate, typed",
        label_visibility="collapsed",
        placeholder="0.01 or 1e-2",
        **_widget("rate_text", chosen["rate_text"], take_rate),
    )
    if chosen["rate_error"]:
        st.error(chosen["rate_error"])


def _batch() -> None:
    st.segmented_control(
        "Batch",
        BATCH_MODES,
        format_func=_BATCH_NAMES.__getitem__,
        required=True,
        width="stretch",
        help="How many samples each update looks at: all, a few, or one.",
        **_choice("batch"),
    )
    if _chosen()["batch"] == "mini":
        st.slider(
            "Batch size",
            1,
            _DEFAULT.data.samples,
            help="Samples in one mini-batch; the last of an epoch may be smaller.",
            **_choice("batch_size"),
        )


def _start() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Seed",
            min_value=0,
            max_value=_LAST_SEED,
            step=1,
            help="Decides the random start and the order of the batches.",
            width="stretch",
            **_choice("seed", then=_clear_start),
        )
        st.button("New start", on_click=_new_start, help="Take the next seed.", icon=":material/casino:")
    if start := _chosen()["start"]:
        st.button(
            f"Start ({', '.join(f'{v:.4g}' for v in start)})",
            on_click=_clear_start,
            icon=":material/undo:",
            help="You chose this start on the surface. Go back to the start that the seed draws.",
        )
    st.segmented_control(
        "Runs together",
        range(1, _MOST_RUNS + 1),
        required=True,
        width="stretch",
        help="Race this start against the starts of the next seeds.",
        **_choice("runs"),
    )


def _look() -> None:
    st.selectbox(
        "Plane",
        PLANES,
        help="The two directions to look along; the third is held at the run's best point.",
        **_choice("plane", then=_whole_view),
    )
    st.segmented_control(
        "Loss axis",
        list(_AXIS_NAMES),
        format_func=_AXIS_NAMES.__getitem__,
        required=True,
        width="stretch",
        help="Log shows the long tail, linear the first fall.",
        **_choice("axis"),
    )


def take_rate(rate: object) -> None:
    """Set the learning rate to ``rate``, a number or its text.

    A bad one is named, stays in its field, and changes nothing else.
    """
    chosen = _chosen()
    chosen["rate_text"] = str(rate)
    try:
        chosen["learning_rate"] = rate_of(chosen["rate_text"])
        chosen["rate_error"] = None
    except ValueError as error:
        chosen["rate_error"] = str(error)


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
        _chosen()["start"] = start


def take_view(view: object) -> None:
    """Look at ``view`` (x0, x1, y0, y1) more closely, or at the whole picture again."""
    numbers = _finite(view, 4)
    if numbers is None:
        _whole_view()
        return
    x0, x1, y0, y1 = numbers
    finest = 1e-5 * max(1.0, *map(abs, numbers))  # below it, float32 cannot tell the points apart
    if x1 - x0 > finest and y1 - y0 > finest:
        _chosen()["view"] = (x0, x1, y0, y1)


def _finite(value: object, count: int) -> tuple[float, ...] | None:
    """``value`` as ``count`` finite numbers, or None: it comes from a browser."""
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(v, int | float) and abs(v) < 1e30 for v in value):
        return None
    return tuple(float(v) for v in value)


def _take_preset(preset: str | None) -> None:
    if preset is None:
        return
    experiment = PRESETS[preset].experiment
    _chosen().update({field: getattr(experiment, field) for field in _EXPERIMENT_FIELDS}, runs=1)
    _write_rate()
    _whole_view()


def _write_rate() -> None:
    _chosen().update(rate_text=f"{_chosen()['learning_rate']:.6g}", rate_error=None)


def _new_start() -> None:
    _chosen()["seed"] = (_chosen()["seed"] + 1) % (_LAST_SEED + 1)
    _clear_start()


def _clear_start() -> None:
    _chosen()["start"] = None


def _whole_view() -> None:
    _chosen()["view"] = None
