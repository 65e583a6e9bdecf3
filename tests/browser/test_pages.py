"""Every page opened by its own address, on a phone: the page fixture fails on any console error."""

import pytest
from playwright.sync_api import Page, expect

FIRST_PICTURES = {
    "": ".gd-surface .gd-canvas",
    "idea": ".gw-picture",
    "neuron": ".gd-surface .gd-canvas",
    "batches": ".gd-surface .gd-canvas",
    "network": ".gd-surface .gd-canvas",
    "assignment": ".gd-drawing",
    "guide": "h1",
}
"""Pages, and what is seen first on each."""


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}])
@pytest.mark.parametrize("name", FIRST_PICTURES)
def test_a_page_opens_by_its_own_address_and_fits_a_phone(page: Page, server: str, name: str) -> None:
    page.goto(f"{server}/{name}")
    expect(page.locator(FIRST_PICTURES[name]).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_left_before_its_player_has_started_leaves_nothing_behind(page: Page, server: str) -> None:
    page.goto(server)
    page.locator(".gd-player").wait_for(state="attached")
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    page.wait_for_function("window.Plotly")  # it has started after all: for nobody
    assert page.locator(".gd-canvas").count() == 0
