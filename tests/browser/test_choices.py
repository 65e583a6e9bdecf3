"""What a visitor chooses changes the pictures and the numbers to those that gd_core gives."""

from dataclasses import replace
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from gd_core import PRESETS, Experiment, Outcome, train, train_many
from gd_core.analysis.remedies import remedy
from pages._ui import sentences, ways
from pages._ui.endings import ending
from pages._ui.rates import RATES
from pages._ui.scene import scene
from pages._ui.tables import notebook_log
from tests.browser.lab import (
    as_shown,
    axes,
    cell,
    choose,
    choose_preset,
    coordinates,
    do,
    drag,
    number,
    open_lab,
    open_still,
    pause_at,
    pixel,
    rate_field,
    shows_the_end_of,
    step_shown,
    trace,
    type_rate,
    word,
    wrong_numbers,
)
from tests.browser.waiting import settle

# Goes to the end as soon as the next run is there, while it is still being drawn; what is shown from then on.
END_AT_ONCE = """() => {
  const where = document.querySelector(".gd-where")
  const all = { childList: true, subtree: true }
  const watch = (element, seen) => new MutationObserver(seen).observe(element, all)
  watch(document.querySelector(".gd-numbers"), () => {
    if (window.shown) return
    window.shown = []
    watch(where, () => window.shown.push(where.textContent))
    document.querySelector('.gd-player [data-do="end"]').click()
  })
}"""
# Goes to the end of a run as soon as it is shown, while it is still being trained.
END_WHILE_IT_TRAINS = """
new MutationObserver(() => {
  const player = document.querySelector(".gd-player")
  if (window.pressed || !player?.textContent.includes("Still training:")) return
  window.pressed = true
  player.querySelector('[data-do="end"]').click()
}).observe(document, { childList: true, subtree: true, characterData: true })
"""
STEPS_TO = 'step => Number(document.querySelector("[data-cell=step]").textContent) {} step'


def wait_for_view(page: Page, view: Any) -> tuple[float, float, float, float]:
    """Wait until the surface is computed for this view, to the ends of its axes, and give these.

    They may be rounded, by no more than a thousandth of the picture, a third of a pixel.
    """
    page.wait_for_function(
        """view => {
            const plot = document.querySelector(".gd-surface")
            const { x, y } = plot.data[0]
            const grid = [x[0], x.at(-1), y[0], y.at(-1)]
            const { xaxis, yaxis } = plot._fullLayout
            const shown = [...xaxis.range, ...yaxis.range]
            const pixels = [0, 0, 2, 2].map(axis => (view[axis + 1] - view[axis]) / 1000)
            return view.every((v, i) => Math.abs(grid[i] - shown[i]) < 1e-5 * (1 + Math.abs(v))
                && Math.abs(shown[i] - v) < pixels[i])
        }""",
        arg=list(view),
    )
    x0, x1, y0, y1 = axes(page, "surface")["view"]
    return x0, x1, y0, y1


def log_summary(page: Page) -> Locator:
    """What opens the table of losses."""
    return page.locator("summary").filter(has_text="Log: the loss")


OFFER = ".gd-word :is([data-do=rate], [data-do=way])"
"""What would have worked, to be tried by a click."""


def test_every_preset_ends_with_its_sentence_and_its_numbers(desk: Page) -> None:
    neurons = [key for key, preset in PRESETS.items() if preset.experiment.problem == "neuron"]
    for key in [*reversed(neurons), "too_far", "slow"]:
        run = train(choose_preset(desk, key))
        expect(word(desk)).to_have_text(ending(run))
        expect(desk.locator(OFFER)).to_be_visible(visible=any(ways.offered([run], "lab")))
        expect(cell(desk, "loss")).to_have_text(as_shown(run.loss[-1]))


def test_a_preset_that_plays_says_what_to_look_for_and_then_how_it_ended(page: Page, server: str) -> None:
    open_lab(page, server)
    for key in ("bouncing", "too_far"):
        experiment = choose_preset(page, key)
        expect(word(page)).to_have_text(PRESETS[key].hint)
        do(page, "end")
        expect(word(page)).to_have_text(ending(train(experiment)))
    page.evaluate(END_AT_ONCE)
    slow = train(choose_preset(page, "slow"))
    expect(word(page)).to_have_text(ending(slow))
    assert set(page.evaluate("window.shown")) <= {"step 1000 of 1000"}


