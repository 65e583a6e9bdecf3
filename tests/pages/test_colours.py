"""Colours that stay apart for every kind of eye, and in grey; and that are seen on their ground.

How a red-, green- or blue-blind eye sees a colour is simulated by coloraide (Machado et al. 2009,
Brettel et al. 1997), and how far apart two are is their CIEDE2000 difference: 1 is just seen side
by side, 10 plainly at a glance. Where two marks differ in shape, dashes or words too, less will do.
"""

import re
import tomllib
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from coloraide import Color

from pages._ui.figures import RUN_COLORS, RUN_DASHES, RUN_SYMBOLS
from pages._ui.surface_figure import HEIGHTS

ROOT = Path(__file__).parents[2]
UI = ROOT / "pages" / "_ui"
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
PLAIN, GRAPHIC, TEXT = 10, 3.0, 4.5
BLIND = {"protan": "machado", "deutan": "machado", "tritan": "brettel"}


def seen(color: str, by: str) -> Color:
    """``color`` as someone sees it: "all" colours, "grey", or blind to red, green or blue."""
    if by == "grey":
        return Color("lab", [Color(color).convert("lab")["l"], 0, 0])
    return Color(color) if by == "all" else Color(color).filter(by, method=BLIND[by])


def apart(colors: Sequence[str], by: str) -> float:
    """The least difference of any two."""
    return min(seen(a, by).delta_e(seen(b, by), method="2000") for a, b in combinations(colors, 2))


def contrast(color: str, ground: str) -> float:
    """The WCAG 2.1 contrast ratio."""
    return float(Color(color).contrast(ground, method="wcag21"))


def tints(name: str) -> list[str]:
    """The colours between which the map ``name`` goes, as its module has them."""
    found = re.search(rf"{name} = ramp\((.*)\)$", (UI / "player/panels/tints.mjs").read_text("utf-8"), re.M)
    assert found
    return [f"rgb({r} {g} {b})" for r, g, b in re.findall(r"\[(\d+), (\d+), (\d+)\]", found[1])]


def css_color(name: str, selector: str) -> str:
    """The hex colour that the first rule for ``selector`` of a style file sets."""
    rule = re.search(re.escape(selector) + r"[^}]*?(#[0-9a-f]{6})", (UI / name).read_text("utf-8"))
    assert rule
    return rule[1]


def test_the_simulation_can_fail() -> None:
    # A red and a green that red-blind eyes confuse, and two that are one in grey.
    assert apart(("#b03030", "#5c6b00"), "all") > 3 * apart(("#b03030", "#5c6b00"), "protan")
    assert apart(("#777777", "#b0506e"), "grey") < 3


def test_runs_stay_apart_for_every_eye() -> None:
    colors = RUN_COLORS
    assert {by: apart(colors, by) > PLAIN for by in ("all", *BLIND)} == dict.fromkeys(("all", *BLIND), True)
    # Grey has one dimension only: there, dashes and markers help, and they all differ.
    assert apart(colors[:4], "grey") > 5
    assert apart(colors, "grey") > 1
    assert len(set(RUN_SYMBOLS)) == len(set(RUN_DASHES)) == len(colors)


def test_runs_are_seen_on_the_page_and_on_the_surface() -> None:
    for theme in ("light", "dark"):
        assert all(contrast(color, THEME[theme]["backgroundColor"]) >= GRAPHIC for color in RUN_COLORS)
    for by in ("all", *BLIND):
        for run in RUN_COLORS:
            away = [seen(run, by).delta_e(seen(height, by), method="2000") for _, height in HEIGHTS]
            assert min(away) > PLAIN, (by, run)


def test_heights_are_even_steps_of_lightness_in_grey() -> None:
    lightness = [Color(height).convert("lab")["l"] for _, height in HEIGHTS]
    steps = [b - a for a, b in pairwise(lightness)]
    assert min(steps) > 10


def test_the_two_sides_of_the_probability_map_stay_apart() -> None:
    zero, *_, one = tints("SIDES")
    points = [
        css_color("player/panels/network.css", f".gd-{side} :is(polygon, circle)") for side in ("zero", "one")
    ]
    for by in ("all", *BLIND, "grey"):
        assert apart((zero, one), by) > PLAIN, by
        assert apart(points, by) > PLAIN, by
    # A point is seen on its own side's darkest tint, too: it has a white rim besides.
    assert all(contrast(point, "#ffffff") >= GRAPHIC for point in points)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_themes_own_colours_stay_apart_and_can_be_read(theme: str) -> None:
    own = THEME[theme]
    colors = own["chartCategoricalColors"]
    # Whatever has one of them has a word of its own, too: in grey the word must do.
    assert {by: apart(colors, by) > 8 for by in BLIND} == dict.fromkeys(BLIND, True)
    for ground in (own["backgroundColor"], own["secondaryBackgroundColor"]):
        assert all(
            contrast(color, ground) >= TEXT for color in (*colors, own["primaryColor"], own["textColor"])
        )
    # The page's colour on its main buttons.
    assert contrast(own["backgroundColor"], own["primaryColor"]) >= TEXT


def test_the_signs_of_weights_stay_apart() -> None:
    # Streamlit's blue and orange for text, where it does not say others; a minus is dashed, too.
    plus, minus = re.findall(
        r"--gd-(?:plus|minus): var\([^#]*(#\w+)\)", (UI / "player/drawing.css").read_text("utf-8")
    )
    assert min(apart((plus, minus), by) for by in ("all", *BLIND)) > PLAIN
    assert "stroke-dasharray" in (UI / "player/drawing.css").read_text("utf-8")
