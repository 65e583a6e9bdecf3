"""The film on the shelf: a button that orders it, how far it is, and then the file."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial

import streamlit as st

from gd_core import Experiment
from pages._ui import clients, toasts
from pages._ui.budgets import BUDGETS
from pages._ui.clients import Client
from pages._ui.figures import LossAxis
from pages._ui.scene import Scene
from pages._ui.takeaway.file_names import stem
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.studio import STUDIO, Draw

_LOOK = 0.5
"""Seconds between two looks how far it is."""


def button(
    see: Callable[[], Scene],
    experiments: Sequence[Experiment],
    axis: LossAxis,
    made: Made,
    query: str,
    key: str,
) -> None:
    """Offer the film of what ``see`` gives: that of these ``experiments`` by the link with ``query``."""
    client, film = clients.current(), (tuple(experiments), axis, made, query)
    ready = STUDIO.film(film)
    if ready is not None:
        _save(ready, stem(experiments), key)
    elif STUDIO.told(client, film) is not None:
        _under_way(client, film)
    else:
        draw = partial(_draw, see, axis, made)
        st.button(
            "Film", key=f"{key}-Film", on_click=_order, args=(client, film, draw), icon=":material/movie:"
        )
        _say_what_went_wrong(client, film)


def _save(film: bytes, name: str, key: str) -> None:
    st.download_button(
        "Save the film",
        lambda: film,
        f"{name}.gif",
        "image/gif",
        key=f"{key}-Save the film",
        on_click="ignore",
        type="primary",
        icon=":material/movie:",
    )


def _draw(see: Callable[[], Scene], axis: LossAxis, made: Made, told: Callable[[float], None]) -> bytes:
    from pages._ui.takeaway.film.gif import gif  # heavy: imported with the first film

    return gif(see(), axis, made, told)


def _order(client: Client, film: Hashable, draw: Draw) -> None:
    refused = BUDGETS.told(client) or STUDIO.order(client, film, draw)
    if refused:
        toasts.tell(refused, icon=":material/hourglass_top:")


def _under_way(client: Client, film: Hashable) -> None:
    @st.fragment(run_every=_LOOK)
    def progress() -> None:
        told = STUDIO.told(client, film)
        if told is None:
            st.rerun()
        st.progress(told[0], text=told[1])

    progress()


def _say_what_went_wrong(client: Client, film: Hashable) -> None:
    wrong = STUDIO.wrong(client, film)
    if wrong:
        st.warning(wrong, icon=":material/error:")
