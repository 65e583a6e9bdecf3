"""The public names of the core, as its users know them."""

import gd_core

NAMES = [
    "PRESETS",
    "Ends",
    "Experiment",
    "Outcome",
    "Plane",
    "Preset",
    "Run",
    "Surface",
    "Sweep",
    "Training",
    "Update",
    "loss_surface",
    "path_extent",
    "steps",
    "train",
    "train_many",
    "working_rate",
]


def test_the_core_exports_these_names() -> None:
    assert gd_core.__all__ == NAMES


def test_every_exported_name_exists_and_is_documented() -> None:
    documented = [name for name in NAMES if name != "PRESETS"]
    assert all(getattr(gd_core, name).__doc__ for name in documented)
