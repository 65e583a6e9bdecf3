"""A served app and a real browser for the tests in this folder."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests import patience
from tests.browser import chromium
from tests.browser.idea import open_free
from tests.browser.lab import as_at_first, choose_anew, open_still
from tests.browser.neuron import open_mini, open_neuron
from tests.browser.visits import HOST, WINDOW, Opener, Scheme, Shelf, Visit

ROOT = Path(__file__).parents[2]

# A machine that is busy is not a defect of the app.
expect.set_options(timeout=patience.MILLISECONDS)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of one app that all tests share."""
    with served() as address:
        yield address


@pytest.fixture
def fresh_server() -> Iterator[str]:
    """The address of an app that nobody has visited."""
    with served() as address:
        yield address


# Playwright keeps an event loop running in this thread, in which no other test could call
# asyncio.run: so the browser ends with this folder, not with the session.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """What starts browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests that want visitors with an empty cache."""
    browser = playwright.chromium.launch(
        executable_path=chromium.ensure(), args=chromium.ARGS, timeout=patience.MILLISECONDS
    )
    yield browser
    browser.close()


# Chromium keeps compiled scripts only for a profile on disk: a page then opens in half the time.
@pytest.fixture(scope="package")
def context(playwright: Playwright) -> Iterator[BrowserContext]:
    """One Chromium for all other tests, with a profile: its scripts are compiled once, not every time."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium.ensure(),
            args=chromium.ARGS,
            timeout=patience.MILLISECONDS,
        )
        context.set_default_timeout(patience.MILLISECONDS)
        yield context
        context.close()


@pytest.fixture
def viewport() -> ViewportSize:
    """The size of the window; parametrize ``viewport`` for another."""
    return WINDOW


@pytest.fixture
def color_scheme() -> Scheme:
    """What the visitor's system prefers; parametrize ``color_scheme`` for the other."""
    return "light"


@pytest.fixture
def page(context: BrowserContext, viewport: ViewportSize, color_scheme: Scheme) -> Iterator[Page]:
    """A page of a visitor of its own; an error in its console, or a request elsewhere, fails the test."""
    visit = Visit(context, viewport, color_scheme)
    yield visit.page
    visit.page.close()
    assert not visit.wrong, "\n".join(visit.wrong)


@pytest.fixture(scope="package")
def shelf(context: BrowserContext, server: str) -> Iterator[Shelf]:
    """Where the page of ``kept`` stands between two tests."""
    shelf = Shelf(context, server)
    yield shelf
    shelf.clear()


@pytest.fixture
def kept(shelf: Shelf, request: pytest.FixtureRequest) -> Iterator[Callable[[Opener], Page]]:
    """Gives the page that the tests before have opened in the same way, as they left it.

    What holds for ``page`` holds here for each test. One that fails leaves the next a new page.
    """
    failed = request.session.testsfailed
    yield shelf.take
    wrong = shelf.wrong
    if wrong or request.session.testsfailed > failed:
        shelf.clear()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def lab(kept: Callable[[Opener], Page]) -> Page:
    """The Lab at the end of its first run, for who wants no motion; for tests that choose nothing."""
    page = kept(open_still)
    as_at_first(page)
    return page


@pytest.fixture
def desk(lab: Page, shelf: Shelf, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The same for tests that choose something: afterwards the first run is chosen again."""
    failed = request.session.testsfailed
    yield lab
    if request.session.testsfailed == failed:
        with shelf.cleared_by_failure():
            choose_anew(lab)


@pytest.fixture
def neuron(kept: Callable[[Opener], Page]) -> Page:
    """The neuron's lesson after its first run, for tests that choose nothing."""
    return kept(open_neuron)


@pytest.fixture
def mini(kept: Callable[[Opener], Page]) -> Page:
    """The same with mini-batches."""
    return kept(open_mini)


@pytest.fixture
def mountain(kept: Callable[[Opener], Page]) -> Page:
    """The lesson on the idea, free of any bet, on whatever ground the last test has left."""
    return kept(open_free)


@contextmanager
def served(base: str = "", script: str = "app.py") -> Iterator[str]:
    """Serve ``script`` on a free port, below the path ``base``; give its address."""
    port = free_port()
    address = f"http://{HOST}:{port}/{base}".rstrip("/")
    options = {
        "server.port": port,
        "server.address": HOST,
        "server.baseUrlPath": base,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += [f"--{name}={value}" for name, value in options.items()]
    with tempfile.TemporaryFile("w+") as log:
        here = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, cwd=ROOT, env=here, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(f"{address}/_stcore/health", process, log)
            yield address
        finally:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(health: str, process: "subprocess.Popen[bytes]", log: TextIO) -> None:
    """Return once the server is well; fail with what it wrote when it ends or takes too long."""
    deadline = time.monotonic() + patience.SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(health, timeout=patience.SECONDS) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    log.seek(0)
    pytest.fail(f"The app did not start:\n{log.read()}")
