"""What a first visitor asks for: at once, each file once, nothing in vain."""

import http.client
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from pages._ui import assets, static_files
from tests import patience
from tests.browser.conftest import served
from tests.browser.visits import newcomer

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"

# Held back by Nagle's algorithm until a delayed confirmation, an answer takes 40 ms (Linux) or more.
HELD_BACK = 0.030

# Scripts that a page loads late name their own files first: so wait until none is under way.
FETCHED = """() => {
    const named = [...document.querySelectorAll("link[rel*=preload]")].map(link => link.href)
    return named.every(name => performance.getEntriesByName(name).length) && named
}"""


def waits(server: str) -> list[float]:
    """Seconds that each of some small files takes on one connection, the shortest first."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc)
    url = "/" + next(iter(static_files.streamlits()))
    took = []
    for _ in range(24):
        start = perf_counter()
        connection.request("GET", url)
        assert connection.getresponse().read()
        took.append(perf_counter() - start)
    connection.close()
    return sorted(took)


def test_small_files_come_without_delay_on_one_connection(server: str) -> None:
    # A busy machine makes many late, until it is less busy; held back, nearly all would always be.
    deadline = perf_counter() + patience.SECONDS
    while (took := waits(server))[len(took) // 4] >= HELD_BACK:
        assert perf_counter() < deadline, took


@pytest.mark.parametrize("name", ["", "network"], ids=["lab", "network"])
def test_what_a_page_names_early_is_there_and_fetched_once(browser: Browser, server: str, name: str) -> None:
    # Not the page that fails on errors: at an address with a name, Streamlit first looks for itself
    # below that name, and Chromium reports that answer, a 404.
    with newcomer(browser) as context:
        page = context.new_page()
        answers: list[tuple[str, int]] = []
        page.on("response", lambda response: answers.append((response.url, response.status)))
        page.goto(f"{server}/{name}")
        page.locator(IDLE).wait_for(state="attached")
        named: set[str] = set(page.wait_for_function(FETCHED).json_value())
    files = [
        (url, status) for url, status in answers if url.startswith((f"{server}/static/", f"{server}/player/"))
    ]
    assert {status for _, status in files} == {200}
    assert len(files) == len({url for url, _ in files})
    assert named <= {url for url, _ in files}


def frame_of(page: Page, address: str) -> Any:
    """The title, the navigation, the place and the heading that a visitor of ``address`` gets."""
    page.goto(address)
    expect(page.get_by_role("link", name="Guide")).to_be_visible()
    heading = page.get_by_role("heading", name="How to read the Lab")
    expect(heading if address.endswith("/guide") else page.locator(".gd-canvas").first).to_be_visible()
    links = page.get_by_role("navigation").or_(page.get_by_test_id("stTopNavLink"))
    return page.title(), links.all_inner_texts(), page.url, page.get_by_test_id("stHeaderLogo").count()


def later_visitors_get(browser: Browser, address: str, frame: Any) -> bool:
    """Whether the next visitor of ``address`` gets the same, and it is what it should be."""
    with newcomer(browser) as context:
        assert frame_of(context.new_page(), address) == frame
    assert {"Lab", "Guide"} <= set("\n".join(frame[1]).splitlines())
    return (frame[0], frame[2]) == ("Gradient Descent Lab", address)


def test_a_cold_servers_first_visitor_gets_what_later_ones_get_below_a_base_path_too(
    browser: Browser,
) -> None:
    answers: dict[str, int] = {}
    with served("courses/lab") as server:
        with newcomer(browser) as context:
            page = context.new_page()
            first = frame_of(page, f"{server}/guide")
            page.on("response", lambda response: answers.update({response.url: response.status}))
            lab = frame_of(page, f"{server}/")
            page.locator(IDLE).wait_for(state="attached")
        assert later_visitors_get(browser, f"{server}/guide", first)
    assert (lab[0], lab[1], lab[3]) == (first[0], first[1], first[3])
    assert any(url.startswith(f"{server}/{assets.ROOT}") and url.endswith("player.mjs") for url in answers)
    assert all(url.startswith((f"{server}/", "data:", "blob:")) for url in answers)
    assert {url for url, status in answers.items() if status >= 400} == set()
