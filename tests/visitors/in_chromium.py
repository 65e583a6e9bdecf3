"""Visitors in a real browser: what they see, what its console says, and what the server writes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from tests import patience
from tests.browser import chromium
from tests.browser.visits import Visit
from tests.visitors.faults import Faults
from tests.visitors.hands import act
from tests.visitors.links import Link
from tests.visitors.served import Served

_PAUSES = (0, 0, 30, 150, 500)
_REST = 10
_LAB = Link("lab", ())

# The page has run, all that it waits for is there, and so is what is seen first.
_READY = {
    "lab": ".gd-surface .main-svg",
    "neuron": ".gd-surface .main-svg",
    "batches": ".gd-surface .main-svg",
    "network": ".gd-surface .main-svg",
    "idea": ".gw-svg .gw-tick",
    "assignment": ".gb-drawing .gd-drawing",
    "guide": "h1",
}
_AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
_EXCEPTION = "[data-testid=stException], [data-testid=stDialog]:has-text('Connection error')"


@contextmanager
def browsing() -> Iterator[BrowserContext]:
    """A Chromium without a window, with a profile: its scripts are compiled once, not for every page."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile, sync_playwright() as playwright:
        yield playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium.ensure(), args=chromium.ARGS
        )


def follow(
    links: Iterable[Link], faults: Faults[str], context: BrowserContext, served: Served
) -> Iterator[str]:
    """Open each link; a line for each."""
    with _visit(context) as visit:
        for link in links:
            found = _opened(visit, served.address, link)
            faults.note(found + _wrong(visit, served), str(link))
            yield str(link)


def wander(
    seed: int, length: int, faults: Faults[str], context: BrowserContext, served: Served
) -> Iterator[str]:
    """A visitor who does ``length`` things at any speed; all that was done so far, after each.

    What comes of the seed is as much the machine's: a quicker one has more to press.
    """
    chance, way = Random(seed), f"seed {seed}:"
    with _visit(context) as visit:
        found = _opened(visit, served.address, _LAB)
        for number in range(1, length + 1):
            told, more = _acted(visit, served.address, chance, rest=number % _REST == 0)
            way += f"\n      {told}"
            if faults.note(found + more + _wrong(visit, served), way):
                way = f"seed {seed}, from action {number + 1} on:"
                more = _opened(visit, served.address, _LAB)
            found = []
            yield way


def _acted(visit: Visit, address: str, chance: Random, rest: bool) -> tuple[str, list[str]]:
    """Do one thing, then ``rest`` until all is there or go on soon; what it was, and what was wrong."""
    page, told = visit.page, "?"
    try:
        told = act(page, address, chance)
        page.wait_for_timeout(chance.choice(_PAUSES))
        if not page.url.startswith(address):  # back to where it came from
            page.goto(address, wait_until="commit")
        if rest:
            page.wait_for_selector(_AT_REST, state="attached", timeout=patience.MILLISECONDS)
    except Error as error:
        return told, [] if _interrupted(error) else [f"harness: {error!r}"]
    return told, []


@contextmanager
def _visit(context: BrowserContext) -> Iterator[Visit]:
    visit = Visit(context)
    visit.page.emulate_media(reduced_motion="reduce")
    try:
        yield visit
    finally:
        visit.page.close()


def _opened(visit: Visit, address: str, link: Link) -> list[str]:
    """Open ``link`` and wait until its page is there; what is wrong with it."""
    try:
        visit.page.goto(f"{address}{link}", wait_until="commit")
        visit.page.wait_for_selector(
            f"{_READY[link.page]}, {_EXCEPTION}", state="attached", timeout=patience.MILLISECONDS
        )
        visit.page.wait_for_selector(_AT_REST, state="attached", timeout=patience.MILLISECONDS)
    except Error as error:
        return [f"not there: {str(error).splitlines()[0]}"]
    return []


def _wrong(visit: Visit, served: Served) -> list[str]:
    """What is wrong now: in the server's log, on the page, in its console."""
    log = served.news()
    found = [log] if "Traceback" in log or "ERROR" in log else _boxes(visit.page)
    found += visit.wrong
    visit.wrong.clear()
    return found


def _boxes(page: Page) -> list[str]:
    """The errors that Streamlit shows on ``page``."""
    try:
        return [f"shown: {box.inner_text()}" for box in page.locator(_EXCEPTION).all()]
    except Error:  # it is on its way elsewhere
        return []


def _interrupted(error: Error) -> bool:
    """Whether it was only that the page went elsewhere meanwhile."""
    return any(said in str(error) for said in ("context was destroyed", "ERR_ABORTED", "interrupted"))
