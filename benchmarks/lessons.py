"""``python -m benchmarks.lessons [address ...]``: how soon each page shows its first picture, and answers.

From a warm server's first byte to the first frame with the page's picture in it: in a browser
with an empty cache, in one that has been here before, and within the app, from another page. Beside
the first stands what Streamlit's plainest page takes, on a server that only Streamlit has made.
The machine serves and browses at once: close what else is running.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.server import LAB, PLAIN, serving
from benchmarks.table import Row, at_most, row, show
from benchmarks.visitor import IDLE, browser

PROBE = Path(__file__).with_name("first_picture.js").read_text(encoding="utf-8")
TIMES = 3
PATIENCE = 60_000
"""Milliseconds until a picture that does not come is an error."""

PICTURE_SECONDS = 1.5
ANSWER_SECONDS = 0.3


@dataclass(frozen=True)
class Lesson:
    """A page: its address, its link in the navigation, what holds its picture, a slider that changes it."""

    address: str
    link: str
    picture: str
    slider: str | None = None


GUIDE = Lesson("guide", "Guide", "[data-testid=stMarkdownContainer] h1, [data-testid=stMarkdownContainer] h2")

PLAINEST = Lesson("", "", GUIDE.picture)

LESSONS = (
    Lesson("", "Lab", ".gd-surface", "input[type=range][aria-label='Learning rate']"),
    Lesson("idea", "1 The idea", ".gw-picture", ".gw-rate"),
    Lesson("neuron", "2 One neuron", ".gd-surface", "input[type=range][aria-label='Learning rate']"),
    Lesson("batches", "3 Batches", ".gd-surface", "input[type=range][aria-label='Learning rate']"),
    Lesson("network", "4 A network", ".gd-surface", "input[type=range][aria-label='Learning rate']"),
    Lesson("assignment", "5 Assignment", ".gd-drawing"),
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


def arrive(context: BrowserContext, url: str, lesson: Lesson) -> float:
    """Seconds from the first byte of ``lesson``'s address to its picture."""
    page = page_of(context, lesson.picture)
    page.goto(url + lesson.address, wait_until="commit")
    took = painted(page, "performance.getEntriesByType('navigation')[0].responseStart")
    page.locator(IDLE).wait_for(state="attached")
    page.close()
    return took


def arrivals(browser: Browser, url: str, lesson: Lesson) -> tuple[float, float]:
    """The same in a browser with an empty cache, and then in the same browser again."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
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
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
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


def rows_of(browser: Browser, url: str, plain: str, lesson: Lesson) -> list[Row]:
    """One page's part of the table; ``plain`` is the address of the plainest page."""
    arrivals(browser, url, lesson), arrivals(browser, plain, PLAINEST)
    both = [(arrivals(browser, url, lesson), arrivals(browser, plain, PLAINEST)) for _ in range(TIMES)]
    ours, theirs = zip(*both, strict=True)
    (cold, again), (floor, floor_again) = zip(*ours, strict=True), zip(*theirs, strict=True)
    switches, answers = visits(browser, url, lesson)
    soon, name = at_most(PICTURE_SECONDS), lesson.link
    rows = [
        row(f"{name}: first byte to its picture", "s", median(cold), median(floor), soon),
        row(f"{name}: the same, browser's cache filled", "s", median(again), median(floor_again), soon),
        row(f"{name}: from another page", "s", median(switches), bar=soon),
    ]
    if answers:
        rows.append(
            row(f"{name}: a slider's key to its answer", "s", median(answers), bar=at_most(ANSWER_SECONDS))
        )
    return rows


def main(*addresses: str) -> None:
    """Measure every page, or those at ``addresses`` ("lab" is the Lab's), then print the table."""
    lessons = [each for each in LESSONS if not addresses or (each.address or "lab") in addresses]
    with browser() as chromium, serving(LAB) as server, serving(PLAIN) as plain:
        show([row for lesson in lessons for row in rows_of(chromium, server.url, plain.url, lesson)])


if __name__ == "__main__":
    main(*sys.argv[1:])
