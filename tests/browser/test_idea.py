"""The foggy mountain in a real browser: every step, number, hand and key."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from gd_core.lessons.curves import BOWL, CURVES, TWO_VALLEYS, Curve
from tests.browser.idea import do, ground, number, path, say, set_rate, spot, stand_on, walker

PHONE = ViewportSize(width=390, height=844)
OUTSIDE = """() => [...document.querySelectorAll(".gw, .gw *, [data-testid=stMain] .stMarkdown *")]
    .filter(part => !part.closest("defs, [clip-path], .gw-gone, .katex-mathml") && !part.matches("g"))
    .filter(part => {
        const { left, right } = part.getBoundingClientRect()
        return left < -1 || right > innerWidth + 1
    })
    .map(part => part.outerHTML.slice(0, 80))"""


def test_every_step_is_pythons_to_the_last_bit_and_back_undoes_it(mountain: Page) -> None:
    stand_on(mountain, "bowl")
    for key in CURVES:
        ground(mountain, key)
        curve = CURVES[key]()
        for _ in range(8):
            do(mountain, "step").click()
        expected = curve.path(curve.start, curve.rate, 8)
        assert path(mountain) == expected
        for count in range(8, 3, -1):
            do(mountain, "back").click()
            assert path(mountain) == expected[:count]
        do(mountain, "step").click()
        assert path(mountain) == expected[:5]
        do(mountain, "reset").click()
        assert path(mountain) == expected[:1]
        expect(do(mountain, "back")).to_be_disabled()


def test_rule_sentence_and_arrow_show_this_moment(mountain: Page) -> None:
    stand_on(mountain, "bowl")
    for key in CURVES:
        ground(mountain, key)
        curve = CURVES[key]()
        check_moment(mountain, curve, curve.start)
        do(mountain, "step").click()
        check_moment(mountain, curve, curve.step(curve.start, curve.rate))
        assert mountain.locator("[data-fact=steps]").inner_text() == "1"


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


def test_the_walker_is_dragged_and_pushed_along_the_curve(mountain: Page) -> None:
    curve = stand_on(mountain, "two_valleys")
    do(mountain, "step").click()
    mountain.mouse.move(*walker(mountain))
    mountain.mouse.down()
    mountain.mouse.move(*spot(mountain, curve, -1.5), steps=6)
    mountain.mouse.up()
    (w,) = path(mountain)  # a new walk begins there
    assert w == pytest.approx(-1.5, abs=0.02)
    hundredth = (curve.high - curve.low) / 100
    for key, by in (("ArrowRight", 1), ("ArrowLeft", -1), ("Shift+ArrowRight", 10)):
        mountain.locator(".gw-picture").press(key)
        w += by * hundredth
        assert path(mountain) == pytest.approx([w], abs=1e-12)
    mountain.locator(".gw-picture").press("Enter")
    assert path(mountain)[1] == curve.step(path(mountain)[0], curve.rate)
    drag_with_a_finger(mountain, spot(mountain, curve, 1.2)[0])
    assert path(mountain) == pytest.approx([1.2], abs=0.02)


def drag_with_a_finger(page: Page, end: float) -> None:
    """Drag the walker to the pixel ``end``, by touch."""
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    x, y = walker(page)
    for kind, at in (("Start", x), ("Move", x + 12), ("Move", (x + end) / 2), ("Move", end), ("End", None)):
        points = [] if at is None else [{"x": at, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})


def test_only_a_circle_of_ground_is_seen_until_the_fog_is_lifted(mountain: Page) -> None:
    curve = stand_on(mountain, "bowl")
    hole = mountain.locator(".gw-hole")
    width = spot(mountain, curve, curve.high)[0] - spot(mountain, curve, curve.low)[0]
    for share in (8, 30):
        mountain.locator(".gw-sight").fill(str(share))
        radius = float(hole.get_attribute("r") or 0)
        assert radius == pytest.approx(share / 100 * width, rel=0.01)
        reach = number(mountain.locator(".gw-sight-now").inner_text().removeprefix("w ± "))
        assert reach == pytest.approx(share / 100 * (curve.high - curve.low), rel=0.05)
    before = float(hole.get_attribute("cx") or 0)
    do(mountain, "step").click()
    moved = (curve.path(3, 0.1, 1)[1] - 3) * width / (curve.high - curve.low)
    assert float(hole.get_attribute("cx") or 0) - before == pytest.approx(moved, abs=0.5)
    fog = mountain.locator(".gw-fog")
    expect(fog).to_have_css("opacity", "1")
    mountain.get_by_label("Lift the fog").check()
    expect(fog).to_have_css("visibility", "hidden")
    mountain.get_by_label("Lift the fog").uncheck()
    expect(fog).to_have_css("opacity", "1")


def test_the_nearest_valley_wins(mountain: Page) -> None:
    curve = stand_on(mountain, "two_valleys")
    for pushes, valley in ((4, 1), (6, 0)):
        ground(mountain, "bowl")
        ground(mountain, "two_valleys")
        for key in ["Shift+ArrowLeft"] * 4 + ["ArrowLeft"] * pushes:
            mountain.locator(".gw-picture").press(key)
        set_rate(mountain, -1)
        start = path(mountain)[0]
        assert (start > TWO_VALLEYS.ridges()[0]) == (valley == 1)
        do(mountain, "play").click()
        expect(mountain.locator(".gw-say")).to_contain_text("a valley")
        steps = path(mountain)
        assert steps == curve.path(start, 0.1, len(steps) - 1)
        assert steps[-1] == pytest.approx(curve.valleys()[valley], abs=0.02)
        assert ("There is a deeper valley" in say(mountain)) == (valley == 1)


def test_too_long_a_step_leaves_the_picture_and_says_so_in_numbers(mountain: Page) -> None:
    curve = stand_on(mountain, "two_valleys")
    rate = set_rate(mountain, 0)
    assert rate == 1
    do(mountain, "play").click()
    expect(mountain.locator(".gw-say")).to_contain_text("has left the picture")
    steps = path(mountain)
    assert steps == curve.path(curve.start, rate, len(steps) - 1)
    assert not curve.low <= steps[-1] <= curve.high
    expect(mountain.locator(".gw-walker")).to_have_css("visibility", "hidden")
    expect(mountain.locator(".gw-away")).to_have_css("visibility", "visible")
    while do(mountain, "step").is_enabled():
        do(mountain, "step").click()
    assert "beyond the largest number" in say(mountain)
    assert not re.search(r"NaN|Infinity|undefined", mountain.locator(".gw").inner_text())
    assert not re.search(r"NaN|Infinity", mountain.locator(".gw").inner_html())
    do(mountain, "reset").click()
    assert path(mountain) == [curve.start]
    expect(mountain.locator(".gw-walker")).to_have_css("visibility", "visible")


def test_on_dead_ground_no_step_is_possible(mountain: Page) -> None:
    curve = stand_on(mountain, "neuron")
    while path(mountain)[0] > curve.breaks[0]:
        mountain.locator(".gw-picture").press("Shift+ArrowLeft")
    assert "The ReLU is off for every sample" in say(mountain)
    expect(do(mountain, "step")).to_be_disabled()
    expect(do(mountain, "play")).to_be_disabled()
    assert mountain.locator("[data-term=grad]").inner_text() == "0"


def test_a_stride_is_seen_on_its_way_and_space_plays(mountain: Page) -> None:
    stand_on(mountain, "bowl")
    mountain.emulate_media(reduced_motion="no-preference")
    mountain.evaluate(
        """() => {
            window.seen = new Set()
            const walker = document.querySelector(".gw-walker")
            const look = () => window.seen.add(walker.dataset.w)
            new MutationObserver(look).observe(walker, { attributes: true })
        }"""
    )
    mountain.locator(".gw-picture").press(" ")
    expect(do(mountain, "play")).to_have_text("Pause")
    expect(mountain.locator(".gw-say")).to_have_attribute("aria-live", "off")
    mountain.wait_for_function("() => Number(document.querySelector('[data-fact=steps]').textContent) >= 2")
    mountain.locator(".gw-picture").press(" ")
    expect(do(mountain, "play")).to_have_text("Play")
    expect(mountain.locator(".gw-say")).to_have_attribute("aria-live", "polite")
    assert path(mountain) == BOWL.path(3, 0.1, len(path(mountain)) - 1)
    seen = [float(w) for w in mountain.evaluate("() => [...window.seen]")]
    # Half a second a stride: even a busy machine draws something of it, between its two ends.
    assert set(seen) - set(path(mountain))
    assert seen == sorted(seen, reverse=True)


def test_a_phone_shows_all_of_it_without_scrolling_sideways(mountain: Page) -> None:
    mountain.set_viewport_size(PHONE)
    mountain.wait_for_function("() => document.querySelector('.gw-svg').clientWidth < 390")
    for key in CURVES:
        ground(mountain, key)
        assert mountain.evaluate(OUTSIDE) == []
    mountain.locator(".gw-rate").scroll_into_view_if_needed()
    expect(mountain.locator(".gw-foot")).to_be_in_viewport()  # whoever sets the rate sees the walker


def test_its_colours_follow_the_theme(mountain: Page) -> None:
    stand_on(mountain, "bowl")
    mountain.emulate_media(color_scheme="dark")
    expect(mountain.locator(".gw-tangent")).to_have_css("stroke", "rgb(255, 127, 63)")
    expect(mountain.locator(".gw-say")).to_have_css("color", "rgb(230, 234, 240)")
    mountain.emulate_media(color_scheme="light")
    expect(mountain.locator(".gw-tangent")).to_have_css("stroke", "rgb(185, 58, 8)")
    expect(mountain.locator(".gw-say")).to_have_css("color", "rgb(28, 37, 48)")


def test_a_start_is_typed_exactly_and_a_wrong_one_is_told(mountain: Page) -> None:
    stand_on(mountain, "bowl")
    field = mountain.get_by_role("textbox", name="Start w, typed")
    for text in ("-1,2", "−1.2", "w = -1.2"):
        field.fill("2")
        field.press("Enter")
        assert path(mountain) == [2]
        field.fill(text)
        field.press("Enter")
        assert path(mountain) == [-1.2]
    for text, told in (("99", "“99”"), ("up", "“up”"), ("", "an empty field")):
        field.fill(text)
        field.press("Enter")
        expect(mountain.get_by_role("alert")).to_have_text(
            f"The start w must be a number between −4 and 4, not {told}."
        )
        assert path(mountain) == [-1.2]
    do(mountain, "step").click()
    expect(mountain.locator(".gw-told")).to_be_hidden()
