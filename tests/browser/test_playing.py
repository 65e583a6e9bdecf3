"""The player plays, stops, and goes to any step and back without losing a digit."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gd_core import Experiment, train
from tests.browser.lab import (
    cell,
    cells,
    choose_preset,
    coordinates,
    do,
    open_lab,
    pause_at,
    pixel,
    rate_field,
    shows_the_end_of,
    step_shown,
    trace,
    type_rate,
    wait_at_rest,
    wrong_numbers,
)

CANVAS = "document.querySelector('.gd-surface .gd-canvas')"
FRAMES = f"Number({CANVAS}.dataset.frame)"
COLOURED = f"""() => {{
    const canvas = {CANVAS}
    const {{ data }} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, i) => i % 4 === 3 && value > 0).length
}}"""
SOME_FRAMES_LATER = """() => new Promise(done => {
    let left = 30
    const tick = () => (left-- ? requestAnimationFrame(tick) : done())
    tick()
})"""


def reaches(page: Page, step: int) -> None:
    """Wait until the player shows ``step`` or a later one."""
    page.wait_for_function(
        "step => Number(document.querySelector('[data-cell=step]').textContent) >= step", arg=step
    )


def everything_shown(page: Page) -> Any:
    """All numbers, all lines that Plotly holds, and the canvas's pixels."""
    lines = [trace(page, picture, role) for picture in ("surface", "loss") for role in ("path", "now")]
    images = page.locator(".gd-canvas").evaluate_all("all => all.map(canvas => canvas.toDataURL())")
    return cells(page), page.locator(".gd-where").inner_text(), lines, images


def test_the_lab_opens_with_a_surface_and_plays_until_it_is_paused(page: Page, server: str) -> None:
    open_lab(page, server)
    heights = trace(page, "surface", "surface")["z"]
    assert (len(heights), len(heights[0])) == (80, 80)
    reaches(page, 3)
    assert page.evaluate(FRAMES) > 0
    # One step a second: a busy machine may have played the rest meanwhile, this it does not see the end of.
    page.get_by_label("Speed").select_option("1")
    do(page, "end")
    do(page, "restart")
    do(page, "play")
    reaches(page, 1)
    assert page.evaluate(COLOURED) > 100
    do(page, "play")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    stopped = step_shown(page)
    wait_at_rest(page, stopped)
    page.evaluate(SOME_FRAMES_LATER)
    frames = page.evaluate(FRAMES)
    page.evaluate(SOME_FRAMES_LATER)
    assert (step_shown(page), page.evaluate(FRAMES)) == (stopped, frames)
    do(page, "play")
    reaches(page, stopped + 1)


def test_a_run_played_to_its_end_stops_there_and_plays_again(lab: Page) -> None:
    do(lab, "restart")
    wait_at_rest(lab, 0)
    do(lab, "play")
    lab.get_by_label("Speed").select_option("1000")
    wait_at_rest(lab, 1000)
    expect(lab.get_by_role("button", name="Play")).to_be_visible()
    assert wrong_numbers(lab, train(Experiment()), 1000) == {}
    lab.get_by_label("Speed").select_option("10")
    do(lab, "play")
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    lab.wait_for_function("Number(document.querySelector('[data-cell=step]').textContent) < 1000")


def test_one_step_forward_and_back_restores_everything(lab: Page) -> None:
    pause_at(lab, 3)
    before = everything_shown(lab)
    do(lab, "forward")
    wait_at_rest(lab, 4)
    after = everything_shown(lab)
    do(lab, "back")
    wait_at_rest(lab, 3)
    assert everything_shown(lab) == before
    assert all(ours != theirs for ours, theirs in zip(before, after, strict=True))


def test_a_scrubbed_step_shows_its_own_numbers(lab: Page) -> None:
    run = train(Experiment())
    for step in (351, 0, 1, 2, 999, 1000):
        pause_at(lab, step)
        assert wrong_numbers(lab, run, step) == {}
        assert trace(lab, "loss", "path")["y"] == run.loss[: step + 1].tolist()
        weights = pytest.approx(run.params[: step + 1, 0].tolist(), rel=1e-6)
        assert trace(lab, "surface", "path")["x"] == weights
        assert trace(lab, "surface", "now")["y"] == pytest.approx([run.params[step, 1].item()], rel=1e-6)


def test_the_buttons_at_the_ends_go_there_and_no_further(lab: Page) -> None:
    for action, step in (("restart", 0), ("back", 0), ("forward", 1), ("end", 1000), ("forward", 1000)):
        do(lab, action)
        wait_at_rest(lab, step)
        assert step_shown(lab) == step


