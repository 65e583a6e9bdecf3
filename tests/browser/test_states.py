"""Buttons under the mouse, focused and pressed: what is on them stays to be seen; and all is seen in high
contrast, where a visitor's system has only a few colours."""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.test_access import DRAWN, pass_bets
from tests.browser.visits import Scheme
from tests.browser.waiting import settle

BUTTONS = "button:not([disabled]), .gw-grounds span, a[href]"
STATES: Sequence[list[str]] = ([], ["hover"], ["focus", "focus-visible"], ["hover", "active"])
LEAST = 3.0
"""The contrast that WCAG asks of an icon; text has 4.5 at rest, which axe-core looks after."""

# What has too little contrast to its own ground: [what it is, how much]. Icons, too, have the colour `color`.
POOR = """([buttons, least]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
  const context = canvas.getContext("2d", { willReadFrequently: true })
  const paint = colour => (context.fillStyle = colour, context.fillRect(0, 0, 1, 1))
  const light = () => {
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = element => {
    const grounds = []
    for (let e = element; e; e = e.parentElement) grounds.unshift(getComputedStyle(e).backgroundColor)
    paint("#fff")
    grounds.forEach(paint)
    const ground = light()
    paint(getComputedStyle(element).color)
    const ink = light()
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
  }
  const shown = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  return [...document.querySelectorAll(buttons)].filter(shown).map(e =>
    [e.title || e.getAttribute("aria-label") || e.textContent.slice(0, 30), contrast(e)]
  ).filter(([, seen]) => seen < least)
}"""

PAGES = ("", "idea", "network", "assignment")


def opened(page: Page, address: str) -> None:
    """Open ``address``, without motion and without bets."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector(DRAWN, state="attached")
    settle(page)
    pass_bets(page)
    page.add_style_tag(content="* { transition: none !important }")


@pytest.fixture
def inspector(page: Page) -> Iterator[CDPSession]:
    """The browser's own way to hold an element in a state."""
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def force(inspector: CDPSession, selector: str, states: list[str]) -> int:
    """Hold all that ``selector`` finds in ``states``; give how many there are."""
    for domain in ("DOM", "CSS"):
        inspector.send(f"{domain}.enable")  # type: ignore[arg-type]
    root = inspector.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = inspector.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    for node in nodes:
        inspector.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": states})
    return len(nodes)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_button_is_seen_in_every_state(
    page: Page, server: str, name: str, inspector: CDPSession, color_scheme: Scheme
) -> None:
    opened(page, f"{server}/{name}")
    found = {}
    for states in STATES:
        assert force(inspector, BUTTONS, states) > 8
        found[" ".join(states)] = page.evaluate(POOR, [BUTTONS, LEAST])
    assert not any(found.values()), found


# What stands for a choice or a quantity, and would be gone were its colour: what of it is left to see.
MARKS = """() => {
  const paper = getComputedStyle(document.body).backgroundColor
  const clear = colour => /^rgba\\(.*, 0\\)$/.test(colour) || colour === paper
  const shown = e => e.checkVisibility({ visibilityProperty: true })
  const marks = {
    chosen: "[role=radio][aria-checked=true], button[aria-pressed=true], [role=tab][aria-selected=true]",
    here: "header a[aria-current=page]",
    swatch: ".gd-swatch, .gd-scale i, .gd-limit-band i, .gd-limit-tick, .gd-inner-bar i, .gd-inner-legend i",
    meter: ".gd-gauge i",
    thumb: "[data-testid=stSlider] [role=group] > div > div:has(input)",
    track: "[data-testid=stSlider] [role=group] > div > div:first-child",
    row: ".au-chosen, .au-marked",
  }
  const lost = (e, name) => {
    const { backgroundColor, backgroundImage, outlineStyle } = getComputedStyle(e)
    const framed = name !== "chosen" && outlineStyle !== "none"
    return clear(backgroundColor) && backgroundImage === "none" && !framed
  }
  return Object.fromEntries(Object.entries(marks).map(([name, selector]) => {
    const all = [...document.querySelectorAll(selector)].filter(shown)
    const gone = all.filter(e => lost(e, name))
    return [name, [all.length, gone.map(e => `${e.className} ${e.textContent.slice(0, 20)}`)]]
  }))
}"""

IN_HIGH_CONTRAST = {
    "?v=1&epochs=60&batch=mini&optimizer=adam&open=limit,optimizer": {"chosen", "swatch", "thumb", "track"},
    "neuron": {"chosen", "here", "thumb", "track", "row"},
    "network": {"chosen", "here", "meter", "swatch", "thumb", "track"},
}
"""Pages, and what each of them has of it."""


@pytest.mark.parametrize("color_scheme", ["dark"])
@pytest.mark.parametrize("address", IN_HIGH_CONTRAST)
def test_in_high_contrast_every_mark_is_seen(page: Page, server: str, address: str) -> None:
    page.emulate_media(forced_colors="active")
    opened(page, f"{server}/{address}")
    seen = page.evaluate(MARKS)
    assert {name for name, (count, _) in seen.items() if count} >= IN_HIGH_CONTRAST[address]
    assert {name: lost for name, (_, lost) in seen.items() if lost} == {}
    chosen = "[role=radio][aria-checked=true], button[aria-pressed=true], [role=tab][aria-selected=true]"
    assert page.evaluate(POOR, [chosen, 4.5]) == []
