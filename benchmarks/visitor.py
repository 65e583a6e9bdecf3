"""A visitor in a fresh browser: moves the controls, counts frames and bytes."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser import chromium

_PROBE = Path(__file__).with_name("probe.js")
PATIENCE = 120_000
"""Milliseconds until what does not come is an error."""

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.ARGS)


@contextmanager
def visiting(browser: Browser, url: str) -> Iterator["Visitor"]:
    """A visitor with an empty cache who has ``url`` open, seen its first picture and left at the end."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(PATIENCE)
        context.add_init_script(path=_PROBE)
        visitor = Visitor(context.new_page())
        visitor.page.goto(url, wait_until="commit")
        visitor.painted()
        yield visitor


class Visitor:
    """One page, and everything that its web socket has received."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.received = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.webSocketFrameReceived", self._receive)
        session.send("Network.enable")

    def _receive(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        text = frame["payloadData"]
        self.received += len(b64decode(text) if frame["opcode"] == 2 else text.encode())

    def painted(self) -> float:
        """When the picture that is waited for was painted, in seconds since the navigation."""
        self.page.wait_for_function("() => probe.painted !== null")
        return float(self.page.evaluate("probe.painted")) / 1000

    def painted_at(self) -> float:
        """The same as a time of day, in seconds since the epoch."""
        return self.painted() + float(self.page.evaluate("performance.timeOrigin")) / 1000

    def drag(self, label: str, pixels: float) -> None:
        """Take a slider's thumb by the mouse to ``pixels`` from where it is, and hold it."""
        box = self._thumb(label).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + pixels / 2, y)
        self.page.mouse.move(x + pixels, y)
        self.page.wait_for_timeout(200)

    def release(self) -> float:
        """Let go of the thumb; the seconds until the first changed picture is painted."""
        self.page.evaluate("probe.arm()")
        self.page.mouse.up()
        painted = self.painted()
        return painted - float(self.page.evaluate("probe.released")) / 1000

    def set_slider(self, label: str, value: str) -> None:
        """Move a slider by its keys until it shows ``value``."""
        thumb = self._thumb(label)
        down = float(thumb.inner_text()) > float(value)
        while float(thumb.inner_text()) != float(value):
            self._slider(label).press("ArrowLeft" if down else "ArrowRight")
        self.settle()

    def _slider(self, label: str) -> Locator:
        return self.page.locator(f'input[type=range][aria-label="{label}"]')

    def _thumb(self, label: str) -> Locator:
        return self._slider(label).locator("xpath=../..")

    def choose(self, label: str, option: str) -> None:
        """Press one of the buttons of a segmented control."""
        group = self.page.get_by_role("radiogroup", name=label, exact=True)
        group.get_by_role("radio", name=option, exact=True).click()
        self.settle()

    def select(self, label: str, option: str) -> None:
        """Choose from a select box; one that is opened while it scrolls into view shuts again."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.scroll_into_view_if_needed()
        self.settle(200)
        box.press("ArrowDown")
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def do(self, action: str) -> None:
        """Press one of the player's buttons."""
        self.page.locator(f"[data-do={action}]").click()

    def settle(self, milliseconds: float = 600) -> None:
        """Wait until the script has run and its messages are in."""
        self.page.wait_for_timeout(milliseconds)
        self.page.locator(IDLE).wait_for(state="attached")
        self.page.wait_for_timeout(milliseconds)

    def now(self) -> float:
        """The page's clock in seconds."""
        return float(self.page.evaluate("performance.now()")) / 1000

    def frames(self, since: float) -> list[float]:
        """When the picture changed, in seconds on the page's clock."""
        return [t / 1000 for t in self.page.evaluate("probe.frames") if t / 1000 >= since]
