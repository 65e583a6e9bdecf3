"""The training that a session is looking at, kept over reruns and dropped for a newer one.

Visitors who look at the same experiments share their training: the one who comes first trains,
and the others find it done. It is never more than limits.py allows.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from time import thread_time
from weakref import WeakValueDictionary

import streamlit as st
from torch import Tensor

from gd_core import Experiment, Run, Training
from pages._ui import clients, fair_lock
from pages._ui.budgets import BUDGETS
from pages._ui.byte_cache import ByteCache
from pages._ui.clients import Client
from pages._ui.limits import limits

AT_ONCE = 0.12
"""Seconds of training within one rerun: most trainings are through by then."""

SLICE = 0.2
"""Seconds of training a turn for longer ones, so that other visitors get theirs."""

TICK = 0.25
"""Seconds between turns."""

_RECORDED = 4_000
"""Recorded updates of a run that is looked at: more than a screen has pixels."""


class Shared:
    """A training that any visitor may carry on; when it is complete, only its runs are left."""

    def __init__(self, experiments: tuple[Experiment, ...]) -> None:
        self.experiments = experiments
        self._lock = threading.Lock()
        self._training: Training | None = Training(experiments, record_limit=_RECORDED)
        self._runs: list[Run] = []

    @property
    def complete(self) -> bool:
        return self._training is None

    @property
    def progress(self) -> float:
        training = self._training
        return 1.0 if training is None else training.progress

    def runs(self) -> list[Run]:
        """The runs as far as they are."""
        with self._lock:
            return self._runs if self._training is None else self._training.runs()

    def advance(self, seconds: float) -> None:
        """Train on for about ``seconds`` of this thread's processor time, or to the end."""
        deadline = thread_time() + seconds
        while not self.complete:
            self._advance_piece()
            if thread_time() >= deadline:
                return
            # Without the lock: whoever goes first may look at the same training.
            fair_lock.give_way()

    def _advance_piece(self) -> None:
        with self._lock:
            training = self._training
            if training is None:
                return
            training.advance(0)
            if training.complete:
                self._runs, self._training = training.runs(), None
                _DONE.keep(self.experiments, self, _size(self._runs))


_DONE: ByteCache[Shared] = ByteCache(most_bytes=8 * 2**20)

# Those that nobody looks at any more are gone.
_UNDER_WAY: WeakValueDictionary[tuple[Experiment, ...], Shared] = WeakValueDictionary()


def _size(runs: Sequence[Run]) -> int:
    """The bytes of all that ``runs`` recorded."""
    values = (getattr(run, each.name) for run in runs for each in fields(run))
    return sum(value.nbytes for value in values if isinstance(value, Tensor))


@dataclass(frozen=True)
class Watched:
    """A training as one visitor sees it: it goes on while that visitor's minute is not spent."""

    shared: Shared
    client: Client
    shortened: str = ""

    @property
    def complete(self) -> bool:
        """True when every run has ended."""
        return self.shared.complete

    @property
    def progress(self) -> float:
        """The share of the updates that are made, from 0 to 1."""
        return self.shared.progress

    @property
    def notice(self) -> str:
        """What keeps the training from being what was chosen; empty if nothing does."""
        return self.shortened or ("" if self.complete else BUDGETS.told(self.client))

    def runs(self) -> list[Run]:
        """The runs as far as they are, in the order of the experiments."""
        return self.shared.runs()

    def advance(self, seconds: float = float("inf")) -> None:
        """Train on for about ``seconds``, or to the end; not at all while the visitor's minute is spent."""
        if not self.complete and not BUDGETS.wait(self.client):
            self.shared.advance(seconds)


def current(experiments: tuple[Experiment, ...]) -> Watched:
    """This session's training of ``experiments``, begun now if they are new."""
    kept = st.session_state.get("_training")
    if kept is None or kept[0] != experiments:
        kept = st.session_state["_training"] = (experiments, _begun(experiments))
        kept[1].shared.advance(AT_ONCE)  # whatever was spent: the page stays usable
    watched: Watched = kept[1]
    return watched


def _begun(experiments: tuple[Experiment, ...]) -> Watched:
    allowed, notice = limits().shortened(experiments)
    shared = _DONE.get(allowed) or _UNDER_WAY.get(allowed)
    if shared is None:
        shared = _UNDER_WAY[allowed] = Shared(allowed)
    return Watched(shared, clients.current(), notice)
