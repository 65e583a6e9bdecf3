"""What a newcomer meets: a word for everything, nothing locked without a reason, what is learnt in sight."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from gd_core import Experiment, train
from pages._ui import glossary
from tests.browser.lab import open_still, pause_at
from tests.browser.names import unnamed
from tests.browser.waiting import eventually, settle

LAPTOP, PHONE = ViewportSize(width=1280, height=720), ViewportSize(width=390, height=844)
DRAWN = ".gd-surface .main-svg, .gw-svg .gw-tick, .gb-drawing .gd-drawing, h1"
PAGES = ("", "idea", "neuron", "batches?hill=1", "network", "assignment", "guide")

# Each word that is explained: the word, its description, and whether it comes first of those marked so.
WORDS = """() => {
  const shown = [...document.querySelectorAll("dfn.gd-term")].filter(word => word.checkVisibility())
  const first = word => shown.find(({ dataset }) => dataset.term === word.dataset.term) === word
  const told = shown.filter(word => word.tabIndex === 0)
  return {
    told: told.map(word => [word.dataset.term, word.getAttribute("aria-description"), first(word)]),
    met: [...new Set(shown.map(({ dataset }) => dataset.term))],
  }
}"""


@pytest.mark.parametrize("name", PAGES)
def test_words_are_explained_where_they_first_stand_and_controls_have_names(
    page: Page, server: str, name: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{name}")
    page.wait_for_selector(DRAWN, state="attached")
    settle(page)  # Streamlit may hold a component that it draws anew twice for a moment
    assert unnamed(page) == []
    while (bets := page.locator(".gd-skip:visible")).count():
        bets.first.click()
        settle(page)
    assert unnamed(page) == []
    found = eventually(page, lambda: page.evaluate(WORDS), lambda seen: len(seen["told"]) == len(seen["met"]))
    assert [term for term, *_ in found["told"]] == found["met"]
    assert all(told == glossary.means(term) and first for term, told, first in found["told"])


def test_words_of_a_bet_and_of_the_readout_are_explained(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/neuron")
    asked = page.locator(".gd-bet p")
    expect(asked).to_have_text("Learning rate 0.01 for 1000 epochs. How will the run go?")
    expect(asked.locator("dfn[data-explained]")).to_have_text(["Learning rate", "epochs"])
    page.goto(server)
    expect(page.locator("tbody th dfn[data-explained]")).to_have_text("gradient")


def test_a_word_is_told_on_focus_on_a_tap_and_goes_with_escape(page: Page, server: str) -> None:
    page.goto(f"{server}/idea")
    word = page.locator("dfn[data-explained]").first
    tip = page.get_by_role("tooltip")
    word.focus()
    expect(tip).to_have_text(glossary.means("gradient descent"))
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    word.click()
    expect(tip).to_be_visible()
    page.mouse.click(5, 300)
    expect(tip).to_be_hidden()


@pytest.mark.parametrize("name", ["neuron", "batches", "network"])
def test_what_is_locked_says_why_and_one_click_opens_it(page: Page, server: str, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{name}")
    toolbar = page.get_by_role("toolbar", name="Playback")
    expect(toolbar).to_contain_text("Locked until you bet.")
    page.locator(".gd-canvas").first.wait_for(state="attached")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gd-player [role=status]").filter(has_text="Locked until you bet")).to_have_count(1)
    toolbar.get_by_role("button", name="Skip the bet").click()
    expect(toolbar.get_by_role("slider", name="Step shown")).to_be_visible()
    expect(page.locator(".gd-bet").first).to_be_hidden()
    expect(page.locator(".gd-locked").first).to_be_hidden()


def test_a_bet_by_keyboard_is_told_where_it_stands(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/idea")
    expect(page.get_by_role("slider", name="Learning rate")).to_be_visible()
    expect(page.get_by_role("slider", name="How far you see in the fog")).to_be_visible()
    picture = page.locator(".gw-picture")
    picture.focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(picture).to_have_attribute("aria-valuetext", "your bet: w = 2.2; Enter places it")
    page.keyboard.press("Enter")
    expect(page.locator(".gw [role=status]")).to_have_text(re.compile("You bet: w = 2.2"))


def test_the_lab_shows_what_is_learnt_as_it_is_at_the_step(page: Page, server: str) -> None:
    page.set_viewport_size(LAPTOP)
    open_still(page, server)
    expect(page.get_by_text("One neuron fits four points:")).to_be_visible()
    expect(page.get_by_role("link", name="New here? Start with 1")).to_have_attribute(
        "href", re.compile("idea$")
    )
    expect(page.locator(".gd-marks")).to_have_text(re.compile("start.*now.*next step.*click to start there"))
    run = train(Experiment())
    picture = page.locator("[data-panel=data] svg[role=img]")
    for step in (0, 3, 1000):
        pause_at(page, step)
        expect(picture).to_have_attribute("aria-label", re.compile(f"At step {step} it predicts"))
        label = (picture.get_attribute("aria-label") or "").split("predicts ")[1].replace("−", "-")
        told = [float(pair.split(" for ")[0]) for pair in label.split(", ")]
        w1, w2, b = run.params[step].tolist()
        assert told == pytest.approx([max(0, w1 * x + w2 * (x + 1) + b) for x in (1, 3, 5, 7)], rel=5e-3)
    for part in (".gd-pictures", ".gd-transport", ".gd-word"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["y"] + box["height"] <= LAPTOP["height"]
    page.set_viewport_size(PHONE)
    settle(page)
    box = page.locator(".gd-pictures").bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_player_of_a_page_is_where_its_own_field_of_the_link_says(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/batches?v=1&hill=1&step=12&hill_step=7&valley=1&valley_step=5")
    where = page.locator(".gd-where output")
    expect(where).to_have_count(3)
    settle(page)
    assert [text.split()[0] for text in where.all_text_contents()] == ["12", "7", "5"]
    page.wait_for_function(
        "location.search.includes('hill_step=7') && location.search.includes('valley_step=5')"
    )
    assert page.evaluate("new URLSearchParams(location.search).getAll('step')") == ["12"]
