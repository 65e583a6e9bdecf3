"""A training shown in the live player while it goes on: what every page with a player does."""

from collections.abc import Callable, Sequence

import streamlit as st

from gd_core import Run, Training
from pages._ui import trainings, visits
from pages._ui.desk import Desk
from pages._ui.player.mount import player
from pages._ui.scene import Scene


def live(
    desk: Desk,
    training: Training,
    show: Callable[[Sequence[Run]], tuple[Scene, bytes]],
) -> None:
    """Show ``training`` in the player; ``show`` gives the scene of its runs so far and the message.

    A long training goes on in a fragment of its own, a slice a turn. A short one is in the same
    fragment, without turns, so that the browser keeps one player for both. When the player's
    visitor has made the page ``outdated``, all of it runs again.
    """
    under_way = not training.complete

    @st.fragment(run_every=trainings.TICK if under_way else None)
    def pictures() -> None:
        visits.keep_up()
        seen, message = show(training.runs())
        player(message, on=desk.events(seen.surface.plane))
        if under_way:
            training.advance(trainings.SLICE)
            if training.complete:
                st.rerun()

    pictures()
