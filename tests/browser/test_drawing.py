"""The drawing of a network: every weight where it belongs, signs and sizes to see, and cheap to update."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages._ui import assets
from tests.browser.visits import Opener

DRAW = """async ([module, spec, shown]) => {
    const { Drawing } = await import(new URL(module, document.baseURI))
    const place = document.createElement("div")
    place.className = "test-drawing"
    place.style.cssText = "position: fixed; inset: 60px auto auto 10px; width: 360px; z-index: 999"
    document.body.append(place)
    window.drawing = new Drawing(place, spec)
    window.drawing.update(shown)
}"""

SMALL: dict[str, Any] = {
    "sizes": [2, 3, 1],
    "inputs": ["x1", "x2"],
    "outputs": ["p"],
    "activations": ["ReLU", "sigmoid"],
}
SHOWN: dict[str, Any] = {
    "weights": [[[1.0, -2.0], [0.5, 0.0], [-0.25, 0.125]], [[0.001, -0.0004, 12345.0]]],
    "biases": [[0.1, -0.2, 0.3], [-4.0]],
    "values": [[2, 1], [0, 1.5, 3], [0.731]],
}
LARGE: dict[str, Any] = {"sizes": [2, 8, 8, 1]}


def open_guide(page: Page, address: str) -> None:
    page.goto(f"{address}/guide")
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()


@pytest.fixture
def blank(kept: Callable[[Opener], Page]) -> Page:
    """A page with none of our drawings on it."""
    page = kept(open_guide)
    page.locator(".test-drawing").evaluate_all("all => all.forEach(drawing => drawing.remove())")
    return page


def draw(page: Page, spec: dict[str, Any], shown: dict[str, Any]) -> None:
    page.evaluate(DRAW, [f"{assets.base()}drawing.mjs", spec, shown])


def texts(page: Page, selector: str) -> list[str]:
    return page.locator(f".test-drawing {selector}").all_text_contents()


def large(seed: int) -> dict[str, Any]:
    """Numbers for the large network that differ in every place."""
    sizes = LARGE["sizes"]
    number = iter(range(seed, seed + 1000))
    weights = [[[next(number) / 100 - 1 for _ in range(i)] for _ in range(o)] for i, o in pairwise(sizes)]
    return {"weights": weights, "biases": [[next(number) / 100 for _ in range(o)] for o in sizes[1:]]}


def test_every_number_is_written_where_it_belongs(blank: Page) -> None:
    draw(blank, SMALL, SHOWN)
    first = ["1.00", "−2.00", "0.500", "0", "−0.250", "0.125"]
    assert texts(blank, ".gd-edge-label") == [*first, "0.001", "−0.0004", "12345"]
    assert texts(blank, ".gd-bias-value") == ["", "", "b 0.100", "b −0.200", "b 0.300", "b −4.00"]
    assert texts(blank, ".gd-neuron-value") == ["2.00", "1.00", "0", "1.50", "3.00", "0.731"]
    assert texts(blank, ".gd-names text") == ["x1", "x2", "p", "input", "ReLU", "sigmoid"]
    name = "Network of 2 inputs (x1, x2), then 3 neurons with ReLU, then 1 neuron with sigmoid"
    expect(blank.get_by_role("img", name=name)).to_be_visible()


def test_a_sign_has_a_colour_and_dashes_and_a_size_its_width(blank: Page) -> None:
    shown = SHOWN | {"weights": [[[1.0, -2.0], [0.5, 0.0], [-0.25, 0.125]], [[4.0, -3.0, 2.0]]]}
    draw(blank, SMALL, shown)
    lines = blank.locator(".test-drawing .gd-edges .gd-edge").evaluate_all(
        """lines => lines.map(line => {
            const { stroke, strokeDasharray } = getComputedStyle(line)
            return [stroke, strokeDasharray, Number(line.getAttribute("stroke-width"))]
        })"""
    )
    flat = [1.0, -2.0, 0.5, 0.0, -0.25, 0.125, 4.0, -3.0, 2.0]
    styles = {
        sign: {(s, d) for (s, d, _), v in zip(lines, flat, strict=True) if v * sign > 0} for sign in (1, -1)
    }
    ((above, solid),), ((below, dashed),) = styles[1], styles[-1]
    assert above != below
    assert (solid, dashed) == ("none", "7px, 4px")
    widths = [width for _, _, width in lines]
    assert widths == pytest.approx([0.8 + 5.2 * abs(value) / 4 for value in flat], abs=0.006)
    told = texts(blank, ".gd-legend span")[-1]
    assert told == "width of a line: its weight; of a ring: its bias; widest: 4.00"


def test_an_update_keeps_every_element_and_shows_the_new_numbers(blank: Page) -> None:
    draw(blank, SMALL, SHOWN)
    kept = blank.evaluate(
        """shown => {
            const all = () => [...document.querySelectorAll(".test-drawing *")]
            const before = all()
            window.drawing.update(shown)
            const after = all()
            return before.length === after.length && before.every((element, i) => element === after[i])
        }""",
        SHOWN | {"weights": [[[-1, 2], [3, 4], [5, 6]], [[7, 8, 9]]]},
    )
    assert kept
    assert texts(blank, ".gd-edge-label") == [
        f"{v}.00".replace("-", "−") for v in (-1, 2, 3, 4, 5, 6, 7, 8, 9)
    ]


def test_what_is_no_number_is_shown_as_such(blank: Page) -> None:
    draw(blank, {"sizes": [2, 1]}, {"weights": [[[None, 1]]], "biases": [[0]]})
    blank.evaluate("drawing.update({ weights: [[[NaN, -Infinity]]], biases: [[Infinity]] })")
    assert texts(blank, ".gd-edge-label") == ["?", "−∞"]
    assert "NaN" not in blank.locator(".test-drawing").inner_html()


def test_where_lines_are_many_the_keys_tell_a_neurons_numbers(blank: Page) -> None:
    shown = large(0)
    draw(blank, LARGE, shown)
    assert set(texts(blank, ".gd-edge-label")) == {""}
    blank.locator(".test-drawing svg[role=img]").focus()
    blank.keyboard.press("ArrowDown")
    weights = ["−1.00", "−0.990"]
    assert [text for text in texts(blank, ".gd-edge-label") if text] == weights
    said = blank.locator(".test-drawing output")
    expect(said).to_contain_text(f"Neuron 1 of layer 1: weights {', '.join(weights)}; bias")
    for _ in range(8):
        blank.keyboard.press("ArrowDown")
    expect(said).to_contain_text("Neuron 1 of layer 2")
    assert len([text for text in texts(blank, ".gd-edge-label") if text]) == 8
    blank.locator(".test-drawing .gd-neuron").last.hover()
    expect(said).to_contain_text("Neuron 1 of layer 3")
    blank.mouse.move(1, 1)
    expect(said).to_have_text("")


def test_an_update_of_a_large_network_takes_a_part_of_drawing_it_anew(blank: Page) -> None:
    draw(blank, LARGE, large(0))
    ratio = blank.evaluate(
        """async ([module, spec, all]) => {
            const { Drawing } = await import(new URL(module, document.baseURI))
            const took = (work) => {
                const start = performance.now()
                work()
                return performance.now() - start
            }
            const anew = (shown) => new Drawing(document.createElement("div"), spec).update(shown)
            const median = (times) => times.sort((a, b) => a - b)[times.length >> 1]
            const pairs = Array.from({ length: 5 }, () => all).flat().map(shown => [
                took(() => window.drawing.update(shown)), took(() => anew(shown))])
            return median(pairs.map(([update, whole]) => update / whole))
        }""",
        [f"{assets.base()}drawing.mjs", LARGE, [large(seed) for seed in range(0, 100, 10)]],
    )
    # Side by side, as a slow machine slows both.
    assert ratio < 0.5
