"""The frame around the player: every window, every theme, every way in, and nothing from elsewhere."""

import base64
import gzip
import json
import urllib.error
import urllib.request
import zlib
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from gd_core import PRESETS, Experiment, train
from pages._ui import assets
from pages._ui.player.payload import _Columns
from tests.browser.lab import axes, cell, open_lab, open_still, pixel, word
from tests.browser.waiting import eventually

LAPTOP, DESKTOP, PHONE = (ViewportSize(width=w, height=h) for w, h in ((1280, 720), (1920, 1080), (390, 844)))


def inside(page: Page, selector: str) -> bool:
    """Whether everything that ``selector`` finds comes to lie within the window."""
    look = """all => all.length > 0 && all.every(element => {
        const { left, right, top, bottom } = element.getBoundingClientRect()
        return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left
    })"""
    return eventually(page, lambda: bool(page.locator(selector).evaluate_all(look)), bool)


def scrolls_sideways(page: Page) -> bool:
    """Whether anything keeps the page wider than the window."""
    look = """() => [document.scrollingElement, document.querySelector("[data-testid=stMain]")]
        .some(element => element.scrollWidth > element.clientWidth + 1)"""
    return eventually(page, lambda: bool(page.evaluate(look)), lambda wider: not wider)


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_on_a_phone_pictures_and_transport_are_on_the_first_screen(page: Page, server: str) -> None:
    open_still(page, server)
    for part in (".gd-plot", ".gd-transport > :not([hidden])"):
        assert inside(page, part), part
    assert not scrolls_sideways(page)
    assert min(axes(page, "surface")["width"], axes(page, "surface")["height"]) > 120
    presets = sum(preset.experiment.problem == "neuron" for preset in PRESETS.values())
    assert in_one_row(page.get_by_role("radiogroup").first.get_by_role("radio"), presets)
    page.get_by_role("radio", name="4").scroll_into_view_if_needed()
    page.get_by_role("radio", name="4").click()
    expect(word(page)).to_contain_text("Of 4 runs")
    assert inside(page, ".gd-surface")
    assert not scrolls_sideways(page)


def in_one_row(parts: Locator, count: int) -> bool:
    """Whether there are ``count`` parts, all at one height."""
    tops = parts.evaluate_all("all => all.map(part => Math.round(part.getBoundingClientRect().top))")
    return len(tops) == count and len(set(tops)) == 1


CONTRASTS = """() => {
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = 1
    const context = canvas.getContext("2d", { willReadFrequently: true })
    const paint = colour => (context.fillStyle = colour, context.fillRect(0, 0, 1, 1))
    const light = () => {
        const linear = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
            .map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    const lies = element => {
        const behind = []
        for (let e = element; e; e = e.parentElement) behind.unshift(getComputedStyle(e).backgroundColor)
        paint("#fff")
        behind.forEach(paint)
        return light()
    }
    const texts = `.gd-cell, .gd-word span, .gd-where, .gd-player th, .gd-player dt, figcaption span,
        .gd-player button, .gd-player select, .gd-plot text, [data-testid=stWidgetLabel] p,
        [role=radio] p, h1, h3, [data-testid=stMain] li, td`
    return [...document.querySelectorAll(texts)].filter(e => e.textContent && e.checkVisibility()).map(e => {
        const ground = lies(e.closest("svg")?.parentElement ?? e)
        paint(e instanceof SVGElement ? getComputedStyle(e).fill : getComputedStyle(e).color)
        const [high, low] = [Math.max(light(), ground), Math.min(light(), ground)]
        return [e.textContent.slice(0, 30), (high + 0.05) / (low + 0.05)]
    })
}"""


def readable(page: Page, at_least: int) -> bool:
    """Whether all text has a contrast of 4.5 to what lies behind it (WCAG AA)."""

    def poor() -> list[object]:
        contrasts = page.evaluate(CONTRASTS)
        few = len(contrasts) < at_least
        return [each for each in contrasts if few or each[1] < 4.5]

    assert eventually(page, poor, lambda found: not found) == []
    return True


def ground(page: Page) -> int:
    """How bright the page's background is, 0 to 765."""
    color = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return sum(int(part) for part in color.strip("rgba()").split(",")[:3])


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(LAPTOP, "light"), (DESKTOP, "dark")], ids=["laptop", "desktop"]
)
def test_pictures_and_transport_fit_the_window_and_every_word_is_readable(
    page: Page, server: str, color_scheme: str
) -> None:
    open_still(page, server)
    for part in (".gd-plot", ".gd-transport", ".gd-transport > :not([hidden])", ".gd-word", ".gd-numbers"):
        assert inside(page, part), part
    assert inside(page, '[class*="st-key-lab-learning_rate"]')
    assert not scrolls_sideways(page)
    assert min(axes(page, "surface")["width"], axes(page, "surface")["height"]) > 200
    assert (ground(page) > 382) is (color_scheme == "light")
    assert readable(page, at_least=50)
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    assert readable(page, at_least=10)


