"""Lesson 2 in a real browser: what can be seen, pressed and bet on."""

from functools import partial

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from gd_core import Experiment, train
from pages._ui.neuron.challenges import CHALLENGES
from tests.browser.lab import axes, choose, do, number, trace, word
from tests.browser.neuron import STAGES, Update, audited, go_to, open_neuron, show, skip_bet
from tests.browser.waiting import eventually, settle
from tests.notebook import X

SIZES: list[ViewportSize] = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_stage_marks_its_lines_and_a_line_its_stage(neuron: Page) -> None:
    for stage, lines in (("forward", 2), ("loss", 1), ("backward", 1), ("update", 5)):
        neuron.locator(f'.au-line[data-stage="{stage}"]').first.click()
        expect(neuron.get_by_role("tab", name=stage.capitalize())).to_have_attribute("aria-selected", "true")
        expect(neuron.locator(".au-marked")).to_have_count(lines)
        expect(neuron.locator(".au-pane:visible")).to_have_id(f"au-pane-{stage}")


def test_the_arrow_keys_move_along_the_tabs(neuron: Page) -> None:
    show(neuron, "forward")
    before = neuron.locator(".au-where").inner_text()
    neuron.keyboard.press("Tab")
    neuron.keyboard.press("Shift+Tab")
    neuron.keyboard.press("ArrowRight")
    expect(neuron.get_by_role("tab", name="Loss")).to_be_focused()
    neuron.keyboard.press("ArrowLeft")
    neuron.keyboard.press("ArrowLeft")
    expect(neuron.get_by_role("tab", name="Update")).to_be_focused()
    expect(neuron.locator(".au-pane:visible")).to_have_id("au-pane-update")
    assert neuron.locator(".au-where").inner_text() == before


def test_the_drawing_shows_the_chosen_sample_with_the_weights_of_the_step(neuron: Page) -> None:
    go_to(neuron, 0)
    show(neuron, "forward")
    made = Update.of(train(Experiment()), 0).made
    for sample in (0, 3):
        neuron.get_by_role("button", name=f"Show sample {sample + 1} in the drawing").first.click()
        expect(neuron.locator(".au-sum")).to_contain_text(f"Sample {sample + 1}: z = ")
        values = neuron.locator(".au-neuron .gd-neuron-value").all_text_contents()
        shown = [number(v) for v in values]
        assert shown == pytest.approx([*X[sample].tolist(), made["prediction"][sample].item()], rel=6e-3)
        edges = [number(v) for v in neuron.locator(".au-neuron .gd-edge-label").all_text_contents()]
        assert edges == pytest.approx(made["weights"].flatten().tolist(), rel=6e-3)


def test_a_death_is_marked_when_the_run_gets_there(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Predict, then see", CHALLENGES["little_more"].title)
    skip_bet(page)
    visible = """seen => document.querySelector(".gd-surface").data
        .find(t => t.meta.role === "death")?.visible === seen"""
    go_to(page, 1)
    page.wait_for_function(visible, arg=False)
    expect(page.locator(".au-where")).not_to_contain_text("off")
    go_to(page, 2)
    page.wait_for_function(visible, arg=True)
    expect(page.locator(".au-where")).to_contain_text("every ReLU is off since step 2")
    show(page, "backward")
    assert {audited(page)[f"sum {name}"] for name in ("w1", "w2", "b")} == {"0"}
    do(page, "end")
    expect(word(page)).to_contain_text("It died on step 2")


def test_kinks_dead_zone_and_best_answers_lie_on_the_surface(neuron: Page) -> None:
    roles = neuron.evaluate("document.querySelector('.gd-surface').data.map(t => t.meta.role)")
    assert roles.count("kink") == 4
    assert {"dead zone", "best answers", "best answer"} <= set(roles)
    x0, x1, y0, y1 = axes(neuron, "surface")["view"]
    diamond = trace(neuron, "surface", "best answer")
    assert x0 < diamond["x"][0] < x1
    assert y0 < diamond["y"][0] < y1


def test_a_bet_on_a_place_is_compared_with_the_place(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Predict, then see", CHALLENGES["three_steps"].title)
    expect(page.locator(".gd-bet")).to_contain_text("after 3 steps")
    page.emulate_media(reduced_motion="no-preference")
    area = axes(page, "surface")
    page.mouse.click(area["left"] + area["width"] / 2, area["top"] + area["height"] / 2)
    expect(page.locator(".gd-verdict")).to_contain_text("you were off by")


def test_four_starts_end_apart_with_no_loss(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Predict, then see", CHALLENGES["four_starts"].title)
    page.get_by_role("button", name="At different weights, with the same loss").click()
    do(page, "end")
    expect(page.locator(".gd-verdict")).to_contain_text("You saw it coming")
    expect(page.locator(".au-where")).to_contain_text("seed 0")
    ends = [number(page.locator(f'[data-cell="{i} w1"]').inner_text()) for i in range(4)]
    assert max(ends) - min(ends) > 0.3
    assert all(number(page.locator(f'[data-cell="{i} loss"]').inner_text()) < 1e-9 for i in range(4))


def lower_edge(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("size", SIZES, ids=["1280", "1920"])
def test_pictures_transport_and_the_audits_heading_are_in_the_first_screen(
    neuron: Page, size: ViewportSize
) -> None:
    neuron.set_viewport_size(size)
    settle(neuron)
    for selector in (".gd-surface", ".gd-loss", ".gd-transport", ".au-title", ".au-tabs"):
        look = partial(lower_edge, neuron, selector)
        assert eventually(neuron, look, lambda edge: edge <= size["height"]) <= size["height"], selector


WIDE = """() => [...document.querySelectorAll(".au *")]
    .filter((part) => !part.closest(".au-scroll, pre, svg, caption"))
    .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
    .map((part) => part.outerHTML.slice(0, 90))"""


def test_on_a_phone_nothing_is_wider_than_the_screen(neuron: Page) -> None:
    neuron.set_viewport_size(PHONE)
    settle(neuron)
    for stage in STAGES:
        show(neuron, stage)
        assert not neuron.evaluate(WIDE), stage
    assert neuron.evaluate("document.querySelector('.stMain').scrollWidth") == PHONE["width"]
