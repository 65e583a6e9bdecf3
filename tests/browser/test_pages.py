"""Every page reached by its link, and left early: the page fixture fails on any console error."""

import re

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

LINKS = {
    "1 The idea": "idea",
    "2 One neuron": "neuron",
    "3 Batches": "batches",
    "4 A network": "network",
    "5 Assignment": "assignment",
    "Guide": "guide",
    "Lab": "",
}
"""The navigation, and where its links lead."""


def test_a_page_left_before_its_player_has_started_leaves_nothing_behind(page: Page, server: str) -> None:
    page.goto(server)
    page.locator(".gd-player").wait_for(state="attached")
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    page.wait_for_function("() => window.Plotly")  # it has started after all: for nobody
    assert page.locator(".gd-canvas").count() == 0


def test_every_page_is_reached_by_its_link_from_the_page_before(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.locator(FIRST_PICTURES[""]).first).to_be_visible()
    for link, name in LINKS.items():
        page.get_by_role("link", name=link, exact=True).click()
        page.wait_for_url(re.compile(rf"^{re.escape(server)}/{name}(\?.*)?$"))
        expect(page.locator(FIRST_PICTURES[name]).first).to_be_visible()
    # As quickly as anyone clicks: each run is cut short by the next, and the last page is whole.
    for link in (*LINKS, *LINKS, "4 A network"):
        page.get_by_role("link", name=link, exact=True).dispatch_event("click")
    expect(page.get_by_role("combobox", name="Problem")).to_have_count(0)
    expect(page.locator(FIRST_PICTURES["network"]).first).to_be_visible()
