"""Parts of the load benchmark: an ordinary visitor beside twenty hogs, and a soak of mixed use."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import monotonic

from benchmarks.hog import LINKS, Hog
from benchmarks.server import LAB, Server, serving
from benchmarks.session import Session, session
from benchmarks.table import Row, at_most, row
from pages._ui.rates import RATES
from pages._ui.tidy import EVERY

HOGS = 20
ROUNDS = 12
MOVES = 3
PAUSE = 2.0
"""Seconds between two moves of somebody who looks at the pictures."""

WARMING = 8.0
"""Seconds after which the hogs have everything under way."""

SOAK = 90.0
SOAKERS = 20
SETTLING = 150.0
"""Seconds after which the server has forgotten visitors who have left, with some to spare."""

SLIDER = "Learning rate"
_WATCHED = [f"{rate:g}" for rate in RATES if 1e-4 <= rate <= 0.05]


@dataclass
class Waits:
    """What an ordinary visitor waited, in seconds, and what went wrong."""

    opened: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def visit(self, url: str, query: str) -> None:
        """Open the Lab, and move the slider a few times."""
        try:
            async with session(url, query) as one:
                self.opened.append(await one.open())
                for _ in range(MOVES):
                    await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
                    self.moved.append(await one.move(SLIDER, _other(one)))
        except Exception as error:  # whatever it is, it is what the bench is here to count
            self.errors.append(repr(error))


def _other(one: Session) -> str:
    return random.choice([place for place in _WATCHED if place != one.places.get(SLIDER)])


def p95(waits: list[float]) -> float:
    """The wait that one in twenty exceeds; endless where nobody was served."""
    return quantiles(waits, n=20, method="inclusive")[-1] if len(waits) > 1 else float("inf")


async def ordinary(url: str) -> Waits:
    """What a visitor waits who comes again and again, for experiments of their own."""
    waits = Waits()
    for _ in range(ROUNDS):
        await waits.visit(url, f"v=1&seed={random.randrange(10**6)}")
    return waits


@asynccontextmanager
async def hogs(url: str, seconds: float) -> AsyncIterator[list[Hog]]:
    """Twenty hogs, each after something, for at most so many ``seconds``."""
    there: list[Hog] = []

    async def one(place: int) -> None:
        link = f"{list(LINKS.values())[place % len(LINKS)]}&seed={random.randrange(10**6)}"
        until = monotonic() + seconds
        while monotonic() < until:
            with suppress(Exception):  # a hog that is refused comes again
                async with session(url, link, Hog) as hog:
                    assert isinstance(hog, Hog)
                    there.append(hog)
                    await hog.gorge(until)

    tasks = [asyncio.create_task(one(place)) for place in range(HOGS)]
    try:
        yield there
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass
class Memory:
    """What a server has before, at the most, and afterwards, in MiB."""

    server: Server
    before: float = 0.0
    peak: float = 0.0
    after: float = 0.0

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Note them about the block; after it, when the server has had time to forget who has left."""
        self.before = self.server.megabytes()
        watching = asyncio.create_task(self._watch())
        yield
        watching.cancel()
        await asyncio.sleep(SETTLING)
        await _warm(self.server)  # Streamlit forgets whom it need not remember when somebody leaves
        await asyncio.sleep(EVERY + 5)
        self.after = self.server.megabytes()

    async def _watch(self) -> None:
        while True:
            self.peak = max(self.peak, self.server.megabytes())
            await asyncio.sleep(0.1)

    def rows(self, name: str) -> list[Row]:
        return [
            row(f"{name}: memory before", "MiB", self.before),
            row(f"{name}: memory at the peak", "MiB", self.peak, None, at_most(1000)),
            row(f"{name}: memory after", "MiB", self.after),
            row(f"{name}: memory after, of before", "%", 100 * self.after / self.before, None, at_most(125)),
        ]


async def _warm(server: Server) -> None:
    async with session(server.url) as one:
        await one.open()
        await one.move(SLIDER, "0.02")


