"""The lesson on batches in a real browser: the race on three clocks, the bets, what is measured."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from gd_core import Run, train_many
from gd_core.lessons.claims import race
from pages._ui.batches.challenges import OPENING, TARGET
from pages._ui.batches.verdicts import verdict
from tests.browser.lab import choose, do
from tests.browser.visits import Opener
from tests.browser.waiting import settle

UNITS = {"Updates": "step", "Epochs": "epoch", "Samples": "samples"}
PHONE = ViewportSize(width=390, height=844)
READY = """() => document.querySelectorAll(".gd-canvas").length === 2
    && document.querySelector('[data-cell="0 updates"]')?.textContent"""
OUTSIDE = """() => [...document.querySelectorAll(":is(.gd-player, .gs, .gc, .stMain .stMarkdown) *")]
    .filter(part => !part.closest(".gd-plot, .katex-mathml") && part.getClientRects().length)
    .filter(part => {
        const { left, right } = part.getBoundingClientRect()
        return left < -1 || right > innerWidth + 1
    })
    .map(part => part.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    return train_many(race(OPENING))


def open_lesson(page: Page, address: str) -> None:
    """Open the lesson by its link, as someone who wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/batches")
    page.wait_for_function(READY)


def open_race(page: Page, address: str) -> None:
    """The same, past the bet."""
    open_lesson(page, address)
    bet(page, "")
    page.locator(".gd-scrub:not([disabled])").wait_for()


@pytest.fixture
def race_page(kept: Callable[[Opener], Page]) -> Page:
    """The race, for tests that choose nothing but the clock."""
    return kept(open_race)


def bet(page: Page, key: str) -> None:
    page.locator(f'.gd-player [data-bet="{key}"]').click()


def at_the_end(page: Page) -> None:
    page.locator(".gd-scrub:not([disabled])").wait_for()
    do(page, "end")


def cell(page: Page, run: int, key: str) -> Locator:
    return page.locator(f'[data-cell="{run} {key}"]')


def scrub(page: Page, time: float) -> None:
    page.locator(".gd-scrub").first.fill(str(time))


def shown(page: Page, run: int) -> dict[str, str]:
    """A row of the race."""
    return {
        key: cell(page, run, key).inner_text() for key in ("updates", "samples", "epochs", "loss", "arrival")
    }


def test_the_bet_comes_before_the_race_and_then_beside_it(page: Page, server: str, runs: list[Run]) -> None:
    open_lesson(page, server)
    expect(page.locator(".gd-player .gd-bet h3")).to_have_text("Predict, then see")
    expect(page.locator(".gd-loss")).not_to_be_visible()
    bet(page, "full")
    at_the_end(page)
    expect(page.locator(".gd-player .gd-verdict").first).to_contain_text("Not this time")
    expect(page.locator(".gd-player .gd-verdict").first).to_contain_text(verdict(runs, TARGET, "samples"))


def test_the_race_shows_equal_numbers_of_what_the_clock_counts(race_page: Page, runs: list[Run]) -> None:
    # 100 samples are 25, 50 and 100 updates, as 25 epochs are.
    at = {"Samples": (100, [25, 50, 100]), "Epochs": (25, [25, 50, 100]), "Updates": (100, [100] * 3)}
    for clock, (time, updates) in at.items():
        choose(race_page, "Count in", clock)
        expect(race_page.locator(".gd-where span")).to_have_text(UNITS[clock])
        scrub(race_page, time)
        for i, (run, count) in enumerate(zip(runs, updates, strict=True)):
            expect(cell(race_page, i, "updates")).to_have_text(str(count))
            row = shown(race_page, i)
            assert row["epochs"] == f"{count / run.experiment.updates_per_epoch:.2f}"
            assert row["samples"] == str(count * run.experiment.samples_per_update)
            assert float(row["loss"].replace("−", "-")) == pytest.approx(float(run.loss[count]), rel=5e-4)


def test_another_clock_leaves_the_playhead_where_it_is(race_page: Page) -> None:
    choose(race_page, "Count in", "Updates")
    expect(race_page.locator(".gd-where span")).to_have_text("step")
    scrub(race_page, 300)
    choose(race_page, "Count in", "Epochs")
    expect(race_page.locator(".gd-where output")).to_have_text("75.00 of 500.00")
    expect(cell(race_page, 2, "updates")).to_have_text("300")


def test_when_a_run_got_there_is_told_once_it_has(race_page: Page, runs: list[Run]) -> None:
    choose(race_page, "Count in", "Updates")
    expect(race_page.locator(".gd-where span")).to_have_text("step")
    first = next(i for i, loss in enumerate(runs[1].loss) if loss <= TARGET)
    scrub(race_page, first - 1)
    expect(cell(race_page, 1, "arrival")).to_have_text("–")
    scrub(race_page, first)
    expect(cell(race_page, 1, "arrival")).to_have_text(str(first))
    expect(race_page.locator(".gd-race-words")).to_contain_text(f"After {first} updates")


def test_the_batch_size_is_a_slider_to_full_batch(race_page: Page) -> None:
    slider = race_page.get_by_role("slider", name="Batch size m")
    row = race_page.locator(".gd-race tbody th").nth(1)
    for key, name in (("ArrowRight", "mini m = 3"), ("ArrowRight", "mini m = 4")):
        slider.press(key)
        expect(row).to_contain_text(name)
    expect(race_page.get_by_text("is full batch")).to_be_visible()
    for name in ("mini m = 3", "mini m = 2"):
        slider.press("ArrowLeft")
        expect(row).to_contain_text(name)
    expect(race_page.get_by_text("is full batch")).to_be_hidden()


def test_what_is_said_is_measured_and_nothing_is_clipped_on_a_phone(page: Page, server: str) -> None:
    open_lesson(page, server)
    page.get_by_role("button", name="Measure 20 seeds").click()
    expect(page.get_by_role("heading", name="Does a mini-batch balance the two?")).to_be_visible()
    for title in (
        "Updates.",
        "Samples seen.",
        "Time on this server",
        "Agreement",
        "Updates that raise",
        "Work to",
    ):
        expect(page.locator(f'svg[role=img][aria-label^="{title}"]')).to_be_visible()
    choose(page, "Loss to reach", "0.01")
    expect(page.get_by_role("heading", name="How much work until the loss is 0.01?")).to_be_visible()
    page.set_viewport_size(PHONE)
    bet(page, "stochastic")
    page.locator('.gc [data-bet=""]').click()
    expect(page.get_by_role("heading", name="Watch one of them")).to_be_visible()
    settle(page)
    assert page.evaluate(OUTSIDE) == []


def test_noise_finds_a_way_out_and_the_keys_go_to_the_player_last_touched(page: Page, server: str) -> None:
    open_race(page, server)
    at_the_end(page)
    page.locator('.gc [data-bet="most"]').click()
    expect(page.locator(".gc .gd-verdict")).to_contain_text("You saw it coming")
    label = page.locator('svg[aria-label^="Seeds that end"]').get_attribute("aria-label") or ""
    counts = [int(n) for n in re.findall(r": (\d+) of 200", label)]
    assert len(counts) == 8
    assert counts[0] == 200
    assert counts[7] == 0
    assert counts[6] > 100 > counts[5] > counts[4] == counts[3] == 0
    valley = page.locator(".gd-player").nth(1)
    expect(valley.locator(".gd-word")).to_contain_text("Seed 0 got out")
    keys_go_to_the_player_last_touched(page)
    choose(page, "Batch size", "8")
    expect(valley.locator(".gd-word")).to_contain_text("did not get out in 100 epochs")
    page.get_by_role("button", name="Open this run in the Lab").click()
    expect(page.get_by_role("combobox", name="Problem")).to_be_visible()


def keys_go_to_the_player_last_touched(page: Page) -> None:
    """Press Home for the first player, which was touched last, and then for the second."""
    second = page.locator(".gd-player").nth(1)
    expect(second.locator(".gd-where output")).to_have_text("200 of 200")
    page.keyboard.press("Home")
    expect(page.locator(".gd-where output").first).to_contain_text("0 of 2000")
    expect(second.locator(".gd-where output")).to_have_text("200 of 200")
    second.locator(".gd-where").click()
    page.keyboard.press("Home")
    expect(second.locator(".gd-where output")).to_have_text("0 of 200")
