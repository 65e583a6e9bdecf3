"""Start-time fair queueing: who goes next, so that all who wait get the same of the processor.

Each session has a virtual time, which moves on by the seconds that it has used; next is whoever's is
least. Who was away begins a little behind the others, and not where he left: nobody saves up a turn of
minutes, but an ordinary visit with its few short turns goes before long work.

Sessions are free. So an address has a virtual time too, which moves on more slowly: it gets at most what
a whole class does, however many sessions it opens. A school whose students share one address is not
slowed down by that before it has more of them waiting at once than ``CLASS``.
"""

from collections import OrderedDict
from collections.abc import Hashable

from pages._ui.clients import Client

CLASS = 30.0
"""An address gets at most the share of so many sessions."""

CREDIT = 1.0
"""Seconds that a session may use before those who wait for long work, after it has been away."""

_MOST = 10_000
"""So many virtual times are remembered; who is forgotten counts as new."""


class Shares:
    """The virtual time of each session and each address; not for several threads at once."""

    def __init__(self) -> None:
        self._now = 0.0
        self._times: OrderedDict[Hashable, float] = OrderedDict()

    def time(self, client: Client) -> float:
        """The virtual time at which ``client`` may go on: the lower, the sooner."""
        return max(self._of(key) for key, _ in _counted(client))

    def begin(self, client: Client) -> None:
        """``client`` has its turn: time is now what it is for that one."""
        self._now = max(self._now, self.time(client))

    def use(self, client: Client, seconds: float) -> None:
        """Note that ``client`` has used so many ``seconds``."""
        for key, share in _counted(client):
            self._times[key] = self._of(key) + seconds / share
            self._times.move_to_end(key)
        while len(self._times) > _MOST:
            self._times.popitem(last=False)

    def _of(self, key: Hashable) -> float:
        return max(self._times.get(key, 0.0), self._now - CREDIT)


def _counted(client: Client) -> tuple[tuple[Hashable, float], ...]:
    """What ``client``'s work counts for, and how many shares that has."""
    session: tuple[Hashable, float] = (("session", client.session), 1.0)
    return (session, (("address", client.address), CLASS)) if client.address else (session,)
