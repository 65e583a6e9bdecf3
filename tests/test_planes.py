"""Planes of parameter space, and what of them a picture shows."""

from math import inf, nan

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from gd_core import Experiment, Plane, train
from gd_core.space.planes import frame

NAMES = ("w1", "w2", "b")
PAIRS = [("w1", "w2"), ("w2", "w1"), ("w1", "b"), ("b", "w2")]


def walk(seed: int, steps: int = 30, size: int = 6) -> Tensor:
    """A random path that drifts."""
    moves = torch.randn(steps, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return (moves * torch.linspace(3, 0.1, size) + 0.2).cumsum(0)


def planes() -> list[Plane]:
    at = torch.tensor([0.5, -2.0, 3.0], dtype=torch.float64)
    through = [Plane.through(NAMES, x, y, at) for x, y in PAIRS]
    return [*through, *(Plane.principal(walk(seed)) for seed in range(4))]


@pytest.mark.parametrize("plane", planes())
def test_what_is_lifted_projects_back(plane: Plane) -> None:
    points = torch.randn(7, 5, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 10
    torch.testing.assert_close(plane.project(plane.lift(points)), points)


@pytest.mark.parametrize("plane", planes())
def test_the_axes_are_orthonormal(plane: Plane) -> None:
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2, dtype=torch.float64))


@pytest.mark.parametrize("plane", planes())
def test_a_projection_is_the_nearest_point(plane: Plane) -> None:
    params = torch.full_like(plane.origin, 1.7)
    off = params - plane.lift(plane.project(params))
    torch.testing.assert_close(plane.axes @ off, torch.zeros(2, dtype=torch.float64))


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_a_plane_through_two_weights_has_them_as_coordinates(x: str, y: str) -> None:
    at = torch.tensor([0.5, -2.0, 3.0])
    plane = Plane.through(NAMES, x, y, at)
    assert plane.labels == (x, y)
    assert plane.project(at).tolist() == [at[NAMES.index(x)], at[NAMES.index(y)]]
    assert torch.equal(plane.lift(plane.project(at)), at)


def test_the_other_weights_are_held() -> None:
    plane = Plane.through(NAMES, "w1", "w2", at=torch.tensor([1.0, 2.0, 7.0]))
    assert plane.lift(torch.tensor([4.0, 5.0])).tolist() == [4.0, 5.0, 7.0]


def test_an_unknown_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="y must be one of w1, w2, b, got 'w3'"):
        Plane.through(NAMES, "w1", "w3", torch.zeros(3))


def test_two_equal_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="y must differ from x, got 'b' for both"):
        Plane.through(NAMES, "b", "b", torch.zeros(3))


@pytest.mark.parametrize("seed", range(5))
def test_the_principal_plane_is_that_of_the_singular_vectors(seed: int) -> None:
    path = walk(seed)
    plane = Plane.principal(path)
    _, _, directions = torch.linalg.svd(path - path.mean(0))
    torch.testing.assert_close((plane.axes * directions[:2]).sum(1).abs(), torch.ones(2, dtype=torch.float64))
    assert torch.equal(plane.origin, path[-1])


@pytest.mark.parametrize("seed", range(5))
def test_principal_axes_point_the_way_the_path_goes(seed: int) -> None:
    path = walk(seed)
    assert (Plane.principal(path).project(path[-1]) >= Plane.principal(path).project(path[0])).all()


def test_a_principal_plane_can_go_through_another_point() -> None:
    at = torch.ones(6, dtype=torch.float64)
    assert torch.equal(Plane.principal(walk(0), at=at).origin, at)


@pytest.mark.parametrize("plane", planes()[4:])
@pytest.mark.parametrize("seed", range(3))
def test_the_share_is_the_part_of_the_movement_inside(plane: Plane, seed: int) -> None:
    path, inside, total = walk(seed), 0.0, 0.0
    for move in torch.diff(path, dim=0):
        total += float(move @ move)
        inside += sum(float(move @ axis) ** 2 for axis in plane.axes)
    assert plane.share(path) == pytest.approx(inside / total)
    assert 0 <= plane.share(path) <= 1


def test_the_share_is_one_inside_the_plane_and_none_across_it() -> None:
    plane = Plane.through(NAMES, "w1", "b", torch.zeros(3))
    assert plane.share(torch.tensor([[0.0, 1.0, 0.0], [2.0, 1.0, 3.0]])) == 1
    assert plane.share(torch.tensor([[0.0, 1.0, 0.0], [0.0, 5.0, 0.0]])) == 0


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_path_that_stands_still_has_a_plane_and_is_held(steps: int) -> None:
    path = torch.ones(steps, 3)
    plane = Plane.principal(path)
    assert plane.axes.isfinite().all()
    assert plane.share(path) == 1


def test_the_principal_plane_holds_most_of_a_training() -> None:
    path = train(Experiment()).params
    assert Plane.principal(path).share(path) > 0.99


LANDMARKS = torch.tensor([[0.0, 0.0], [4.0, 2.0]])


@pytest.mark.parametrize("far", [1e3, 1e30, -1e9, inf, -inf, nan])
@pytest.mark.parametrize("axis", [0, 1])
def test_one_far_point_does_not_change_the_extent(far: float, axis: int) -> None:
    near = torch.tensor([[1.0, 1.0], [5.0, 2.5]])
    point = torch.tensor([[2.0, 2.0]])
    point[0, axis] = far
    assert frame(torch.cat([near, point]), LANDMARKS) == frame(near, LANDMARKS)


coordinate = st.floats(-1e4, 1e4, width=32)
point_lists = st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=8)
anything = st.tuples(st.floats(width=32), st.floats(width=32))


@given(landmarks=point_lists, points=st.lists(anything, min_size=1, max_size=8))
def test_landmarks_are_always_inside_a_picture_of_a_fair_shape(
    landmarks: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    marks = torch.tensor(landmarks)
    x0, x1, y0, y1 = frame(torch.tensor(points), marks)
    assert x0 < marks[:, 0].min()
    assert marks[:, 0].max() < x1
    assert y0 < marks[:, 1].min()
    assert marks[:, 1].max() < y1
    assert 0.19 < (x1 - x0) / (y1 - y0) < 5.1


@given(landmarks=point_lists, points=st.lists(anything, min_size=1, max_size=8))
def test_no_point_stretches_the_picture_beyond_ten_times_the_landmarks(
    landmarks: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    marks = torch.tensor(landmarks)
    alone, shown = frame(marks, marks), frame(torch.tensor(points), marks)
    assert shown[1] - shown[0] <= 10 * (alone[1] - alone[0])
    assert shown[3] - shown[2] <= 10 * (alone[3] - alone[2])


def test_a_point_near_the_landmarks_is_shown() -> None:
    x0, x1, _, _ = frame(torch.tensor([[-3.0, 1.0], [9.0, 1.0]]), LANDMARKS)
    assert x0 < -3
    assert x1 > 9
