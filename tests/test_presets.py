"""Each preset is an experiment with something to look for."""

import pytest

from gd_core import PRESETS, Experiment, Outcome, Preset, train
from gd_core.space.curvature import hessians, rate_limit, sharpness


def test_the_first_preset_is_the_notebook() -> None:
    assert next(iter(PRESETS.values())).experiment == Experiment()


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
def test_a_preset_has_a_title_and_a_hint(preset: Preset) -> None:
    assert preset.title
    assert preset.hint.endswith(".")


def test_momentum_gets_much_further_in_as_many_steps() -> None:
    plain, fast = (train(PRESETS[name].experiment) for name in ("coin_tosses", "momentum"))
    assert fast.updates == plain.updates
    assert fast.loss[-1] < 0.6 * plain.loss[-1]


def test_adam_settles_at_fifty_times_the_rate_that_plain_descent_bears() -> None:
    e = PRESETS["adam"].experiment
    assert train(e).outcome is Outcome.CONVERGED
    limit = rate_limit(sharpness(hessians(e.data, train(Experiment(epochs=1)).params)))[0]
    assert e.learning_rate / float(limit) == pytest.approx(50, rel=0.05)


def test_no_two_presets_are_the_same() -> None:
    assert len({preset.experiment for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)
