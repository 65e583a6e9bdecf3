"""The neuron's lesson: how far a step may go, and a try on either side of that."""

import streamlit as st
import torch

from gd_core import Experiment
from gd_core.digits import number
from gd_core.space.curvature import hessians, rate_limit, sharpness
from pages._ui.page_state import PageState
from pages._ui.prose import tell

TRIES = (0.0193, 0.0194)
_EPOCHS = 20_000
"""So close to the limit a run settles slowly."""


def limit_section(desk: PageState) -> None:
    """The section's prose with its numbers, and a button for each try."""
    data = desk.experiment.data
    # With weights above 0 every ReLU is on.
    steepest = sharpness(hessians(data, torch.ones(1, len(data.names), dtype=torch.float64)))
    limit = float(rate_limit(steepest))
    tell("neuron", "limit", curvature=number(float(steepest), 4), limit=number(limit, 4))
    with st.container(horizontal=True):
        for rate in TRIES:
            st.button(f"Rate {rate:g}", key=f"{desk.page}-try {rate:g}", on_click=_try, args=(desk, rate))


def _try(desk: PageState, rate: float) -> None:
    desk.choose(Experiment(learning_rate=rate, epochs=_EPOCHS), open=("limit",))
