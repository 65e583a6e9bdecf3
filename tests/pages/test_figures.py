"""Figures are checked by their data: what is drawn is what was computed."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from gd_core import PRESETS, Experiment, Run, Surface, train, train_many
from pages._ui import figures
from pages._ui.figures import Figure, Trace
from pages._ui.loss_figure import loss_figure
from pages._ui.scene import planes, scene
from pages._ui.surface_figure import HEIGHTS, surface_figure

PLANES = planes(("w1", "w2", "b"))
PRESETS_AND_PLANES = [
    (preset, plane) for preset in PRESETS for plane in planes(PRESETS[preset].experiment.data.names)[:4]
]

DEAD = PRESETS["too_far"].experiment


def trace(figure: Figure, role: str, run: int | None = None) -> Trace:
    """The one trace of ``figure`` with that role."""
    found: list[Trace] = [
        t for t in figure["data"] if t["meta"]["role"] == role and t["meta"].get("run") == run
    ]
    assert len(found) == 1
    return found[0]


def seen(*experiments: Experiment, plane: str = "w1 and w2", view: Any = None) -> tuple[Figure, Surface]:
    """The surface figure of the trainings of ``experiments``, and the surface on it."""
    shown = scene(train_many(experiments), plane, view)
    return surface_figure(shown.surface, shown.runs), shown.surface


def points(shown: Trace) -> np.ndarray[Any, Any]:
    return np.stack([shown["x"], shown["y"]], 1)


def axis_range(figure: Figure, axis: str = "yaxis") -> tuple[float, float]:
    low, high = figure["layout"][axis]["range"]
    return low, high


@pytest.mark.parametrize(("preset", "plane"), PRESETS_AND_PLANES)
def test_a_path_is_the_run_projected_on_the_plane(preset: str, plane: str) -> None:
    figure, surface = seen(PRESETS[preset].experiment, plane=plane)
    expected = surface.plane.project(train(PRESETS[preset].experiment).params).numpy()
    np.testing.assert_array_equal(points(trace(figure, "path", 0)), expected)


def test_on_a_plane_of_two_weights_a_path_is_these_weights() -> None:
    figure, _ = seen(Experiment(epochs=20), plane="w2 and b")
    np.testing.assert_array_equal(
        points(trace(figure, "path", 0)), train(Experiment(epochs=20)).params[:, 1:].numpy()
    )


def test_the_start_and_the_present_are_the_ends_of_the_path() -> None:
    figure, _ = seen(Experiment(epochs=30))
    path = points(trace(figure, "path", 0))
    np.testing.assert_array_equal(points(trace(figure, "start", 0)), path[:1])
    np.testing.assert_array_equal(points(trace(figure, "now", 0)), path[-1:])


def test_the_trail_and_the_dots_are_the_paths_two_ends() -> None:
    figure, _ = seen(Experiment(epochs=300))
    path = points(trace(figure, "path", 0))
    np.testing.assert_array_equal(points(trace(figure, "trail", 0)), path[-figures.TRAIL :])
    np.testing.assert_array_equal(points(trace(figure, "dots", 0)), path[: figures.FIRST_STEPS])


@pytest.mark.parametrize("plane", PLANES)
def test_the_heights_are_the_decades_of_the_loss(plane: str) -> None:
    figure, surface = seen(Experiment(), plane=plane)
    contour = trace(figure, "surface")
    np.testing.assert_array_equal(contour["customdata"], surface.loss.numpy())
    np.testing.assert_allclose(contour["z"], np.log10(surface.loss.numpy()), rtol=1e-6)
    np.testing.assert_array_equal(contour["x"], surface.x.numpy())
    np.testing.assert_array_equal(contour["y"], surface.y.numpy())


def test_a_loss_of_zero_still_has_a_height() -> None:
    _, surface = seen(Experiment(epochs=5))
    flat = replace(surface, loss=torch.zeros_like(surface.loss))
    contour = trace(surface_figure(flat, []), "surface")
    assert np.isfinite(contour["z"]).all()
    assert contour["zmin"] < contour["zmax"]


def test_the_colour_bar_names_whole_decades_of_the_loss() -> None:
    figure, _ = seen(Experiment())
    contour = trace(figure, "surface")
    bar = contour["colorbar"]
    assert [float(text) for text in bar["ticktext"]] == pytest.approx([10.0**v for v in bar["tickvals"]])
    assert (bar["tickvals"][0], bar["tickvals"][-1]) == (contour["zmin"], contour["zmax"])


def test_colours_darken_evenly_with_the_loss() -> None:
    lightness = [luminance(color) for _, color in HEIGHTS]
    assert lightness == sorted(lightness)
    assert lightness[-1] - lightness[0] > 0.7


def luminance(color: str) -> float:
    """How bright a grey that colour becomes, from 0 to 1."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_axes_are_the_surfaces_extent_and_are_named() -> None:
    figure, surface = seen(Experiment(), plane="w1 and b")
    assert (*axis_range(figure, "xaxis"), *axis_range(figure)) == surface.extent
    assert figure["layout"]["xaxis"]["title"]["text"] == "w1"
    assert figure["layout"]["yaxis"]["title"]["text"] == "b"


