"""No text is cut, covered, outside its box or over another: on every page with all open that can be, at every
size, in either theme, presenting or not. All boxes of a page are measured on one page load."""

from collections.abc import Iterable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boxes import Fault, faults
from tests.browser.test_access import DRAWN, OPENED, pass_bets, unfold
from tests.browser.test_every_page import PRESENTING
from tests.browser.waiting import settle

HEIGHTS = {390: 844, 768: 1024, 820: 1180, 1024: 768, 1280: 720, 1920: 1080}
"""The sizes of windows, by their widths: a phone, tablets, laptops, a desktop."""

Theme = Literal["light", "dark"]
Look = tuple[int, Theme]

BETTING: list[Look] = [(390, "light"), (1280, "light")]
# A theme has the same boxes in other colours: each size is measured in one of them.
READING: list[Look] = [
    (390, "light"),
    (768, "light"),
    (1280, "light"),
    (1920, "dark"),
    (1024, "dark"),
    (820, "dark"),
]
SHOWING: list[Look] = [(390, "light"), (1280, "light"), (1920, "dark")]

WITH_BETS = {"neuron": 5, "batches": 3, "network": 3}
"""Pages with several bets, and how many."""


def look(page: Page, state: str, looks: Iterable[Look]) -> list[str]:
    """What is wrong on the page in each of ``looks``, each told with its size."""
    told = []
    for width, theme in looks:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        told += [f"{state} at {width}, {theme}: {fault}" for fault in at_rest(page)]
    return told


def at_rest(page: Page) -> list[Fault]:
    """The faults that are there once nothing moves any more; a page without any need not be waited for."""
    settle(page, frames=8)
    if not faults(page):
        return []
    settle(page)
    return faults(page)


def opened(page: Page, address: str) -> None:
    """Open ``address`` for someone who wants no motion, and wait until all is there."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    settle(page)


@pytest.mark.parametrize("state", OPENED)
def test_every_text_has_its_room(page: Page, server: str, state: str) -> None:
    opened(page, f"{server}/{OPENED[state]}")
    found = []
    if page.locator(".gd-skip:visible").count():
        found += look(page, "asking", BETTING)
        pass_bets(page)
    unfold(page)
    found += look(page, "reading", READING)
    page.keyboard.press("p")
    page.wait_for_function(PRESENTING)
    found += look(page, "presenting", SHOWING)
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("name", WITH_BETS)
def test_every_bet_has_its_room(page: Page, server: str, name: str) -> None:
    opened(page, f"{server}/{name}")
    challenges = page.get_by_test_id("stButtonGroup").first.get_by_role("radio")
    expect(challenges).to_have_count(WITH_BETS[name])
    found = []
    for place in range(WITH_BETS[name]):
        challenges.nth(place).click()
        expect(challenges.nth(place)).to_be_checked()
        expect(page.locator(".gd-bet:not([hidden])").first).to_be_visible()
        found += look(page, f"bet {place + 1}", BETTING)
    assert found == [], "\n" + "\n".join(found)


def test_the_dialogs_have_their_room(lab: Page) -> None:
    found = []
    for key in ("Share", "Keys (?)"):
        lab.get_by_role("button", name=key, exact=True).click()
        expect(lab.get_by_role("dialog", name=key.split()[0])).to_be_visible()
        found += look(lab, key, BETTING)
        lab.keyboard.press("Escape")
    assert found == [], "\n" + "\n".join(found)


# Each breaks one thing in a page that is right, which the check has to tell, in these words.
BROKEN = {
    "cut": "p.style = 'overflow: hidden; white-space: nowrap; width: 5rem'",
    "outside its box": "p.style = 'border: 1px solid; width: 5rem; white-space: nowrap'",
    "outside the window": "p.style = 'position: relative; left: 90vw; white-space: nowrap'",
    "covered": "p.insertAdjacentHTML('afterend', '<div style=\"position: relative; background: red;"
    " height: 9rem; margin-top: -9rem\"></div>')",
    "over another text": "p.nextElementSibling.style = 'margin-top: -3.5rem'",
    "scrolled to where no key leads": "p.style = 'overflow: auto; white-space: nowrap; width: 5rem'",
}


PARAGRAPH = (
    "[...document.querySelectorAll('[data-testid=stMarkdown] p')]"
    ".find(p => p.nextElementSibling && !p.querySelector('dfn, a') && p.textContent.length > 60)"
)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_text_without_room_is_told(page: Page, server: str, kind: str) -> None:
    opened(page, f"{server}/guide")
    assert faults(page) == []
    page.evaluate(f"(() => {{ const p = {PARAGRAPH}; {BROKEN[kind]} }})()")
    assert kind in {fault.kind for fault in faults(page)}
