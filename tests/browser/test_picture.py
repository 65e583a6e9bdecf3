"""The live picture says what a click does, keeps its place, and is saved as it is seen."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import axes, do, open_lab, open_still, pause_at, pixel, wait_at_rest
from tests.browser.waiting import eventually, settle

SVG = "{http://www.w3.org/2000/svg}"
PLACES = """() => [".gd-pictures", ".gd-see-why", ".gd-numbers", ".gd-why"].map(name => {
    const { top, height } = document.querySelector(name).getBoundingClientRect()
    return [top, height]
})"""
STEEP = "?v=1&learning_rate=0.03"


@pytest.mark.parametrize("across", [0.1, 0.37, 0.903])
def test_the_step_that_is_said_is_the_one_that_a_click_goes_to(lab: Page, across: float) -> None:
    x, y = pixel(lab, "loss", across, 0.5)
    lab.mouse.move(x - 1, y)
    lab.mouse.move(x, y)
    tip = lab.locator(".gd-tip:visible")
    said = re.match(r"step (\d+)", tip.inner_text())
    assert said
    lab.mouse.click(x, y)
    wait_at_rest(lab, int(said[1]))


def test_the_ring_is_dragged_to_a_new_start_and_the_map_stays(page: Page, server: str) -> None:
    open_still(page, server)
    before = axes(page, "surface")
    box = page.locator(".gd-grip").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 80, steps=4)
    said = page.locator(".gd-tip:visible").inner_text().replace("−", "-")
    page.mouse.up()
    page.wait_for_function("() => new URLSearchParams(location.search).has('start')")
    start = parse_qs(urlsplit(page.url).query)["start"][0].split(",")
    told = re.match(r"w1 (\S+), w2 (\S+)\n", said)
    assert told
    assert [float(v) for v in start[:2]] == pytest.approx([float(v) for v in told.groups()])
    settle(page)
    after = axes(page, "surface")
    assert after.pop("view") == pytest.approx(before.pop("view"), abs=2e-3)
    assert after == pytest.approx(before)
    at = page.locator(".gd-grip").bounding_box()
    assert at
    assert at["x"] - box["x"] == pytest.approx(60, abs=1.5)


def test_what_see_why_opens_comes_into_view_and_the_focus_stays(page: Page, server: str) -> None:
    open_still(page, server)
    for name in ("Speed limit", "Starts"):
        button = page.locator(".gd-see-why").get_by_role("button", name=name)
        button.click()
        opened = page.locator(f'[data-insight="{button.get_attribute("value")}"], .st-key-starts-shelf').first
        expect(opened).to_be_visible()
        found = eventually(page, opened.bounding_box, lambda box: box and 0 <= box["y"] < 500)
        assert found
        expect(button).to_be_focused()
        button.click()
        expect(opened).to_have_count(0)


def test_nothing_moves_when_the_run_dies(page: Page, server: str) -> None:
    open_still(page, f"{server}/{STEEP}")
    expect(page.locator(".gd-postmortem")).to_be_attached()
    found = []
    for step in (0, 1, 2, 1000):
        pause_at(page, step)
        settle(page)
        found.append(page.evaluate(PLACES))
    assert all(each == found[0] for each in found)


def test_a_saved_picture_has_all_that_the_canvas_draws(page: Page, server: str, tmp_path: Path) -> None:
    open_lab(page, f"{server}/?v=1&optimizer=momentum&batch=stochastic&open=batch,optimizer&step=3&epochs=50")
    wait_at_rest(page, 3)
    expect(page.locator("[data-panel=batch]")).to_be_visible()
    settle(page)
    with page.expect_download() as download:
        page.locator('[data-do="save"][value="surface svg"]').click()
    download.value.save_as(tmp_path / "surface.svg")
    (marks,) = ElementTree.parse(tmp_path / "surface.svg").getroot().iterfind(f".//{SVG}g[@class='gd-marks']")
    colors = {part.get("stroke") for part in marks} | {part.get("fill") for part in marks}
    assert {"rgb(255,92,190)", "#ffffff"} <= colors  # the batch's hill and step, and all samples'
    assert marks.find(f"{SVG}image") is not None


def test_a_zoom_of_the_loss_can_be_taken_back(lab: Page) -> None:
    whole = axes(lab, "loss")["view"]
    lab.get_by_role("button", name="Zoom into the loss").click()
    closer = eventually(lab, lambda: axes(lab, "loss")["view"], lambda view: view != whole)
    assert closer[1] - closer[0] == pytest.approx((whole[1] - whole[0]) / 1.5)
    lab.get_by_role("button", name="Zoom out of the loss").click()
    assert eventually(lab, lambda: axes(lab, "loss")["view"], lambda view: view == whole) == whole
    do(lab, "end")
