"""The controls that choose how a step is made: the optimizer, its settings, its schedule, its rivals."""

from collections.abc import Sequence

import streamlit as st

from gd_core.digits import number
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from pages._ui import race
from pages._ui.page_state import PageState
from pages._ui.rules import OPTIMIZER_NAMES, SCHEDULE_NAMES, SETTINGS

_RATES = {"same": "Same rate", "own": "PyTorch\u2019s rates"}


def choose(desk: PageState) -> None:
    """The optimizer, and beside it what else there is to choose about a step."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Optimizer",
            list(OPTIMIZER_NAMES),
            format_func=OPTIMIZER_NAMES.__getitem__,
            help="The rule that turns a gradient into a step. SGD is plain gradient descent.",
            **desk.choice("optimizer", among=list(OPTIMIZER_NAMES)),
        )
        with st.popover(
            "More", help="Its settings, a schedule for the learning rate, a race", width="content"
        ):
            _settings(desk, _used(desk))
            _schedule(desk)
            _race(desk)


def _used(desk: PageState) -> list[str]:
    """The settings of the optimizer that is chosen, and of those that it races against."""
    names = (desk.chosen["optimizer"], *race.others(desk.chosen))
    return list(dict.fromkeys(setting for name in names for setting in OPTIMIZERS[name].settings))


def _settings(desk: PageState, names: Sequence[str]) -> None:
    """A slider each, two side by side."""
    for pair in (names[i : i + 2] for i in range(0, len(names), 2)):
        for column, name in zip(st.columns(len(pair)), pair, strict=True):
            with column:
                _setting(desk, name)


def _setting(desk: PageState, name: str) -> None:
    setting = SETTINGS[name]
    st.select_slider(
        setting.label,
        sorted({*setting.values, desk.chosen[name]}),
        format_func=lambda value: number(value, 6),
        help=setting.help,
        **desk.choice(name),
    )


def _schedule(desk: PageState) -> None:
    st.selectbox(
        "Schedule",
        list(SCHEDULE_NAMES),
        format_func=SCHEDULE_NAMES.__getitem__,
        help="How the learning rate changes from epoch to epoch.",
        **desk.choice("schedule", among=list(SCHEDULE_NAMES)),
    )
    _settings(desk, SCHEDULES[desk.chosen["schedule"]].settings)


def _race(desk: PageState) -> None:
    rivals = [name for name in OPTIMIZER_NAMES if name != desk.chosen["optimizer"]]
    st.pills(
        "Race against",
        rivals,
        selection_mode="multi",
        format_func=OPTIMIZER_NAMES.__getitem__,
        help="These start at the same place and see the same batches, each with its settings above.",
        **desk.widget(
            "race",
            list(race.others(desk.chosen)),
            lambda wanted: desk.change(race=race.of(wanted)),
            "default",
        ),
    )
    if race.others(desk.chosen):
        st.segmented_control(
            "At which rate",
            race.RATES,
            format_func=_RATES.__getitem__,
            required=True,
            help="All at your learning rate, or each of the others at the default rate of torch.optim.",
            **desk.choice("race_rates", shows="default"),
        )
