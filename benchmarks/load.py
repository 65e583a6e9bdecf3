"""``python -m benchmarks.load``: a hundred visitors at once against one server, and a thousand in a row.

Then one beside twenty hogs, and visitors of all kinds (crowds.py). Named parts are measured alone.

Visitors speak Streamlit's protocol over real WebSockets, without a browser's work: server and
visitors share this machine. Waiting is counted from the moment that a visitor meant to act.
"""

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from statistics import median, quantiles
from time import perf_counter

from benchmarks import crowds
from benchmarks.server import LAB, Server, serving
from benchmarks.session import Session, session
from benchmarks.table import Parts, Row, at_most, heading, row, show
from pages._ui.rates import RATES
from pages._ui.tidy import EVERY

VISITORS = 100
WINDOW = 3.0
"""Seconds within which every visitor acts once."""

ROUNDS = 5
SOAKED = 1_000
AT_ONCE = 20
SETTLING = 150.0
"""Seconds after which the server has forgotten visitors who have left, with some to spare."""

LINK = "v=1&learning_rate=0.019"
"""What a whole class opens at once."""

WATCHED = [rate for rate in RATES if 1e-4 <= rate <= 0.05]
SLIDER = "Learning rate"


def other(one: Session) -> str:
    """A place of the slider, at random, where the visitor ``one`` has not left it."""
    places = (f"{rate:g}" for rate in random.sample(WATCHED, 2))
    return next(place for place in places if place != one.places.get(SLIDER))


@dataclass
class Tally:
    """What visitors waited, in seconds, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def note(self, when: float, act: Callable[[], Awaitable[object]]) -> None:
        """At the time ``when`` have a visitor ``act``; note how long it took from then on."""
        await asyncio.sleep(max(0.0, when - perf_counter()))
        try:
            await act()
            self.waits.append(perf_counter() - when)
        except Exception as error:  # whatever it is, it is what the bench is here to count
            self.errors.append(repr(error))

    def p95(self) -> float:
        return quantiles(self.waits, n=20, method="inclusive")[-1]


@dataclass
class Peak:
    """The most memory that ``server`` was seen to have, in MiB."""

    server: Server
    megabytes: float = 0.0

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            self.megabytes = max(self.megabytes, self.server.megabytes())
            await asyncio.sleep(0.1)


async def together(tally: Tally, acts: list[Callable[[], Awaitable[object]]]) -> None:
    """Have all visitors act within one window, and wait until all are done and it is over."""
    now = perf_counter()
    each = (tally.note(now + random.uniform(0, WINDOW), act) for act in acts)
    await asyncio.gather(asyncio.sleep(WINDOW), *each)


@dataclass
class Classroom:
    """A server's visitors; ``query`` gives the link by which the one at a place comes."""

    server: Server
    query: Callable[[int], str]
    opened: Tally = field(default_factory=Tally)
    moved: Tally = field(default_factory=Tally)
    cpu: float = 0.0
    peak: float = 0.0

    async def meet(self) -> None:
        """All open, then all move the slider, again and again, then all leave."""
        peak = Peak(self.server)
        watching = asyncio.create_task(peak.watch())
        async with AsyncExitStack() as stack:
            present: list[Session] = []

            async def arrive(place: int) -> None:
                one = await stack.enter_async_context(session(self.server.url, self.query(place)))
                await one.open()
                present.append(one)

            await together(self.opened, [partial(arrive, place) for place in range(VISITORS)])
            cpu = self.server.cpu_seconds()
            for _ in range(ROUNDS):
                await self._move(present)
            self.cpu = (self.server.cpu_seconds() - cpu) / max(1, len(self.moved.waits))
        watching.cancel()
        self.peak = peak.megabytes

    async def _move(self, present: list[Session]) -> None:
        async def move(one: Session) -> None:
            await one.move(SLIDER, other(one))

        await together(self.moved, [partial(move, one) for one in present])


