"""What holds of every page, which is opened once for all of it, on a phone: it fits there; axe-core finds
nothing, in either theme, presenting or not; the back row can read it."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import COLOURS, wrong
from tests.browser.visits import Opener
from tests.browser.waiting import eventually, settle

PHONE = ViewportSize(width=390, height=844)
PROJECTOR = ViewportSize(width=1280, height=720)
HALL = ViewportSize(width=1920, height=1080)

READY = {
    "": ".gd-surface .main-svg",
    "neuron": ".gd-surface .main-svg",
    "batches": ".gd-surface .main-svg",
    "network": ".gd-surface .main-svg",
    "idea": ".gw-svg .gw-tick",
    "assignment": ".gb-drawing .gd-drawing",
    "guide": "h1",
}
"""Pages, and what is there once all is drawn."""

PICTURES = {"idea": ".gw-picture", "assignment": ".gd-drawing", "guide": "h1"}
"""What is to be seen first, where it is not a surface."""

BETS = ("neuron", "batches", "network", "idea", "assignment")
"""Pages that ask a bet first."""

PRESENTING = "() => document.documentElement.dataset.gdPresent !== undefined"

# Every text that is seen within the window, with its size on the screen: in a drawing that is
# scaled, the font's size times the scale.
TYPE = """() => {
  const shown = document.querySelector(".gd-player, .gw, .gb") ?? document.querySelector("main, h1")
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT)
  const found = []
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement
    // What is set in rows of controls, and formulas' indices, need not be read from afar.
    if (!text.textContent.trim() || element.closest("option, style, .modebar, .gw-grounds, .katex")) continue
    const box = element.getBoundingClientRect()
    if (!element.checkVisibility({ visibilityProperty: true }) || box.width < 2) continue
    if (box.top >= innerHeight || box.bottom <= 0) continue
    const svg = element.closest("svg")
    const scale = svg && !element.closest("foreignObject") ? svg.getScreenCTM().a : 1
    const size = parseFloat(getComputedStyle(element).fontSize) * scale
    found.push([text.textContent.trim().slice(0, 40), Math.round(100 * size) / 100])
  }
  return found
}"""

# What sticks out of the window to the sides.
CLIPPED = """() => {
  const shown = document.querySelector(".gd-player, .gw, .gb") ?? document.querySelector("main, h1")
  const texts = [...shown.querySelectorAll("text, td, dd, dt, button, output, figcaption, p, li")]
  const seen = e => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".modebar, .katex")
  const out = texts.filter(seen)
    .map(e => [e.textContent.slice(0, 40), e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.left < -1 || box.right > innerWidth + 1))
  const wide = document.documentElement.scrollWidth > innerWidth
  return out.map(([text]) => text).concat(wide ? ["the page"] : [])
}"""


def opened(page: Page, address: str, name: str) -> None:
    """Open the page ``name`` on the phone of someone who wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/{name}")
    page.wait_for_selector(READY[name], state="attached")


OPENERS: Mapping[str, Opener] = {name: partial(opened, name=name) for name in READY}

# Pages one after the other, all tests of one before the next, which is how they share it.
each_page = pytest.mark.parametrize("name", READY, scope="module")


@pytest.fixture
def page(kept: Callable[[Opener], Page], name: str) -> Page:
    """The page ``name``, as the test before has left it."""
    return kept(OPENERS[name])


@each_page
def test_a_page_opens_by_its_own_address_and_fits_a_phone(page: Page, name: str) -> None:
    page.set_viewport_size(PHONE)
    expect(page.locator(PICTURES.get(name, ".gd-surface .gd-canvas")).first).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@each_page
def test_axe_finds_nothing(page: Page, name: str) -> None:
    found = {"light": wrong(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = wrong(page, COLOURS)
    page.keyboard.press("p")
    page.wait_for_function(PRESENTING)
    found["presenting"] = wrong(page)
    page.keyboard.press("p")
    if name == "guide":
        # The test can fail.
        page.evaluate("document.querySelector('h1').style.color = '#333'")
        assert "color-contrast" in "".join(wrong(page))
        assert "color-contrast" in "".join(wrong(page, COLOURS))
        page.evaluate("document.querySelector('h1').style.color = ''")
    assert not any(found.values()), found


def smaller_than(page: Page, size: float) -> list[object]:
    """The texts that stay smaller than ``size``."""

    def small() -> list[object]:
        return [(text, shown) for text, shown in page.evaluate(TYPE) if shown < size]

    return eventually(page, small, lambda found: not found)


@each_page
def test_the_back_row_can_read_every_page(page: Page, server: str, name: str) -> None:
    page.set_viewport_size(PROJECTOR)
    if name == "network":
        page.goto(f"{server}/{name}?present=1")  # by a link; else by the key
        page.wait_for_selector(READY[name], state="attached")
    else:
        page.keyboard.press("p")
    page.wait_for_function(PRESENTING)
    if name in BETS:
        page.locator(".gd-player .gd-skip, .gb .gd-skip, .gw .gd-skip").first.click()
    settle(page)
    assert len(page.evaluate(TYPE)) > 8
    assert smaller_than(page, 23.99) == []
    assert page.evaluate(CLIPPED) == []
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    if name == "network":
        page.set_viewport_size(HALL)
        # Plotly draws afresh in the type of the larger screen.
        assert smaller_than(page, 35.9) == []
        settle(page)
        assert page.evaluate(CLIPPED) == []
