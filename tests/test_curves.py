"""Curves of one weight: loss, slope and steps against autograd, torch.optim and the real neuron."""

import pytest
import torch
from torch import Tensor

from gd_core import Experiment, train
from gd_core.lessons.curves import BOWL, CURVES, TWO_VALLEYS, Curve, neuron_curve

NAMES = list(CURVES)


def places(curve: Curve, count: int = 97) -> list[float]:
    """Places all over the curve's picture and a little beyond."""
    width = curve.high - curve.low
    return torch.linspace(curve.low - width / 4, curve.high + width / 4, count, dtype=torch.double).tolist()


def bowl(w: Tensor) -> Tensor:
    return w**2


def two_valleys(w: Tensor) -> Tensor:
    return w**4 / 4 - 2 * w**2 + w / 2 + 6


def neuron(w: Tensor) -> Tensor:
    """The loss as a notebook writes it, w1 alone free."""
    run = train(Experiment())
    _, w2, b = run.params[run.best].double()
    inputs = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]], dtype=torch.double)
    targets = torch.tensor([10.0, 20.0, 30.0, 40.0], dtype=torch.double)
    outputs = torch.relu(inputs @ torch.stack([w, w2]) + b)
    return ((outputs - targets) ** 2).mean()


WRITTEN = {"bowl": bowl, "two_valleys": two_valleys, "neuron": neuron}


def by_autograd(name: str, w: float) -> tuple[float, float]:
    """The loss and slope that PyTorch computes."""
    weight = torch.tensor(w, dtype=torch.double, requires_grad=True)
    loss = WRITTEN[name](weight)
    loss.backward()
    assert weight.grad is not None
    return loss.item(), weight.grad.item()


# Doubles carry 16 digits; the neuron's terms are at most 1e4 times its loss's scale.
@pytest.mark.parametrize("name", NAMES)
def test_loss_and_slope_are_autograds(name: str) -> None:
    curve = CURVES[name]()
    for w in places(curve):
        assert curve.at(w) == pytest.approx(by_autograd(name, w), rel=1e-12, abs=1e-10)


def test_at_a_kink_the_slope_is_the_one_on_its_left() -> None:
    curve = Curve(pieces=((1.0,), (0.0, 1.0)), breaks=(1.0,), low=0.0, high=2.0, start=2.0, rate=0.1)
    weight = torch.tensor(1.0, requires_grad=True)
    (1 + torch.relu(weight - 1)).backward()
    assert weight.grad is not None
    assert curve.at(1.0) == (1.0, weight.grad.item())


def test_the_neurons_pieces_join() -> None:
    curve = neuron_curve()
    for k, w in enumerate(curve.breaks):
        left, right = (sum(c * w**i for i, c in enumerate(curve.pieces[k + j])) for j in (0, 1))
        assert left == pytest.approx(right, rel=1e-12)


def test_the_neuron_is_dead_left_of_its_first_kink_and_lives_right_of_its_last() -> None:
    curve = neuron_curve()
    assert curve.at(curve.low) == (750.0, 0.0)
    assert len(curve.breaks) == 4
    assert curve.low < curve.breaks[0] < curve.breaks[-1] < curve.start < curve.high


def test_the_neurons_curve_passes_through_the_runs_best_point() -> None:
    run = train(Experiment())
    w1 = run.params[run.best, 0].item()
    assert neuron_curve().at(w1)[0] == pytest.approx(run.loss[run.best].item(), rel=1e-3)
    assert neuron_curve().valleys() == pytest.approx([w1], abs=1e-2)


@pytest.mark.parametrize("name", NAMES)
def test_a_path_is_torch_optims(name: str) -> None:
    curve = CURVES[name]()
    weight = torch.tensor(curve.start, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=curve.rate)
    for w in curve.path(curve.start, curve.rate, 30):
        assert w == pytest.approx(weight.item(), rel=1e-11, abs=1e-12)
        optimizer.zero_grad()
        WRITTEN[name](weight).backward()
        optimizer.step()


def test_a_path_starts_at_the_start() -> None:
    assert BOWL.path(3.0, 0.1, 2) == [3.0, BOWL.step(3.0, 0.1), BOWL.step(BOWL.step(3.0, 0.1), 0.1)]
    assert BOWL.path(3.0, 0.1, 0) == [3.0]


@pytest.mark.parametrize("rate", [0.2, 0.9, 1.1])
def test_on_the_bowl_a_step_multiplies_the_weight(rate: float) -> None:
    expected = [3.0 * (1 - 2 * rate) ** k for k in range(20)]
    assert BOWL.path(3.0, rate, 19) == pytest.approx(expected, rel=1e-12)


def test_the_two_valleys_are_where_the_derivative_is_zero_and_rises() -> None:
    # The roots of w^3 - 4 w + 1/2 are the eigenvalues of its companion matrix.
    companion = torch.tensor([[0.0, 4.0, -0.5], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], dtype=torch.double)
    left, ridge, right = torch.linalg.eigvals(companion).real.sort().values.tolist()
    assert TWO_VALLEYS.valleys() == pytest.approx([left, right], abs=1e-12)
    assert TWO_VALLEYS.ridges() == pytest.approx([ridge], abs=1e-12)
    assert TWO_VALLEYS.at(left)[0] < TWO_VALLEYS.at(right)[0]


@pytest.mark.parametrize(("start", "valley"), [(2.9, 1), (0.3, 1), (0.0, 0), (-2.9, 0)])
def test_the_nearest_valley_wins(start: float, valley: int) -> None:
    end = TWO_VALLEYS.path(start, TWO_VALLEYS.rate, 200)[-1]
    assert end == pytest.approx(TWO_VALLEYS.valleys()[valley], abs=1e-9)


def test_the_bowl_has_one_valley() -> None:
    assert BOWL.valleys() == pytest.approx([0.0], abs=1e-12)
