"""Random directions are scaled filter by filter, and their plane keeps distances."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gd_core import Plane
from gd_core.problems.network.models import Perceptron
from gd_core.space.directions import filter_normalised, random_plane

sizes = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(lambda wide: (*wide, 1))
seeds = st.integers(0, 9_999)


@st.composite
def models(draw: st.DrawFn) -> tuple[Perceptron, torch.Tensor]:
    """A perceptron, and parameters of any size for it, zeros among them."""
    model = Perceptron(draw(sizes))
    number = st.floats(-100, 100, width=32)
    return model, torch.tensor(draw(st.lists(number, min_size=model.count, max_size=model.count)))


@given(given_model=models(), seed=seeds)
def test_every_filter_is_as_long_as_the_models(
    given_model: tuple[Perceptron, torch.Tensor], seed: int
) -> None:
    model, at = given_model
    for direction in filter_normalised(model, at, seed):
        for (weight, bias), (wanted, wanted_bias) in zip(
            model.layers(direction), model.layers(at.double()), strict=True
        ):
            torch.testing.assert_close(bias.abs(), wanted_bias.abs())
            torch.testing.assert_close(weight.norm(dim=1), wanted.norm(dim=1))


@given(given_model=models(), seed=seeds)
def test_the_axes_are_orthonormal_whatever_the_model(
    given_model: tuple[Perceptron, torch.Tensor], seed: int
) -> None:
    plane = random_plane(*given_model, seed)
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2), rtol=0, atol=1e-6)
    assert torch.equal(plane.origin, given_model[1])


@given(given_model=models(), seed=seeds)
def test_the_plane_holds_the_directions(given_model: tuple[Perceptron, torch.Tensor], seed: int) -> None:
    model, at = given_model
    plane, directions = random_plane(model, at, seed), filter_normalised(model, at, seed)
    ends = at + directions.float()
    scale = float(1 + at.abs().max())
    torch.testing.assert_close(plane.lift(plane.project(ends)), ends, rtol=0, atol=1e-5 * scale)


def test_a_seed_draws_the_same_plane_again_and_another_one_another() -> None:
    model, at = Perceptron((2, 3, 1)), torch.arange(13.0)
    first, again, other = (random_plane(model, at, seed) for seed in (7, 7, 8))
    assert torch.equal(first.axes, again.axes)
    assert not torch.allclose(first.axes, other.axes, atol=0.1)


def test_a_network_with_weights_ten_times_as_large_is_seen_ten_times_as_far() -> None:
    """What one hidden neuron's weights lose, the output's gain: the same function, the same picture."""
    model = Perceptron((2, 3, 1))
    at = torch.randn(13, generator=torch.Generator().manual_seed(0))
    larger = at.clone()
    (weight, bias), (after, _) = model.layers(larger)
    weight *= 10
    bias *= 10
    after /= 10
    for ours, theirs in zip(
        filter_normalised(model, at, 3), filter_normalised(model, larger, 3), strict=True
    ):
        inputs = torch.tensor([[1.0, 2.0], [3.0, -1.0]])
        said = model.outputs((at + 0.3 * ours)[None].float(), inputs)
        torch.testing.assert_close(model.outputs((larger + 0.3 * theirs)[None].float(), inputs), said)


def test_the_first_axis_is_the_first_direction_and_the_second_lies_at_a_right_angle() -> None:
    directions = torch.tensor([[3.0, 4.0, 0.0], [1.0, 0.0, 2.0]])
    plane = Plane.spanning(directions, torch.ones(3), ("x", "y"))
    torch.testing.assert_close(plane.axes[0], torch.tensor([0.6, 0.8, 0.0]))
    assert float(plane.axes[0] @ plane.axes[1]) == pytest.approx(0, abs=1e-7)
    assert float(plane.axes[1] @ directions[1]) > 0
    assert plane.labels == ("x", "y")


@pytest.mark.parametrize("directions", [torch.zeros(2, 3), torch.ones(2, 3)])
def test_less_than_a_plane_is_made_a_plane(directions: torch.Tensor) -> None:
    plane = Plane.spanning(directions, torch.zeros(3), ("x", "y"))
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2))
