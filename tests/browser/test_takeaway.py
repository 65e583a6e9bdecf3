"""What a visitor takes away from the Lab, in a real browser: every file, and the page opened from disk."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from gd_core import Experiment, train, train_many
from pages._ui.takeaway.page import html
from tests.browser.lab import cell, close, do, open_lab, pause_at, trace, wait_at_rest
from tests.browser.waiting import eventually
from tests.takeaway.test_page import MADE, message

STEM = "neuron_sgd_rate0.01_full_60epochs_seed2"
FILES = {
    "Script": f"{STEM}.py",
    "Notebook": f"{STEM}.ipynb",
    "Page": f"{STEM}.html",
    "Save the film": f"{STEM}.gif",
    "CSV": f"{STEM}.csv",
    "Parquet": f"{STEM}.parquet",
}
BEGINS = {
    "Save the film": b"GIF89a",
    "Parquet": b"PAR1",
    "Page": b"<!doctype html>",
    "Script": b'"""One neuron',
}
FRAME = "Number(document.querySelector('.gd-canvas').dataset.frame)"

CLOSER = """() => Plotly.relayout(document.querySelector(".gd-surface"),
  { "xaxis.range[0]": 1, "xaxis.range[1]": 2 })"""


def taken(page: Page, press: str, folder: Path) -> Path:
    """The file that the button at the selector ``press`` gives, in ``folder``."""
    with page.expect_download() as download:
        page.locator(press).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def picture(page: Page, folder: Path, name: str, kind: str) -> Path:
    return taken(page, f'.gd-player [data-do="save"][value="{name} {kind}"]', folder)


def words(svg: Path) -> str:
    """All text of an SVG."""
    return " ".join(ElementTree.parse(svg).getroot().itertext())


def test_the_shelf_gives_every_file_and_the_page_plays_from_disk(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_lab(page, f"{server}/?v=1&seed=2&epochs=60&open=limit")
    page.get_by_text("Take it away").click()
    page.get_by_role("button", name="Film", exact=True).click()  # it is drawn, and then offered
    expect(page.get_by_role("button", name="Save the film", exact=True)).to_be_visible()
    for label, name in FILES.items():
        button = page.get_by_test_id("stDownloadButton").get_by_role("button", name=label, exact=True)
        with page.expect_download() as download:
            button.click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(BEGINS.get(label, b""))
    expect(page.get_by_test_id("stCode")).to_contain_text("torch.manual_seed(2)")
    link = f"{server}/?v=1&epochs=60&seed=2"
    assert set(re.findall(r"http://127[^\s\"]*", (tmp_path / FILES["CSV"]).read_text())) == {link}
    page.goto((tmp_path / FILES["Page"]).as_uri())
    page.wait_for_function("() => document.querySelectorAll('.gd-canvas').length === 2")
    run = train(Experiment(seed=2, epochs=60))
    pause_at(page, 7)
    assert close(cell(page, "loss").inner_text(), float(run.loss[7]))
    expect(page.locator(".gd-limit")).to_be_visible()  # what was open stands in the page, too
    expect(page.get_by_role("contentinfo").get_by_role("link")).to_have_attribute("href", link)


@pytest.mark.parametrize("color_scheme", ["dark"])
def test_the_page_plays_and_scrubs_without_any_request(page: Page, tmp_path: Path) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    file = tmp_path / "run.html"
    file.write_text(html(message(Experiment(batch="mini", epochs=200)), MADE), encoding="utf-8")
    assert file.stat().st_size < 6_000_000
    page.goto(file.as_uri())
    page.wait_for_function("() => document.querySelectorAll('.gd-canvas').length === 2")
    page.wait_for_function(f"before => {FRAME} > before + 5", arg=page.evaluate(FRAME))
    page.wait_for_function("() => Number(document.querySelector('[data-cell=step]').textContent) > 0")
    run = train(Experiment(batch="mini", epochs=200))
    pause_at(page, 100)
    assert close(cell(page, "value w1").inner_text(), float(run.params[100, 0]))
    page.keyboard.press("ArrowRight")
    wait_at_rest(page, 101)
    assert trace(page, "surface", "path")["x"][-1] == pytest.approx(float(run.params[101, 0]), rel=1e-6)
    do(page, "end")
    expect(cell(page, "step")).to_have_text("400")
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(18, 22, 28)"
    saved = words(picture(page, tmp_path, "loss", "svg"))
    assert MADE.link in saved
    assert "step 400 of 400" in saved
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in requests if not url.startswith(("data:", "blob:"))] == [file.as_uri()]


def test_a_closer_look_in_the_file_can_be_taken_back(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "run.html"
    file.write_text(html(message(Experiment(epochs=20)), MADE), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_function("() => document.querySelectorAll('.gd-canvas').length === 2")
    ranges = "() => [...document.querySelector('.gd-surface')._fullLayout.xaxis.range]"
    whole = page.evaluate(ranges)
    page.evaluate(CLOSER)
    page.get_by_role("button", name="Show the whole picture").click()
    assert eventually(page, lambda: page.evaluate(ranges), lambda now: now == whole) == whole
    expect(page.get_by_role("button", name="Show the whole picture")).to_be_hidden()


def test_a_picture_is_saved_as_it_is_seen(page: Page, server: str, tmp_path: Path) -> None:
    open_lab(page, f"{server}/?v=1&runs=2&epochs=50&step=12")
    wait_at_rest(page, 12)
    runs = train_many([Experiment(epochs=50), Experiment(epochs=50, seed=1)])
    for name in ("surface", "loss"):
        png = picture(page, tmp_path, name, "png")
        assert png.name == f"{name}-step-12.png"
        with Image.open(png) as image:
            assert (image.format, image.size) == ("PNG", (1920, 1200))
            assert len(image.convert("RGB").getcolors(2_000_000) or ()) > 100
        svg = picture(page, tmp_path, name, "svg")
        said = words(svg)
        assert "One neuron learns four points. Rate 0.01, full batch, 50 epochs, seeds 0 to 1." in said
        assert "step 12 of 50" in said
        assert "Gradient Descent Lab 1." in said
        assert f"{server}/?v=1&epochs=50&runs=2&step=12" in unquote(said).replace("\n", "")
        lines = (
            ElementTree.parse(svg).getroot().iterfind(".//{http://www.w3.org/2000/svg}path[@class='js-line']")
        )
        assert sum(1 for _ in lines) >= len(runs)
