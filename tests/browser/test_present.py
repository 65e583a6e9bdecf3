"""Presentation mode in a real browser: large, whole, without the server, and left as it was entered."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import eventually, settle

PROJECTOR = {"width": 1280, "height": 720}

SAME = """() => {
  const all = [...document.querySelectorAll(".gd-player *, [data-testid=stMain] button, header")]
  const seen = all.filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".gd-plot"))
  const place = ({ x, y, width }) => [x, y, width].map(Math.round)
  return JSON.stringify(seen.map(e => [e.tagName, ...place(e.getBoundingClientRect())]))
}"""

FIGURE = """() => {
  const { layout, data } = document.querySelector(".gd-surface")
  const path = data.find(t => t.meta.role === "path")
  return [layout.font.size, path.line.width, data.find(t => t.meta.role === "now").marker.size]
}"""


@pytest.mark.parametrize("viewport", [PROJECTOR])
def test_a_key_enters_and_leaves_without_the_server(page: Page, server: str) -> None:
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.emulate_media(reduced_motion="reduce")
    page.goto(server)
    page.wait_for_selector(".gd-surface .main-svg")
    page.locator(".gd-scrub").fill("40")
    expect(page).to_have_url(re.compile("step=40"))
    settle(page)
    before, figure, heard = page.evaluate(SAME), page.evaluate(FIGURE), len(sent)
    page.keyboard.press("p")
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    page.wait_for_function("() => document.querySelector('.gd-surface').layout.font.size >= 24")
    assert all(large > normal for large, normal in zip(page.evaluate(FIGURE), figure, strict=True))
    page.wait_for_function("() => new URLSearchParams(location.search).get('present') === '1'")
    # Folded, but for what a presenter uses; and unfolded by its button.
    expect(page.get_by_role("slider", name="Learning rate")).to_be_visible()
    expect(page.get_by_role("radio", name="Too slow")).to_be_visible()
    expect(page.get_by_text("Runs together")).to_be_hidden()
    page.get_by_role("button", name="More controls").click()
    expect(page.get_by_text("Runs together")).to_be_visible()
    page.get_by_role("button", name="Presentation mode").click()
    page.wait_for_function("() => document.querySelector('.gd-surface').layout.font.size < 24")
    page.wait_for_function("() => !location.search.includes('present')")
    was = [before, figure]
    assert eventually(page, lambda: [page.evaluate(each) for each in (SAME, FIGURE)], was.__eq__) == was
    assert len(sent) == heard
