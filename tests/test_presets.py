"""Each preset is an experiment with something to look for."""

import pytest

from gd_core import PRESETS, Experiment, Preset


def test_the_first_preset_is_the_notebook() -> None:
    assert next(iter(PRESETS.values())).experiment == Experiment()


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
def test_a_preset_has_a_title_and_a_hint(preset: Preset) -> None:
    assert preset.title
    assert preset.hint.endswith(".")


def test_no_two_presets_are_the_same() -> None:
    assert len({preset.experiment for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)
