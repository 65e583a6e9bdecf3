"""FairLock at the processor: many visitors at once are served one after the other, not all of them slowly.

Python runs one thread at a time. Forty pages that are made together would each be done when all
of them are, the threads would hinder each other, and what sends the pictures would wait behind
forty. In turns, half of the visitors wait half as long, and nobody longer.

Who goes next is fair (fairness.py), and long work gives its turn away at its checkpoints: nobody waits
for the end of somebody else's long training.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, thread_time

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages._ui import clients
from pages._ui.budgets import BUDGETS
from pages._ui.clients import Client
from pages._ui.fairness import Shares

_LOOK = 0.25
"""Seconds between two looks of who waits: whether the turn has become a long one, or is not wanted now."""

QUANTUM = 0.03
"""Seconds of work that nobody interrupts: an ordinary page is made in one go."""


@dataclass(eq=False)
class Ticket:
    """A thread's place in the queue; in its turn, ``since`` is up to when its processor time is counted."""

    client: Client
    mine: threading.Event = field(default_factory=threading.Event)
    since: float = 0.0


class FairLock:
    """One thread at a time; next is whose client has the least virtual time, then who came first.

    A thread that has the turn keeps it, but for checkpoints. Who has had it for ``patience`` seconds
    without one goes on without it, up to the next: nobody's long computation holds up all others.
    ``charge`` hears what each turn has cost. ``unless_over`` is called by who waits or gives way, and ends
    with an exception what nobody wants any more.
    """

    def __init__(
        self,
        patience: float,
        charge: Callable[[Client, float], None] = lambda *_: None,
        unless_over: Callable[[], None] = lambda: None,
    ) -> None:
        self._patience = patience
        self._charge = charge
        self._unless_over = unless_over
        self._lock = threading.Lock()
        self._shares = Shares()
        self._holder: Ticket | None = None
        self._since = 0.0
        self._waiting: list[Ticket] = []
        self._mine = threading.local()

    @contextmanager
    def turn(self, client: Client | None = None) -> Iterator[None]:
        """Wait for the turn, and have it until the end of the block, for ``client`` or the present one."""
        if self._ticket is not None:
            yield
            return
        ticket = Ticket(clients.current() if client is None else client)
        self._enter(ticket)
        self._mine.ticket = ticket
        try:
            yield
        finally:
            self._mine.ticket = None
            self._leave(ticket)

    def give_way(self) -> None:
        """Between two pieces of long work: whoever has had less goes first."""
        ticket = self._ticket
        if ticket is None or thread_time() - ticket.since < QUANTUM:
            return
        with self._lock:
            self._account(ticket)
            if self._holder is ticket and not self._is_behind(ticket):
                self._since = monotonic()
                return
        self._leave(ticket)
        self._unless_over()
        self._enter(ticket)

    def rank(self, client: Client) -> float:
        """When it would be the turn of ``client``: who has had less of late comes before others."""
        with self._lock:
            return self._shares.time(client)

    @property
    def _ticket(self) -> Ticket | None:
        """This thread's, while it has its turn."""
        ticket: Ticket | None = getattr(self._mine, "ticket", None)
        return ticket

    def _is_behind(self, ticket: Ticket) -> bool:
        following = self._next()
        return following is not None and self._time(following) < self._time(ticket)

    def _time(self, ticket: Ticket) -> float:
        return self._shares.time(ticket.client)

    def _next(self) -> Ticket | None:
        return min(self._waiting, key=self._time, default=None)  # of equals the first

    def _enter(self, ticket: Ticket) -> None:
        ticket.since = thread_time()
        ticket.mine.clear()
        with self._lock:
            if self._holder is None:
                self._take(ticket)
            else:
                self._waiting.append(ticket)
        try:
            while not ticket.mine.wait(_LOOK):
                self._unless_over()
                self._overtake(ticket)
        except BaseException:
            self._leave(ticket)
            raise
        ticket.since = thread_time()

    def _overtake(self, ticket: Ticket) -> None:
        """If ``ticket`` is the next, take the turn from one who has had it for long."""
        with self._lock:
            if self._next() is ticket and monotonic() - self._since >= self._patience:
                self._waiting.remove(ticket)
                self._take(ticket)

    def _leave(self, ticket: Ticket) -> None:
        with self._lock:
            self._account(ticket)
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            if self._holder is not ticket:
                return
            self._holder = None
            following = self._next()
            if following is not None:
                self._waiting.remove(following)
                self._take(following)

    def _take(self, ticket: Ticket) -> None:
        self._shares.begin(ticket.client)
        self._holder, self._since = ticket, monotonic()
        ticket.mine.set()

    def _account(self, ticket: Ticket) -> None:
        """Count what ``ticket``'s own thread, which calls this, has used since it was last counted."""
        now = thread_time()
        used, ticket.since = now - ticket.since, now
        self._shares.use(ticket.client, used)
        self._charge(ticket.client, used)


def _unless_over() -> None:
    """In a page's run: end it if its visitor has left, or has something newer under way."""
    if get_script_run_ctx(suppress_warning=True) is not None:
        _ = "arrived" in st.session_state  # Streamlit ends a run where it touches the session


# Longer than a slice of training and its picture, on a busy machine too.
_LOCK = FairLock(patience=1.0, charge=BUDGETS.charge, unless_over=_unless_over)
turn = _LOCK.turn
give_way = _LOCK.give_way
rank = _LOCK.rank
