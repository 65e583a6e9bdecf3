"""What the pictures show is said, and moved to by keys that are seen; axe-core finds nothing wherever all is
open that can be (and on every page as it is opened, in test_every_page)."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import COLOURS, wrong
from tests.browser.lab import cells, pause_at
from tests.browser.visits import Scheme
from tests.browser.waiting import settle

# What the focus is on: its name, and whether a ring or a frame shows it.
FOCUSED = """() => {
  const { activeElement: focused } = document
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused)
  const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1
  const name = focused.getAttribute("aria-label") || focused.textContent || focused.tagName
  return [name.trim().slice(0, 30), ring || boxShadow !== "none", focused.matches(".gd-player *, .gt *")]
}"""


def test_each_picture_says_what_it_shows_now(lab: Page) -> None:
    page = lab
    pause_at(page, 7)
    said = "Loss surface over w1, w2: step 7 of 1000, loss "
    surface = page.get_by_role("figure").filter(has=page.locator(".gd-surface"))
    label = surface.get_attribute("aria-label") or ""
    numbers = cells(page)
    assert label.startswith(said)
    loss, place = label.removeprefix(said).split(", at ")
    assert float(loss) == pytest.approx(float(numbers["loss"]), rel=1e-3)
    for part, name in zip(place.split(", "), ("w1", "w2"), strict=True):
        heard, read = (float(text.replace("−", "-")) for text in (part.split()[1], numbers[f"value {name}"]))
        assert part.split()[0] == name
        # Four digits are heard of the six that are read.
        assert heard == pytest.approx(read, rel=1e-3)
    curve = page.get_by_role("figure").filter(has=page.locator(".gd-loss")).get_attribute("aria-label") or ""
    assert curve.startswith("Loss over the updates: step 7 of 1000, from loss ")


def test_the_focus_is_seen_wherever_tab_leads(lab: Page) -> None:
    page = lab
    page.locator('[data-do="restart"]').focus()
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert [name for name, shown, own in seen if own and not shown] == []
    assert sum(own for *_, own in seen) == 6
    page.locator(".gt-button").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[1]


EVERYTHING = "batch,compare,limit,optimizer,sweep,starts,slices,solid,takeaway,log"

DRAWN = ".gd-surface .main-svg, .gw-svg .gw-tick, .gb-drawing .gd-drawing, h1"
"""What is there once a page is drawn."""

PHONE = ViewportSize(width=390, height=844)

OPENED = {
    "lab": f"?v=1&epochs=60&batch=mini&sweep_batches=full&open={EVERYTHING}",
    "network": f"?v=1&epochs=60&batch=mini&batch_size=3&problem=network&race=momentum&open={EVERYTHING}",
    "function": f"?v=1&epochs=60&problem=rosenbrock&runs=4&open={EVERYTHING}",
    "branch": "?v=1&epochs=60&learning_rate=0.019&branch=7&pin_learning_rate=0.01&band=1&open=compare",
    "failed": "?v=1&learning_rate=0.021&epochs=9&step=9&seed=-1&open=limit",
    "idea": "idea",
    "lesson 2": "neuron?open=limit",
    "lesson 3": "batches?hill=1&epochs=50",
    "lesson 4": "network",
    "lesson 5": "assignment",
    "guide": "guide",
}
"""Pages on which all is open that can be, by a link or by a button."""


def pass_bets(page: Page) -> None:
    """Go past every bet that is asked."""
    while (bets := page.locator(".gd-skip:visible")).count():
        bets.first.click()
        settle(page)


def unfold(page: Page) -> None:
    """Open what is folded away."""
    while (folded := page.locator("details:not([open]) > summary:visible")).count():
        folded.first.click()
        settle(page)


@pytest.mark.parametrize("state", OPENED)
def test_axe_finds_nothing_wherever_all_is_open(page: Page, server: str, state: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{OPENED[state]}")
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.locator("#first-picture")).to_have_count(0)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    found = {"at first": wrong(page)}
    pass_bets(page)
    unfold(page)
    found["all open"] = wrong(page)
    page.emulate_media(color_scheme="dark")
    found["dark"] = wrong(page, COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found["phone"] = wrong(page)
    assert not any(found.values()), found


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialogs(lab: Page, color_scheme: Scheme) -> None:
    lab.emulate_media(color_scheme=color_scheme)
    lab.get_by_role("button", name="Share", exact=True).click()
    expect(lab.get_by_role("dialog", name="Share")).to_be_visible()
    found = {"Share": wrong(lab)}
    lab.keyboard.press("Escape")
    lab.keyboard.press("?")
    expect(lab.get_by_role("dialog", name="Keys")).to_be_visible()
    found["Keys"] = wrong(lab)
    lab.keyboard.press("Escape")
    assert not any(found.values()), found
