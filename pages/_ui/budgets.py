"""What each visitor may have computed within a minute: processor time, by session and by address.

A leaky bucket each: what is used fills it, it empties evenly, and who has filled it waits until there is
some room again. Only long work waits: pages are made, and short trainings trained, whoever asks.
Sessions are free, so what one of them uses beyond an ordinary visit counts for its address too.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil
from time import monotonic

from gd_core.digits import number
from pages._ui.clients import Client
from pages._ui.limits import limits

_MINUTE = 60.0

ORDINARY = 1.0
"""Seconds a minute that an ordinary visitor uses: they do not count for the address of a whole class."""

_ROOM = 0.25
"""Who has filled a bucket waits until this share of it is empty: it goes on for a while, then."""

_MOST = 10_000
"""So many buckets are kept: one that was forgotten is empty."""


@dataclass
class Bucket:
    """A leaky bucket that holds ``most`` seconds and empties within a minute."""

    most: float
    level: float = 0.0
    at: float = 0.0
    full: bool = False

    def fill(self, seconds: float, now: float) -> None:
        """Add so many ``seconds`` at the time ``now``."""
        self._leak(now)
        self.level += seconds
        self.full = self.full or self.level >= self.most

    def wait(self, now: float) -> float:
        """Seconds until there is room; 0 where there is."""
        self._leak(now)
        over = max(0.0, self.level - (1 - _ROOM) * self.most)
        self.full = self.full and over > 0
        return over / self.most * _MINUTE if self.full else 0.0

    def _leak(self, now: float) -> None:
        self.level = max(0.0, self.level - (now - self.at) * self.most / _MINUTE)
        self.at = now


class Budgets:
    """The buckets of all sessions and addresses; any thread may use them.

    ``allowed`` gives the seconds a minute of a session and those of an address.
    """

    def __init__(self, allowed: Callable[[], tuple[float, float]], now: Callable[[], float] = monotonic):
        self._allowed, self._now = allowed, now
        self._lock = threading.Lock()
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def charge(self, client: Client, seconds: float) -> None:
        """Note that so many ``seconds`` were used for ``client``."""
        with self._lock:
            one, now = self._session(client), self._now()
            one.fill(0.0, now)
            beyond = max(0.0, one.level + seconds - max(one.level, ORDINARY))
            one.fill(seconds, now)
            self._address(client).fill(beyond, now)

    def used(self, client: Client) -> float:
        """Seconds of the last minute, about, that were used for the session of ``client``."""
        with self._lock:
            one = self._session(client)
            one.fill(0.0, self._now())
            return one.level

    def wait(self, client: Client) -> float:
        """Seconds until long work may go on for ``client``; 0 when it may now."""
        with self._lock:
            now = self._now()
            return max(self._session(client).wait(now), self._address(client).wait(now))

    def told(self, client: Client) -> str:
        """What to say while it may not; empty while it may."""
        seconds = ceil(self.wait(client))
        if not seconds:
            return ""
        with self._lock:
            alone = self._session(client).full or not client.address
            most = (self._session if alone else self._address)(client).most
        whom = "visitor" if alone else "network address"
        return (
            f"This server computes at most {number(most, 6)} s a minute for one {whom}. "
            f"It goes on in {seconds} s."
        )

    def _session(self, client: Client) -> Bucket:
        return self._bucket(("session", client.session), self._allowed()[0])

    def _address(self, client: Client) -> Bucket:
        if not client.address:
            return Bucket(float("inf"))
        return self._bucket(("address", client.address), self._allowed()[1])

    def _bucket(self, key: Hashable, most: float) -> Bucket:
        bucket = self._buckets.setdefault(key, Bucket(most, at=self._now()))
        self._buckets.move_to_end(key)
        while len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket


BUDGETS = Budgets(lambda: (limits().seconds_a_minute, limits().address_seconds_a_minute))
