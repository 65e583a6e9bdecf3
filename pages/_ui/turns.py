"""Turns at the processor: many visitors at once are served one after the other, not all of them slowly.

Python runs one thread at a time. Forty pages that are made together would each be done when all
of them are; and what sends the pictures would wait behind forty. In turns, half of the visitors
wait half as long, and nobody longer.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """So many threads ``at_once``, first come, first served; a thread that has a turn keeps it."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it until the end of the block."""
        if getattr(self._mine, "held", False):
            yield
            return
        self._enter()
        self._mine.held = True
        try:
            yield
        finally:
            self._mine.held = False
            self._leave()

    def _enter(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        ticket.acquire()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


# Two, so that one visitor's long computation does not hold up all others.
_TURNS = Turns(at_once=2)
turn = _TURNS.turn
