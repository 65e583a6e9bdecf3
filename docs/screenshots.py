"""``python -m docs.screenshots [name ...]``: takes the README's pictures from the running app."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.conftest import served

HERE = Path(__file__).parent
SETTLE = 900
"""Milliseconds until the last frame is drawn and Plotly holds the lines."""


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the window it is taken in, what is done before, and on which page."""

    name: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"]
    act: Callable[[Page], None]
    page: str = ""


def to_step(page: Page, step: int) -> None:
    """Show ``step``, paused."""
    page.locator(".gd-scrub").evaluate(
        "(scrub, step) => { scrub.value = step; scrub.dispatchEvent(new Event('input')) }", step
    )


def notebook(page: Page) -> None:
    """The notebook's run, part of the way along the valley."""
    to_step(page, 260)


def past_the_limit(page: Page) -> None:
    """A learning rate just past the limit, at its end."""
    page.get_by_role("radio", name="Just past the limit").click()
    page.locator(".gd-word").filter(has_text="0.0195").wait_for()
    to_step(page, 400)


def four_starts(page: Page) -> None:
    """Four seeds, bouncing."""
    page.get_by_role("radio", name="Bouncing").click()
    page.get_by_role("radio", name="4", exact=True).click()
    page.locator(".gd-many").wait_for()
    to_step(page, 120)


def walk(page: Page) -> None:
    """The walker after three steps."""
    page.get_by_role("button", name="Just show me").click()
    page.get_by_role("button", name="Back", exact=True).wait_for()
    for _ in range(3):
        page.get_by_role("button", name="Step", exact=True).click()


def audit(page: Page) -> None:
    """The backward pass of the neuron's fourth update."""
    page.get_by_role("button", name="Just show me").click()
    to_step(page, 3)
    page.get_by_role("tab", name="3 Backward").click()


def learnt(page: Page) -> None:
    """A network that has learnt a rule: its link says so."""
    page.locator(".gd-where").filter(has_text="step 300 of 2000").wait_for()


def drawn(part: str) -> Callable[[Page], None]:
    """Whatever the link says, once ``part`` of the page is there and has been drawn."""

    def wait(page: Page) -> None:
        page.locator(part).first.wait_for()
        page.wait_for_timeout(5 * SETTLE)

    return wait


def landscape(page: Page) -> None:
    """The map as a landscape, which is drawn only while it is in sight."""
    page.locator(".gd-solid").scroll_into_view_if_needed()
    drawn(".gd-solid canvas")(page)


RULE = "problem=comparison&learning_rate=0.02&epochs=2000"
ONE_SAMPLE = "batch=stochastic&epochs=200&step=40"
VALLEYS = "problem=himmelblau&runs=4&seed=8&epochs=100"

SHOTS = [
    Shot("lab-light", (1280, 720), "light", notebook),
    Shot("lab-dark", (1280, 720), "dark", past_the_limit),
    Shot("lab-four", (1280, 720), "light", four_starts),
    Shot("lab-phone", (390, 844), "light", notebook),
    Shot("idea", (1280, 720), "light", walk, "idea"),
    Shot("neuron", (1280, 1000), "light", audit, "neuron"),
    Shot("network", (1280, 720), "light", learnt, f"network?v=1&{RULE}&step=300"),
    Shot(
        "hill",
        (1280, 1000),
        "light",
        drawn("[data-panel=batch] canvas"),
        "?v=1&batch=stochastic&epochs=200&open=batch&step=40",
    ),
    Shot("sweep", (1280, 720), "light", drawn(".gs-sweep canvas"), "?v=1&open=sweep&present=1"),
    Shot("landscape", (1280, 720), "dark", landscape, f"?v=1&{VALLEYS}&open=solid"),
]


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Take one picture in a window of its own."""
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=shot.scheme)
    page.goto(f"{address}/{shot.page}")
    page.locator(".gd-surface .gd-canvas, .gw-picture").first.wait_for(state="attached")
    shot.act(page)
    page.wait_for_timeout(SETTLE)
    page.screenshot(path=HERE / f"{shot.name}.png")
    page.close()


def main() -> None:
    """Take all pictures."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.ARGS)
        for shot in SHOTS:
            if not sys.argv[1:] or shot.name in sys.argv[1:]:
                take(browser, address, shot)
        browser.close()


if __name__ == "__main__":
    main()
