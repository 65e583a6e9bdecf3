"""The first picture stands where the app's own will, and is gone once that is there."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.waiting import eventually, settle

PICTURES = {
    "": (".gd-surface", ".gd-canvas"),
    "idea": (".gw-picture", ".gw-line[d]"),
    "neuron": (".gd-surface", ".gd-canvas"),
    "batches": (".gd-surface", ".gd-canvas"),
    "network": (".gd-surface", ".gd-canvas"),
    "assignment": (".gb-drawing", ".gd-neuron"),
}
"""By address: what is drawn, and what is in it when the app has drawn it."""

SIZES = ((1280, 720), (1920, 1080), (390, 844))
NEAR = 3
"""Pixels: a formula may be one higher than the line that is kept free for it."""

# The picture's root is closed to the page; a test may look inside. When it goes, what stood where is noted.
INSIDE = """{
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, { ...how, mode: "open" })
    if (this.id === "first-picture") window.early = root
    return root
  }
  window.place = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return [left, top, width, height]
  }
  const remove = Element.prototype.remove
  Element.prototype.remove = function () {
    if (this.id === "first-picture" && this.shadowRoot) {
      const { picture, drawn } = window.waited
      const live = [...document.querySelectorAll(picture)].find((each) => each.querySelector(drawn))
      window.handed = [place(early.querySelector(picture)), live ? place(live) : null]
    }
    return remove.call(this)
  }
}"""
EARLY = "picture => place(early.querySelector(picture))"
LIVE = "picture => place(document.querySelector(picture))"


def without_streamlit(page: Page) -> None:
    """Keep Streamlit from starting: what is then seen came with the page itself."""

    def empty(route: Route) -> None:
        route.fulfill(body="", content_type="text/javascript")

    page.route("**/static/js/index.*.js", empty)


def sized(page: Page, look: str, picture: str, good: Callable[[int, Any], object]) -> list[list[float]]:
    """What ``look`` says of ``picture`` at every one of SIZES, each once it is ``good`` at that place."""
    found = []
    for place, (width, height) in enumerate(SIZES):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        seen = partial(page.evaluate, look, picture)
        found.append(eventually(page, seen, partial(good, place)))
    return found


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}])
@pytest.mark.parametrize("name", PICTURES)
def test_it_stands_where_the_apps_picture_will_and_hands_over_there(
    page: Page, server: str, name: str
) -> None:
    picture, drawn = PICTURES[name]
    if name:  # what plays costs time and moves nothing: once is enough
        page.emulate_media(reduced_motion="reduce")
    page.add_init_script(
        INSIDE + f"window.waited = {{ picture: {picture!r}, drawn: '.gd-sketch, .main-svg, {drawn}' }}"
    )
    without_streamlit(page)
    page.goto(f"{server}/{name}")
    early = sized(page, EARLY, picture, lambda place, box: True)
    page.unroute_all()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{server}/{name}")
    expect(page.locator("#first-picture")).to_have_count(0)
    page.locator(f"{picture}:has({drawn})").first.wait_for(state="attached")
    before, after = page.evaluate("window.handed")
    assert after == pytest.approx(before, abs=NEAR)
    assert early[0] == pytest.approx(before, abs=NEAR)
    where = [pytest.approx(each, abs=NEAR) for each in early]
    # The app's own may still grow: it comes to stand where the early one stood.
    assert sized(page, LIVE, picture, lambda place, box: box == where[place]) == where


@pytest.mark.parametrize("color_scheme", ["dark"])
def test_it_is_there_without_streamlit_in_the_visitors_theme_and_lets_clicks_through(
    page: Page, server: str
) -> None:
    page.add_init_script(INSIDE)
    without_streamlit(page)
    page.goto(server)
    picture = page.get_by_role("img", name="Loss surface with the start of the run")
    expect(picture).to_be_visible()
    assert "first-picture" not in page.evaluate("document.elementsFromPoint(300, 300).map(it => it.id)")
    assert eventually(page, lambda: painted(page), lambda share: share > 0.9) > 0.9
    background = "getComputedStyle(document.getElementById('first-picture')).backgroundColor"
    assert page.evaluate(background) == "rgb(18, 22, 28)"
    page.evaluate("localStorage.setItem('stActiveTheme-/-v2', JSON.stringify('Light'))")
    page.goto(server)
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/?learning_rate=0.02")
    expect(page.locator("#first-picture")).to_have_count(0)


def painted(page: Page) -> Any:
    """The share of the sketch's plot area that is painted."""
    return page.evaluate(
        """() => {
          const canvas = early.querySelector(".gd-sketch")
          const { width, height } = canvas
          const [x, y, w, h] = [0.25 * width, 0.2 * height, 0.4 * width, 0.4 * height].map(Math.round)
          const { data } = canvas.getContext("2d").getImageData(x, y, w, h)
          return data.filter((value, i) => i % 4 === 3 && value === 255).length / (w * h)
        }"""
    )


def test_it_gives_way_to_an_error(page: Page, server: str) -> None:
    without_streamlit(page)
    page.goto(server)
    expect(page.locator("#first-picture")).to_have_count(1)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p data-testid=stException>no</p>')")
    expect(page.locator("#first-picture")).to_have_count(0)
