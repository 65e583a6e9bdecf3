"""A training shown in the live player while it goes on: what every page with a player does."""

from collections.abc import Callable, Hashable, Sequence

import streamlit as st

from gd_core import Plane, Run
from pages._ui import fair_lock, trainings, visits
from pages._ui.budgets import BUDGETS
from pages._ui.byte_cache import ByteCache
from pages._ui.links import written
from pages._ui.page_state import PageState
from pages._ui.player.mount import player
from pages._ui.scene import Scene
from pages._ui.trainings import Watched

Show = Callable[[Sequence[Run]], tuple[Scene, bytes]]

_MESSAGES: ByteCache[tuple[Plane, bytes]] = ByteCache(most_bytes=8 * 2**20)
"""What was shown of complete trainings, by page and choices: a class opens one link."""

_LOOK = 1.0
"""Seconds between two looks whether what had to wait may go on."""


def live(
    desk: PageState,
    training: Watched,
    show: Show,
) -> None:
    """Show ``training`` in the player; ``show`` gives the scene of its runs so far and the message.

    That may depend on the runs and on what the page's link says, and on nothing else: who has chosen
    the same gets the same message.

    A long training goes on in a fragment of its own, a slice a turn. A short one is in the same
    fragment, without turns, so that the browser keeps one player for both. When the player's
    visitor has chosen something else there, all of the page runs again.
    """
    under_way = not training.complete
    waits = bool(BUDGETS.wait(training.client))

    @st.fragment(run_every=trainings.TICK if under_way else _LOOK if waits else None)
    def pictures() -> None:
        with fair_lock.turn():
            visits.keep_up()
            plane, message = _seen(desk, training, show)
            player(message, on=desk.events(plane))
            if training.notice:
                st.warning(training.notice, icon=":material/hourglass_top:")
            if under_way:
                training.advance(trainings.SLICE)
                if training.complete:
                    st.rerun()

    pictures()


def _seen(desk: PageState, training: Watched, show: Show) -> tuple[Plane, bytes]:
    """The plane and the message of what is to be seen now."""
    # A link says all that is chosen; what is trained may be shorter, and is the same to the last bit.
    key = desk.page, written(desk.page, desk.chosen), training.shared.experiments
    if training.complete:
        return _of_complete(key, training, show)
    last = st.session_state.get("_seen")
    # One that waits has nothing new to show.
    if last is None or last[0] != (key, training.progress):
        last = st.session_state["_seen"] = (key, training.progress), _made(training, show)
    seen: tuple[Plane, bytes] = last[1]
    return seen


def _of_complete(key: Hashable, training: Watched, show: Show) -> tuple[Plane, bytes]:
    st.session_state.pop("_seen", None)
    kept = _MESSAGES.get(key)
    if kept is None:
        whole = not BUDGETS.wait(training.client)
        kept = _made(training, show)
        if whole:
            _MESSAGES.keep(key, kept, len(kept[1]))
    return kept


def _made(training: Watched, show: Show) -> tuple[Plane, bytes]:
    seen, message = show(training.runs())
    return seen.surface.plane, message
