"""``python -m benchmarks.browser``: the Lab in a real browser beside the plain Streamlit way.

Frames are those in which the picture changed, bytes those that the web socket
received. The machine serves and browses at once: close what else is running.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median

from playwright.sync_api import Browser

from benchmarks.server import LAB, NAIVE, Server, serving
from benchmarks.table import Parts, Row, at_least, at_most, heading, row, show
from benchmarks.visitor import Visitor, browser, visiting

STARTS = 3
RELEASES = 12
PLAYS = 3
STEPS = 2000
FEW_FRAMES = 20
"""The naive way's pictures where only its first counts; each must be waited for."""

SPEEDS = {"300": 6, "auto": 8}
"""The player's speeds that are measured, and whole seconds that 2000 steps take at least."""

HILLS = {
    "one sample": "?batch=stochastic&epochs=500&open=batch",
    "3 of 10": "?problem=network&batch=mini&batch_size=3&epochs=500&open=batch",
}
"""Links to 2000 steps with each batch's hill over the surface: four of them, and a hundred different ones."""

STRIDE = 3.0
"""Pixels from one learning rate to the next: each is one that has not been seen before."""


@dataclass(frozen=True)
class Play:
    """Frames a second, second by second, and the server's share of one processor meanwhile."""

    rates: list[int]
    cpu: float


@dataclass(frozen=True)
class Start:
    """Seconds from the launch and from the address to the first picture; resident megabytes."""

    cold: float
    warm: float
    megabytes: float


def by_second(frames: list[float], start: float, end: float) -> list[int]:
    """How many ``frames`` fall into each whole second between ``start`` and ``end``."""
    return [sum(start + k <= t < start + k + 1 for t in frames) for k in range(int(end - start))]


def cold_start(browser: Browser, script: str) -> Start:
    """A server's launch, its first visitor, and one with an empty cache after that."""
    with serving(script) as server:
        with visiting(browser, server.url) as visitor:
            cold = visitor.painted_at() - server.launched
            visitor.settle()
            megabytes = server.megabytes()
        return Start(cold, visit(browser, server.url), megabytes)


def cold_starts(browser: Browser, script: str) -> Start:
    """The medians of several."""
    starts = [cold_start(browser, script) for _ in range(STARTS)]
    return Start(
        median(s.cold for s in starts), median(s.warm for s in starts), median(s.megabytes for s in starts)
    )


def plays(browser: Browser, runs: int) -> dict[str, Play]:
    """The Lab playing ``runs`` runs of 2000 steps, at each speed."""
    with serving(LAB) as server, visiting(browser, server.url) as visitor:
        choose_runs(visitor, runs)
        return {speed: play(server, visitor, speed) for speed in SPEEDS}


def play(server: Server, visitor: Visitor, speed: str) -> Play:
    """What the visitor sees at ``speed``, from the start each time."""
    visitor.page.locator(".gd-speed select").select_option(speed)
    rates, used = [], []
    for _ in range(PLAYS):
        visitor.do("restart")
        visitor.settle()
        start, cpu = visitor.now(), server.cpu_seconds()
        visitor.do("play")
        visitor.page.wait_for_timeout(SPEEDS[speed] * 1000 + 200)
        used.append((server.cpu_seconds() - cpu) / (visitor.now() - start))
        rates += by_second(visitor.frames(start), start, start + SPEEDS[speed])
    return Play(rates, 100 * median(used))


def hill_rows(batches: str, browser: Browser) -> Iterator[Row]:
    """Frames while the hill of each batch is laid over the surface, with two arrows at the dot."""
    with serving(LAB) as server, visiting(browser, server.url + HILLS[batches]) as visitor:
        visitor.settle()
        for speed in SPEEDS:
            fps = median(play(server, visitor, speed).rates)
            yield row(f"ghost surface, two arrows, {batches}, at {speed}", "fps", fps, bar=at_least(45))


def naive_play(browser: Browser, query: str) -> Play:
    """The naive way playing what ``query`` asks for from a warm server.

    Its server is done long before the browser: it is counted over all that the visitor waits.
    """
    rates, used = [], []
    with serving(NAIVE) as server:
        visit(browser, server.url + "?frames=1")
        for _ in range(PLAYS):
            cpu = server.cpu_seconds()
            with visiting(browser, server.url + query) as visitor:
                visitor.settle()
                frames = visitor.frames(since=0)
                used.append((server.cpu_seconds() - cpu) / frames[-1])
                rates += by_second(frames, frames[0], frames[-1])
    return Play(rates, 100 * median(used))


def visit(browser: Browser, url: str) -> float:
    """Seconds from the navigation to the first picture."""
    with visiting(browser, url) as visitor:
        return visitor.painted()


def choose_runs(visitor: Visitor, runs: int) -> None:
    """Set the controls to ``runs`` runs of 2000 epochs."""
    visitor.set_slider("Epochs", str(STEPS))
    if runs > 1:
        visitor.choose("Runs together", str(runs))


