"""``python -m benchmarks.lessons [address ...]``: how soon each page shows its first picture, and answers.

From a warm server's first byte to the first frame with the page's picture in it: the one that
its index.html carries (first picture), the app's own in the same place (mounted), and the frame
from which that answers to hands (live). In a browser with an empty cache, in one that has been
here before, and within the app, from another page. Beside them stands what Streamlit's plainest
page takes, on a server that only Streamlit has made.
The machine serves and browses at once: close what else is running.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.server import LAB, PLAIN, serving
from benchmarks.table import Parts, Row, at_most, heading, row, show
from benchmarks.visitor import IDLE, PATIENCE, browser

PROBE = Path(__file__).with_name("first_picture.js").read_text(encoding="utf-8")
TIMES = 3
FIRST_BYTE = "performance.getEntriesByType('navigation')[0].responseStart"
LIVE = "selector => document.querySelector(selector) && performance.now()"

PICTURE_SECONDS = 1.5
ANSWER_SECONDS = 0.3


@dataclass(frozen=True)
class Lesson:
    """A page: its address, its link in the navigation, what holds its picture, a slider that changes it.

    ``live`` is there once the picture answers to hands; without one, the page has no early picture.
    """

    address: str
    link: str
    picture: str
    slider: str | None = None
    live: str | None = None


@dataclass(frozen=True)
class Arrival:
    """Seconds from the first byte: to the picture that came with it, to the app's own, to a live one."""

    mounted: float
    first: float | None = None
    live: float | None = None


GUIDE = Lesson("guide", "Guide", "[data-testid=stMarkdownContainer] h1, [data-testid=stMarkdownContainer] h2")

PLAINEST = Lesson("", "", GUIDE.picture)

RATE = "input[type=range][aria-label='Learning rate']"
PLAYER = ".gd-loss .gd-canvas"
"""A player's last canvas: when it is there, the player plays, or waits for a bet."""

LESSONS = (
    Lesson("", "Lab", ".gd-surface", RATE, PLAYER),
    Lesson("idea", "1 The idea", ".gw-picture", ".gw-rate", ".gw-line[d]"),
    Lesson("neuron", "2 One neuron", ".gd-surface", RATE, PLAYER),
    Lesson("batches", "3 Batches", ".gd-surface", RATE, PLAYER),
    Lesson("network", "4 A network", ".gd-surface", RATE, PLAYER),
    Lesson("assignment", "5 Assignment", ".gd-drawing", live=".gb-drawing .gd-neuron"),
    GUIDE,
)


