"""The surface figure is checked by its data: what is drawn is what was computed."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from gd_core import PRESETS, Experiment, train
from pages._ui import figures
from pages._ui.planes import planes
from pages._ui.surface_figure import HEIGHTS, surface_figure
from tests.pages.drawn import axis_range, points, seen, trace

PLANES = planes(("w1", "w2", "b"))
PRESETS_AND_PLANES = [
    (preset, plane) for preset in PRESETS for plane in planes(PRESETS[preset].experiment.data.names)[:4]
]

DEAD = PRESETS["too_far"].experiment


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


@pytest.mark.parametrize(("preset", "plane"), PRESETS_AND_PLANES)
def test_plotly_accepts_every_surface_figure(preset: str, plane: str) -> None:
    experiment = PRESETS[preset].experiment
    figure, _ = seen(experiment, replace(experiment, seed=1), plane=plane)
    assert len(go.Figure(figure).data) == len(figure["data"])
