"""Sweeps that are under way, and those that are done, shared by all who look at the same."""

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from gd_core import Ends, Sweep
from pages._ui.kept import Kept
from pages._ui.limits import SWEPT_FOR_ONE, Budget


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

    def advance(self, seconds: float) -> int:
        """Train on for about ``seconds``; how many updates that was, all runs together."""
        with self._lock:
            sweep = self._sweep
            if sweep is None:
                return 0
            before = sweep.made
            sweep.advance(seconds)
            if sweep.complete:
                self._ends, self._sweep = sweep.ends(), None
                _DONE.keep(self._key, self, sum(t.nbytes for t in vars(self._ends).values()))
            return sweep.made - before


_DONE: Kept[Shared] = Kept(most_bytes=16 * 2**20)

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
    """Sweeps as one visitor sees them, one done after the other; what they cost is counted."""

    sweeps: Sequence[Shared]
    budget: Budget

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

    def advance(self, seconds: float) -> None:
        """Carry the first that is not done on; not at all while the visitor's minute is spent."""
        under_way = next((each for each in self.sweeps if each.ends is None), None)
        if under_way and not self.budget.wait():
            # Of updates that nobody records, many take no longer than one that is recorded.
            self.budget.spend(-(-under_way.advance(seconds) // SWEPT_FOR_ONE))
