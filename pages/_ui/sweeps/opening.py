"""What a click in a picture of many runs opens: just the run that the picture is of."""

from gd_core import Plane
from pages._ui.page_state import PageState


def run(desk: PageState, fields: object) -> None:
    """Open the run that a sweep says by these ``fields``."""
    _whole(desk)
    desk.take_fields(fields)


def start(desk: PageState, plane: Plane, place: object) -> None:
    """Open the run that a map of starts has at ``place`` of its ``plane``."""
    _whole(desk)
    desk.take_start(plane, place)


def _whole(desk: PageState) -> None:
    """Have the present run branch off nowhere: what is swept are whole runs."""
    if desk.chosen.get("branch"):
        desk.chosen["branch"] = 0
