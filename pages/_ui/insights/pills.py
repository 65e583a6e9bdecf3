"""What a learner may ask next, and what is open of it."""

from collections.abc import Iterator
from typing import Any

from gd_core import Experiment
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.insights.table import INSIGHTS
from pages._ui.page_state import PageState


def offered(look: Look) -> list[dict[str, Any]]:
    """The buttons of the insights that the first run has something for, as payload.Lesson wants them."""
    return [
        {"name": name, "label": each.label, "help": each.help, "open": name in look.chosen["open"]}
        for name, each in _applying(look.runs[0].experiment)
    ]


def panels(look: Look) -> list[Panel]:
    """The player's panels of what is open."""
    made = ((name, insight.panel(look)) for name, insight in _open(look) if insight.panel)
    return [panel | {"insight": name} for name, panel in made if panel is not None]


def shelves(desk: PageState, look: Look) -> None:
    """Draw what is open below the player."""
    for _, insight in _open(look):
        if insight.shelf:
            insight.shelf(desk, look)


def _applying(experiment: Experiment) -> Iterator[tuple[str, Insight]]:
    for name, insight in INSIGHTS.items():
        if insight.applies(experiment):
            yield name, insight


def _open(look: Look) -> Iterator[tuple[str, Insight]]:
    for name, insight in _applying(look.runs[0].experiment):
        if name in look.chosen["open"]:
            yield name, insight