def first_changes(visitor: Visitor, ready: str | None) -> float:
    """Median seconds from the learning-rate slider's release to the first changed picture.

    ``ready`` is the player's button that ends the run before: a picture that plays on is not new.
    """
    waits = []
    for _ in range(RELEASES):
        if ready:
            visitor.do(ready)
        visitor.settle()
        visitor.drag("Learning rate", -STRIDE)
        waits.append(visitor.release())
    return median(waits)


def bytes_of_a_change(visitor: Visitor) -> int:
    """What the web socket receives for one run that it has not seen before."""
    visitor.do("end")
    visitor.settle()
    visitor.drag("Learning rate", -STRIDE)
    visitor.received = 0
    visitor.release()
    visitor.settle(1000)
    return visitor.received


def lab_change(browser: Browser) -> float:
    """Seconds to the Lab's first changed picture."""
    with serving(LAB) as server, visiting(browser, server.url) as visitor:
        return first_changes(visitor, ready="end")


def naive_change(browser: Browser) -> float:
    """Seconds to the naive way's first changed picture."""
    with serving(NAIVE) as server, visiting(browser, f"{server.url}?frames={FEW_FRAMES}") as visitor:
        return first_changes(visitor, ready=None)


def naive_bytes(browser: Browser, query: str = "") -> int:
    """What the naive way's web socket receives while it plays what ``query`` asks for."""
    with serving(NAIVE) as server, visiting(browser, server.url + query) as visitor:
        visitor.settle()
        return visitor.received


def play_rows(runs: int, browser: Browser) -> Iterator[Row]:
    """Frames and processor time while playing."""
    naive = naive_play(browser, f"?epochs={STEPS}&runs={runs}")
    for speed, ours in plays(browser, runs).items():
        said = f"{runs} x {STEPS} steps at {speed}"
        fps, slow = median(ours.rates), median(naive.rates)
        yield row(f"frames a second, {said}", "fps", fps, slow, at_least(50))
        enough = at_least(8) if runs > 1 else None
        yield row(f"  times the naive way, {said}", "x", fps / slow, 1, enough)
        yield row(f"server while playing {said}", "%", ours.cpu, naive.cpu, at_most(2))


def change_rows(browser: Browser) -> Iterator[Row]:
    """The waiting time after one change of a control."""
    wait = lab_change(browser)
    yield row("slider's release to the changed picture", "s", wait, naive_change(browser), at_most(0.25))


def bytes_rows(browser: Browser) -> Iterator[Row]:
    """The bytes of one change: of one run, of four, and of four at their worst."""
    kb = 1000
    with serving(LAB) as server, visiting(browser, server.url) as visitor:
        one, naive = bytes_of_a_change(visitor), naive_bytes(browser)
        yield row("bytes a run, the notebook's run", "KB", one / kb, naive / kb, at_most(60))
        choose_runs(visitor, 4)
        four, naive = bytes_of_a_change(visitor), naive_bytes(browser, f"?epochs={STEPS}&runs=4")
        yield row("bytes a run, 4 runs x 2000 steps", "KB", four / kb, naive / kb, at_most(160))
        visitor.set_slider("Epochs", "500")
        visitor.choose("Batch", "Stochastic")
        visitor.select("Plane", "principal plane")
        worst = bytes_of_a_change(visitor)
        said = "bytes a run, 4 stochastic x 2000, principal plane"
        yield row(said, "KB", worst / kb, None, at_most(160))


def start_rows(browser: Browser) -> Iterator[Row]:
    """Starting times and memory."""
    ours, naive = cold_starts(browser, LAB), cold_starts(browser, NAIVE)
    yield row("server's launch to the first picture", "s", ours.cold, naive.cold)
    yield row("warm server, address to the first picture", "s", ours.warm, naive.warm)
    yield row("server's memory with one visitor", "MiB", ours.megabytes, naive.megabytes, at_most(450))


PARTS: dict[str, Callable[[Browser], Iterator[Row]]] = {
    **{f"playing {runs} x {STEPS} steps": partial(play_rows, runs) for runs in (1, 4)},
    **{f"ghost surface, {batches}": partial(hill_rows, batches) for batches in HILLS},
    "a change of a control": change_rows,
    "bytes of a change": bytes_rows,
    "starts": start_rows,
}


def main() -> int:
    """Measure every part in a browser of its own, and print its rows; 1 if any failed."""
    heading()
    parts = Parts()
    for name, rows in PARTS.items():
        parts.run(name, partial(measure, rows))
    return parts.code


def measure(rows: Callable[[Browser], Iterator[Row]]) -> None:
    """Print ``rows`` as they are measured."""
    with browser() as chromium:
        show(rows(chromium))


if __name__ == "__main__":
    sys.exit(main())
