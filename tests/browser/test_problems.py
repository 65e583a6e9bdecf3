"""Every problem in the Lab, in a real browser."""

import re
from math import exp

import pytest
from playwright.sync_api import Page, expect

from gd_core import PRESETS, Experiment, train
from tests.browser.lab import (
    as_shown,
    cell,
    choose,
    choose_problem,
    shows_the_end_of,
    trace,
    word,
)
from tests.browser.waiting import eventually


def test_a_problem_begins_with_its_first_preset_on_a_slice_of_its_surface(desk: Page) -> None:
    experiment = choose_problem(desk, "network")
    assert shows_the_end_of(desk, experiment)
    title = next(preset.title for preset in PRESETS.values() if preset.experiment == experiment)
    expect(desk.get_by_role("radio", name=title, exact=True)).to_be_checked()
    expect(desk.locator(".gd-picture figcaption").first).to_contain_text("% of the path")
    assert len(trace(desk, "surface", "surface")["z"]) == 80


def test_back_at_the_neuron_everything_is_as_at_first(desk: Page) -> None:
    choose_problem(desk, "network")
    expect(cell(desk, "value w11")).to_be_visible()
    assert shows_the_end_of(desk, choose_problem(desk, "neuron"))
    expect(desk.get_by_role("radiogroup", name="Loss axis").get_by_role("radio", name="Log")).to_be_checked()


def test_two_networks_race_on_the_same_data(desk: Page) -> None:
    experiment = choose_problem(desk, "network")
    choose(desk, "Runs together", "2")
    first = train(experiment)
    expect(cell(desk, "0 loss")).to_have_text(as_shown(first.loss[-1]))
    # The second starts where seed 1 would, on the points of seed 0.
    start = tuple(train(Experiment(problem="network", seed=1, epochs=1)).params[0].tolist())
    second = train(Experiment(problem="network", epochs=500, start=start))
    expect(cell(desk, "1 loss")).to_have_text(as_shown(second.loss[-1]))
    assert as_shown(first.loss[-1]) != as_shown(second.loss[-1])


def test_a_wave_that_escapes_says_so(desk: Page) -> None:
    choose_problem(desk, "wave")
    choose(desk, "Try one", PRESETS["escape"].title)
    expect(word(desk)).to_contain_text("first below 0.01 at step")


def test_a_formula_is_typed_seen_and_carried_by_the_link(desk: Page) -> None:
    choose_problem(desk, "formula")
    field = desk.get_by_role("textbox", name="f(x, y) =")
    field.fill("log(x)*x + y^2/4")
    field.press("Enter")
    caption = desk.locator(".gd-picture figcaption").first
    expect(caption).to_contain_text("f(x, y) = log(x)·x + y² / 4")
    seen = trace(desk, "surface", "surface")
    lowest = min(v for row in seen["customdata"] for v in row if v == v)
    assert lowest == pytest.approx(-exp(-1), abs=5e-3)
    assert all(v != v for row in seen["z"] for v in row[:39])
    field.fill("log(x)*x + y²")
    field.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("write y^2 for y²")
    expect(field).to_have_value("log(x)*x + y²")
    expect(caption).to_contain_text("f(x, y) = log(x)·x + y² / 4")
    expect(desk).to_have_url(re.compile(r"formula=log%28x%29%2Ax%20%2B%20y%5E2%2F4"))
    desk.reload()
    expect(caption).to_contain_text("f(x, y) = log(x)·x + y² / 4")
    expect(field).to_have_value("log(x)*x + y^2/4")


def test_the_map_of_a_formula_is_zoomed_out_by_button_key_and_wheel(desk: Page) -> None:
    choose_problem(desk, "formula")
    sides = "() => document.querySelector('.gd-surface')._fullLayout.xaxis.range"
    desk.get_by_role("button", name="Zoom out of the surface").click()
    expect(desk).to_have_url(re.compile(r"view=-6\.0,6\.0,-6\.0,6\.0"))
    desk.wait_for_function(f"() => ({sides})()[1] === 6")
    # Drawn anew there, too.
    assert eventually(desk, lambda: min(trace(desk, "surface", "surface")["x"]), lambda low: low == -6) == -6
    desk.keyboard.press("o")
    expect(desk).to_have_url(re.compile(r"view=-9\.0,9\.0,-9\.0,9\.0"))
    desk.wait_for_function(f"() => ({sides})()[1] === 9")
    desk.keyboard.press("i")
    expect(desk).to_have_url(re.compile(r"view=-6\.0,6\.0,-6\.0,6\.0"))
    desk.wait_for_function(f"() => ({sides})()[1] === 6")
    desk.locator(".gd-surface .nsewdrag").first.hover()
    desk.keyboard.down("Control")
    desk.mouse.wheel(0, 300)
    desk.keyboard.up("Control")
    desk.wait_for_function(f"() => (([low, high]) => Math.abs(high - low - 24) < 0.1)(({sides})())")
    desk.get_by_role("button", name="Show the whole picture").click()
    desk.wait_for_function(f"() => ({sides})()[1] === 4")
