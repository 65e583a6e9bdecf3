"""The ground along a run, against closed forms and PyTorch's own Hessian of a module."""

from dataclasses import replace
from itertools import pairwise
from math import inf, nan

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.utils import parameters_to_vector

from gd_core import PRESETS, Experiment, Run, train
from gd_core.analysis.path_curvature import Zone, chosen_points, path_curvature, zone
from gd_core.space.curvature import hessians, predicted_change
from tests import notebook

BOUNCING = Experiment(learning_rate=0.019, epochs=300)
SHAKEN = Experiment(learning_rate=0.017, batch="stochastic", epochs=40)


def least_squares(params: Tensor) -> Tensor:
    """The Hessian of the neuron's loss: 2/N times the sum of x x' over the samples that are on."""
    rows = torch.cat([notebook.X, torch.ones(4, 1)], 1).double()
    on = rows @ params > 0
    return 2 * rows[on].T @ rows[on] / 4


@pytest.mark.parametrize("experiment", [Experiment(epochs=50), BOUNCING, SHAKEN])
def test_a_neurons_curvature_is_that_of_least_squares_on_what_is_on(experiment: Experiment) -> None:
    run = train(experiment)
    wanted = [torch.linalg.eigvalsh(least_squares(point))[-1] for point in run.params.double()]
    assert torch.allclose(path_curvature(run).sharpness, torch.stack(wanted))


def test_a_networks_curvature_is_that_of_its_module() -> None:
    run = train(replace(PRESETS["comparison"].experiment, epochs=60))
    data, found = run.experiment.fit, path_curvature(run)
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid()).double()
    names = [name for name, _ in model.named_parameters()]
    sizes = [each.shape for each in model.parameters()]

    def loss(flat: Tensor) -> Tensor:
        parts = flat.split([size.numel() for size in sizes])
        values = {name: part.view(size) for name, part, size in zip(names, parts, sizes, strict=True)}
        outputs = functional_call(model, values, (data.inputs.double(),))
        return nn.functional.binary_cross_entropy(outputs, data.targets.double())

    assert len(parameters_to_vector(model.parameters())) == run.params.shape[1]
    for point in (0, 7, 30, 60):
        hessian = torch.autograd.functional.hessian(loss, run.params[point].double())
        assert found.sharpness[point].item() == pytest.approx(torch.linalg.eigvalsh(hessian)[-1].item())


def kinks(run: Run) -> list[int]:
    """How many samples' ReLUs each step of a neuron switches, counted one by one."""
    on = [[bool(w[0] * x1 + w[1] * x2 + w[2] > 0) for x1, x2 in notebook.X] for w in run.params.double()]
    return [sum(a != b for a, b in zip(was, now, strict=True)) for was, now in pairwise(on)]


@pytest.mark.parametrize("experiment", [Experiment(learning_rate=0.0195), BOUNCING, SHAKEN])
def test_a_neurons_step_is_foretold_exactly_unless_it_crosses_a_kink(experiment: Experiment) -> None:
    run = train(experiment)
    found = path_curvature(run)
    assert found.kinks[:-1].tolist() == kinks(run)
    smooth = found.kinks[:-1] == 0
    scale = run.params.double().square().sum(1)[:-1] * 1e-10
    off = (found.predicted - found.happened)[:-1].abs()
    assert bool((off <= 1e-6 * found.happened[:-1].abs() + scale)[smooth].all())
    if not smooth.all():
        assert bool((off > 1e-3 * found.happened[:-1].abs())[~smooth].any())


@pytest.mark.parametrize("name", ["neuron", "network", "wave"])
def test_plain_descent_is_foretold_by_the_rate_the_gradient_and_the_hessian(name: str) -> None:
    run = train(replace(Experiment(epochs=40), problem=name), dtype=torch.float64)
    wanted = predicted_change(run.grad, hessians(run.experiment.data, run.params[:-1]), 0.01)
    found = path_curvature(run)
    assert torch.allclose(found.predicted[:-1], wanted)
    assert torch.allclose(found.happened[:-1], run.loss.diff())


@pytest.mark.parametrize("batch", ["full", "stochastic"])
def test_a_step_that_the_record_skips_is_made_again(batch: str) -> None:
    experiment = Experiment(epochs=500, batch=batch)
    some, every = train(experiment, record_limit=100), train(experiment)
    found, whole = path_curvature(some), path_curvature(every)
    assert (some.step.diff() > 1).any()
    for name in ("sharpness", "predicted", "happened", "kinks"):
        ours, theirs = getattr(found, name)[:-1], getattr(whole, name)[some.step[:-1]]
        assert torch.allclose(ours, theirs, rtol=1e-3, atol=1e-6)
    assert found.happened[-1].isnan()


def test_what_no_single_step_joins_is_not_foretold_of_an_optimizer_with_a_memory() -> None:
    run = train(Experiment(epochs=500, optimizer="adam"), record_limit=100)
    found, single = path_curvature(run), run.step.diff() == 1
    assert 0 < single.sum() < len(single)
    for each in (found.predicted, found.happened, found.kinks):
        assert each[:-1].isnan().tolist() == (~single).tolist()
        assert each[-1].isnan()
    assert found.sharpness.isfinite().all()


@given(count=st.integers(1, 5000), most=st.integers(3, 3000))
def test_chosen_points_rise_from_the_first_to_the_last(count: int, most: int) -> None:
    points = chosen_points(count, most)
    assert len(points) == min(count, most)
    assert points[-1] == count - 1
    assert bool((points.diff() > 0).all())
    assert points[: most // 2].tolist() == list(range(min(count, most // 2)))


def test_a_thinned_path_has_the_same_numbers_where_it_has_any() -> None:
    run = train(BOUNCING)
    whole, some = path_curvature(run), path_curvature(run, most=50)
    for name in ("sharpness", "predicted", "happened", "kinks"):
        assert torch.equal(
            getattr(some, name).nan_to_num(-1), getattr(whole, name)[some.points].nan_to_num(-1)
        )


@pytest.mark.parametrize(
    ("rate", "found"),
    [(0.05, Zone.CRAWLS), (0.5, Zone.GOOD), (1.5, Zone.BOUNCES), (2.0, Zone.BOUNCES), (2.1, Zone.BLOWS_UP)],
)
def test_a_zone_is_how_much_of_the_distance_a_step_leaves(rate: float, found: Zone) -> None:
    assert zone(rate / 7, 7) is found
    left = [(1 - rate) ** k for k in range(100)]
    assert (abs(left[-1]) < 1) == (rate < 2)
    assert (min(left) < 0) == (rate > 1)
    assert (found is Zone.CRAWLS) == (left[1] > 0.9)


@pytest.mark.parametrize("sharpness", [0.0, -3.0, nan])
def test_where_nothing_bends_upwards_there_is_no_zone(sharpness: float) -> None:
    assert zone(1.0, sharpness) is None
    assert zone(1.0, inf) is Zone.BLOWS_UP
