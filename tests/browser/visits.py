"""Pages under watch, and one that several tests share: opening a page costs most of a test's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from tests import patience
from tests.browser.waiting import settle

HOST = "127.0.0.1"
WINDOW = ViewportSize(width=1280, height=900)
Scheme = Literal["light", "dark"]
Opener = Callable[[Page, str], object]
"""What opens a page of the app at this address and waits until it is ready."""


@contextmanager
def newcomer(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A visitor with an empty cache, gone at the end."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(patience.MILLISECONDS)
        yield context


class Visit:
    """A page, and what went wrong on it: errors in its console, and requests elsewhere."""

    def __init__(self, context: BrowserContext, window: ViewportSize = WINDOW, scheme: Scheme = "light"):
        self.page, self.wrong = context.new_page(), list[str]()
        self.resize(window, scheme)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._look)

    def resize(self, window: ViewportSize, scheme: Scheme) -> None:
        """Show the page in a window of this size, on a system that prefers ``scheme``."""
        self.page.set_viewport_size(window)
        self.page.emulate_media(color_scheme=scheme)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"{message.text} ({message.location})")

    def _look(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in (None, HOST):
            self.wrong.append(f"a request to {request.url}")


class Shelf:
    """Keeps one page open from test to test, for as long as they want it opened the same way."""

    def __init__(self, context: BrowserContext, address: str):
        self._context, self._address = context, address
        self._visit: Visit | None = None
        self._opener: Opener | None = None

    def take(self, opener: Opener) -> Page:
        """The page that ``opener`` has opened, now or for an earlier test, in the usual window."""
        if self._visit is None or opener is not self._opener:
            self.clear()
            self._visit, self._opener = Visit(self._context), opener
            opener(self._visit.page, self._address)
        page, before = self._visit.page, self._visit.page.viewport_size
        self._visit.resize(WINDOW, "light")
        if before != WINDOW:
            settle(page)
        return page

    def clear(self) -> None:
        """Keep no page: the next one is opened anew."""
        if self._visit:
            self._visit.page.close()
        self._visit = None

    @contextmanager
    def cleared_by_failure(self) -> Iterator[None]:
        """Keep no page on which this block fails."""
        try:
            yield
        except BaseException:
            self.clear()
            raise

    @property
    def wrong(self) -> list[str]:
        """What went wrong on the page that is kept."""
        return self._visit.wrong if self._visit else []
