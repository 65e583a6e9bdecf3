"""axe-core finds nothing serious on any page, in either theme, presenting or not; and what the
pictures show is said, and moved to by keys that are seen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.lab import cells, open_still, pause_at
from tests.browser.test_present import READY

GRAVE = ("serious", "critical")
# The colour of an element after the theme has changed, and the page's layout after a change of mode.
SETTLED = "() => new Promise(seen => setTimeout(seen, 500))"
# What the focus is on: its name, and whether a ring or a frame shows it.
FOCUSED = """() => {
  const { activeElement: focused } = document
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused)
  const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1
  const name = focused.getAttribute("aria-label") || focused.textContent || focused.tagName
  return [name.trim().slice(0, 30), ring || boxShadow !== "none", focused.matches(".gd-player *, .gt *")]
}"""


def wrong(page: Page) -> list[str]:
    """What axe-core finds of a grave kind: rule, place, reason."""
    page.evaluate(SETTLED)
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", READY)
def test_axe_finds_nothing_serious(page: Page, server: str, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{name}")
    page.wait_for_selector(READY[name], state="attached")
    found = {"light": wrong(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = wrong(page)
    page.keyboard.press("p")
    found["presenting"] = wrong(page)
    if name == "guide":
        # The test can fail.
        page.evaluate("document.querySelector('h1').style.color = '#333'")
        assert "color-contrast" in "".join(wrong(page))
    assert not any(found.values()), found


def test_each_picture_says_what_it_shows_now(page: Page, server: str) -> None:
    open_still(page, server)
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


def test_the_focus_is_seen_wherever_tab_leads(page: Page, server: str) -> None:
    open_still(page, server)
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
