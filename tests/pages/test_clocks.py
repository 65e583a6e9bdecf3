"""The loss curve's horizontal axis counts what it says."""

from typing import Any

import pytest

from gd_core import Experiment, train
from pages._ui.loss_figure import loss_figure
from pages._ui.player.payload import Caption, Lesson, pack
from pages._ui.scene import scene
from tests.pages.decoder import decode

MINI = Experiment(batch="mini", batch_size=3, epochs=4)


def times(experiment: Experiment, clock: Any) -> list[float]:
    figure = loss_figure([train(experiment)], "log", clock)
    (path,) = (trace for trace in figure["data"] if trace["meta"]["role"] == "path")
    return [float(time) for time in path["x"]]


def counted(experiment: Experiment) -> list[int]:
    """The samples seen before each update, counted from the batches themselves."""
    seen = [0]
    for batch in train(experiment).batches:
        seen.append(seen[-1] + int((batch >= 0).sum()))
    return seen


@pytest.mark.parametrize("experiment", [MINI, Experiment(epochs=3), Experiment(batch="stochastic", epochs=2)])
def test_samples_are_those_of_the_batches(experiment: Experiment) -> None:
    assert times(experiment, "samples") == counted(experiment)


def test_updates_are_the_steps() -> None:
    assert times(MINI, "updates") == list(range(9))


def test_epochs_are_passes_over_the_data() -> None:
    assert times(MINI, "epochs") == [step / 2 for step in range(9)]


def test_the_batches_losses_lie_at_the_same_times() -> None:
    figure = loss_figure([train(MINI)], "log", "samples")
    (dots,) = (trace for trace in figure["data"] if trace["meta"]["role"] == "batch")
    assert [int(time) for time in dots["x"]] == counted(MINI)[:-1]


def test_the_player_is_told_the_clock_and_what_it_needs_to_follow_it() -> None:
    got = decode(pack(scene([train(MINI)], "w1 and w2"), "log", Caption(), lesson=Lesson(clock="samples")))
    assert (got["clock"], got["runs"][0]["batchSize"], got["runs"][0]["updatesPerEpoch"]) == ("samples", 3, 2)
