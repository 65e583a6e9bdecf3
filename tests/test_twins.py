"""Networks whose hidden neurons have changed places are the same networks."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gd_core import PRESETS, Experiment, train
from gd_core.problems.catalog import NETWORK
from gd_core.problems.network.models import Perceptron
from gd_core.space.twins import orders, swaps, twin, twin_plane

MODEL = NETWORK.model
BY_NAME = dict(zip(NETWORK.names, range(13), strict=True))
TRAINED = [PRESETS["coin_tosses"].experiment, PRESETS["comparison"].experiment]

numbers = st.floats(-20, 20, width=32)
networks = st.lists(numbers, min_size=13, max_size=13).map(torch.tensor)


@given(params=networks)
def test_all_six_orders_have_the_same_loss(params: torch.Tensor) -> None:
    alike = torch.stack([twin(MODEL, params, order) for order in orders(MODEL)])
    losses = NETWORK.losses(alike)
    assert len(losses) == 6
    torch.testing.assert_close(losses, losses[:1].expand(6), rtol=1e-5, atol=1e-6)


@given(params=networks)
def test_in_double_precision_they_say_the_same_of_every_point(params: torch.Tensor) -> None:
    for order in orders(MODEL):
        ours, theirs = (
            MODEL.outputs(p.double()[None], NETWORK.inputs.double())
            for p in (params, twin(MODEL, params, order))
        )
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-9)


@given(params=networks, order=st.permutations(range(3)))
def test_every_weight_goes_where_its_neuron_goes(params: torch.Tensor, order: list[int]) -> None:
    moved = twin(MODEL, params, order)
    for place, neuron in enumerate(order, 1):
        for name in ("w{}1", "w{}2", "b{}", "v{}"):
            assert moved[BY_NAME[name.format(place)]] == params[BY_NAME[name.format(neuron + 1)]]
    assert moved[BY_NAME["c"]] == params[BY_NAME["c"]]


def test_a_stack_of_networks_is_reordered_at_once() -> None:
    stack = torch.randn(5, 13, generator=torch.Generator().manual_seed(1))
    assert torch.equal(twin(MODEL, stack, (2, 0, 1))[3], twin(MODEL, stack[3], (2, 0, 1)))


def test_a_deeper_network_has_twins_too() -> None:
    model = Perceptron((2, 4, 3, 1))
    params = torch.randn(model.count, generator=torch.Generator().manual_seed(2))
    inputs = torch.randn(6, 2, generator=torch.Generator().manual_seed(3))
    alike = torch.stack([twin(model, params, order) for order in orders(model)])
    said = model.outputs(alike, inputs)
    torch.testing.assert_close(said, said[:1].expand_as(said))
    assert len(orders(model)) == 24
    assert len(swaps(model)) == 6


def test_swaps_are_their_own_way_back() -> None:
    params = torch.arange(13.0)
    for order in swaps(MODEL):
        assert not torch.equal(twin(MODEL, params, order), params)
        assert torch.equal(twin(MODEL, twin(MODEL, params, order), order), params)


@pytest.mark.parametrize("order", [(0, 1), (0, 0, 1), (1, 2, 3), ()])
def test_an_order_that_is_none_is_refused(order: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="order must name each of 3 hidden neurons once"):
        twin(MODEL, torch.zeros(13), order)


def test_without_hidden_neurons_there_is_nothing_to_swap() -> None:
    model = Perceptron((2, 1))
    assert orders(model) == swaps(model) == []
    with pytest.raises(ValueError, match="order"):
        twin(model, torch.zeros(3), (0,))


@pytest.mark.parametrize("experiment", TRAINED)
@pytest.mark.parametrize("order", swaps(MODEL))
def test_the_twins_plane_is_its_own_mirror_image(experiment: Experiment, order: tuple[int, ...]) -> None:
    run, problem = train(experiment), experiment.data
    plane = twin_plane(MODEL, run.params[-1], run.params[0], order)
    points = torch.randn(50, 2, generator=torch.Generator().manual_seed(4))
    mirrored = problem.losses(plane.lift(points * torch.tensor([-1.0, 1.0])))
    torch.testing.assert_close(problem.losses(plane.lift(points)), mirrored, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("experiment", TRAINED)
@pytest.mark.parametrize("order", swaps(MODEL))
def test_both_twins_lie_on_their_plane(experiment: Experiment, order: tuple[int, ...]) -> None:
    run = train(experiment)
    end = run.params[-1]
    other = twin(MODEL, end, order)
    plane = twin_plane(MODEL, end, run.params[0], order)
    (x, y), (x_other, y_other) = plane.project(end).tolist(), plane.project(other).tolist()
    assert x < 0 < x_other
    assert x_other == pytest.approx(-x, rel=1e-4)
    assert [y, y_other] == pytest.approx([0, 0], abs=1e-4)
    torch.testing.assert_close(
        plane.lift(plane.project(torch.stack([end, other]))), torch.stack([end, other])
    )


def test_a_run_that_never_left_its_start_has_a_plane_too() -> None:
    params = torch.randn(13, generator=torch.Generator().manual_seed(5))
    plane = twin_plane(MODEL, params, params, swaps(MODEL)[0])
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2))
