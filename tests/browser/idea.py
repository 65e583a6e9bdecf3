"""The foggy mountain in a real browser, in small words."""

from typing import Any

from playwright.sync_api import Locator, Page

from gd_core.lessons.curves import CURVES, Curve

TITLES = {"bowl": "One valley", "two_valleys": "Two valleys", "neuron": "A real neuron"}


def open_idea(page: Page, address: str) -> None:
    """Open the lesson as someone who wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/idea")
    page.wait_for_selector(".gw-walker[data-w]", state="attached")


def open_free(page: Page, address: str) -> None:
    """The same, free of any bet."""
    open_idea(page, address)
    page.get_by_role("button", name="Walk freely").click()


def stand_on(page: Page, key: str) -> Curve:
    """Choose a ground anew, which begins a walk of its own; give its curve."""
    page.emulate_media(reduced_motion="reduce")
    for each in ("neuron" if key == "bowl" else "bowl", key):
        ground(page, each)
    return CURVES[key]()


def ground(page: Page, key: str) -> None:
    """Choose a ground."""
    page.get_by_text(TITLES[key], exact=True).first.click()


def do(page: Page, action: str) -> Locator:
    """The button for ``action``."""
    return page.locator(f".gw [data-do={action}]")


def path(page: Page) -> list[float]:
    """Every place of the walk so far, exactly."""
    found: list[float] = page.evaluate(
        """() => [...document.querySelectorAll(".gw-trail circle"), document.querySelector(".gw-walker")]
            .map(mark => Number(mark.dataset.w))"""
    )
    return found


def set_rate(page: Page, power: float) -> float:
    """Move the learning rate's slider to 10 ** ``power``; give the rate that it says."""
    page.locator(".gw-rate").evaluate(
        """(slider, power) => {
            slider.value = power
            slider.dispatchEvent(new Event("input", { bubbles: true }))
        }""",
        power,
    )
    return float(page.locator(".gw-rate-now").inner_text())


def number(text: str) -> float:
    """The number that the lesson wrote, in brackets or not."""
    return float(text.strip("()").replace("−", "-"))


def say(page: Page) -> str:
    return page.locator(".gw-say").inner_text()


def spot(page: Page, curve: Curve, w: float) -> tuple[float, float]:
    """The pixel of the ground at ``w``, from the axis's own labels."""
    ticks: list[list[Any]] = page.locator(".gw-tick:not(.gw-height)").evaluate_all(
        """all => all.map(tick => {
            const { left, width } = tick.getBoundingClientRect()
            return [tick.textContent, left + width / 2]
        })"""
    )
    (w0, x0), (w1, x1) = ((number(text), x) for text, x in (ticks[0], ticks[-1]))
    box = page.locator(".gw-picture").bounding_box()
    assert box
    return x0 + (w - w0) / (w1 - w0) * (x1 - x0), box["y"] + box["height"] / 2


def walker(page: Page) -> tuple[float, float]:
    """The pixel of the walker's feet."""
    x, y = page.locator(".gw-foot").evaluate(
        """foot => {
            const { left, top, width, height } = foot.getBoundingClientRect()
            return [left + width / 2, top + height / 2]
        }"""
    )
    return x, y
