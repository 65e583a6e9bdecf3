"""The controls of the lesson on batches that no other page has."""

import streamlit as st

from pages._ui import glossary
from pages._ui.batches.challenges import CHALLENGES, MOST_EPOCHS, present
from pages._ui.batches.verdicts import size_told
from pages._ui.page_state import PageState
from pages._ui.rates import EPOCHS

_CLOCKS = {"updates": "Updates", "epochs": "Epochs", "samples": "Samples"}


def challenge_picker(desk: PageState) -> None:
    """The challenges, one click each."""

    def take(key: str | None) -> None:
        if key is not None:
            desk.choose(CHALLENGES[key].experiment, clock=CHALLENGES[key].clock, challenge=key)

    st.pills(
        "Predict, then see",
        list(CHALLENGES),
        format_func=lambda key: CHALLENGES[key].title,
        label_visibility="collapsed",
        **desk.widget(
            "challenge",
            present(desk.chosen["challenge"], desk.experiment, desk.chosen["clock"]),
            take,
            shows="default",
        ),
    )


def clock(desk: PageState) -> None:
    """What the horizontal axis counts, and with it the playhead."""
    st.segmented_control(
        "Count in",
        list(_CLOCKS),
        format_func=_CLOCKS.__getitem__,
        required=True,
        width="stretch",
        help="What the axis of the loss curve counts. The runs are shown side by side at equal counts.",
        **desk.choice("clock", shows="default"),
    )


def epochs(desk: PageState) -> None:
    """How long to train: short enough that every step is on record."""
    st.select_slider(
        "Epochs",
        sorted({*(count for count in EPOCHS if count <= MOST_EPOCHS), desk.chosen["epochs"]}),
        help=f"How many epochs to train. {glossary.means('epoch')}",
        **desk.choice("epochs"),
    )


def batch_size(desk: PageState) -> None:
    """The size of the mini-batches, from stochastic to full batch, and what it comes to."""
    st.slider(
        "Batch size m",
        1,
        desk.experiment.data.samples,
        help="How many samples are in one mini-batch; the last one of an epoch may be smaller.",
        **desk.choice("batch_size"),
    )
    st.caption(size_told(desk.experiment))