def classroom(name: str, query: Callable[[int], str]) -> list[Row]:
    """What a classroom waits that comes by the links of ``query``."""
    with serving(LAB) as server:
        room = Classroom(server, query)
        asyncio.run(warm(server))
        asyncio.run(room.meet())
    for error in {*room.opened.errors, *room.moved.errors}:
        print(f"  {error}", file=sys.stderr)
    return [
        row(f"{name}: {VISITORS} open, first picture, p50", "s", median(room.opened.waits)),
        row(f"{name}: {VISITORS} open, first picture, p95", "s", room.opened.p95(), None, at_most(1.5)),
        row(f"{name}: slider to picture, p50", "s", median(room.moved.waits)),
        row(f"{name}: slider to picture, p95", "s", room.moved.p95(), None, at_most(1.5)),
        row(f"{name}: server's work for a move", "ms", 1000 * room.cpu),
        row(f"{name}: errors", "", len(room.opened.errors + room.moved.errors), None, at_most(0)),
        row(f"{name}: memory at the peak", "MiB", room.peak, None, at_most(1000)),
    ]


async def warm(server: Server) -> None:
    """One visitor comes, looks at two experiments, and leaves."""
    async with session(server.url) as one:
        await one.open()
        await one.move(SLIDER, "0.02")


async def soaking(server: Server, errors: list[str]) -> None:
    """Visitors come, move the slider and leave, some at a time, until there were a thousand."""
    door = asyncio.Semaphore(AT_ONCE)

    async def visit(place: int) -> None:
        async with door:
            try:
                async with session(server.url, f"v=1&seed={place}") as one:
                    await one.open()
                    await one.move(SLIDER, other(one))
            except Exception as error:  # counted, as above
                errors.append(repr(error))

    await asyncio.gather(*(visit(place) for place in range(SOAKED)))


async def soaked(server: Server) -> tuple[float, float, float, list[str]]:
    """Memory before, at the peak and after, and what went wrong."""
    errors: list[str] = []
    await warm(server)
    await asyncio.sleep(1)
    before, peak = server.megabytes(), Peak(server)
    watching = asyncio.create_task(peak.watch())
    await soaking(server, errors)
    print(f"  right after: {server.megabytes():.0f} MiB", file=sys.stderr)
    await asyncio.sleep(SETTLING)
    await warm(server)  # Streamlit forgets whom it need not remember when somebody leaves
    await asyncio.sleep(EVERY + 5)
    watching.cancel()
    return before, peak.megabytes, server.megabytes(), errors


def soak() -> list[Row]:
    """What a thousand visitors in a row leave behind."""
    with serving(LAB) as server:
        before, peak, after, errors = asyncio.run(soaked(server))
    for error in set(errors):
        print(f"  {error}", file=sys.stderr)
    name = f"soak of {SOAKED} visitors"
    return [
        row(f"{name}: memory before", "MiB", before),
        row(f"{name}: memory at the peak", "MiB", peak, None, at_most(1000)),
        row(f"{name}: memory after", "MiB", after),
        row(f"{name}: memory after, of before", "%", 100 * after / before, None, at_most(115)),
        row(f"{name}: errors", "", len(errors), None, at_most(0)),
    ]


def main() -> int:
    """Measure what was asked for, or everything, and print its rows; 1 if any part failed."""
    measured: dict[str, Callable[[], list[Row]]] = {
        "link": lambda: classroom("one link", lambda place: LINK),
        "apart": lambda: classroom("a link each", lambda place: f"v=1&seed={place}"),
        "soak": soak,
        "hogs": crowds.beside_hogs,
        "mixed": crowds.mixed,
    }
    heading()
    parts = Parts()
    for name in sys.argv[1:] or measured:
        parts.run(name, lambda name=name: show(measured[name]()))  # type: ignore[misc]
    return parts.code


if __name__ == "__main__":
    sys.exit(main())
