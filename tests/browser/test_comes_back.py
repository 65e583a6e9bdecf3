"""A page that was away, or whose server was, goes on with what it showed: by itself."""

import re
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from tests.browser.host import Host, hosted
from tests.browser.lab import READY, cell, cells
from tests.browser.visits import newcomer
from tests.browser.waiting import eventually

STOPPED = 20
"""Seconds for which the server stands still."""

LINK = "?v=1&learning_rate=0.019&step=7"
CONNECTED = '[data-testid=stApp][data-test-connection-state="CONNECTED"]'
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
LOST = '[data-testid=stApp]:not([data-test-connection-state="CONNECTED"])'


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A server of these tests' own."""
    with hosted() as host:
        yield host


@pytest.fixture
def page(host: Host, browser: Browser) -> Iterator[Page]:
    """The Lab by a link to a step, whose visitor has since chosen another rate and seed."""
    with newcomer(browser, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{host.address}/{LINK}")
        page.wait_for_function(READY)
        expect(cell(page, "step")).to_have_text("7")
        rate(page).press("ArrowRight")
        expect(page).to_have_url(re.compile("learning_rate=0.0195.*step=1000"))
        yield page


def rate(page: Page) -> Locator:
    """The slider of the learning rate."""
    return page.locator('input[type=range][aria-label="Learning rate"]')


def goes_on(page: Page) -> None:
    """The next thing that its visitor does is done."""
    before = cells(page)
    rate(page).press("ArrowRight")
    expect(page).to_have_url(re.compile("learning_rate=0.02&"))
    expect(cell(page, "loss")).not_to_have_text(before["loss"])


def said(page: Page) -> list[bytes]:
    """Fills with what the page says from now on, over whatever socket it opens."""
    frames: list[bytes] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: frames.append(data if isinstance(data, bytes) else b""))

    page.on("websocket", hear)
    return frames


def test_a_server_that_was_started_again_shows_what_the_page_showed(host: Host, page: Page) -> None:
    shown, address, frames = cells(page), page.url, said(page)
    host.kill()
    page.wait_for_selector(LOST)
    host.start()
    # The new session begins by the first link, and is then told where the page was, untouched.
    assert eventually(page, lambda: any(b'"event":"go"' in frame for frame in frames), bool)
    page.wait_for_selector(IDLE)
    expect(page.get_by_role("dialog", name="Connection error")).to_have_count(0)
    expect(page).to_have_url(address)
    goes_on(page)
    rate(page).press("ArrowLeft")
    expect(page).to_have_url(address)
    expect(cell(page, "loss")).to_have_text(shown["loss"])
    assert cells(page) == shown


def test_a_server_that_stood_still_goes_on(host: Host, page: Page) -> None:
    host.signal(signal.SIGSTOP)
    try:
        rate(page).press("ArrowRight")
        time.sleep(STOPPED)
    finally:
        host.signal(signal.SIGCONT)
    expect(page).to_have_url(re.compile("learning_rate=0.02&"))
    rate(page).press("ArrowLeft")
    expect(page).to_have_url(re.compile("learning_rate=0.0195&"))


def test_a_page_that_was_offline_goes_on(host: Host, page: Page) -> None:
    shown = cells(page)
    page.context.set_offline(True)
    rate(page).press("ArrowRight")
    page.context.set_offline(False)
    page.wait_for_selector(CONNECTED)
    expect(page).to_have_url(re.compile("learning_rate=0.02&"))
    rate(page).press("ArrowLeft")
    expect(page).to_have_url(re.compile("learning_rate=0.0195&"))
    expect(cell(page, "loss")).to_have_text(shown["loss"])
    assert cells(page) == shown
    assert "Traceback" not in host.log()
