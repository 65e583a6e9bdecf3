"""The functions of x and y: their values and minima from the literature, and how runs on them go."""

from collections.abc import Callable
from itertools import product
from math import cos, pi

import pytest
import torch
from torch import Tensor

from gd_core import PRESETS, Experiment, Outcome, Plane, Sweep, path_extent, train, train_many
from gd_core.problems.catalog import PROBLEMS
from gd_core.problems.function.catalog import bowl
from gd_core.problems.function.landscape import Landscape
from gd_core.space.curvature import hessians, rate_limit, sharpness
from tests.compare import identical, same_run

LANDSCAPES = {name: problem for name, problem in PROBLEMS.items() if isinstance(problem, Landscape)}
EACH = pytest.mark.parametrize("name", LANDSCAPES)

# As each source writes it, in plain Python.
WRITTEN: dict[str, Callable[[float, float], float]] = {
    "bowl": lambda x, y: (x * x + 10 * y * y) / 2,
    "ravine": lambda x, y: (x - y) ** 2 + (x + y) ** 2 / 100,
    "saddle": lambda x, y: x * x - y * y,
    "rosenbrock": lambda x, y: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
    "himmelblau": lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    "beale": lambda x, y: sum((c - x * (1 - y**k)) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))),
    "rastrigin": lambda x, y: 20 + sum(v * v - 10 * cos(2 * pi * v) for v in (x, y)),
    "two_valleys": lambda x, y: 0.25 * x**4 - 2 * x * x + 0.5 * x + 6 + y * y,
    "formula": lambda x, y: (x * x + y * y) / 8 - cos(2 * x) * cos(2 * y),
}

# Where the sources say that the function is lowest, and how low.
MINIMA: dict[str, list[tuple[float, float, float]]] = {
    "bowl": [(0, 0, 0)],
    "ravine": [(0, 0, 0)],
    "rosenbrock": [(1, 1, 0)],
    "himmelblau": [(3, 2, 0), (-2.805118, 3.131312, 0), (-3.779310, -3.283186, 0), (3.584428, -1.848126, 0)],
    "beale": [(3, 0.5, 0)],
    "rastrigin": [(0, 0, 0)],
    "two_valleys": [(-2.059744, 0, 0.984835), (1.934299, 0, 2.983853)],
}


def double(*points: tuple[float, ...]) -> Tensor:
    return torch.tensor(points, dtype=torch.float64)


@EACH
def test_it_has_the_values_of_its_source(name: str) -> None:
    points = list(product((-4.0, -1.5, -0.3, 0.0, 0.7, 2.0, 3.9), repeat=2))
    wanted = [WRITTEN[name](x, y) for x, y in points]
    torch.testing.assert_close(LANDSCAPES[name].losses(double(*points)), double(tuple(wanted))[0])


@pytest.mark.parametrize("name", MINIMA)
def test_its_minima_are_those_of_its_source(name: str) -> None:
    problem = LANDSCAPES[name]
    for x, y, lowest in MINIMA[name]:
        at = double((x, y))
        assert problem.losses(at).item() == pytest.approx(lowest, abs=1e-6)
        assert problem.gradients(at).norm() < 1e-3
        assert torch.linalg.eigvalsh(hessians(problem, at)).min() > 0


def test_himmelblaus_hilltop_is_no_minimum() -> None:
    top = double((-0.270845, -0.923039))
    assert PROBLEMS["himmelblau"].losses(top).item() == pytest.approx(181.617, abs=1e-3)
    assert torch.linalg.eigvalsh(hessians(PROBLEMS["himmelblau"], top)).max() < 0


@EACH
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("count", [1, 3, 200])
def test_its_gradient_is_autograds_to_the_last_bit(name: str, dtype: torch.dtype, count: int) -> None:
    points = torch.rand(count, 2, generator=torch.Generator().manual_seed(0), dtype=dtype) * 8 - 4
    leaf = points.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(LANDSCAPES[name].sample_losses(leaf).sum(), leaf)
    assert torch.equal(LANDSCAPES[name].gradients(points), wanted)


@pytest.mark.parametrize("condition", [1.0, 2.5, 100.0, 1000.0])
def test_the_bowls_condition_number_is_what_was_asked_for(condition: float) -> None:
    bends = torch.linalg.eigvalsh(hessians(bowl(condition), double((0.3, -2.0))))[0]
    assert (bends[1] / bends[0]).item() == pytest.approx(condition)
    assert bends[0].item() == pytest.approx(1)


def test_a_ravine_is_a_hundred_times_as_steep_across_as_along() -> None:
    along, across = torch.linalg.eigvalsh(hessians(PROBLEMS["ravine"], double((0.3, -2.0))))[0].tolist()
    assert across / along == pytest.approx(100)


@pytest.mark.parametrize("condition", [10.0, 100.0])
def test_a_bowl_settles_up_to_two_over_its_largest_curvature(condition: float) -> None:
    limit = rate_limit(sharpness(hessians(bowl(condition), double((1.0, 1.0))))).item()
    assert limit == pytest.approx(2 / condition)
    below, above = (
        train(Experiment("bowl", condition=condition, learning_rate=rate * limit, epochs=10_000))
        for rate in (0.99, 1.01)
    )
    assert below.outcome is Outcome.CONVERGED
    assert above.outcome is Outcome.DIVERGED