def test_arrows_on_the_rate_slider_change_the_run_not_the_step(desk: Page) -> None:
    slider = desk.get_by_role("slider", name="Learning rate")
    slider.focus()
    rate = 0.01
    for key, way in (("ArrowRight", 1), ("ArrowRight", 1), ("ArrowLeft", -1)):
        desk.keyboard.press(key)
        rate = RATES[RATES.index(rate) + way]
        assert shows_the_end_of(desk, Experiment(learning_rate=rate))
        expect(slider).to_have_attribute("aria-valuetext", f"{rate:g}")
        expect(rate_field(desk)).to_have_value(f"{rate:g}")
        expect(slider).to_be_focused()


def test_a_typed_rate_changes_the_run_and_the_slider(desk: Page) -> None:
    slider = desk.get_by_role("slider", name="Learning rate")
    for text, rate in (("0.0123", 0.0123), ("1e-3", 0.001), ("0,015", 0.015), ("0.010000001", 0.010000001)):
        type_rate(desk, text)
        assert shows_the_end_of(desk, Experiment(learning_rate=rate))
        expect(slider).to_have_attribute("aria-valuetext", f"{rate:g}")
        expect(rate_field(desk)).to_have_value(text)


@pytest.mark.parametrize("text", ["5", "<img src=x onerror=alert(1)>", "_a_ *b* www.example.com"])
def test_a_bad_rate_is_told_beside_its_field_and_the_run_stays(desk: Page, text: str) -> None:
    type_rate(desk, text)
    alert = desk.get_by_test_id("stAlert")
    expect(alert).to_contain_text("The learning rate must be a number between 10⁻⁵ and 1")
    assert alert.locator("img, em, strong, a, script").count() == 0
    expect(rate_field(desk)).to_have_value(text)
    assert shows_the_end_of(desk, Experiment())
    type_rate(desk, "0.02")
    expect(alert).to_have_count(0)


def start_field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=f"Start {name}", exact=True)


def test_a_click_on_the_surface_starts_just_there_in_few_digits(page: Page, server: str) -> None:
    open_lab(page, server)
    pause_at(page, 0)
    x, y = pixel(page, "surface", 0.7, 0.2)
    wanted, beside = coordinates(page, "surface", x, y), coordinates(page, "surface", x + 1, y + 1)
    held = start_field(page, "b").input_value()
    page.mouse.click(x, y)
    expect(page.get_by_role("button", name="Start of the seed")).to_be_visible()
    said = [start_field(page, name).input_value() for name in ("w1", "w2")]
    assert all(len(text.lstrip("-")) <= 5 for text in said)
    within = [abs(one - other) for one, other in zip(wanted, beside, strict=True)]
    assert all(
        abs(float(text) - place) <= pixel_wide
        for text, place, pixel_wide in zip(said, wanted, within, strict=True)
    )
    best = train(Experiment()).params[train(Experiment()).best, 2].item()
    run = train(Experiment(start=(float(said[0]), float(said[1]), best)))
    assert start_field(page, "b").input_value() != held
    page.wait_for_function(STEPS_TO.format(">"), arg=0)
    pause_at(page, 0)
    assert wrong_numbers(page, run, 0) == {}
    do(page, "forward")
    assert wrong_numbers(page, run, 1) == {}


def test_a_start_is_typed_exactly_and_given_up_by_its_button(desk: Page) -> None:
    field = start_field(desk, "w1")
    before = field.input_value()
    desk.mouse.click(*pixel(desk, "surface", 0.7, 0.2))
    expect(field).not_to_have_value(before)
    field.fill("-1.2, 1; 0.25".replace(";", ","))
    field.press("Enter")
    for name, text in (("w1", "-1.2"), ("w2", "1"), ("b", "0.25")):
        expect(start_field(desk, name)).to_have_value(text)
    assert shows_the_end_of(desk, Experiment(start=(-1.2, 1.0, 0.25)))
    desk.get_by_role("button", name="Start of the seed").click()
    expect(desk.get_by_role("button", name="Start of the seed")).to_have_count(0)
    assert shows_the_end_of(desk, Experiment())