def test_a_change_of_theme_repaints_the_pictures_and_keeps_the_step(lab: Page) -> None:
    lab.locator(".gd-scrub").fill("7")
    lab.emulate_media(color_scheme="dark")
    lab.wait_for_function(
        """() => document.querySelector(".gd-surface")._fullLayout.font.color ===
            getComputedStyle(document.querySelector(".gd-player")).getPropertyValue("--st-text-color").trim()
            && getComputedStyle(document.querySelector(".stApp")).backgroundColor === "rgb(18, 22, 28)" """
    )
    assert readable(lab, at_least=50)
    expect(cell(lab, "step")).to_have_text("7")


def test_reduced_motion_shows_the_end_and_plays_only_when_asked(page: Page, server: str) -> None:
    open_still(page, server)
    expect(cell(page, "step")).to_have_text("1000")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_pointing_at_the_surface_tells_its_loss(lab: Page) -> None:
    lab.mouse.move(*pixel(lab, "surface", 0.3, 0.85))
    lab.mouse.move(*pixel(lab, "surface", 0.3, 0.8))
    tip = lab.locator(".gd-tip:visible")
    expect(tip).to_contain_text("Click to start here.")
    said = tip.inner_text().replace("−", "-").split("\n")
    w1, w2 = (float(part.split()[1]) for part in said[0].split(", "))
    loss = float(said[1].split()[1])
    run = train(Experiment())
    at = run.params[:1].clone()
    at[0] = at.new_tensor([w1, w2, run.params[run.best, 2].item()])
    assert loss == pytest.approx(run.experiment.data.losses(at).item(), rel=1e-3)


def test_all_that_a_page_asks_for_is_there_and_from_the_app(page: Page, server: str) -> None:
    answers: dict[str, int] = {}
    page.on("response", lambda response: answers.update({response.url: response.status}))
    open_lab(page, server)
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    assert {url for url, status in answers.items() if status >= 400} == set()
    assert all(url.startswith((f"{server}/", "data:", "blob:")) for url in answers)
    assert f"{server}/{assets.base()}plotly.min.js" in answers


@pytest.mark.parametrize("name", ["player.mjs", "player.css", "plotly.min.js"])
def test_the_running_app_serves_the_players_files(server: str, name: str) -> None:
    asked = urllib.request.Request(f"{server}/{assets.base()}{name}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert gzip.decompress(answer.read()) == assets._files()[name].read_bytes()


@pytest.mark.parametrize("path", ["player/000000000000/player.mjs", f"{assets.base()}mount.py"])
def test_the_running_app_knows_no_other_files(server: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(f"{server}/{path}")
    caught.value.close()


DECODE = """async ([module, message]) => {
    const { decode } = await import(new URL(module, document.baseURI))
    const bits = column => Array.isArray(column) ? column.map(bits)
        : [...new Int32Array(column.buffer, column.byteOffset, column.length)]
    const { columns } = await decode(Uint8Array.from(atob(message), c => c.charCodeAt(0)))
    return columns.map(bits)
}"""


def packed(columns: list[Any]) -> bytes:
    """A message of nothing but ``columns``, made as payload.pack makes one."""
    packer = _Columns()
    text = json.dumps(packer.lift({"columns": columns})).encode()
    return zlib.compress(len(text).to_bytes(4, "little") + text + packer.bytes())


def test_the_browser_decodes_every_bit(lab: Page) -> None:
    floats = np.array([0, -0.0, np.nan, np.inf, -np.inf, 1e-45, 3.4e38, 1.5, -2.5], np.float32)
    table = np.random.default_rng(0).integers(-(2**31), 2**31, (7, 5), np.int32)
    columns: list[Any] = [
        floats,
        np.arange(1000),
        table,
        table.view(np.float32),
        np.empty(0, np.float32),
        floats,
    ]
    message = base64.b64encode(packed(columns)).decode()
    got = lab.evaluate(DECODE, [f"{assets.base()}payload.mjs", message])
    for ours, theirs in zip(got, columns, strict=True):
        bits = theirs.view(np.int32) if theirs.dtype == np.float32 else theirs
        assert ours == bits.tolist()
