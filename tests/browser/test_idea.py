"""The foggy mountain in a real browser: every step, number, hand, key and bet."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from gd_core.curves import BOWL, CURVES, TWO_VALLEYS, Curve

TITLES = {"bowl": "One valley", "two_valleys": "Two valleys", "neuron": "A real neuron"}
PHONE = ViewportSize(width=390, height=844)
OUTSIDE = """() => [...document.querySelectorAll(".gw, .gw *, [data-testid=stMain] .stMarkdown *")]
    .filter(part => !part.closest("defs, [clip-path], .gw-gone, .katex-mathml") && !part.matches("g"))
    .filter(part => {
        const { left, right } = part.getBoundingClientRect()
        return left < -1 || right > innerWidth + 1
    })
    .map(part => part.outerHTML.slice(0, 80))"""


def open_idea(page: Page, address: str, still: bool = True) -> None:
    """Open the lesson by its link in the navigation, as someone who wants no motion if ``still``."""
    page.emulate_media(reduced_motion="reduce" if still else "no-preference")
    page.goto(address)
    page.get_by_role("link", name="1 The idea").click()
    page.wait_for_selector(".gw-walker[data-w]", state="attached")


def walk_on(page: Page, address: str, key: str) -> Curve:
    """Open the lesson and choose a ground, free of any bet; give its curve."""
    open_idea(page, address)
    page.get_by_role("button", name="Walk freely").click()
    ground(page, key)
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


def test_every_step_is_pythons_to_the_last_bit_and_back_undoes_it(page: Page, server: str) -> None:
    walk_on(page, server, "bowl")
    for key in CURVES:
        ground(page, key)
        curve = CURVES[key]()
        for _ in range(8):
            do(page, "step").click()
        expected = curve.path(curve.start, curve.rate, 8)
        assert path(page) == expected
        for count in range(8, 3, -1):
            do(page, "back").click()
            assert path(page) == expected[:count]
        do(page, "step").click()
        assert path(page) == expected[:5]
        do(page, "reset").click()
        assert path(page) == expected[:1]
        expect(do(page, "back")).to_be_disabled()


def test_rule_sentence_and_arrow_show_this_moment(page: Page, server: str) -> None:
    walk_on(page, server, "bowl")
    for key in CURVES:
        ground(page, key)
        curve = CURVES[key]()
        check_moment(page, curve, curve.start)
        do(page, "step").click()
        check_moment(page, curve, curve.step(curve.start, curve.rate))
        assert page.locator("[data-fact=steps]").inner_text() == "1"


def check_moment(page: Page, curve: Curve, w: float) -> None:
    """Whether the lesson shows the update that leaves ``w``."""
    (loss, slope), after = curve.at(w), curve.step(w, curve.rate)
    shown = {t: number(page.locator(f"[data-term={t}]").inner_text()) for t in ("after", "w", "rate", "grad")}
    four_digits = 6e-4
    expected = {"after": after, "w": w, "rate": curve.rate, "grad": slope}
    assert shown == pytest.approx(expected, rel=four_digits)
    assert number(page.locator("[data-fact=loss]").inner_text()) == pytest.approx(loss, rel=four_digits)
    up, down = ("right", "left") if slope > 0 else ("left", "right")
    assert f"the ground rises to the {up}, so downhill is {down}" in say(page)
    said = page.locator(".gw-picture").get_attribute("aria-valuetext") or ""
    assert said.startswith(f"w = {page.locator('[data-term=w]').inner_text()}, loss ")
    tip = page.locator(".gw-head").evaluate(
        "(head, side) => head.getBoundingClientRect()[side]", "left" if slope > 0 else "right"
    )
    assert tip == pytest.approx(spot(page, curve, after)[0], abs=1.5)


def test_the_walker_is_dragged_and_pushed_along_the_curve(page: Page, server: str) -> None:
    curve = walk_on(page, server, "two_valleys")
    do(page, "step").click()
    page.mouse.move(*walker(page))
    page.mouse.down()
    page.mouse.move(*spot(page, curve, -1.5), steps=6)
    page.mouse.up()
    (w,) = path(page)  # a new walk begins there
    assert w == pytest.approx(-1.5, abs=0.02)
    hundredth = (curve.high - curve.low) / 100
    for key, by in (("ArrowRight", 1), ("ArrowLeft", -1), ("Shift+ArrowRight", 10)):
        page.locator(".gw-picture").press(key)
        w += by * hundredth
        assert path(page) == pytest.approx([w], abs=1e-12)
    page.locator(".gw-picture").press("Enter")
    assert path(page)[1] == curve.step(path(page)[0], curve.rate)
    drag_with_a_finger(page, spot(page, curve, 1.2)[0])
    assert path(page) == pytest.approx([1.2], abs=0.02)


def drag_with_a_finger(page: Page, end: float) -> None:
    """Drag the walker to the pixel ``end``, by touch."""
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    x, y = walker(page)
    for kind, at in (("Start", x), ("Move", x + 12), ("Move", (x + end) / 2), ("Move", end), ("End", None)):
        points = [] if at is None else [{"x": at, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})


def test_only_a_circle_of_ground_is_seen_until_the_fog_is_lifted(page: Page, server: str) -> None:
    curve = walk_on(page, server, "bowl")
    hole = page.locator(".gw-hole")
    width = spot(page, curve, curve.high)[0] - spot(page, curve, curve.low)[0]
    for share in (8, 30):
        page.locator(".gw-sight").fill(str(share))
        radius = float(hole.get_attribute("r") or 0)
        assert radius == pytest.approx(share / 100 * width, rel=0.01)
        reach = number(page.locator(".gw-sight-now").inner_text().removeprefix("w ± "))
        assert reach == pytest.approx(share / 100 * (curve.high - curve.low), rel=0.05)
    before = float(hole.get_attribute("cx") or 0)
    do(page, "step").click()
    moved = (curve.path(3, 0.1, 1)[1] - 3) * width / (curve.high - curve.low)
    assert float(hole.get_attribute("cx") or 0) - before == pytest.approx(moved, abs=0.5)
    fog = page.locator(".gw-fog")
    expect(fog).to_have_css("opacity", "1")
    page.get_by_label("Lift the fog").check()
    expect(fog).to_have_css("visibility", "hidden")


def test_the_nearest_valley_wins(page: Page, server: str) -> None:
    curve = walk_on(page, server, "two_valleys")
    for pushes, valley in ((4, 1), (6, 0)):
        ground(page, "bowl")
        ground(page, "two_valleys")
        for key in ["Shift+ArrowLeft"] * 4 + ["ArrowLeft"] * pushes:
            page.locator(".gw-picture").press(key)
        set_rate(page, -1)
        start = path(page)[0]
        assert (start > TWO_VALLEYS.ridges()[0]) == (valley == 1)
        do(page, "play").click()
        expect(page.locator(".gw-say")).to_contain_text("a valley")
        steps = path(page)
        assert steps == curve.path(start, 0.1, len(steps) - 1)
        assert steps[-1] == pytest.approx(curve.valleys()[valley], abs=0.02)
        assert ("There is a deeper valley" in say(page)) == (valley == 1)


def test_too_long_a_step_leaves_the_picture_and_says_so_in_numbers(page: Page, server: str) -> None:
    curve = walk_on(page, server, "two_valleys")
    rate = set_rate(page, 0)
    assert rate == 1
    do(page, "play").click()
    expect(page.locator(".gw-say")).to_contain_text("has left the picture")
    steps = path(page)
    assert steps == curve.path(curve.start, rate, len(steps) - 1)
    assert not curve.low <= steps[-1] <= curve.high
    expect(page.locator(".gw-walker")).to_have_css("visibility", "hidden")
    expect(page.locator(".gw-away")).to_have_css("visibility", "visible")
    while do(page, "step").is_enabled():
        do(page, "step").click()
    assert "beyond the largest number" in say(page)
    assert not re.search(r"NaN|Infinity|undefined", page.locator(".gw").inner_text())
    assert not re.search(r"NaN|Infinity", page.locator(".gw").inner_html())
    do(page, "reset").click()
    assert path(page) == [curve.start]
    expect(page.locator(".gw-walker")).to_have_css("visibility", "visible")


def test_on_dead_ground_no_step_is_possible(page: Page, server: str) -> None:
    curve = walk_on(page, server, "neuron")
    while path(page)[0] > curve.breaks[0]:
        page.locator(".gw-picture").press("Shift+ArrowLeft")
    assert "Every ReLU is off" in say(page)
    expect(do(page, "step")).to_be_disabled()
    expect(do(page, "play")).to_be_disabled()
    assert page.locator("[data-term=grad]").inner_text() == "0"


def test_nothing_moves_before_the_bet_which_then_stands_beside_what_happened(page: Page, server: str) -> None:
    open_idea(page, server)
    expect(do(page, "step")).to_be_disabled()
    expect(do(page, "play")).to_be_disabled()
    truth = BOWL.path(3, 0.1, 5)
    page.mouse.click(*spot(page, BOWL, truth[-1] + 0.2))  # within 0.4, a twentieth of the picture
    verdict = page.locator(".gw-verdict")
    expect(verdict).to_contain_text("You saw it coming")
    expect(verdict).to_contain_text(f"w = {truth[-1]:.4g}")
    expect(verdict).to_contain_text("1 of 1 bet right")
    assert path(page) == truth
    expect(page.locator(".gw-flag")).to_have_count(2)
    page.get_by_role("button", name="Another bet").click()
    expect(do(page, "step")).to_be_disabled()
    start = path(page)[0]
    page.locator(".gw-picture").press("Shift+ArrowLeft")  # the mark, not the walker
    assert path(page) == [start]
    page.locator(".gw-picture").press("Enter")
    expect(verdict).to_contain_text("of 2 bets right")


def test_bets_on_the_valley_are_decided_by_the_walk(page: Page, server: str) -> None:
    open_idea(page, server)
    page.get_by_role("button", name="Which valley").click()
    for right in (True, False):
        rate = float(page.locator(".gw-rate-now").inner_text())
        end = TWO_VALLEYS.path(path(page)[0], rate, 200)[-1]
        left, other = TWO_VALLEYS.valleys()
        side = "left" if (abs(end - left) < abs(end - other)) == right else "right"
        page.get_by_role("button", name=f"The {side} one").click()
        expect(page.locator(".gw-verdict")).to_contain_text("You saw it coming" if right else "Not this time")
        page.get_by_role("button", name="Another bet").click()


def test_bets_on_the_learning_rate_are_decided_by_the_walk(page: Page, server: str) -> None:
    open_idea(page, server)
    page.get_by_role("button", name="Step size").click()
    for _ in range(3):
        rate = float(page.locator(".gw-rate-now").inner_text())
        factor = 1 - 2 * rate  # what a step on w^2 multiplies w by
        name = "leaps out" if abs(factor) > 1 else "crawls" if factor > 0.9 else "settles"
        page.get_by_role("button", name=name).click()
        expect(page.locator(".gw-verdict")).to_contain_text("You saw it coming")
        page.get_by_role("button", name="Another bet").click()


def test_a_bet_can_be_skipped_and_left(page: Page, server: str) -> None:
    open_idea(page, server)
    page.get_by_role("button", name="Just show me").click()
    expect(page.get_by_role("button", name="Another bet")).to_be_visible(timeout=10_000)
    assert path(page) == BOWL.path(3, 0.1, 5)
    expect(page.locator(".gw-verdict")).to_be_hidden()
    page.get_by_role("button", name="Another bet").click()
    set_rate(page, -1)  # whoever changes the walk walks freely
    expect(page.locator(".gw-card")).to_be_hidden()
    expect(do(page, "step")).to_be_enabled()


def test_a_stride_is_seen_on_its_way_and_space_plays(page: Page, server: str) -> None:
    open_idea(page, server, still=False)
    page.get_by_role("button", name="Walk freely").click()
    page.evaluate(
        """() => {
            window.seen = new Set()
            const walker = document.querySelector(".gw-walker")
            const look = () => window.seen.add(walker.dataset.w)
            new MutationObserver(look).observe(walker, { attributes: true })
        }"""
    )
    page.locator(".gw-picture").press(" ")
    expect(do(page, "play")).to_have_text("Pause")
    expect(page.locator(".gw-say")).to_have_attribute("aria-live", "off")
    expect(page.locator("[data-fact=steps]")).to_have_text("2")
    page.locator(".gw-picture").press(" ")
    expect(do(page, "play")).to_have_text("Play")
    expect(page.locator(".gw-say")).to_have_attribute("aria-live", "polite")
    assert path(page) == BOWL.path(3, 0.1, len(path(page)) - 1)
    seen = [float(w) for w in page.evaluate("() => [...window.seen]")]
    # Half a second a stride: even a busy machine draws some of its sixty pictures a second.
    assert len(seen) > 10
    assert seen == sorted(seen, reverse=True)


def test_a_phone_shows_all_of_it_without_scrolling_sideways(page: Page, server: str) -> None:
    open_idea(page, server)
    page.set_viewport_size(PHONE)
    page.wait_for_function("() => document.querySelector('.gw-svg').clientWidth < 390")
    for key in CURVES:
        ground(page, key)
        assert page.evaluate(OUTSIDE) == []
    page.locator(".gw-rate").scroll_into_view_if_needed()
    expect(page.locator(".gw-foot")).to_be_in_viewport()  # whoever sets the rate sees the walker


def test_its_colours_follow_the_theme(page: Page, server: str) -> None:
    open_idea(page, server)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".gw-tangent")).to_have_css("stroke", "rgb(255, 138, 76)")
    expect(page.locator(".gw-say")).to_have_css("color", "rgb(230, 234, 240)")
    page.emulate_media(color_scheme="light")
    expect(page.locator(".gw-tangent")).to_have_css("stroke", "rgb(217, 72, 15)")
    expect(page.locator(".gw-say")).to_have_css("color", "rgb(28, 37, 48)")
