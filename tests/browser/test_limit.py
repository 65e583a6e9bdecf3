"""The speed limit in a real browser: the mark follows the playhead, and the card leads back."""

import math

import pytest
from playwright.sync_api import Page, expect

from gd_core import Experiment, train
from gd_core.analysis.path_curvature import path_curvature
from pages._ui.rates import RATES
from tests.browser.lab import cell, do, open_still
from tests.browser.waiting import eventually

SHAKEN = Experiment(learning_rate=0.02, batch="stochastic", epochs=100)


def place_of_tick(page: Page) -> float:
    """Where the mark stands on the slider's track, as a share of it."""
    return float(
        page.evaluate(
            """() => {
                const track = document.querySelector('[class*="st-key-lab-learning_rate"] [role=group] > div')
                const box = element => element.getBoundingClientRect()
                const [all, tick] = [box(track), box(track.querySelector(".gd-limit-tick"))]
                return (tick.left + tick.width / 2 - all.left) / all.width
            }"""
        )
    )


def place_of(rate: float) -> float:
    """Where ``rate`` belongs: between the two stops that are its neighbours, by logarithms."""
    above = next(i for i, each in enumerate(RATES) if each > rate)
    low, high = math.log(RATES[above - 1]), math.log(RATES[above])
    return (above - 1 + (math.log(rate) - low) / (high - low)) / (len(RATES) - 1)


def test_the_limit_is_marked_and_a_failed_run_leads_back(page: Page, server: str) -> None:
    run = train(SHAKEN)
    bends = path_curvature(run)
    open_still(page, f"{server}?learning_rate=0.02&batch=stochastic&epochs=100")
    card = page.locator(".gd-postmortem")
    expect(card).to_contain_text("Step 3 switched off the ReLU")
    assert page.locator(".gd-limit-mark").count() == 0
    page.get_by_role("button", name="Speed limit", exact=True).click()
    expect(page.locator(".gd-limit-mark")).to_have_count(1)
    # A dead neuron's ground is flat: nothing to mark.
    expect(page.locator(".gd-limit-tick")).to_be_hidden()
    card.get_by_role("button", name="Go there").click()
    expect(cell(page, "step")).to_have_text("1")
    expect(page.locator("[data-limit=curvature]")).to_have_text("103.4")
    expect(page.locator("[data-limit=rate]")).to_have_text("0.02: blows up")
    limit = 2 / float(bends.sharpness[1])
    right = pytest.approx(place_of(limit), abs=0.003)
    assert eventually(page, lambda: place_of_tick(page), lambda at: at == right) == right
    # Streamlit draws a slider anew when another rate is typed; the mark is put there again.
    card.get_by_role("button", name="Start there with rate").click()
    expect(card).to_have_count(0)
    expect(page.locator(".gd-limit-mark")).to_have_count(1)
    do(page, "end")
    expect(page.locator("[data-limit=predicted]")).not_to_have_text("–")  # of the last update
    page.get_by_role("button", name="Speed limit", exact=True).click()
    expect(page.locator(".gd-limit-mark")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('.gd-limit').length") == 0
