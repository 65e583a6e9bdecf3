"""What the surface and the loss figure share: legends, and colours that tell runs apart."""

import plotly.graph_objects as go
import pytest

from gd_core import Experiment, Run, train, train_many
from pages._ui import figures
from pages._ui.loss_figure import loss_figure
from pages._ui.scene import scene
from pages._ui.surface_figure import surface_figure
from tests.pages.drawn import seen, trace


def test_plotly_refuses_a_wrong_figure() -> None:
    figure, _ = seen(Experiment(epochs=5))
    figure["data"][0]["no_such_property"] = 1
    with pytest.raises(ValueError, match="no_such_property"):
        go.Figure(figure)


def legends(runs: list[Run]) -> tuple[bool, bool]:
    """Whether the surface and the loss figure of ``runs`` have a legend."""
    surface = surface_figure(scene(runs, "w1 and w2").surface, runs)
    return surface["layout"]["showlegend"], loss_figure(runs, "log")["layout"]["showlegend"]


def test_one_line_needs_no_legend() -> None:
    assert legends([train(Experiment(epochs=5))]) == (False, False)


def test_several_runs_have_a_legend() -> None:
    assert legends(train_many([Experiment(epochs=5), Experiment(epochs=5, seed=1)])) == (True, True)


def test_two_kinds_of_loss_have_a_legend() -> None:
    assert legends([train(Experiment(epochs=5, batch="stochastic"))]) == (False, True)


def test_the_legend_names_each_run_once() -> None:
    runs = train_many([Experiment(epochs=5, start=(1.0, 1.0, 1.0)), Experiment(epochs=5, seed=7)])
    figure = surface_figure(scene(runs, "w1 and w2").surface, runs)
    assert [t["name"] for t in figure["data"] if t["showlegend"]] == ["your start", "seed 7"]


def test_runs_differ_in_colour_and_in_symbol() -> None:
    experiments = [Experiment(epochs=5, seed=seed) for seed in range(len(figures.RUN_COLORS))]
    figure, _ = seen(*experiments)
    markers = [trace(figure, "now", i)["marker"] for i in range(len(experiments))]
    lines = [trace(figure, "path", i)["line"]["color"] for i in range(len(experiments))]
    assert len({m["symbol"] for m in markers}) == len(experiments)
    assert len({m["color"] for m in markers}) == len(experiments)
    assert lines == [m["color"] for m in markers]


def test_both_pictures_show_a_run_in_the_same_colour() -> None:
    runs = train_many([Experiment(epochs=5, seed=seed) for seed in range(4)])
    surface, loss = surface_figure(scene(runs, "w1 and w2").surface, runs), loss_figure(runs, "log")
    for i in range(4):
        assert trace(surface, "path", i)["line"]["color"] == trace(loss, "path", i)["line"]["color"]
