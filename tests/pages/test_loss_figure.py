"""The loss figure is checked by its data: what is drawn is what was computed."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from gd_core import PRESETS, Experiment, train
from pages._ui.loss_figure import loss_figure
from tests.pages.drawn import axis_range, trace

DEAD = PRESETS["too_far"].experiment


@pytest.mark.parametrize("axis", ["log", "linear"])
@pytest.mark.parametrize("preset", PRESETS)
def test_plotly_accepts_every_loss_figure(preset: str, axis: Any) -> None:
    figure = loss_figure([train(PRESETS[preset].experiment)], axis)
    assert len(go.Figure(figure).data) == len(figure["data"])


@pytest.mark.parametrize("batch", ["full", "mini", "stochastic"])
def test_the_loss_curve_is_the_loss_at_each_step(batch: str) -> None:
    run = train(Experiment(batch=batch, epochs=50))
    line = trace(loss_figure([run], "log"), "path", 0)
    np.testing.assert_array_equal(line["x"], run.step)
    np.testing.assert_array_equal(line["y"], run.loss)


def test_the_present_is_the_end_of_the_loss_curve() -> None:
    run = train(Experiment(epochs=50))
    now = trace(loss_figure([run], "log"), "now", 0)
    assert (now["x"].item(), now["y"].item()) == (50, run.loss[-1].item())


def test_a_shuffled_run_also_shows_the_loss_of_each_batch() -> None:
    run = train(Experiment(batch="mini", epochs=50))
    dots = trace(loss_figure([run], "log"), "batch", 0)
    np.testing.assert_array_equal(dots["x"], run.step[:-1])
    np.testing.assert_array_equal(dots["y"], run.batch_loss)


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_the_loss_axes_are_named(axis: Any) -> None:
    layout = loss_figure([train(Experiment(epochs=5))], axis)["layout"]
    assert layout["yaxis"]["title"]["text"] == "loss"
    assert layout["xaxis"]["title"]["text"].startswith("step")
    assert layout["yaxis"]["type"] == axis


@pytest.mark.parametrize("preset", ["notebook", "slow", "bouncing", "mini", "stochastic"])
def test_a_linear_axis_holds_every_loss_of_a_tame_run(preset: str) -> None:
    run = train(PRESETS[preset].experiment)
    low, high = axis_range(loss_figure([run], "linear"))
    assert low < float(run.loss.min())
    assert float(run.loss.max()) < high < 1.2 * float(run.loss.max())


@pytest.mark.parametrize("preset", ["notebook", "slow", "bouncing", "mini", "stochastic"])
def test_a_log_axis_holds_every_loss_of_a_tame_run(preset: str) -> None:
    run = train(PRESETS[preset].experiment)
    low, high = axis_range(loss_figure([run], "log"))
    assert 10**low < float(run.loss.clamp_min(1e-14).min())
    assert float(run.loss.max()) < 10**high


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_one_exploding_run_does_not_squash_the_other(line: str, axis: Any) -> None:
    tame, wild = (train(Experiment(problem=line, learning_rate=rate)) for rate in (0.01, 0.1))
    assert float(wild.loss.max()) > 1e9 * float(tame.loss.max())
    low, high = axis_range(loss_figure([tame, wild], axis))
    alone_low, alone_high = axis_range(loss_figure([tame], axis))
    assert low <= alone_low
    assert high - low <= (30 if axis == "linear" else 1.5) * (alone_high - alone_low)


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_a_flat_loss_still_has_an_axis(axis: Any) -> None:
    low, high = axis_range(loss_figure([train(replace(DEAD, start=(-1.0, -1.0, -1.0)))], axis))
    assert low < high
    assert low < (np.log10(750) if axis == "log" else 750) < high


@pytest.mark.parametrize("epochs", [1, 10, 1000])
def test_the_step_axis_holds_every_step(epochs: int) -> None:
    low, high = axis_range(loss_figure([train(Experiment(epochs=epochs))], "log"), "xaxis")
    assert low < 0 < epochs < high < 1.1 * epochs


def test_the_step_axis_is_the_longest_runs() -> None:
    short, long = train(Experiment(epochs=10)), train(Experiment(epochs=100))
    assert axis_range(loss_figure([short, long], "log"), "xaxis")[1] > 100
