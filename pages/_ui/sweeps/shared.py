"""Sweeps that are under way, and those that are done, shared by all who look at the same."""

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from time import thread_time
from weakref import WeakValueDictionary

from gd_core import Ends, Sweep
from pages._ui import fair_lock
from pages._ui.budgets import BUDGETS
from pages._ui.byte_cache import ByteCache
from pages._ui.clients import Client


class Shared:
    """A sweep that any visitor may carry on; when it is complete, only its ends are left."""

    def __init__(self, key: Hashable, sweep: Sweep) -> None:
        self._key = key
        self._lock = threading.Lock()
        self._sweep: Sweep | None = sweep
        self._ends: Ends | None = None

    @property
    def ends(self) -> Ends | None:
        """How all runs ended; None while they are under way."""
        return self._ends

    @property
    def progress(self) -> float:
        """The share of the work that is done, from 0 to 1."""
        sweep = self._sweep
        return 1.0 if sweep is None else sweep.progress

    def advance(self, seconds: float) -> None:
        """Train on for about ``seconds`` of this thread's processor time, or to the end."""
        deadline = thread_time() + seconds
        while self._ends is None:
            self._advance_piece()
            if thread_time() >= deadline:
                return
            # Without the lock: whoever goes first may look at the same sweep.
            fair_lock.give_way()

    def _advance_piece(self) -> None:
        with self._lock:
            sweep = self._sweep
            if sweep is None:
                return
            sweep.advance(0)
            if sweep.complete:
                self._ends, self._sweep = sweep.ends(), None
                _DONE.keep(self._key, self, sum(t.nbytes for t in vars(self._ends).values()))


_DONE: ByteCache[Shared] = ByteCache(most_bytes=16 * 2**20)

# Those that nobody looks at any more are gone.
_UNDER_WAY: WeakValueDictionary[Hashable, Shared] = WeakValueDictionary()


def shared(key: Hashable, make: Callable[[], Sweep]) -> Shared:
    """What goes by ``key``, begun now by ``make`` if it is new."""
    found = _DONE.get(key) or _UNDER_WAY.get(key)
    if found is None:
        found = _UNDER_WAY[key] = Shared(key, make())
    return found


@dataclass(frozen=True)
class Watched:
    """Sweeps as one visitor sees them, one after the other, while that visitor's minute is not spent."""

    sweeps: Sequence[Shared]
    client: Client

    @property
    def done(self) -> int:
        """How many of the sweeps are complete."""
        return sum(each.ends is not None for each in self.sweeps)

    @property
    def complete(self) -> bool:
        """Whether all runs of all sweeps have ended."""
        return self.done == len(self.sweeps)

    @property
    def progress(self) -> float:
        """The share of the work that is done, from 0 to 1."""
        return sum(each.progress for each in self.sweeps) / max(1, len(self.sweeps))

    @property
    def notice(self) -> str:
        """What to say while the visitor's minute is spent."""
        return BUDGETS.told(self.client)

    def advance(self, seconds: float) -> None:
        """Carry the first that is not done on; not at all while the visitor's minute is spent."""
        under_way = next((each for each in self.sweeps if each.ends is None), None)
        if under_way and not BUDGETS.wait(self.client):
            under_way.advance(seconds)