def test_a_surface_says_its_numbers_under_the_pointer() -> None:
    template = trace(seen(Experiment(), plane="w1 and b")[0], "surface")["hovertemplate"]
    assert template.startswith("w1 %{x:.4f}<br>b %{y:.4f}<br>loss %{customdata")


@pytest.mark.parametrize(
    ("rate", "view"),
    [(0.8, None), (0.021, (0.6, 0.9, 0.8, 1.2)), (0.021, (-3.0, 3.0, 2.9, 3.0))],
    ids=["framed", "zoomed", "strip"],
)
def test_each_place_where_a_path_is_outside_is_marked_on_the_edge(rate: float, view: Any) -> None:
    run = train(replace(DEAD, learning_rate=rate))
    figure, surface = seen(run.experiment, view=view)
    x0, x1, y0, y1 = surface.extent
    marks = trace(figure, "edge", 0)
    path = surface.plane.project(run.params).numpy()
    outside = [k for k, (x, y) in enumerate(path) if not (x0 <= x <= x1 and y0 <= y <= y1)]
    places = {tuple(path[k]) for k in outside}
    assert outside
    assert {tuple(row[1:]) for row in marks["customdata"]} == places
    for (step, x, y), (ex, ey) in zip(marks["customdata"], points(marks), strict=True):
        assert (x, y) == tuple(path[int(step)])
        assert (ex, ey) == (np.clip(x, x0, x1), np.clip(y, y0, y1))


def test_a_dead_run_has_one_mark_for_its_thousand_steps() -> None:
    marks = trace(seen(Experiment(learning_rate=0.8))[0], "edge", 0)
    assert marks["customdata"][:, 0].tolist() == [1, 2]


def test_edge_marks_say_that_and_where_a_point_is_outside() -> None:
    template = trace(seen(DEAD)[0], "edge", 0)["hovertemplate"]
    assert "outside the picture" in template
    assert all(f"%{{customdata[{k}]" in template for k in (0, 1, 2))


def test_a_run_inside_the_picture_has_no_edge_marks() -> None:
    assert len(trace(seen(Experiment())[0], "edge", 0)["x"]) == 0


def test_a_wild_run_has_few_edge_marks() -> None:
    marks = trace(seen(PRESETS["past_limit"].experiment, view=(0.0, 0.1, 0.0, 0.1))[0], "edge", 0)
    assert 20 <= len(marks["x"]) <= 50


@pytest.mark.parametrize("axis", ["log", "linear"])
@pytest.mark.parametrize("preset", PRESETS)
def test_plotly_accepts_every_loss_figure(preset: str, axis: Any) -> None:
    figure = loss_figure([train(PRESETS[preset].experiment)], axis)
    assert len(go.Figure(figure).data) == len(figure["data"])


@pytest.mark.parametrize(("preset", "plane"), PRESETS_AND_PLANES)
def test_plotly_accepts_every_surface_figure(preset: str, plane: str) -> None:
    experiment = PRESETS[preset].experiment
    figure, _ = seen(experiment, replace(experiment, seed=1), plane=plane)
    assert len(go.Figure(figure).data) == len(figure["data"])


def test_plotly_refuses_a_wrong_figure() -> None:
    figure, _ = seen(Experiment(epochs=5))
    figure["data"][0]["no_such_property"] = 1
    with pytest.raises(ValueError, match="no_such_property"):
        go.Figure(figure)


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


def test_run_colours_differ_for_the_eye() -> None:
    for one, other in combinations(figures.RUN_COLORS, 2):
        channels = [abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5)]
        assert sum(channels) > 100


def test_both_pictures_show_a_run_in_the_same_colour() -> None:
    runs = train_many([Experiment(epochs=5, seed=seed) for seed in range(4)])
    surface, loss = surface_figure(scene(runs, "w1 and w2").surface, runs), loss_figure(runs, "log")
    for i in range(4):
        assert trace(surface, "path", i)["line"]["color"] == trace(loss, "path", i)["line"]["color"]
