"""The map of starts: where a descent from each place of the picture ends."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, partial

import streamlit as st
from torch import Tensor

from gd_core import PRESETS, Ends, Surface, Sweep
from gd_core.digits import number
from gd_core.problems.problem import Extent
from pages._ui import clients, fair_lock
from pages._ui.byte_cache import ByteCache
from pages._ui.insights.insight import Insight, Look
from pages._ui.limits import limits
from pages._ui.page_state import PageState
from pages._ui.sweeps import basins, mount, opening, under_way
from pages._ui.sweeps.plan import AREAS, StartPlan, start_plan
from pages._ui.sweeps.shared import Watched, shared

_SEEN: ByteCache[tuple[bytes, str]] = ByteCache(most_bytes=4 * 2**20)


def _shelf(desk: PageState, look: Look) -> None:
    if not look.complete:
        return
    plan = start_plan(desk.experiment, limits().sweep_updates)
    batch = f", batch: {plan.experiment.batch}" if plan.experiment.data.batched else ""
    with st.container(key="starts-shelf"):
        st.markdown("### Where each start ends")
        st.caption(
            f"{plan.side} × {plan.side} starts, {plan.epochs:,} epochs at rate "
            f"{number(plan.experiment.learning_rate, 6)}{batch}. Click one to start there. "
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
        sweep = shared(map_.key, lambda: Sweep.of_starts(plan.experiment, map_.starts))
        watched = Watched([sweep], clients.current())
        under_way.shelf(watched, lambda: _draw(desk, look, map_, sweep.ends))


@dataclass(frozen=True, eq=False)
class _Map:
    """What is mapped: ``plan`` over ``extent`` of the plane of ``surface``."""

    plan: StartPlan
    surface: Surface
    extent: Extent

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What the map goes by."""
        plane = self.surface.plane
        return self.plan, tuple(plane.origin.tolist()), tuple(plane.axes.flatten().tolist()), self.extent

    @cached_property
    def starts(self) -> Tensor:
        """The parameters (R, P) of each start."""
        return basins.grid(self.surface.plane, self.extent, self.plan.side)


def _draw(desk: PageState, look: Look, map_: _Map, ends: Ends | None) -> None:
    plane, starts = map_.surface.plane, map_.starts
    message, told = _seen(look, map_, ends)
    mount.starts(message, partial(opening.start, desk, plane))
    if ends is None:
        return
    st.markdown(told)
    if told.startswith(basins.ALIKE):
        _offer(desk)
    st.download_button(
        "CSV",
        lambda: basins.csv(plane, starts, ends, look.runs[0].names),
        "map_of_starts.csv",
        "text/csv",
        key="starts-csv",
        on_click="ignore",
        icon=":material/table:",
    )


def _offer(desk: PageState) -> None:
    """Where all starts end alike: to a problem where they do not."""

    def show() -> None:
        desk.choose(PRESETS["himmelblau"].experiment)

    st.button(
        "Show a function with four valleys",
        on_click=show,
        key="starts-elsewhere",
        icon=":material/landscape:",
    )


def _seen(look: Look, map_: _Map, ends: Ends | None) -> tuple[bytes, str]:
    """The message and the sentence of what is done, made once for all who see the same."""
    run = look.runs[0]
    key = *map_.key, ends is not None, run.experiment
    seen = _SEEN.get(key)
    if seen is None:
        with fair_lock.turn():
            found = basins.kinds(run.experiment.data, map_.starts, ends) if ends else []
            message = basins.message(map_.surface, map_.extent, map_.plan.side, found, ends, run)
            seen = message, basins.told(found, map_.plan.runs)
        _SEEN.keep(key, seen, len(message))
    return seen


INSIGHT = Insight(
    "Starts",
    "where a descent from each place of the map ends: which valley, dead, or not settled; click to start.",
    shelf=_shelf,
)
