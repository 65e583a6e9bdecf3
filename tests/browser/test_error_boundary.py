"""A fault that nobody foresaw: one plain sentence, the way back, and a session that goes on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gd_core import Experiment
from tests.browser.conftest import served
from tests.browser.lab import open_still, shows_the_end_of, type_rate
from tests.browser.visits import newcomer

TOLD = "This page could not be drawn with what is chosen now."


@pytest.fixture(scope="module")
def failing() -> Iterator[str]:
    """The address of an app with faults."""
    with served(script="tests/browser/failing_app.py") as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, failing: str) -> Iterator[Page]:
    """Somebody at the Lab of that app, after the first run."""
    with newcomer(browser) as context:
        page = context.new_page()
        open_still(page, failing)
        yield page


def way(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("rate", ["0.013", "0.017"])
def test_a_link_to_a_fault_leads_to_the_page_as_it_begins(browser: Browser, failing: str, rate: str) -> None:
    with newcomer(browser) as context:
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{failing}?v=1&learning_rate={rate}")
        expect(page.get_by_text(TOLD).first).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)
        way(page, "Start this page over")
        assert shows_the_end_of(page, Experiment())
        expect(page.get_by_text(TOLD)).to_have_count(0)


@pytest.mark.parametrize("rate", ["0.013", "0.017"])
def test_after_a_fault_the_last_picture_is_a_click_away(visitor: Page, rate: str) -> None:
    type_rate(visitor, "0.019")
    assert shows_the_end_of(visitor, Experiment(learning_rate=0.019))
    type_rate(visitor, rate)
    expect(visitor.get_by_text(TOLD).first).to_be_visible()
    way(visitor, "Back to the last picture")
    assert shows_the_end_of(visitor, Experiment(learning_rate=0.019))
    expect(visitor.get_by_text(TOLD)).to_have_count(0)


def test_after_a_fault_in_a_callback_the_page_stands(visitor: Page) -> None:
    visitor.get_by_role("button", name="3D").click()
    expect(visitor.get_by_text("That could not be done.")).to_be_visible()
    type_rate(visitor, "0.019")
    assert shows_the_end_of(visitor, Experiment(learning_rate=0.019))


def test_the_other_pages_are_there(visitor: Page) -> None:
    type_rate(visitor, "0.013")
    expect(visitor.get_by_text(TOLD).first).to_be_visible()
    visitor.get_by_role("link", name="Guide").first.click()
    expect(visitor.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    expect(visitor.get_by_text(TOLD)).to_have_count(0)
