"""The row of pills that opens insights, and what is open."""

from collections.abc import Iterator

import streamlit as st

from gd_core import Experiment
from pages._ui.desk import Desk
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.insights.table import INSIGHTS


def offered(experiment: Experiment) -> list[str]:
    """The names of the insights that ``experiment`` has something for."""
    return [name for name, insight in INSIGHTS.items() if insight.applies(experiment)]


def pills(desk: Desk) -> None:
    """What a learner may ask next, one pill each."""
    names = offered(desk.experiment)

    def take(wanted: list[str]) -> None:
        others = [each for each in desk.chosen["open"] if each not in names]
        desk.chosen["open"] = tuple(sorted([*others, *wanted]))

    if names:
        st.pills(
            "See why",
            names,
            selection_mode="multi",
            format_func=lambda name: INSIGHTS[name].label,
            help="  \n".join(f"**{INSIGHTS[name].label}**: {INSIGHTS[name].help}" for name in names),
            **desk.widget("see_why", [n for n in names if n in desk.chosen["open"]], take, shows="default"),
        )


def panels(look: Look) -> list[Panel]:
    """The player's panels of what is open."""
    made = (insight.panel(look) for insight in _open(look) if insight.panel)
    return [panel for panel in made if panel is not None]


def shelves(desk: Desk, look: Look) -> None:
    """Draw what is open below the player."""
    for insight in _open(look):
        if insight.shelf:
            insight.shelf(desk, look)


def _open(look: Look) -> Iterator[Insight]:
    for name in offered(look.runs[0].experiment):
        if name in look.chosen["open"]:
            yield INSIGHTS[name]