@EACH
def test_a_run_is_what_a_plain_loop_makes(name: str) -> None:
    experiment = Experiment(name, learning_rate=0.001, epochs=50, start=(-1.2, 1.0))
    run = train(experiment)
    w = torch.tensor([-1.2, 1.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.001)
    for point in range(50):
        assert torch.equal(run.params[point], w.detach())
        optimizer.zero_grad()
        PROBLEMS[name].sample_losses(w.unsqueeze(0)).sum().backward()
        assert w.grad is not None
        assert torch.equal(run.grad[point], w.grad)
        optimizer.step()


@EACH
def test_runs_together_are_each_as_alone(name: str) -> None:
    each = [Experiment(name, learning_rate=r, epochs=40, seed=s) for r in (1e-4, 1e-3) for s in (0, 1)]
    for together, experiment in zip(train_many(each), each, strict=True):
        assert identical(together, train(experiment))


def test_bowls_of_different_conditions_are_trained_apart() -> None:
    each = [Experiment("bowl", condition=condition, epochs=40) for condition in (1, 10, 100)]
    for together, experiment in zip(train_many(each), each, strict=True):
        assert identical(together, train(experiment))


@EACH
def test_a_sweep_ends_where_single_runs_end(name: str) -> None:
    rates, seeds = (1e-3, 0.01, 0.1, 1.0), (0, 1, 2)
    experiment = Experiment(name, epochs=60)
    sweep = Sweep.of_rates(experiment, rates, seeds)
    sweep.advance()
    ends = sweep.ends()
    for row, seed in enumerate(seeds):
        for column, rate in enumerate(rates):
            run = train(Experiment(name, epochs=60, learning_rate=rate, seed=seed))
            assert run.outcome is not None
            assert ends.ended(run.outcome)[row, column]
            if run.outcome.coarse in (Outcome.CONVERGED, Outcome.FINISHED):
                torch.testing.assert_close(ends.params[row, column], run.params[-1], rtol=1e-5, atol=1e-6)


@EACH
def test_a_seed_draws_its_start_from_the_window(name: str) -> None:
    starts = torch.stack([train(Experiment(name, epochs=1, seed=seed)).params[0] for seed in range(20)])
    x0, x1, y0, y1 = LANDSCAPES[name].window
    assert ((starts[:, 0] >= x0) & (starts[:, 0] <= x1) & (starts[:, 1] >= y0) & (starts[:, 1] <= y1)).all()
    assert len(starts.unique(dim=0)) == 20


@EACH
def test_its_window_is_what_is_seen_unless_a_run_begins_beside_it(name: str) -> None:
    window = LANDSCAPES[name].window
    plane = Plane.through(("x", "y"), "x", "y", torch.zeros(2))
    run = train(Experiment(name, learning_rate=1e-4, epochs=1))
    assert path_extent(plane, [run]) == pytest.approx(window)
    beside = train(Experiment(name, learning_rate=1e-9, epochs=1, start=(window[1] + 1, 0.0)))
    x0, x1, y0, y1 = path_extent(plane, [beside])
    assert (x0, y0, y1) == pytest.approx((window[0], *window[2:]))
    assert window[1] + 1 < x1 < window[1] + 3


ENDS = {
    "bowl": Outcome.CONVERGED,
    "beside_ridge": Outcome.FALLING,
    "ridge": Outcome.RESTING,
    "rosenbrock": Outcome.ARRIVING,
    "himmelblau": Outcome.CONVERGED,
    "beale": Outcome.CONVERGED,
    "rastrigin": Outcome.CONVERGED,
    "near_valley": Outcome.CONVERGED,
    "leap": Outcome.CONVERGED,
    "formula": Outcome.CONVERGED,
}


@pytest.mark.parametrize("preset", ENDS)
def test_a_preset_ends_as_it_says(preset: str) -> None:
    assert train(PRESETS[preset].experiment).outcome is ENDS[preset]


def test_four_starts_find_himmelblaus_four_valleys() -> None:
    preset = PRESETS["himmelblau"]
    seeds = range(preset.experiment.seed, preset.experiment.seed + preset.runs)
    runs = train_many([Experiment("himmelblau", learning_rate=0.01, epochs=100, seed=s) for s in seeds])
    ends = {(round(x, 4), round(y, 4)) for x, y in (run.params[-1].tolist() for run in runs)}
    assert ends == {(round(x, 4), round(y, 4)) for x, y, _ in MINIMA["himmelblau"]}


def test_a_leap_over_the_ridge_ends_in_the_deep_valley() -> None:
    near, far = (train(PRESETS[name].experiment).params[-1, 0].item() for name in ("near_valley", "leap"))
    assert near == pytest.approx(1.934, abs=1e-3)
    assert far == pytest.approx(-2.06, abs=1e-2)


def test_what_falls_for_ever_is_told_so_and_stays_finite() -> None:
    run = train(Experiment("saddle", learning_rate=0.1, epochs=1000, start=(1.0, 1.0)))
    assert run.outcome is Outcome.FALLING
    assert run.loss.isfinite().all()
    assert run.loss[-1] < -1e10


def test_a_step_to_where_a_formula_has_no_value_is_told_so() -> None:
    run = train(Experiment("formula", formula="sqrt(x) + y^2", learning_rate=0.1, start=(0.01, 1.0)))
    assert run.outcome is Outcome.UNDEFINED
    assert run.updates < 50
    assert run.loss.isfinite().all()
    assert run.params.isfinite().all()


def test_flat_ground_is_no_death() -> None:
    run = train(Experiment("bowl", epochs=3, start=(0.0, 0.0)))
    assert run.outcome is Outcome.CONVERGED


def test_a_function_has_no_samples_to_take_a_batch_of() -> None:
    for batch in ("mini", "stochastic"):
        with pytest.raises(ValueError, match="batch must be full for beale, a function without samples"):
            Experiment("beale", batch=batch)


def test_a_problem_without_data_says_so() -> None:
    with pytest.raises(TypeError, match="saddle has no data"):
        _ = Experiment("saddle").fit
    assert same_run(train(Experiment("saddle", epochs=2)), train(Experiment("saddle", epochs=2)), 0)