def test_a_drag_looks_closer_and_the_view_outlives_other_choices(desk: Page) -> None:
    whole = axes(desk, "surface")["view"]
    corner, other = pixel(desk, "surface", 0.2, 0.2), pixel(desk, "surface", 0.6, 0.7)
    (x0, y1), (x1, y0) = coordinates(desk, "surface", *corner), coordinates(desk, "surface", *other)
    drag(desk, corner, other)
    wait_for_view(desk, (x0, x1, y0, y1))
    assert step_shown(desk) == 1000
    type_rate(desk, "0.012")
    assert shows_the_end_of(desk, Experiment(learning_rate=0.012))
    closer = wait_for_view(desk, (x0, x1, y0, y1))
    fine = scene([train(Experiment(learning_rate=0.012))], "w1 and w2", closer).surface
    heights = np.array(trace(desk, "surface", "surface")["z"])
    np.testing.assert_allclose(heights, np.log10(fine.loss.numpy()), atol=1e-3)
    type_rate(desk, "0.01")
    assert shows_the_end_of(desk, Experiment())
    do(desk, "whole")
    wait_for_view(desk, whole)
    expect(desk.locator('[data-do="whole"]')).to_be_hidden()


@pytest.mark.parametrize("direction", ["across", "down"])
def test_a_drag_along_one_axis_keeps_the_other(desk: Page, direction: str) -> None:
    x0, x1, y0, y1 = axes(desk, "surface")["view"]
    end = (0.7, 0.5) if direction == "across" else (0.3, 0.8)
    corner, other = pixel(desk, "surface", 0.3, 0.5), pixel(desk, "surface", *end)
    (a, d), (b, c) = coordinates(desk, "surface", *corner), coordinates(desk, "surface", *other)
    drag(desk, corner, other)
    wait_for_view(desk, (a, b, y0, y1) if direction == "across" else (x0, x1, c, d))


def test_a_dead_run_offers_a_rate_that_settles(desk: Page) -> None:
    choose_preset(desk, "too_far")
    offer = desk.locator(OFFER)
    offer.click()
    rate = ways.rate([train(PRESETS["too_far"].experiment)])
    assert rate is not None
    cured = train(replace(PRESETS["too_far"].experiment, learning_rate=rate))
    expect(word(desk)).to_have_text(ending(cured))
    assert cured.outcome is Outcome.CONVERGED
    assert shows_the_end_of(desk, cured.experiment)
    expect(offer).to_be_hidden()
    expect(rate_field(desk)).to_have_value(f"{rate:g}")


CREASE = Experiment("formula", formula="abs(x)", start=(0.55, 0), learning_rate=0.1, epochs=100)
BORN_DEAD = Experiment("network", start=(-1.0,) * 13, epochs=50)
OTHER_WAYS = {
    "formula=abs(x)&problem=formula&start=0.55,0&learning_rate=0.1&epochs=100": CREASE,
    f"problem=network&epochs=50&start={','.join(['-1'] * 13)}": BORN_DEAD,
}
"""Runs that no other rate mends, by their links: a rate that shrinks does, or another start."""


@pytest.mark.parametrize("link", OTHER_WAYS, ids=["crease", "dead start"])
def test_what_no_rate_mends_is_offered_another_way(page: Page, server: str, link: str) -> None:
    failed = OTHER_WAYS[link]
    open_still(page, f"{server}/?v=1&{link}")
    expect(word(page)).to_have_text(ending(train(failed)))
    way = ways.other_way([train(failed)], "lab")
    cure = remedy(train(failed))
    assert way
    assert cure
    offer = page.locator(OFFER)
    expect(offer).to_have_text(way.label)
    offer.click()
    expect(word(page)).to_have_text(ending(train(cure.experiment)))
    expect(offer).to_be_hidden()


def test_the_log_downloads_as_the_runs_own_numbers(page: Page, server: str) -> None:
    open_still(page, server)
    choose_preset(page, "bouncing")
    run = train(PRESETS["bouncing"].experiment)
    expect(word(page)).to_have_text(ending(run))
    log_summary(page).click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    settle(page)  # a button that is drawn anew while it is pressed asks to be pressed again
    with page.expect_download() as caught:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    text = caught.value.path().read_text()
    assert caught.value.suggested_filename == "neuron_sgd_rate0.019_full_1000epochs_seed0_log.csv"
    assert text == notebook_log(run).to_csv(index=False)
    parsed = pd.read_csv(StringIO(text), dtype={"loss": np.float32})
    assert parsed["loss"].tolist() == [run.loss[i].item() for i in parsed["step"]]