def test_the_keys_play_step_jump_and_change_the_speed(lab: Page) -> None:
    speed = lab.get_by_label("Speed")
    for key, step in (("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 1000)):
        lab.keyboard.press(key)
        expect(cell(lab, "step")).to_have_text(str(step))
    for key, value in (("+", "1"), ("+", "10"), ("-", "1"), ("-", "auto"), ("-", "auto")):
        lab.keyboard.press(key)
        expect(speed).to_have_value(value)
    lab.keyboard.press("r")
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    reaches(lab, 1)
    lab.keyboard.press(" ")
    expect(lab.get_by_role("button", name="Play")).to_be_visible()
    lab.keyboard.press(" ")
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()


def test_the_space_bar_belongs_to_the_player_after_a_click_elsewhere(desk: Page) -> None:
    # A run that comes only then would begin anew.
    assert shows_the_end_of(desk, choose_preset(desk, "slow"))
    desk.keyboard.press(" ")
    expect(desk.get_by_role("button", name="Pause")).to_be_visible()
    expect(desk.get_by_role("radio", name="Too slow")).to_be_checked()


def test_a_button_reached_with_tab_keeps_its_space_bar(lab: Page) -> None:
    lab.locator('[data-do="back"]').focus()
    lab.keyboard.press("Tab")
    lab.keyboard.press("Shift+Tab")
    lab.keyboard.press(" ")
    expect(cell(lab, "step")).to_have_text("999")
    expect(lab.get_by_role("button", name="Play")).to_be_visible()


def test_keys_typed_into_a_field_stay_there(desk: Page) -> None:
    pause_at(desk, 7)
    rate_field(desk).fill("")
    for key in ("r", " ", "+", "-", "Home", "R"):
        rate_field(desk).press(key)
    assert rate_field(desk).input_value() == "Rr +-"
    assert (step_shown(desk), desk.get_by_label("Speed").input_value()) == (7, "auto")
    expect(desk.get_by_role("button", name="Play")).to_be_visible()
    type_rate(desk, "0.01")


def test_streamlits_own_hotkeys_do_not_run_the_script(page: Page, server: str) -> None:
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    open_lab(page, server)
    heard = len(sent)
    for key in ("r", "R", "c"):
        page.keyboard.press(key)
    page.evaluate(SOME_FRAMES_LATER)
    assert len(sent) == heard
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    heard = len(sent)
    page.keyboard.press("r")  # where there is no player, Streamlit's key works: the test can fail
    page.evaluate(SOME_FRAMES_LATER)
    assert len(sent) > heard


# Plays for two seconds of a clock that is told, not lived: so many frames a second, one after the other.
TWO_SECONDS = """frames => {
  const kept = [requestAnimationFrame, cancelAnimationFrame]
  let waiting = new Map()
  let count = 0
  window.requestAnimationFrame = (call) => (waiting.set(++count, call), count)
  window.cancelAnimationFrame = (id) => waiting.delete(id)
  const press = (action) => document.querySelector(`.gd-player [data-do="${action}"]`).click()
  press("restart")
  press("play")
  for (let i = 0; i <= 2 * frames; i++) {
    const calls = [...waiting.values()]
    waiting = new Map()
    calls.forEach((call) => call((1000 * i) / frames))
  }
  press("play")
  ;[window.requestAnimationFrame, window.cancelAnimationFrame] = kept
}"""


@pytest.mark.parametrize(
    ("speed", "frames", "step"), [("10", 60, 20), ("60", 60, 120), ("10", 10, 20), ("10", 5, 10)]
)
def test_a_speed_is_steps_a_second(lab: Page, speed: str, frames: int, step: int) -> None:
    lab.get_by_label("Speed").select_option(speed)
    lab.evaluate(TWO_SECONDS, frames)
    # A machine that draws fewer than ten frames a second plays more slowly.
    wait_at_rest(lab, step)
    assert step_shown(lab) == step


def test_a_click_on_the_loss_curve_goes_to_that_step(lab: Page) -> None:
    x, y = pixel(lab, "loss", 0.4, 0.5)
    lab.mouse.click(x, y)
    step = round(coordinates(lab, "loss", x, y)[0])
    wait_at_rest(lab, step)
    assert wrong_numbers(lab, train(Experiment()), step) == {}
    assert 300 < step < 500


def test_pointing_at_the_loss_curve_rings_the_place_on_the_surface(lab: Page) -> None:
    lab.mouse.move(*pixel(lab, "loss", 0.4, 0.5))
    frames, plain = lab.evaluate(FRAMES), lab.evaluate(COLOURED)
    lab.mouse.move(*pixel(lab, "loss", 0.028, 0.5))
    lab.wait_for_function(f"frames => {FRAMES} > frames", arg=frames)
    ringed = lab.evaluate(COLOURED)
    lab.mouse.move(5, 5)
    assert ringed > 0
    assert plain > 0
    lab.wait_for_function(f"least => ({COLOURED})() < least", arg=min(ringed, plain))
