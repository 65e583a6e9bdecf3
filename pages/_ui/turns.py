"""Turns at the processor: many visitors at once are served one after the other, not all of them slowly.

Python runs one thread at a time. Forty pages that are made together would each be done when all
of them are, the threads would hinder each other, and what sends the pictures would wait behind
forty. In turns, half of the visitors wait half as long, and nobody longer.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

_LOOK = 0.05
"""Seconds at least between two looks whether the turn has become a long one: a hundred wait."""


class Turns:
    """One thread at a time, first come, first served; a thread that has the turn keeps it.

    Who has had it for ``patience`` seconds goes on without it: nobody's long computation holds up
    all others.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._holder: object | None = None
        self._since = 0.0
        self._waiting: deque[tuple[threading.Lock, object]] = deque()
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, and have it until the end of the block."""
        if getattr(self._mine, "within", False):
            yield
            return
        me = object()
        self._enter(me)
        self._mine.within = True
        try:
            yield
        finally:
            self._mine.within = False
            self._leave(me)

    def _enter(self, me: object) -> None:
        with self._lock:
            if self._holder is None:
                self._take(me)
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append((ticket, me))
        while not ticket.acquire(timeout=max(_LOOK, self._since + self._patience - monotonic())):
            if self._overtakes(me):
                return

    def _overtakes(self, me: object) -> bool:
        """Whether ``me`` is the next, and has taken the turn from one who has had it for long."""
        with self._lock:
            next_one = bool(self._waiting) and self._waiting[0][1] is me
            if not next_one or monotonic() - self._since < self._patience:
                return False
            self._waiting.popleft()
            self._take(me)
            return True

    def _leave(self, me: object) -> None:
        with self._lock:
            if self._holder is not me:
                return
            self._holder = None
            if self._waiting:
                ticket, following = self._waiting.popleft()
                self._take(following)
                ticket.release()

    def _take(self, me: object) -> None:
        self._holder, self._since = me, monotonic()


# Longer than a slice of training and its picture, on a busy machine too.
_TURNS = Turns(patience=1.0)
turn = _TURNS.turn
