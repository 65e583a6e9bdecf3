"""The sweep of rates and the map of starts, clicked and walked in a real browser."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from gd_core import Experiment, train
from tests.browser.lab import open_still, shows_the_end_of
from tests.browser.waiting import settle

LINK = "?v=1&epochs=200&open=sweep,starts&sweep_batches=full&starts_area=3"

LOST = re.compile(r"^Rate 0\.\d+, full, seed \d+: died")


def drawn(page: Page, picture: str) -> Locator:
    """The picture, once it is drawn."""
    place = page.locator(picture)
    expect(place.locator("canvas[data-frame]")).to_be_attached()
    return place


def place_in(place: Locator, across: float, down: float) -> tuple[float, float]:
    """The pixel at a share of the picture's width and height."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def test_a_point_of_the_sweep_opens_its_run_and_a_place_of_the_map_starts_there(
    page: Page, server: str
) -> None:
    open_still(page, f"{server}/{LINK}")
    # Where all runs are lost, the strip above has the one to open.
    sweep = drawn(page, ".gs-sweep")
    expect(page.get_by_text("from rate 0.0207 on all do")).to_be_visible()
    page.mouse.move(*place_in(sweep, 0.9, 0.05))
    expect(sweep).to_have_attribute("aria-valuetext", LOST)
    # By keys along the rates, ten at a time, and up the seeds: what is said is what is opened.
    sweep.focus()
    for key in ["Shift+ArrowLeft"] * 8 + ["ArrowLeft", "ArrowUp"]:
        page.keyboard.press(key)
    by_keys = said(sweep)
    assert by_keys.seed > 0
    page.keyboard.press("Enter")
    opens(page, sweep, by_keys)
    point_at(page, sweep)
    pointed = said(sweep)
    assert pointed != by_keys
    page.mouse.click(*place_in(sweep, 0.5, 0.5))
    opens(page, sweep, pointed)
    start_on_the_map(page, pointed)


def point_at(page: Page, place: Locator) -> None:
    """Point at the middle once nothing moves, from elsewhere."""
    page.mouse.move(1, 1)
    place.scroll_into_view_if_needed()
    settle(page)
    page.mouse.move(*place_in(place, 0.5, 0.5))


def opens(page: Page, sweep: Locator, experiment: Experiment) -> None:
    """Whether the run that was said is shown; and is still said when its own neighbours are swept."""
    assert shows_the_end_of(page, experiment)
    settle(page)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    settle(page)
    expect(sweep).to_have_attribute("aria-valuetext", re.compile(f", seed {experiment.seed}: "))
    assert said(sweep) == experiment


def start_on_the_map(page: Page, before: Experiment) -> None:
    starts = drawn(page, ".gs-map")
    expect(page.locator(".gs-legend li").first).to_be_visible()
    point_at(page, starts)
    told = page.locator(".gs-starts .gs-say")
    at = re.match(r"From w1 = (.+), w2 = (.+): ", told.inner_text().replace("−", "-"))
    assert at
    page.mouse.click(*place_in(starts, 0.5, 0.5))
    page.wait_for_function("() => new URLSearchParams(location.search).has('start')")
    text = page.evaluate("() => new URLSearchParams(location.search).get('start')")
    start = tuple(float(part) for part in text.split(","))
    assert start[:2] == pytest.approx([float(at[1]), float(at[2])], rel=6e-3)
    assert shows_the_end_of(page, replace(before, start=start))


def said(sweep: Locator) -> Experiment:
    """The run that the picture says is pointed at."""
    text = sweep.get_attribute("aria-valuetext") or ""
    found = re.match(r"Rate ([\d.]+), full, seed (\d+): (\w+)", text)
    assert found, text
    experiment = Experiment(learning_rate=float(found[1]), seed=int(found[2]), epochs=200)
    outcome = train(experiment).outcome
    assert outcome
    assert (found[3] == "died") == (outcome.name == "DEAD")
    return experiment
