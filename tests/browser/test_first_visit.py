"""What a first visitor asks for: at once, each file once, nothing in vain."""

import http.client
from time import perf_counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from pages._ui import assets, static_files
from tests.browser.conftest import served

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"

# Held back by Nagle's algorithm until a delayed confirmation, an answer takes 40 ms (Linux) or more.
HELD_BACK = 0.030


def test_small_files_come_without_delay_on_one_connection(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc)
    url = "/" + next(iter(static_files.streamlits()))
    took = []
    for _ in range(24):
        start = perf_counter()
        connection.request("GET", url)
        assert connection.getresponse().read()
        took.append(perf_counter() - start)
    connection.close()
    # A busy machine makes some late; held back, nearly all would be.
    assert sorted(took)[len(took) // 4] < HELD_BACK


@pytest.mark.parametrize("name", ["", "network"], ids=["lab", "network"])
def test_what_a_page_names_early_is_there_and_fetched_once(browser: Browser, server: str, name: str) -> None:
    # Not the page that fails on errors: at an address with a name, Streamlit first looks for itself
    # below that name, and Chromium reports that answer, a 404.
    with browser.new_context() as context:
        page = context.new_page()
        answers: list[tuple[str, int]] = []
        page.on("response", lambda response: answers.append((response.url, response.status)))
        page.goto(f"{server}/{name}")
        page.locator(IDLE).wait_for(state="attached", timeout=60_000)
        page.wait_for_load_state("networkidle")
        named = set(page.locator("link[rel*=preload]").evaluate_all("all => all.map(it => it.href)"))
    files = [
        (url, status) for url, status in answers if url.startswith((f"{server}/static/", f"{server}/player/"))
    ]
    assert {status for _, status in files} == {200}
    assert len(files) == len({url for url, _ in files})
    assert named <= {url for url, _ in files}


def test_the_app_works_below_a_base_path(browser: Browser) -> None:
    with served("courses/lab") as server, browser.new_context() as context:
        page = context.new_page()
        answers: dict[str, int] = {}
        page.on("response", lambda response: answers.update({response.url: response.status}))
        page.goto(f"{server}/")
        page.locator(".gd-player").wait_for(state="attached", timeout=60_000)
        page.locator(IDLE).wait_for(state="attached", timeout=60_000)
    assert any(url.startswith(f"{server}/{assets.ROOT}") and url.endswith("player.mjs") for url in answers)
    assert all(url.startswith((f"{server}/", "data:", "blob:")) for url in answers)
    assert {url for url, status in answers.items() if status >= 400} == set()
