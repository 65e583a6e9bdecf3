"""One layout on every page: titles, prose, help, the way to other pages; a page on paper, and in a frame."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.lab import open_still
from tests.browser.test_access import DRAWN, pass_bets
from tests.browser.test_every_page import PRESENTING, READY
from tests.browser.test_hosted import course_page
from tests.browser.waiting import eventually, settle

TABLETS = [ViewportSize(width=768, height=1024), ViewportSize(width=820, height=1180)]
DESKTOP = ViewportSize(width=1920, height=1080)

HEADINGS = """() => [...document.querySelectorAll("[data-testid=stMain] :is(h1, h2, h3, h4), .gd-player h3")]
  .filter(e => e.checkVisibility()).map(e => getComputedStyle(e).fontSize)"""

# The characters of the longest line of prose.
LONGEST = """() => {
  const lines = []
  const prose = "[data-testid=stMarkdown] :is(p, li), .gd-word > span, .gd-insight p"
  for (const block of document.querySelectorAll(prose)) {
    if (!block.checkVisibility() || block.querySelector(".katex, p")) continue
    const tops = new Map()
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (text.parentElement.closest("[role=img]")) continue
      for (let i = 0; i < text.length; i++) {
        const range = document.createRange()
        range.setStart(text, i)
        range.setEnd(text, i + 1)
        const [box] = range.getClientRects()
        if (!box) continue
        const line = Math.round(box.bottom / 6)
        tops.set(line, (tops.get(line) ?? "") + text.data[i])
      }
    }
    lines.push(...tops.values())
  }
  return lines.reduce((longest, line) => line.trim().length > longest.length ? line.trim() : longest, "")
}"""

# How far behind its word each mark of help stands.
MARKS = """() => [...document.querySelectorAll("[data-testid=stWidgetLabel]")]
  .filter(e => e.checkVisibility() && e.querySelector("[data-testid=stTooltipIcon]"))
  .map(e => Math.round(
    e.querySelector("[data-testid=stTooltipIcon]").getBoundingClientRect().left
    - e.querySelector("p").getBoundingClientRect().right))"""


def opened(page: Page, server: str, name: str) -> None:
    """Open the page ``name`` without motion."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{name}")
    page.wait_for_selector(DRAWN, state="attached")
    settle(page)


@pytest.mark.parametrize("viewport", [DESKTOP])
@pytest.mark.parametrize("name", READY)
def test_every_page_has_one_scale_of_type_and_lines_that_an_eye_follows(
    page: Page, server: str, name: str
) -> None:
    opened(page, server, name)
    pass_bets(page)
    sizes = {float(size.removesuffix("px")) for size in page.evaluate(HEADINGS)}
    assert sizes <= {30, 22, 17.6, 14.4}
    longest = page.evaluate(LONGEST)
    assert len(longest) <= 75, longest
    assert len(set(page.evaluate(MARKS))) <= 1
    if name not in ("idea", "guide", "assignment"):
        assert page.evaluate(MARKS)


@pytest.mark.parametrize("viewport", TABLETS)
def test_on_a_tablet_every_page_can_be_reached(page: Page, server: str, viewport: ViewportSize) -> None:
    opened(page, server, "guide")
    menu = page.get_by_test_id("stTopNavSection")
    menu.click()
    page.get_by_role("menuitem", name="5 Assignment").click()
    expect(page).to_have_url(re.compile("/assignment"))
    tools = page.locator(".gt-button:visible").first.bounding_box()
    box = menu.bounding_box()
    assert tools
    assert box
    assert box["x"] + box["width"] < tools["x"]


def test_the_guides_contents_lead_to_its_sections(page: Page, server: str) -> None:
    opened(page, server, "guide")
    links = page.locator(".st-key-contents a")
    targets = links.evaluate_all("all => all.map(a => a.getAttribute('href').slice(1))")
    assert len(targets) == page.locator(".st-key-guide h2").count() > 8
    assert page.evaluate("ids => ids.filter(id => !document.getElementById(id))", targets) == []
    links.last.click()
    expect(page.get_by_role("heading", name="Keys")).to_be_in_viewport()


def test_escape_leaves_presentation_mode_but_closes_what_lies_over_it_first(page: Page, server: str) -> None:
    open_still(page, server)
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.wait_for_function(PRESENTING)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert page.evaluate(PRESENTING)
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => !({PRESENTING})()")


def test_one_step_a_second_is_one(page: Page, server: str) -> None:
    open_still(page, server)
    speeds = page.get_by_label("Speed").locator("option").all_text_contents()
    assert speeds[:3] == ["auto", "1 step/s", "10 steps/s"]


@pytest.mark.parametrize("name", ["", "network"])
def test_a_page_in_a_frame_is_as_high_as_it_is_told(page: Page, server: str, name: str) -> None:
    opened(page, server, name)
    page.get_by_role("button", name="Share", exact=True).click()
    snippet = page.locator(".gt-snippet").input_value()
    with course_page(snippet) as address:
        page.goto(address)
        frame = page.locator("iframe")
        inner = page.frame_locator("iframe")
        inner.locator(DRAWN).first.wait_for(state="attached")
        look = """() => [document.querySelector("iframe").clientHeight]"""
        height = eventually(page, lambda: page.evaluate(look)[0], lambda seen: seen > 700)
        main = inner.get_by_test_id("stMainBlockContainer")
        fits = "element => Math.ceil(element.getBoundingClientRect().height) - innerHeight"
        assert eventually(page, lambda: main.evaluate(fits), lambda off: abs(off) <= 1) in (-1, 0, 1)
        settle(page)
        assert height <= frame.evaluate("element => element.clientHeight") < 8000


def pages_of(pdf: bytes) -> int:
    """How many pages a document has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_lab_is_printed_on_one_page_as_it_is_seen(page: Page, server: str) -> None:
    open_still(page, f"{server}/?v=1&open=limit")
    settle(page)
    pictures = page.locator(".gd-surface, .gd-loss")
    widths = pictures.evaluate_all("all => all.map(each => each.clientWidth)")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1046, "height": 717})  # the paper within its margins
    boxes = pictures.evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")
    assert boxes[0]["right"] <= boxes[1]["left"] + 1  # side by side
    assert boxes[1]["right"] <= 1046
    drawn = page.locator(".gd-plot .main-svg").evaluate_all(
        """all => all.map(svg => [svg, svg.closest(".gd-plot")].map(e => e.getBoundingClientRect().width))"""
    )
    assert all(abs(svg - plot) <= 2 for svg, plot in drawn)
    assert len(widths) == 2
    for hidden in ("header", ".gd-transport", ".gd-see-why"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".gt-printed")).to_have_text(re.compile(r"^http"))
