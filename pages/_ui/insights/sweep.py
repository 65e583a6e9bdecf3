"""The sweep of rates: two hundred learning rates by twenty seeds, seen from their ends."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from gd_core import Ends
from gd_core.fields import BATCH_MODES
from pages._ui import clients, fair_lock
from pages._ui.byte_cache import ByteCache
from pages._ui.controls import BATCH_NAMES
from pages._ui.insights.insight import Insight, Look
from pages._ui.limits import limits
from pages._ui.page_state import PageState
from pages._ui.sweeps import bands, mount, opening, under_way
from pages._ui.sweeps.plan import RANGES, RatePlan, rate_plan
from pages._ui.sweeps.shared import Watched, shared

_SEEN: ByteCache[tuple[bytes, str]] = ByteCache(most_bytes=4 * 2**20)


def _shelf(desk: PageState, look: Look) -> None:
    experiment = desk.experiment
    with st.container(key="sweep-shelf"):
        st.markdown("### Sweep of rates")
        with st.container(horizontal=True):
            batches = _batches(desk)
            _ranges(desk)
        plan = rate_plan(experiment, batches, limits().sweep_updates, desk.chosen["sweep_rates"])
        st.caption(
            f"{len(plan.rates)} learning rates × {len(plan.seeds)} seeds, each with its own start, "
            f"{plan.epochs:,} epochs. Click a point to open its run. {plan.notice}"
        )
        sweeps = [
            shared((plan.rates, plan.seeds, each), partial(plan.sweep, each)) for each in plan.experiments
        ]
        watched = Watched(sweeps, clients.current())
        under_way.shelf(watched, lambda: _draw(desk, look, plan, watched))


def _batches(desk: PageState) -> tuple[str, ...]:
    """The modes that are shown, that of the run first: it is computed first."""

    def take(wanted: list[str]) -> None:
        # Without any, that of the run is shown.
        desk.change(sweep_batches=tuple(mode for mode in BATCH_MODES if mode in wanted))

    if not desk.experiment.data.batched:
        return ("full",)
    chosen = desk.chosen["sweep_batches"]
    st.pills(
        "Batches to sweep",
        BATCH_MODES,
        selection_mode="multi",
        format_func=BATCH_NAMES.__getitem__,
        label_visibility="collapsed",
        **desk.widget("sweep_batches", list(chosen), take, shows="default"),
    )
    own = desk.chosen["batch"]
    return tuple(sorted(chosen or (own,), key=lambda mode: mode != own))


def _ranges(desk: PageState) -> None:
    st.segmented_control(
        "Rates to sweep",
        list(RANGES),
        format_func=RANGES.__getitem__,
        required=True,
        label_visibility="collapsed",
        **desk.choice("sweep_rates", shows="default"),
    )


def _draw(desk: PageState, look: Look, plan: RatePlan, watched: Watched) -> None:
    ends = [each.ends for each in watched.sweeps]
    message, told = _seen(look, plan, ends)
    mount.sweep(message, partial(opening.run, desk))
    st.markdown(told)
    if watched.complete:
        st.download_button(
            "CSV",
            lambda: bands.csv(plan, ends),
            "sweep_of_rates.csv",
            "text/csv",
            key="sweep-csv",
            on_click="ignore",
            icon=":material/table:",
        )


def _seen(look: Look, plan: RatePlan, ends: Sequence[Ends | None]) -> tuple[bytes, str]:
    """The message and the sentences of what is done, made once for all who see the same."""
    run = look.runs[0]
    key = plan, tuple(each is not None for each in ends), run.experiment, run.updates
    seen = _SEEN.get(key)
    if seen is None:
        with fair_lock.turn():
            done = [(each, end) for each, end in zip(plan.experiments, ends, strict=True) if end]
            told = "  \n".join(bands.told(plan, each, end) for each, end in done)
            seen = bands.message(plan, ends, run), told
        _SEEN.keep(key, seen, len(seen[0]))
    return seen


INSIGHT = Insight(
    "Sweep",
    "the last loss for 200 learning rates and 20 seeds, with the cliff where runs die; click one to open it.",
    shelf=_shelf,
)
