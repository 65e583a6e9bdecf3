"""What a page's index.html shows before Streamlit: the core's own numbers, harmless, and little."""

import gzip
import json
import re
from html import unescape
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import index, middleware
from pages._ui.first import bundle as bundling
from pages._ui.first import fragment as making
from pages._ui.first.bundle import bundle
from pages._ui.first.fragment import fragment, script
from pages._ui.first.heights import STEPS, in_steps
from pages._ui.first.markup import html, pills
from pages._ui.first.scenes import FIRSTS
from pages._ui.first.shaken import shaken
from pages._ui.first.used_styles import used
from tests.pages.lab import lab, mounted, shown

PLAYERS = ("", "neuron", "batches", "network")
DATA = re.compile(r'<script type="application/json" id="first-data">(.*?)</script>', re.DOTALL)
SCRIPT = re.compile(r"<script>(.*)</script>", re.DOTALL)
MOST_BYTES = 22_500
"""Zipped: about a hundredth of what Streamlit's own scripts take."""


def opened(page: str) -> AppTest:
    """The page as its first visitor gets it from Streamlit."""
    app = lab()
    return app.switch_page(f"../{page}.py").run() if page else app


def data_of(page: str) -> Any:
    """What the first picture of ``page`` is drawn from."""
    (text,) = DATA.findall(fragment(page))
    return json.loads(text)


def heights(trace: Any) -> np.ndarray[Any, Any]:
    """The decades of the loss (rows, columns) that ``trace`` holds, undone by its description alone."""
    rows, columns = trace["y"]["count"], trace["x"]["count"]
    steps = np.zeros((rows + 1, columns + 1))
    for k, change in enumerate(trace["z"]):
        row, column = divmod(k, columns)
        guess = steps[row + 1, column] + steps[row, column + 1] - steps[row, column]
        steps[row + 1, column + 1] = guess + change
    low, high = float(trace["zmin"]), float(trace["zmax"])
    return low + steps[1:, 1:] / float(trace["steps"]) * (high - low)


@pytest.mark.parametrize("page", PLAYERS)
def test_the_first_picture_is_the_players(page: str) -> None:
    first, live = data_of(page), shown(opened(page))
    (surface, *starts) = first["surface"]["data"]
    traces = {
        role: [t for t in live["surface"]["data"] if t["meta"]["role"] == role]
        for role in ("surface", "start")
    }
    (heatmap,) = traces["surface"]
    low, high = heatmap["zmin"], heatmap["zmax"]
    # A step of the colours is as fine as the sketch is; beyond the colours' ends nothing is told apart.
    drawn = np.clip(heatmap["z"], low, high)
    assert np.abs(heights(surface) - drawn).max() <= 0.51 * (high - low) / STEPS
    assert [surface["x"]["from"], surface["x"]["to"]] == pytest.approx([heatmap["x"][0], heatmap["x"][-1]])
    assert [(s["x"], s["y"]) for s in starts] == [
        (pytest.approx(s["x"]), pytest.approx(s["y"])) for s in traces["start"]
    ]
    assert first["surface"]["layout"] == live["surface"]["layout"]
    for name in ("view", "zoomed", "clock", "layout", "numbers", "bet"):
        assert first[name] == live[name], name
    assert first["plane"]["labels"] == live["plane"]["labels"]


@pytest.mark.parametrize(("page", "component"), [("idea", "walker"), ("assignment", "workbench")])
def test_the_walker_and_the_workbench_begin_with_what_they_are_sent(page: str, component: str) -> None:
    sent = mounted(opened(page), component).proto
    assert data_of(page) == json.loads(sent.json)


@pytest.mark.parametrize("page", FIRSTS)
def test_the_first_words_are_the_pages(page: str) -> None:
    words = re.findall(r"<(?:h\d|p|span)>([^<]+)</", FIRSTS[page]().html)
    app = opened(page)
    told = " ".join(re.sub("</?dfn[^>]*>", "", each.value) for each in app.markdown).replace("\n", " ")
    groups: list[Any] = list(app.get("button_group"))
    told += " ".join(title for group in groups for title in group.options)
    assert words
    for each in words:
        assert unescape(each).replace("\n", " ") in told


