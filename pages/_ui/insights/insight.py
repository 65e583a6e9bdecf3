"""An insight: an answer to what a learner asks next, folded away until it is wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gd_core import Experiment, Run
from pages._ui.page_state import PageState
from pages._ui.scene import Scene

Panel = dict[str, Any]
"""What a panel of the player shows: {"kind", "slot", ...}, see payload.Lesson."""


@dataclass(frozen=True, eq=False)
class Look:
    """What is on the screen: the ``runs`` so far, whether they are ``complete``, what is ``chosen``.

    ``see`` makes the scene of the runs; it is asked once, and only if somebody wants it.
    """

    runs: Sequence[Run]
    complete: bool
    chosen: Mapping[str, Any]
    see: Callable[[], Scene]

    @cached_property
    def scene(self) -> Scene:
        """The runs on the plane that is shown, and the surface there."""
        return self.see()


def _always(experiment: Experiment) -> bool:
    return True


@dataclass(frozen=True)
class Insight:
    """One insight: its pill's ``label``, what it answers (``help``), and to whom it ``applies``.

    ``panel`` gives a panel of the player, which travels in its message: it may depend on the look and
    on nothing else. None shows nothing. ``shelf`` draws below the player what is too heavy for that.
    """

    label: str
    help: str
    applies: Callable[[Experiment], bool] = _always
    panel: Callable[[Look], Panel | None] | None = None
    shelf: Callable[[PageState, Look], None] | None = None