async def _beside_hogs(server: Server, memory: Memory) -> tuple[Waits, Waits, int]:
    await _warm(server)
    await asyncio.sleep(1)
    alone = await ordinary(server.url)
    async with memory.watched():
        async with hogs(server.url, WARMING + 3 * ROUNDS * MOVES * PAUSE) as there:
            await asyncio.sleep(WARMING)
            beside = await ordinary(server.url)
        films = sum(hog.films for hog in there)
    return alone, beside, films


def beside_hogs() -> list[Row]:
    """What an ordinary visitor waits alone, and beside those who take all there is."""
    with serving(LAB) as server:
        memory = Memory(server)
        alone, beside, films = asyncio.run(_beside_hogs(server, memory))
    _tell({*alone.errors, *beside.errors})
    name = f"beside {HOGS} hogs"
    return [
        row("alone: first picture, p50", "s", median(alone.opened)),
        row("alone: first picture, p95", "s", p95(alone.opened)),
        row("alone: slider to picture, p50", "s", median(alone.moved)),
        row("alone: slider to picture, p95", "s", p95(alone.moved)),
        row(f"{name}: first picture, p50", "s", median(beside.opened)),
        row(f"{name}: first picture, p95", "s", p95(beside.opened)),
        row(f"{name}: slider to picture, p50", "s", median(beside.moved)),
        row(f"{name}: slider to picture, p95", "s", p95(beside.moved)),
        row(f"{name}: first picture, p95, times alone", "x", p95(beside.opened) / p95(alone.opened)),
        row(f"{name}: slider, p95, times alone", "x", p95(beside.moved) / p95(alone.moved), None, at_most(3)),
        row(f"{name}: films asked for", "", films),
        row(f"{name}: errors", "", len(alone.errors + beside.errors), None, at_most(0)),
        *memory.rows(name),
    ]


_PLAIN: tuple[Callable[[], str], ...] = (
    lambda: f"v=1&seed={random.randrange(1000)}",
    lambda: f"v=1&problem=network&seed={random.randrange(1000)}&epochs=2000",
    lambda: f"v=1&open=limit&seed={random.randrange(1000)}",
)
_RICH: tuple[Callable[[], str], ...] = (
    lambda: f"v=1&epochs=1000&open=sweep&seed={random.randrange(50)}",
    lambda: f"v=1&problem=himmelblau&open=starts&epochs={random.choice([100, 200, 500])}",
    lambda: f"v=1&open=takeaway&seed={random.randrange(1000)}",
    lambda: f"v=1&open=compare&band=1&seed={random.randrange(1000)}",
    lambda: f"v=1&batch=stochastic&epochs=20000&seed={random.randrange(1000)}",
)
"""What visitors of all kinds open: one picture, or thousands of runs."""


async def _soaked(server: Server, memory: Memory) -> tuple[Waits, Waits]:
    plain, rich = Waits(), Waits()
    await _warm(server)
    await asyncio.sleep(1)

    async def come_and_go(place: int) -> None:
        until = monotonic() + SOAK
        waits, uses = (rich, _RICH) if place % 4 == 0 else (plain, _PLAIN)
        while monotonic() < until:
            await waits.visit(server.url, random.choice(uses)())

    async with memory.watched():
        await asyncio.gather(*(come_and_go(place) for place in range(SOAKERS)))
    return plain, rich


def mixed() -> list[Row]:
    """What visitors of all kinds wait, and leave behind."""
    with serving(LAB) as server:
        memory = Memory(server)
        plain, rich = asyncio.run(_soaked(server, memory))
    _tell({*plain.errors, *rich.errors})
    name = f"{len(plain.opened) + len(rich.opened)} mixed visits"
    return [
        row(f"{name}: slider to one picture, p50", "s", median(plain.moved)),
        row(f"{name}: slider to one picture, p95", "s", p95(plain.moved), None, at_most(1.5)),
        row(f"{name}: slider beside much more, p95", "s", p95(rich.moved)),
        row(f"{name}: errors", "", len(plain.errors + rich.errors), None, at_most(0)),
        *memory.rows(name),
    ]


def _tell(errors: set[str]) -> None:
    print(f"  load of the machine: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    for error in errors:
        print(f"  {error}", file=sys.stderr)
