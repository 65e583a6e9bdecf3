"""Presentation mode in a real browser: large, whole, without the server, and left as it was entered."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

PROJECTOR = {"width": 1280, "height": 720}
READY = {
    "": ".gd-surface .main-svg",
    "neuron": ".gd-surface .main-svg",
    "batches": ".gd-surface .main-svg",
    "network": ".gd-surface .main-svg",
    "idea": ".gw-svg .gw-tick",
    "assignment": ".gb-drawing .gd-drawing",
    "guide": "h1",
}

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


def present(page: Page, server: str, name: str, query: str = "present=1") -> None:
    """Open the page ``name`` as a projector shows it, past the bet that it asks."""
    page.goto(f"{server}/{name}?{query}")
    page.wait_for_selector(READY[name], state="attached")
    page.wait_for_function("() => document.documentElement.dataset.gdPresent !== undefined")
    skip = page.locator(".gd-player .gd-skip, .gb .gd-skip, .gw .gd-skip").first
    if name in ("neuron", "batches", "network", "idea", "assignment"):
        skip.click()
    page.evaluate("() => new Promise(seen => setTimeout(seen, 400))")


@pytest.mark.parametrize("viewport", [PROJECTOR])
@pytest.mark.parametrize("name", READY)
def test_the_back_row_can_read_every_page(page: Page, server: str, name: str) -> None:
    present(page, server, name)
    sizes = page.evaluate(TYPE)
    assert len(sizes) > 8
    assert not [(text, size) for text, size in sizes if size < 23.99]
    assert page.evaluate(CLIPPED) == []
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    if name == "network":
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.evaluate("() => new Promise(seen => setTimeout(seen, 700))")
        # Plotly draws afresh in the type of the larger screen.
        assert min(size for _, size in page.evaluate(TYPE)) >= 35.9
        assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("viewport", [PROJECTOR])
def test_a_key_enters_and_leaves_without_the_server(page: Page, server: str) -> None:
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.emulate_media(reduced_motion="reduce")
    page.goto(server)
    page.wait_for_selector(".gd-surface .main-svg")
    page.locator(".gd-scrub").fill("40")
    page.evaluate("() => new Promise(seen => setTimeout(seen, 700))")
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
    assert (page.evaluate(SAME), page.evaluate(FIGURE)) == (before, figure)
    assert len(sent) == heard
