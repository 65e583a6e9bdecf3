"""Where one ReLU neuron bends, is dead, or is right: against the sums themselves, and autograd."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from gd_core import Experiment, Plane, Run, train
from gd_core.analysis.gradient_check import autograd, shares
from gd_core.problems.catalog import NETWORK, NEURON
from gd_core.problems.fit import Fit
from gd_core.problems.network.models import Perceptron
from gd_core.space.kinks import best_answers, dead_zone, kink_lines, segment
from tests.compare import apart
from tests.notebook import X, Y, descend, full_loss

EXTENT = (-4.0, 3.0, -3.0, 5.0)
NAMES = NEURON.names
DRAWN = torch.Generator().manual_seed(0)

PLANES = [
    Plane.through(NAMES, "w1", "w2", torch.tensor([0.0, 0.0, 1.6], dtype=torch.float64)),
    Plane.through(NAMES, "w1", "b", torch.tensor([0.0, -0.4, 0.0], dtype=torch.float64)),
    Plane.through(NAMES, "w2", "b", torch.tensor([0.5, 0.0, 0.0], dtype=torch.float64)),
    Plane.principal(torch.randn(50, 3, generator=DRAWN, dtype=torch.float64)),
]
IDS = ["w1 w2", "w1 b", "w2 b", "principal"]

every_plane = pytest.mark.parametrize("plane", PLANES, ids=IDS)
every_batch = pytest.mark.parametrize("batch", ["full", "mini", "stochastic"])


def sums(params: Tensor) -> Tensor:
    """Each sample's sum (G, N) at ``params`` (G, 3), written out."""
    w1, w2, b = params.T.unsqueeze(2)
    x1, x2 = X.double().T
    found: Tensor = w1 * x1 + w2 * x2 + b
    return found


def places(count: int = 500) -> Tensor:
    """Points (count, 2) all over the extent."""
    x0, x1, y0, y1 = EXTENT
    share = torch.rand(count, 2, generator=DRAWN, dtype=torch.float64)
    return torch.tensor([x0, y0]).double() + share * torch.tensor([x1 - x0, y1 - y0])


def inside(point: Tensor, polygon: Tensor) -> bool:
    """Whether ``point`` is on the same side of every edge of a convex ``polygon``.

    Three lines through one point leave edges that are no longer than a rounding.
    """
    edges, to = polygon.roll(-1, 0) - polygon, point - polygon
    turns = edges[:, 0] * to[:, 1] - edges[:, 1] * to[:, 0]
    return bool((turns >= -1e-12).all() or (turns <= 1e-12).all())


@every_plane
def test_a_kink_line_is_where_its_samples_sum_is_zero(plane: Plane) -> None:
    points = places()
    p, q, c = kink_lines(NEURON, plane).T
    found = points[:, :1] * p + points[:, 1:] * q + c
    torch.testing.assert_close(found, sums(plane.lift(points)), rtol=1e-12, atol=1e-12)


@every_plane
def test_a_segment_is_its_lines_whole_part_in_the_picture(plane: Plane) -> None:
    x0, x1, y0, y1 = EXTENT
    for sample, line in enumerate(kink_lines(NEURON, plane)):
        signs = sums(plane.lift(places(4000)))[:, sample] > 0
        ends = segment(line, EXTENT)
        assert (ends is not None) == (0 < int(signs.sum()) < len(signs))
        if ends is None:
            continue
        assert sums(plane.lift(ends))[:, sample].abs().max() < 1e-10
        for x, y in ends.tolist():
            at_edge = min(abs(x - x0), abs(x - x1), abs(y - y0), abs(y - y1))
            assert at_edge < 1e-9
            assert x0 - 1e-9 <= x <= x1 + 1e-9
            assert y0 - 1e-9 <= y <= y1 + 1e-9


def test_a_line_elsewhere_has_no_segment() -> None:
    assert segment(torch.tensor([1.0, 1.0, 100.0]), EXTENT) is None


@every_plane
def test_in_the_dead_zone_and_only_there_every_relu_is_off(plane: Plane) -> None:
    polygon, points = dead_zone(NEURON, plane, EXTENT), places()
    highest = sums(plane.lift(points)).amax(1)
    assert len(polygon) >= 3
    for point, high in zip(points, highest, strict=True):
        # Nearer to its edge than this, rounding decides.
        if abs(high) > 1e-9:
            assert inside(point, polygon) == bool(high < 0)


