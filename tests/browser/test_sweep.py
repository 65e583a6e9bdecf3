"""The sweep of rates and the map of starts, clicked and walked in a real browser."""

import re
from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from gd_core import Experiment, train
from tests.browser.lab import open_still, shows_the_end_of

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
    expect(page.get_by_text("from 0.0207 on all do")).to_be_visible()
    page.mouse.move(*place_in(sweep, 0.9, 0.05))
    expect(sweep).to_have_attribute("aria-valuetext", LOST)
    # By keys along the rates, ten at a time, and up the seeds: what is said is what is opened.
    sweep.focus()
    for key in ["Shift+ArrowLeft"] * 8 + ["ArrowLeft", "ArrowUp", "Enter"]:
        page.keyboard.press(key)
    opened = said(sweep)
    assert shows_the_end_of(page, opened)
    page.mouse.click(*place_in(sweep, 0.5, 0.5))
    assert said(sweep) != opened
    opened = said(sweep)
    assert shows_the_end_of(page, opened)
    start_on_the_map(page, opened)


def start_on_the_map(page: Page, before: Experiment) -> None:
    starts = drawn(page, ".gs-map")
    expect(page.locator(".gs-legend li").first).to_be_visible()
    page.mouse.click(*place_in(starts, 0.5, 0.5))
    page.wait_for_function("() => new URLSearchParams(location.search).has('start')")
    text = page.evaluate("() => new URLSearchParams(location.search).get('start')")
    start = tuple(float(part) for part in text.split(","))
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