def page_of(context: BrowserContext, watched: str = "") -> Page:
    """A new page that can be asked when a picture was painted; from its beginning, one in ``watched``."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(PROBE + (f"firstPicture.watch({watched!r})" if watched else ""))
    return page


def painted(page: Page, since: str) -> float:
    """Seconds from ``since`` (an expression, milliseconds on the page's clock) to the painted picture."""
    page.wait_for_function("firstPicture.painted !== null")
    return float(page.evaluate(f"(firstPicture.painted - ({since})) / 1000"))


def arrive(context: BrowserContext, url: str, lesson: Lesson) -> Arrival:
    """When what is seen of ``lesson``, from the first byte of its address on."""
    page = page_of(context, lesson.picture)
    page.goto(url + lesson.address, wait_until="commit")
    live = page.wait_for_function(LIVE, arg=lesson.live).json_value() if lesson.live else None
    mounted = painted(page, FIRST_BYTE)
    early = page.evaluate("firstPicture.early")
    began = float(page.evaluate(FIRST_BYTE))
    page.locator(IDLE).wait_for(state="attached")
    page.close()
    return Arrival(mounted, *(None if time is None else (time - began) / 1000 for time in (early, live)))


def arrivals(browser: Browser, url: str, lesson: Lesson) -> tuple[Arrival, Arrival]:
    """The same in a browser with an empty cache, and then in the same browser again."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True) as context:
        return arrive(context, url, lesson), arrive(context, url, lesson)


def switch(page: Page, lesson: Lesson) -> float:
    """Seconds from the click on ``lesson``'s link, on another page, to its picture."""
    page.evaluate("selector => firstPicture.watch(selector)", lesson.picture)
    page.get_by_role("link", name=lesson.link, exact=True).click()
    took = painted(page, "firstPicture.since")
    settle(page)
    return took


def settle(page: Page) -> None:
    """Wait until the script has run and the picture stands still."""
    page.locator(IDLE).wait_for(state="attached")
    page.wait_for_timeout(600)


def answer(page: Page, lesson: Lesson) -> float:
    """Seconds from a key on ``lesson``'s slider to the changed picture; what plays is at its end before."""
    for name in (".gd-skip:visible", "[data-do=end]:visible"):  # past a bet, and to the run's end
        for button in page.locator(name).all()[:1]:
            button.click()
    settle(page)
    slider = page.locator(lesson.slider or "")
    slider.focus()
    page.evaluate("selector => firstPicture.watch(selector)", lesson.picture)
    slider.press("ArrowLeft")
    return painted(page, "firstPicture.since")


def visits(browser: Browser, url: str, lesson: Lesson) -> tuple[list[float], list[float]]:
    """How long each switch to ``lesson`` took, and each answer of its slider."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True) as context:
        page = page_of(context)
        other = LESSONS[0] if lesson is GUIDE else GUIDE
        page.goto(url + other.address)
        page.get_by_role("link", name=lesson.link, exact=True).wait_for()
        settle(page)
        switches, answers = [], []
        for _ in range(TIMES):
            switches.append(switch(page, lesson))
            if lesson.slider:
                answers.append(answer(page, lesson))
            switch(page, other)
        return switches, answers


def rows_of(browser: Browser, url: str, plain: str, lesson: Lesson) -> Iterator[Row]:
    """One page's part of the table; ``plain`` is the address of the plainest page."""
    arrivals(browser, url, lesson), arrivals(browser, plain, PLAINEST)
    both = [(arrivals(browser, url, lesson), arrivals(browser, plain, PLAINEST)) for _ in range(TIMES)]
    ours, theirs = zip(*both, strict=True)
    cold, again = zip(*ours, strict=True)
    floor, floor_again = zip(*theirs, strict=True)
    name = lesson.link
    yield from arrival_rows(f"{name}: ", cold, floor)
    yield from arrival_rows(f"{name}, seen before: ", again, floor_again)
    switches, answers = visits(browser, url, lesson)
    yield row(f"{name}: from another page", "s", median(switches), bar=at_most(PICTURE_SECONDS))
    if answers:
        soon = at_most(ANSWER_SECONDS)
        yield row(f"{name}: a slider's key to its answer", "s", median(answers), bar=soon)


def arrival_rows(name: str, ours: Sequence[Arrival], plainest: Sequence[Arrival]) -> list[Row]:
    """The three times of ``ours``; the bar is on the first picture, or on the only one."""
    soon, floor = at_most(PICTURE_SECONDS), median(each.mounted for each in plainest)
    early = [each.first for each in ours if each.first is not None]
    live = [each.live for each in ours if each.live is not None]
    rows = [row(f"{name}first picture", "s", median(early), bar=soon)] if early else []
    mounted = median(each.mounted for each in ours)
    rows.append(row(f"{name}mounted by the app", "s", mounted, floor, None if early else soon))
    return rows + ([row(f"{name}live", "s", median(live))] if live else [])


def measure(lesson: Lesson) -> None:
    """Print the rows of a page as they are measured, on servers and in a browser of its own."""
    with browser() as chromium, serving(LAB) as server, serving(PLAIN) as plain:
        show(rows_of(chromium, server.url, plain.url, lesson))


def main(*addresses: str) -> int:
    """Measure every page, or those at ``addresses`` ("lab" is the Lab's); 1 if any failed."""
    heading()
    parts = Parts()
    for lesson in LESSONS:
        if not addresses or (lesson.address or "lab") in addresses:
            parts.run(lesson.link, partial(measure, lesson))
    return parts.code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
