"""Both steps are those of a notebook, and the angle between them is the one between two arrows."""

from math import acos, degrees, isnan, radians

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from gd_core import Experiment, train
from gd_core.analysis.pulls import angle, pulls
from tests import notebook
from tests.compare import apart


def gradient(params: Tensor, samples: list[int]) -> Tensor:
    """The gradient of an nn.Module at ``params`` (P,) on the notebook's ``samples``, by autograd."""
    model = nn.Sequential(nn.Linear(2, 1), nn.ReLU()).to(params.dtype)
    vector_to_parameters(params, model.parameters())
    x, y = notebook.X[samples].to(params.dtype), notebook.Y[samples].to(params.dtype)
    nn.functional.mse_loss(model(x), y).backward()
    return parameters_to_vector([p.grad for p in model.parameters() if p.grad is not None])


@pytest.mark.parametrize(
    "experiment", [Experiment(batch="stochastic"), Experiment(batch="mini", batch_size=3)]
)
def test_the_steps_are_those_of_the_batch_and_of_all_samples(experiment: Experiment) -> None:
    run = train(experiment, torch.float64)
    found = pulls(run)
    for point in (0, 1, 2, 7, 50, 400):
        batch = [i for i in run.batches[point].tolist() if i >= 0]
        at = run.params[point]
        assert apart(found.batch[point], -0.01 * gradient(at, batch)) < 1e-10
        assert apart(found.full[point], -0.01 * gradient(at, [0, 1, 2, 3])) < 1e-10
        assert apart(run.params[point + 1] - at, found.batch[point]) < 1e-8
    assert found.full.shape == run.params.shape


def test_a_schedule_shortens_both_steps() -> None:
    run = train(Experiment(batch="stochastic", epochs=20, schedule="exponential", decay=0.5), torch.float64)
    found = pulls(run)
    for point in (0, 3, 4, 41, 79):
        rate = 0.01 * 0.5 ** (point // 4)
        assert apart(found.full[point], -rate * gradient(run.params[point], [0, 1, 2, 3])) < 1e-10
        assert apart(run.params[point + 1] - run.params[point], found.batch[point]) < 1e-8
    assert apart(found.full[80], -rate * gradient(run.params[80], [0, 1, 2, 3])) < 1e-10


def test_the_angle_is_the_one_of_the_scalar_product() -> None:
    found = pulls(train(Experiment(batch="stochastic"), torch.float64))
    for point in (0, 1, 2, 7, 50):
        a, b = found.batch[point], found.full[point]
        expected = degrees(acos(float(a @ b / (a.norm() * b.norm()))))
        assert float(found.angle[point]) == pytest.approx(expected, abs=1e-5)


def test_a_full_batch_pulls_where_all_samples_do() -> None:
    found = pulls(train(Experiment(epochs=50)))
    assert found.angle.max() < 0.01
    assert apart(found.batch, found.full[:-1]) < 1e-5


@given(turned=st.floats(0, 180), short=st.floats(1e-15, 1e15), long=st.floats(1e-15, 1e15))
def test_two_arrows_in_a_plane_are_as_far_apart_as_they_are_turned(
    turned: float, short: float, long: float
) -> None:
    way = torch.tensor(radians(turned), dtype=torch.float64)
    one = short * torch.stack([way.cos(), way.sin()])
    other = torch.tensor([long, 0.0], dtype=torch.float64)
    assert float(angle(one.unsqueeze(0), other.unsqueeze(0))) == pytest.approx(turned, abs=1e-12)


def test_beside_a_zero_gradient_there_is_no_angle() -> None:
    dead = train(Experiment(start=(-5.0, -5.0, -5.0), batch="stochastic", epochs=2))
    assert all(isnan(value) for value in pulls(dead).angle.tolist())
