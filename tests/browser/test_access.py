"""What the pictures show is said, and moved to by keys that are seen; axe-core is in test_every_page."""

import pytest
from playwright.sync_api import Page

from tests.browser.lab import cells, pause_at

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
