"""At the edge of what 32-bit numbers can say the core has an answer, and PyTorch's own where it has one."""

from itertools import product

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gd_core import Experiment, Plane, Sweep, loss_surface, train
from gd_core.analysis.path_curvature import path_curvature
from gd_core.analysis.step_parts import inner
from gd_core.endings.outcomes import ESCAPED
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.problems.catalog import NETWORK, PROBLEMS
from gd_core.problems.function.expressions import Applied, Expression, Number, X, Y
from gd_core.problems.function.operations import OPERATIONS
from gd_core.problems.function.tape import Tape
from gd_core.space.curvature import hessians, sharpness
from gd_core.space.planes import told_apart
from gd_core.sweeps.tiles import OUTCOMES

ODD = (0.0, 1.0, 2.0, 0.5, 3.0, 1e-45, 1e-30, 1e30, 3e38, torch.inf)
POINTS = torch.tensor([(a * x, b * y) for x, y in product(ODD, ODD) for a in (1, -1) for b in (1, -1)])
CONSTANTS = [
    constant
    for value in (0.0, 1.0, 2.0, 0.5, 3.0, 1e30, 1e300)
    for constant in (Number(value), -Number(value))
]


def applied() -> list[Expression]:
    """Every operation on x, y and numbers that it can be done on."""
    pairs = [(X, Y), (X, X), *((X, c) for c in CONSTANTS), *((c, Y) for c in CONSTANTS)]
    singles: list[tuple[Expression, ...]] = [(X,)]
    return [
        Applied(name, arguments)
        for name, operation in OPERATIONS.items()
        for arguments in (singles if len(operation.slopes) == 1 else pairs)
    ]


@pytest.mark.parametrize("expression", applied(), ids=str)
def test_a_slope_is_autograds_at_odd_places_too(expression: Expression) -> None:
    tape, leaf = Tape(expression), POINTS.clone().requires_grad_()
    value = tape.value(*leaf.mT.contiguous().unbind())
    (wanted,) = torch.autograd.grad(value.sum(), leaf, materialize_grads=True)
    ours = torch.stack(tape.gradient(*POINTS.mT.contiguous().unbind()), 1)
    assert torch.equal(ours.nan_to_num(7.7, 8.8, 9.9), wanted.nan_to_num(7.7, 8.8, 9.9))


@pytest.mark.parametrize("formula", ["x-x", "0*x", "x", "x+2y", "x^0", "-y"])
def test_what_is_straight_does_not_bend(formula: str) -> None:
    run = train(Experiment("formula", formula=formula, epochs=5))
    assert not hessians(run.experiment.data, run.params).any()
    assert not sharpness(hessians(run.experiment.data, run.params)).any()
    assert path_curvature(run).sharpness.tolist() == [0.0] * 6


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_branch_at_its_end_has_no_update_of_its_own(optimizer: str) -> None:
    trunk = Experiment(epochs=10)
    seen = inner(train(Experiment(epochs=10, optimizer=optimizer, trunk=trunk, branch=10)))
    parts = (seen.arrives, seen.carried, seen.sizes)
    assert all(part.shape == (10, 3) and part.isnan().all() for part in parts if part is not None)


def test_outputs_without_a_value_have_a_loss_without_one() -> None:
    params = torch.full((2, len(NETWORK.names)), 1e30)
    params[1] = 0.1
    params[0, 0] = -1e30
    params[0, 6] = torch.nan
    losses = NETWORK.losses(params)
    assert losses.isnan().tolist() == [True, False]
    assert torch.equal(losses[1:], NETWORK.losses(params[1:]))


@pytest.mark.parametrize("formula", ["1/x", "tanh(1e38x)+tanh(1e38y)", "log(x)-log(x)+1e38*tanh(x-1)"])
@pytest.mark.parametrize("rate", [0.1, 100.0])
def test_parameters_beyond_all_numbers_are_an_explosion(formula: str, rate: float) -> None:
    start = (1e-30, 0.001)
    experiment = Experiment("formula", formula=formula, start=start, learning_rate=rate, epochs=8)
    run = train(experiment)
    assert run.params.isfinite().all()
    swept = Sweep.of_starts(experiment, torch.tensor([start]))
    swept.advance()
    assert run.outcome is not None
    assert OUTCOMES[int(swept.ends().outcome)] is run.outcome.coarse
    if run.updates < 8:
        assert run.outcome in ESCAPED


ENDS = st.floats(-1e30, 1e30)


@given(x=st.tuples(ENDS, ENDS), y=st.tuples(ENDS, ENDS))
def test_the_points_of_a_picture_differ(x: tuple[float, float], y: tuple[float, float]) -> None:
    if not (x[0] < x[1] and y[0] < y[1]):
        return
    shown = told_apart((*x, *y))
    for (low, high), (first, last) in zip((x, y), (shown[:2], shown[2:]), strict=True):
        assert first <= low < high <= last
        points = torch.linspace(first, last, 80)
        assert (points.diff() > 0).all()
    assert told_apart(shown) == pytest.approx(shown)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize(
    "view", [(-1e30, 1e30, -1e30, 1e30), (1e29, 1e30, -1e30, 0.0), (0.0, 1e-30, 5.0, 6.0)]
)
def test_every_surface_has_losses_in_every_view(
    problem: str, view: tuple[float, float, float, float]
) -> None:
    run = train(Experiment(problem, epochs=2))
    x, y = run.names[:2]
    plane = Plane.through(run.names, x, y, at=run.params[-1])
    assert loss_surface(run.experiment, plane, 9, view).loss.shape == (9, 9)
