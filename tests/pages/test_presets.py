"""A preset and its own address are one thing, whoever comes first."""

from typing import Any

import pytest

from gd_core import PRESETS, Preset
from gd_core.lessons.escapes import valley
from pages._ui.fields import FIELDS
from pages._ui.live import _MESSAGES
from pages._ui.page_state import PageState
from tests.pages.lab import asked_for, shown

WAVE = {"v": "1", "problem": "wave", "learning_rate": "0.1", "epochs": "300", "start": "0.4,0"}


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
def test_a_presets_start_is_what_its_link_says(preset: Preset) -> None:
    start = preset.experiment.start
    assert start is None or FIELDS["start"].read("start", FIELDS["start"].write(start)) == start


def test_the_valleys_start_is_what_its_link_says() -> None:
    start = valley(0.1, 1).start
    assert FIELDS["start"].read("start", FIELDS["start"].write(start)) == start


def test_a_presets_address_has_its_caption_and_lights_its_chip() -> None:
    app = asked_for(**WAVE).run()
    assert shown(app)["hint"] == PRESETS["shallow"].hint
    groups: list[Any] = list(app.get("button_group"))
    (chips,) = (each for each in groups if str(each.key).startswith("lab-preset"))
    assert chips.value in ("shallow", ["shallow"])


def test_what_is_chosen_is_what_its_link_says(monkeypatch: pytest.MonkeyPatch) -> None:
    app = asked_for(**WAVE).run()
    monkeypatch.setattr(PageState, "chosen", app.session_state["lab choices"])
    PageState("lab").change(start=(0.1, 0.2))
    start = PageState("lab").chosen["start"]
    assert start == FIELDS["start"].read("start", FIELDS["start"].write((0.1, 0.2)))
    assert start != (0.1, 0.2)


def test_two_who_come_in_either_order_read_the_same() -> None:
    links = [WAVE, WAVE | {"start": "0.4000001,0"}]
    seen = []
    for order in (links, links[::-1]):
        _MESSAGES._results.clear()
        seen.append({link["start"]: shown(asked_for("", **link).run())["hint"] for link in order})
    assert seen[0] == seen[1]
