"""Films are drawn one at a time for all visitors: a short queue that is fair and says how long.

Each session has one film at most in it, which is given up when the session ends or wants another one.
What is drawn is kept for whoever opens the same link.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil
from time import monotonic

from pages._ui import fair_lock
from pages._ui.byte_cache import ByteCache
from pages._ui.clients import Client

Draw = Callable[[Callable[[float], None]], bytes]
"""Draws a film, and says from time to time which share of it is done."""

_LOGGER = logging.getLogger(__name__)

FULL = "Many films are waiting to be drawn. Try again in a minute."
FAILED = "This film could not be drawn."


class _GivenUpError(Exception):
    """Nobody wants the film any more."""


@dataclass(eq=False)
class Order:
    """One session's wish for the film ``key``: which ``share`` of it is drawn."""

    client: Client
    key: Hashable
    draw: Draw
    share: float = 0.0
    wanted: bool = True


class Studio:
    """Draws with one thread; at most ``most`` orders wait, and films of ``most_bytes`` are kept."""

    def __init__(self, most: int = 12, most_bytes: int = 16 * 2**20) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._waiting: list[Order] = []
        self._drawing: Order | None = None
        self._wrong: dict[str, tuple[Hashable, str]] = {}
        self._films: ByteCache[bytes] = ByteCache(most_bytes)
        self._seconds = 5.0

    def film(self, key: Hashable) -> bytes | None:
        """The film, once it is drawn."""
        return self._films.get(key)

    def order(self, client: Client, key: Hashable, draw: Draw) -> str:
        """Have the film drawn instead of what else ``client`` has ordered; what to say if it is refused."""
        with self._lock:
            self._wrong.pop(client.session, None)
            self._forget(client)
            self._waiting.append(Order(client, key, draw))
            if self._drawing is None:
                self._begin()
            if len(self._waiting) > self._most and self._refuse() == client:
                return self._wrong.pop(client.session)[1]
        return ""

    def told(self, client: Client, key: Hashable) -> tuple[float, str] | None:
        """How far the film is that ``client`` has ordered, and a sentence; None where there is none."""
        with self._lock:
            mine = [order for order in self._orders() if order.client == client and order.key == key]
            if not mine:
                return None
            ahead = [order for order in self._orders() if order is not mine[0]]
            share = mine[0].share
            if mine[0] is self._drawing:
                return share, f"Drawing the film: {share:.0%}"
            ahead = [
                order for order in ahead if order is self._drawing or self._rank(order) <= self._rank(mine[0])
            ]
            seconds = ceil(self._seconds * (1 + sum(1 - order.share for order in ahead)))
        others = f"{len(ahead)} other film{'s' if len(ahead) > 1 else ''}"
        return 0.0, f"Waiting for {others}: about {seconds} s."

    def wrong(self, client: Client, key: Hashable) -> str:
        """What to say, once, if the film that ``client`` had ordered will not come; else nothing."""
        with self._lock:
            of, why = self._wrong.get(client.session, (None, ""))
            return self._wrong.pop(client.session)[1] if why and of == key else ""

    def _orders(self) -> list[Order]:
        drawing = [self._drawing] if self._drawing is not None and self._drawing.wanted else []
        return [*drawing, *self._waiting]

    def _forget(self, client: Client) -> None:
        for order in self._orders():
            if order.client.session == client.session:
                order.wanted = False
        self._waiting = [order for order in self._waiting if order.wanted]

    @staticmethod
    def _rank(order: Order) -> float:
        return fair_lock.rank(order.client)

    def _refuse(self) -> Client:
        """The last of the address with most orders goes: its crowd of sessions does not keep out others."""
        crowds = Counter(order.client.address for order in self._waiting)
        refused = max(reversed(self._waiting), key=lambda order: crowds[order.client.address])
        self._waiting.remove(refused)
        self._wrong[refused.client.session] = refused.key, FULL
        return refused.client

    def _begin(self) -> None:
        """Draw the next film, in a thread that lives as long as there are some."""
        self._drawing = self._next()
        if self._drawing is not None:
            threading.Thread(target=self._work, args=(self._drawing,), name="film", daemon=True).start()

    def _next(self) -> Order | None:
        self._waiting = [order for order in self._waiting if order.client.here]
        if len(self._wrong) > self._most:  # of those who did not stay to hear it
            self._wrong.clear()
        if not self._waiting:
            return None
        order = min(self._waiting, key=self._rank)
        self._waiting.remove(order)
        return order

    def _work(self, order: Order) -> None:
        begun = monotonic()
        try:
            with fair_lock.turn(order.client):
                film = self._films.get(order.key) or order.draw(lambda share: self._note(order, share))
            self._films.keep(order.key, film, len(film))
            self._seconds += (monotonic() - begun - self._seconds) / 4
        except _GivenUpError:
            pass
        except Exception:  # whatever it is, the others' films are drawn
            _LOGGER.exception("a film cannot be drawn")
            with self._lock:
                self._wrong[order.client.session] = order.key, FAILED
        finally:
            with self._lock:
                self._begin()

    def _note(self, order: Order, share: float) -> None:
        """Between two frames: who waits for the processor goes first, and who has left gets no more."""
        fair_lock.give_way()
        if not (order.wanted and order.client.here):
            raise _GivenUpError
        order.share = share


STUDIO = Studio()