def test_the_dead_zones_gradient_is_exactly_zero() -> None:
    plane = PLANES[0]
    points = places()
    dead = torch.tensor([inside(p, dead_zone(NEURON, plane, EXTENT)) for p in points])
    params = plane.lift(points)[dead].float()
    assert len(params) > 20
    assert not autograd(NEURON, params, torch.full((len(params), 4), 0.25)).any()


def test_away_from_every_kink_nothing_is_dead() -> None:
    assert dead_zone(NEURON, PLANES[0], (2.0, 3.0, 2.0, 3.0)).shape == (0, 2)


def test_far_below_every_kink_all_is_dead() -> None:
    assert len(dead_zone(NEURON, PLANES[0], (-9.0, -8.0, -9.0, -8.0))) == 4


def test_the_best_answers_are_the_line_that_the_lesson_derives() -> None:
    point, directions = best_answers(NEURON)
    assert directions.shape == (1, 3)
    for s in (-3.0, 0.0, 0.7, 5.0):
        w1, w2, b = (point + s * directions[0]).tolist()
        assert (w1, w2, b) == pytest.approx((w1, 5 - w1, w1), abs=1e-9)


def test_every_best_answer_has_no_loss_and_its_neighbours_have_some() -> None:
    point, (way,) = best_answers(NEURON)
    aside = torch.linalg.qr(torch.stack([way, *torch.eye(3).double()]).T).Q[:, 1]
    for s in (-3.0, 0.0, 0.7, 5.0):
        at = point + s * way
        assert full_loss(at[:2].view(2, 1), at[2:]) < 1e-20
        beside = at + 0.01 * aside
        assert full_loss(beside[:2].view(2, 1), beside[2:]) > 1e-5


def test_data_that_pin_every_parameter_have_one_best_answer() -> None:
    inputs = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    point, directions = best_answers(
        replace(NEURON, inputs=inputs, targets=torch.tensor([[3.0], [4.0], [6.0]]))
    )
    assert directions.shape == (0, 3)
    assert point.tolist() == pytest.approx([2, 3, 1])


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (replace(NEURON, targets=NEURON.targets - 10), "targets must be above 0, got 0"),
        (replace(NEURON, targets=NEURON.targets**2), "targets must be a linear function"),
        (NETWORK, r"problem must be a single neuron, got layers of \(2, 3, 1\)"),
        (replace(NEURON, model=Perceptron((2, 2))), "problem must be a single neuron"),
    ],
)
def test_what_has_no_such_line_is_refused(problem: Fit, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        best_answers(problem)


def run(batch: str, rate: float = 0.01) -> Run:
    return train(Experiment(batch=batch, batch_size=3, learning_rate=rate, epochs=200, seed=3))


@every_batch
@pytest.mark.parametrize("rate", [0.001, 0.01])
def test_training_never_moves_along_the_line_of_best_answers(batch: str, rate: float) -> None:
    way = best_answers(NEURON)[1][0]
    along = run(batch, rate).params.double() @ way
    # Each of up to 800 updates rounds numbers of size 5: 3e-7 each, at random.
    assert (along - along[0]).abs().max() < 2e-5


@every_batch
def test_autograd_is_the_notebooks_gradient_at_every_step(batch: str) -> None:
    ours = run(batch)
    replayed = descend(ours.params[0], ours.batches, 0.01)
    found = autograd(NEURON, torch.stack(replayed.params)[:-1], shares(ours)[:-1])
    assert apart(found, torch.stack(replayed.grads)) < 1e-6


def test_shares_are_the_batches() -> None:
    ours = run("mini")
    for row, batch in zip(shares(ours), [*ours.batches, torch.arange(4)], strict=True):
        seen = batch[batch >= 0].tolist()
        assert row.tolist() == [pytest.approx(1 / len(seen)) if i in seen else 0 for i in range(4)]


def test_the_lessons_two_equations_hold_of_the_data() -> None:
    x1, x2 = X.T
    assert torch.equal(x2, x1 + 1)
    assert torch.equal(Y.flatten(), 5 * x1 + 5)