def test_steps_are_exact_to_half_of_one_and_end_with_the_colours() -> None:
    z = np.array([[-9.0, 0.25], [1.0, 40.0]], np.float32)
    trace = {"zmin": 0.0, "zmax": 2.0, "x": np.array([0.0, 1.0]), "y": np.array([2.0, 3.0]), "z": z}
    assert np.abs(heights(in_steps(trace)) - [[0, 0.25], [1, 2]]).max() <= 1 / STEPS
    with pytest.raises(ValueError, match="no number"):
        in_steps(trace | {"z": z * np.nan})


def test_words_cannot_become_elements() -> None:
    assert (
        html("a <b> & **c <d>**")
        == '<div class="words"><p>a &lt;b&gt; &amp; <strong>c &lt;d&gt;</strong></p></div>'
    )
    assert "<script" not in pills(["<script>"])
    assert making._json({"x": "</script><!--"}) == '{"x":"\\u003c/script>\\u003c!--"}'
    assert (
        html("with $m = 2$")
        == '<div class="words"><p>with <math><mi>m</mi><mo>=</mo><mn>2</mn></math></p></div>'
    )


@pytest.mark.parametrize("page", FIRSTS)
def test_the_fragment_asks_for_nothing_and_is_small(page: str) -> None:
    elements = fragment(page)
    assert not re.search(r"""(?:src|href)=["'](?!data:)|url\((?!#)|\bfetch\(|import\(|@import""", elements)
    assert len(gzip.compress(elements.encode())) < MOST_BYTES


def test_the_same_script_serves_every_page_of_its_kind() -> None:
    (lab,), (neuron,) = SCRIPT.findall(fragment("")), SCRIPT.findall(fragment("neuron"))
    assert lab.rpartition("<script>")[2] == neuron.rpartition("<script>")[2] == script("first_player.mjs")


def test_a_page_without_a_first_picture_has_none() -> None:
    assert fragment("guide") == fragment("no such page") == ""


def test_what_goes_wrong_leaves_the_page_as_streamlit_made_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("no training today")

    monkeypatch.setattr(making, "_firsts", lambda: {"": fail})
    needs = middleware.NEEDS[""]
    assert index.enriched(needs, fragment("")) == index.enriched(needs)
    assert "no training today" in caplog.text


def test_only_what_can_stand_alone_is_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "_source", lambda name: "const where = import.meta.url")
    with pytest.raises(ValueError, match=r"x\.mjs cannot be bundled"):
        bundle("x.mjs")


def test_a_function_that_nobody_calls_does_not_travel() -> None:
    text = (
        "function a() {\n  b()\n}\nfunction b() {\n}\nexport function c() {\n}\nexport const d = () => c()\n"
    )
    assert shaken(text, {"a"}) == text
    assert shaken(text, set()) == "export function c() {\n}\nexport const d = () => c()\n"
    network = bundle("first_network.mjs")
    assert "class Field" in network
    assert "class Track" not in network


def test_a_style_for_what_cannot_be_there_does_not_travel() -> None:
    kept = (
        ".gd-map {\n}",
        "div {\n}",
        ":is(.gone, .gd-map) {\n}",
        ".gd-lines p, .gone p {\n}",
        ".x:not(.gone) {\n}",
    )
    lost = (
        ".gone {\n}",
        ".gd-map:hover {\n}",
        '[data-layout="other"] .gd-map {\n}',
        "@media (x: 1px) {\n.gone p {\n}\n}",
    )
    drawn_by = """<div class="gd-map x">`gd-${name}` "lines" """
    for rule in kept:
        assert used(rule, drawn_by) == rule
    for rule in lost:
        assert used(rule, drawn_by).strip() == ""


def test_a_script_that_would_end_its_element_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "bundle", lambda name: "'</script>'")
    script.cache_clear()
    with pytest.raises(ValueError, match="cannot stand within a page"):
        script("first_player.mjs")
    script.cache_clear()
