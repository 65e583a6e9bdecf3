"""The film shows real points of the run, each where it is."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gd_core import PRESETS, Experiment, Run, train, train_many
from pages._ui.figures import RUN_COLORS
from pages._ui.loss_figure import loss_figure
from pages._ui.planes import planes
from pages._ui.scene import Scene, scene
from pages._ui.takeaway.film import axes, schedule
from pages._ui.takeaway.film.gif import gif
from pages._ui.takeaway.film.gif import schedule as schedule_of
from pages._ui.takeaway.film.heights import rgb
from pages._ui.takeaway.film.sheet import HEIGHT, LOSS, SURFACE, WIDTH
from pages._ui.takeaway.made import Made

MADE = Made("One neuron learns four points.", "https://lab.example/?v=1")
Pixels = np.ndarray[Any, np.dtype[np.uint8]]


def scene_of(runs: list[Run]) -> Scene:
    return scene(runs, planes(runs[0].names)[0])


def frames_of(film: bytes) -> list[Pixels]:
    """Every frame as (height, width, 3)."""
    picture = Image.open(BytesIO(film))
    found = []
    for place in range(getattr(picture, "n_frames", 1)):
        picture.seek(place)
        found.append(np.asarray(picture.convert("RGB")))
    return found


def heart(pixels: Pixels, x: float, y: float, color: str) -> bool:
    """Whether a filled disc of ``color`` lies around the pixel (x, y)."""
    column, row = round(x), round(y)
    part = pixels[row - 2 : row + 3, column - 2 : column + 3].astype(int)
    return part.size > 0 and bool((np.abs(part - rgb(color)).max(axis=2) <= 24).mean() > 0.9)


def on_surface(seen: Scene, run: Run, point: int) -> tuple[float, float]:
    """Where the film's surface has a recorded point of ``run``: worked out from the extent alone."""
    x, y = seen.surface.plane.project(run.params[point : point + 1])[0].tolist()
    x0, x1, y0, y1 = seen.surface.extent
    across, down = (x - x0) / (x1 - x0), (y1 - y) / (y1 - y0)
    return SURFACE.left + across * SURFACE.width, SURFACE.top + down * SURFACE.height


def on_loss(run: Run, point: int) -> tuple[float, float]:
    """The same on the loss curve, whose axis is logarithmic."""
    layout = loss_figure([run], "log")["layout"]
    x0, x1 = layout["xaxis"]["range"]
    y0, y1 = layout["yaxis"]["range"]
    across = (int(run.step[point]) - x0) / (x1 - x0)
    down = (y1 - np.log10(float(run.loss[point]))) / (y1 - y0)
    return LOSS.left + across * LOSS.width, LOSS.top + down * LOSS.height


@pytest.fixture(scope="module")
def bouncing() -> tuple[Scene, bytes]:
    """The film of a run that leaps from side to side."""
    seen = scene_of([train(Experiment(learning_rate=0.019, epochs=300))])
    return seen, gif(seen, "log", MADE)


def test_the_dot_of_each_frame_is_the_runs_point(bouncing: tuple[Scene, bytes]) -> None:
    seen, film = bouncing
    (run,) = seen.runs
    plan, frames = schedule_of(seen.runs), frames_of(film)
    assert len(frames) == len(plan)
    for frame, pixels in zip(plan, frames, strict=True):
        assert heart(pixels, *on_surface(seen, run, frame.step), RUN_COLORS[0])
        assert heart(pixels, *on_loss(run, frame.step), RUN_COLORS[0])


def test_the_dot_is_not_yet_where_it_comes_later(bouncing: tuple[Scene, bytes]) -> None:
    seen, film = bouncing
    (run,) = seen.runs
    frames, last = frames_of(film), len(run.loss) - 1
    assert not heart(frames[0], *on_loss(run, last), RUN_COLORS[0])
    assert not heart(frames[2], *on_surface(seen, run, 6), RUN_COLORS[0])


def test_every_frame_differs_from_the_one_before(bouncing: tuple[Scene, bytes]) -> None:
    frames = frames_of(bouncing[1])
    assert all((a != b).any() for a, b in pairwise(frames))


def test_it_is_small_wide_and_goes_round(bouncing: tuple[Scene, bytes]) -> None:
    picture = Image.open(BytesIO(bouncing[1]))
    assert picture.size == (WIDTH, HEIGHT)
    assert 640 <= WIDTH <= 960
    assert picture.info["loop"] == 0
    assert len(bouncing[1]) < 1_000_000


def test_it_says_how_it_was_made(bouncing: tuple[Scene, bytes]) -> None:
    picture = Image.open(BytesIO(bouncing[1]))
    comment = picture.info["comment"].decode()
    assert "Gradient Descent Lab 1." in comment
    assert MADE.link in comment
    written = frames_of(bouncing[1])[0][HEIGHT - 40 :, :400]
    assert (written.min(axis=2) < 150).sum() > 200