def test_runs_together_are_drawn_and_told_apart(desk: Page) -> None:
    choose(desk, "Runs together", "3")
    runs = train_many([Experiment(seed=seed) for seed in range(3)])
    expect(word(desk)).to_have_text(sentences.endings(runs))
    for i, run in enumerate(runs):
        expect(cell(desk, f"{i} loss")).to_have_text(as_shown(run.loss[-1]))
        assert number(cell(desk, f"{i} w1").inner_text()) == pytest.approx(run.params[-1, 0].item(), rel=1e-5)
    legend = desk.locator(".gd-surface .legendtext")
    assert legend.all_text_contents() == ["seed 0", "seed 1", "seed 2"]


def open_planes(page: Page) -> None:
    """Open the list of planes: what scrolls closes it, so the page stands still first."""
    planes = page.get_by_role("combobox", name="Plane")
    planes.scroll_into_view_if_needed()
    settle(page)
    planes.click()


def test_a_plane_changes_the_surface_and_not_the_step(desk: Page) -> None:
    pause_at(desk, 5)
    open_planes(desk)
    desk.get_by_role("option", name="w1 and b").click()
    expect(desk.locator(".gd-surface .ytitle")).to_have_text("b")
    pause_at(desk, 5)
    run = train(Experiment())
    assert trace(desk, "surface", "path")["y"] == pytest.approx(run.params[:6, 2].tolist(), rel=1e-5)
    assert wrong_numbers(desk, run, 5) == {}
    open_planes(desk)
    desk.get_by_role("option", name="w1 and w2").click()
    expect(desk.locator(".gd-surface .ytitle")).to_have_text("w2")


def test_two_quick_changes_end_in_the_picture_of_the_last(desk: Page) -> None:
    choose_preset(desk, "past_limit")
    choose_preset(desk, "slow")
    assert shows_the_end_of(desk, PRESETS["slow"].experiment)
    expect(word(desk)).to_have_text(ending(train(PRESETS["slow"].experiment)))
    choose(desk, "Batch", "Stochastic")
    type_rate(desk, "0.0123")
    last = train(replace(PRESETS["stochastic"].experiment, learning_rate=0.0123))
    expect(word(desk)).to_have_text(ending(last))
    expect(cell(desk, "loss")).to_have_text(as_shown(last.loss[-1]))


def test_the_choices_outlive_a_visit_to_the_guide(desk: Page) -> None:
    type_rate(desk, "0.0123")
    assert shows_the_end_of(desk, Experiment(learning_rate=0.0123))
    desk.get_by_role("link", name="Guide").click()
    expect(desk.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    expect(desk.locator(".gd-player")).to_have_count(0)
    desk.get_by_role("link", name="Lab", exact=True).click()
    assert shows_the_end_of(desk, Experiment(learning_rate=0.0123))
    expect(rate_field(desk)).to_have_value("0.0123")


def test_a_long_training_plays_before_it_is_complete_and_gives_way_at_once(page: Page, server: str) -> None:
    open_lab(page, server)
    choose_preset(page, "stochastic")
    expect(word(page)).to_have_text(PRESETS["stochastic"].hint)
    page.get_by_role("slider", name="Epochs").focus()
    page.keyboard.press("End")
    expect(word(page)).to_contain_text("Still training:")
    page.wait_for_function(STEPS_TO.format(">"), arg=2)
    expect(word(page)).to_contain_text("Still training:")
    expect(page.locator(".gd-where")).not_to_contain_text("of 800000")
    page.keyboard.press("Home")
    expect(page.locator(".gd-where")).to_contain_text("of 4")
    do(page, "end")
    run = train(replace(PRESETS["stochastic"].experiment, epochs=1))
    expect(word(page)).to_have_text(ending(run))
    expect(cell(page, "loss")).to_have_text(as_shown(run.loss[-1]))


def test_whoever_goes_to_the_end_of_a_long_training_sees_how_it_ends(page: Page, server: str) -> None:
    page.add_init_script(END_WHILE_IT_TRAINS)
    experiment = Experiment(batch="stochastic", epochs=10_000, seed=5)
    open_lab(page, f"{server}/?v=1&batch=stochastic&epochs=10000&seed=5")
    expect(page.locator(".gd-where")).to_contain_text("of 40000")
    if not page.evaluate("window.pressed"):  # its training was through before it could be shown
        do(page, "end")
    expect(page.locator(".gd-where")).to_have_text("step 40000 of 40000")
    expect(word(page)).to_have_text(ending(train(experiment, record_limit=4_000)))
    expect(log_summary(page)).to_be_visible()
