"""What a visitor's hands do to a page in a real browser, by chance: press, drag, type, turn, reload."""

from collections.abc import Callable
from random import Random
from typing import Any

from playwright.sync_api import Page

from pages._ui.page_fields import PAGES
from tests.visitors.links import two_at_a_time
from tests.visitors.values import FORMULAS

_PRESSED = (
    "button, [role=radio], [role=tab], [role=option], [role=checkbox], [role=switch], [role=combobox], "
    "summary, input[type=checkbox], input[type=radio], header a, [data-testid=stPageLink] a, .gd-asks *"
)
_TYPED = "input[type=text], input[type=number], input:not([type])"
_TEXTS = (*FORMULAS, "0.02", "1e-2", "-1", "999999999999", "nan", "x", "", "2147483643")
_KEYS = (
    *(" ", "ArrowLeft", "ArrowRight", "Home", "End", "r", "+", "-", "PageUp", "PageDown", "b", "y", "p", "?"),
    *("1", "2", "3", "4", "5", "6", "7", "8", "Tab", "Enter", "Escape", "ArrowUp", "ArrowDown"),
)

# One of the elements that are seen and not disabled, brought into the window: what it is, and its middle.
_FIND = """([selector, chance]) => {
  const seen = [...document.querySelectorAll(selector)].filter((e) =>
    e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.getBoundingClientRect().width > 1)
  const found = seen[Math.floor(chance * seen.length)]
  if (!found) return null
  found.scrollIntoView({ block: "nearest" })
  const { x, y, width, height } = found.getBoundingClientRect()
  const said = found.getAttribute("aria-label") ?? found.dataset.do ?? found.textContent
  const named = `${found.localName} ${said.trim().slice(0, 40)}`
  return { named, x: x + width / 2, y: y + height / 2, left: x, top: y, width, height }
}"""
_FOCUS = """([selector, chance]) => {
  const seen = [...document.querySelectorAll(selector)].filter((e) => !e.disabled)
  const found = seen[Math.floor(chance * seen.length)]
  found?.focus()
  return found?.getAttribute("aria-label") ?? null
}"""
_PICTURES = ".gd-surface .nsewdrag, .gd-loss .nsewdrag, .gs canvas, .gw-svg, .gd-canvas, .gd-scrub"


def act(page: Page, address: str, chance: Random) -> str:
    """Do something on ``page``; what it was, in a line."""
    (do,) = chance.choices(list(_ACTS), list(_ACTS.values()))
    return do(page, address, chance)


def _press(page: Page, _: str, chance: Random) -> str:
    found = _found(page, _PRESSED, chance)
    if found is None:
        return "nothing to press"
    page.mouse.click(found["x"], found["y"], click_count=chance.choice((1, 1, 1, 2)))
    return f"press {found['named']}"


def _slide(page: Page, _: str, chance: Random) -> str:
    label = page.evaluate(_FOCUS, ["input[type=range], [role=slider]", chance.random()])
    key = chance.choice(("ArrowRight", "ArrowLeft", "Home", "End", "PageUp", "PageDown"))
    for _time in range(chance.choice((1, 2, 5))):
        page.keyboard.press(key)
    return f"slide {label} by {key}"


def _type(page: Page, _: str, chance: Random) -> str:
    label, text = page.evaluate(_FOCUS, [_TYPED, chance.random()]), chance.choice(_TEXTS)
    if label is None:
        return "nothing to type into"
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text[:60])
    page.keyboard.press(chance.choice(("Enter", "Enter", "Tab")))
    return f"type {text[:60]!r} into {label}"


def _picture(page: Page, _: str, chance: Random) -> str:
    """Click into a picture, or drag over it."""
    found = _found(page, _PICTURES, chance)
    if found is None:
        return "no picture"
    x, y = _within(found, chance)
    page.mouse.move(x, y)
    page.mouse.down()
    if dragged := chance.random() < 0.4:
        page.mouse.move(*_within(found, chance), steps=3)
    page.mouse.up()
    return f"{'drag over' if dragged else 'click into'} {found['named']}"


def _key(page: Page, _: str, chance: Random) -> str:
    key = chance.choice(_KEYS)
    page.evaluate("document.activeElement?.blur?.()")
    page.keyboard.press(key)
    return f"key {key!r}"


def _history(page: Page, _: str, chance: Random) -> str:
    what = chance.choice(("reload", "back", "forward"))
    move: dict[str, Callable[..., object]] = {
        "reload": page.reload,
        "back": page.go_back,
        "forward": page.go_forward,
    }
    move[what](wait_until="commit")
    return what


def _link(page: Page, address: str, chance: Random) -> str:
    to = chance.choice(list(PAGES))
    (link,) = two_at_a_time(to, 1, chance.randrange(10**6))
    page.goto(f"{address}{link}", wait_until="commit")
    return f"go to {link}"


_ACTS: dict[Callable[[Page, str, Random], str], int] = {
    _press: 40,
    _slide: 15,
    _type: 8,
    _picture: 12,
    _key: 14,
    _history: 5,
    _link: 3,
}
"""What is done, and how often."""


def _found(page: Page, selector: str, chance: Random) -> Any:
    return page.evaluate(_FIND, [selector, chance.random()])


def _within(found: Any, chance: Random) -> tuple[float, float]:
    across, down = chance.uniform(0.02, 0.98), chance.uniform(0.02, 0.98)
    return found["left"] + across * found["width"], found["top"] + down * found["height"]