def test_several_runs_each_have_a_dot_of_their_own() -> None:
    seen = scene_of(train_many([Experiment(seed=seed, epochs=40) for seed in range(19, 27)]))
    first = frames_of(gif(seen, "log", MADE))[0]
    found = [np.abs(first.astype(int) - rgb(color)).max(axis=2) < 8 for color in RUN_COLORS]
    assert all(mask[SURFACE.top : SURFACE.top + SURFACE.height].sum() > 20 for mask in found)


@pytest.mark.parametrize("preset", ["too_far", "coin_tosses", "escape"])
def test_any_run_has_a_film(preset: str) -> None:
    seen = scene_of([train(PRESETS[preset].experiment, record_limit=300)])
    frames = frames_of(gif(seen, "linear", MADE))
    assert len(frames) == len(schedule_of(seen.runs))


def test_a_film_has_a_hole_where_a_formula_has_no_value() -> None:
    run = train(Experiment("formula", formula="log(x) * x + y^2 / 4", learning_rate=0.1, epochs=3))
    first = frames_of(gif(scene_of([run]), "linear", MADE))[0][SURFACE.top : SURFACE.top + SURFACE.height]
    hole, ground = (first[60:-100, SURFACE.left + x : SURFACE.left + x + 120] for x in (20, 240))
    assert (hole > 240).all()
    assert (ground.min(axis=2) < 240).mean() > 0.9


def test_a_run_that_ends_at_its_start_has_a_film() -> None:
    run = train(Experiment("formula", formula="sqrt(x) + y^2", learning_rate=0.1, start=(0.01, 1.0)))
    assert run.updates == 0
    assert frames_of(gif(scene_of([run]), "log", MADE))


def test_a_run_of_one_step_and_one_far_outside_have_films() -> None:
    assert len(frames_of(gif(scene_of([train(Experiment(epochs=1))]), "log", MADE))) == 2
    run = train(Experiment(start=(-9e5, 9e5, 0.0), epochs=5))
    elsewhere = scene([run], "w1 and w2", view=(0.0, 1.0, 0.0, 1.0))
    first = frames_of(gif(elsewhere, "log", MADE))[0][SURFACE.top : SURFACE.top + SURFACE.height]
    orange = np.abs(first.astype(int) - rgb(RUN_COLORS[0])).max(axis=2) < 8
    # Pointed at from the upper left corner of the surface.
    assert orange[:40, SURFACE.left : SURFACE.left + 40].sum() > 15


@pytest.mark.parametrize("last", [1, 2, 3, 4, 40, 1_000, 15_000, 1_000_000])
def test_the_frames_are_recorded_steps_from_the_first_to_the_last(last: int) -> None:
    steps = np.unique(np.linspace(0, last, 400).astype(int))
    plan = schedule.frames(steps)
    shown = [frame.step for frame in plan]
    assert shown == sorted(set(shown))
    assert set(shown) <= set(steps.tolist())
    assert (shown[0], shown[-1]) == (0, last)
    assert all(frame.duration % 10 == 0 and frame.duration >= schedule.TICK for frame in plan)
    assert sum(frame.duration for frame in plan) <= 13_000


def test_ticks_are_round_and_within_the_axis() -> None:
    assert [t for _, t in axes.ticks({"range": [-0.3, 1.1]}, 6)] == ["0.0", "0.5", "1.0"]
    assert [t for _, t in axes.ticks({"range": [-400, 15400]}, 6)] == ["0", "5000", "10000", "15000"]
    assert [t for _, t in axes.ticks({"range": [-4.2, 1.1], "type": "log", "dtick": 2}, 6)] == [
        "0.0001",
        "0.01",
        "1",
    ]
    assert [t for _, t in axes.ticks({"range": [-2, 2]}, 5)] == ["−2", "−1", "0", "1", "2"]


def test_the_ground_follows_where_the_slice_does() -> None:
    run = train(replace(PRESETS["coin_tosses"].experiment, epochs=300))
    first, *_, last = frames_of(gif(scene([run], "following w11 and v3"), "log", MADE))
    still, *_, end = frames_of(gif(scene([run], "w11 and v3"), "log", MADE))
    assert changed(first, last) > 0.5
    assert changed(still, end) < 0.1


def changed(one: Pixels, other: Pixels) -> float:
    """The share of the surface's pixels that differ."""
    area = np.s_[SURFACE.top : SURFACE.top + SURFACE.height, SURFACE.left : SURFACE.left + SURFACE.width]
    return float((one[area] != other[area]).any(axis=2).mean())


def test_what_is_written_in_a_picture_is_written_in_the_film() -> None:
    run = train(Experiment("saddle", epochs=2))
    seen = scene([run], "x and y", (-1e30, 1e30, -1e30, 1e30))
    first = frames_of(gif(seen, "linear", Made("a saddle")))[0]
    height, width = SURFACE.height, SURFACE.width
    area = np.asarray(first)[SURFACE.top : SURFACE.top + height, SURFACE.left : SURFACE.left + width]
    dark = area.sum(-1) < 300
    assert dark[: height // 3].any()
    assert not dark[height * 3 // 4 :].any()
