"""The map of starts: where a descent from each place of the picture ends."""

from dataclasses import dataclass
from functools import cached_property

import streamlit as st
from torch import Tensor

from gd_core import Ends, Surface, Sweep
from gd_core.planes import Extent
from pages._ui import trainings, turns
from pages._ui.desk import Desk
from pages._ui.insights.insight import Insight, Look
from pages._ui.limits import limits
from pages._ui.sweeps import basins, mount, under_way
from pages._ui.sweeps.plan import AREAS, StartPlan, start_plan
from pages._ui.sweeps.shared import Watched, shared


def _shelf(desk: Desk, look: Look) -> None:
    if not look.complete:
        return
    plan = start_plan(desk.experiment, limits().sweep_updates)
    with st.container(key="starts-shelf"):
        st.markdown("##### Where each start ends")
        st.caption(
            f"{plan.side} × {plan.side} starts, {plan.epochs:,} epochs at rate "
            f"{plan.experiment.learning_rate:g}, batch: {plan.experiment.batch}. Click one to start there. "
            f"{plan.notice}"
        )
        st.segmented_control(
            "Area",
            list(AREAS),
            format_func=AREAS.__getitem__,
            required=True,
            label_visibility="collapsed",
            **desk.choice("starts_area", shows="default"),
        )
        surface = look.scene.surface
        map_ = _Map(plan, surface, basins.widened(surface.extent, desk.chosen["starts_area"]))
        key = plan, surface.plane.labels, *surface.plane.origin.tolist(), *map_.extent
        sweep = shared(key, lambda: Sweep.of_starts(plan.experiment, map_.starts))
        watched = Watched([sweep], trainings.budget())
        under_way.shelf(watched, "Training", lambda: _draw(desk, look, map_, sweep.ends))


@dataclass(frozen=True, eq=False)
class _Map:
    """What is mapped: ``plan`` over ``extent`` of the plane of ``surface``."""

    plan: StartPlan
    surface: Surface
    extent: Extent

    @cached_property
    def starts(self) -> Tensor:
        """The parameters (R, P) of each start."""
        return basins.grid(self.surface.plane, self.extent, self.plan.side)


def _draw(desk: Desk, look: Look, map_: _Map, ends: Ends | None) -> None:
    plane, run, starts = map_.surface.plane, look.runs[0], map_.starts
    problem = run.experiment.data
    with turns.turn():
        message = basins.message(map_.surface, map_.extent, map_.plan.side, starts, ends, run)
    mount.starts(message, lambda place: desk.take_start(plane, place))
    if ends is None:
        return
    st.markdown(basins.told(basins.kinds(problem, starts, ends), map_.plan.runs))
    st.download_button(
        "CSV",
        lambda: basins.csv(plane, starts, ends, problem.names),
        "map_of_starts.csv",
        "text/csv",
        key="starts-csv",
        on_click="ignore",
        icon=":material/table:",
    )


INSIGHT = Insight(
    "Map of starts",
    "where a descent from each place of the map ends: which valley, dead, or not there yet; click to start.",
    shelf=_shelf,
)
