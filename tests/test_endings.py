"""Every ending is told from every other, on cases that would make a false one seem right."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from gd_core import PRESETS, Ends, Experiment, Outcome, Run, Sweep, train
from gd_core.analysis.remedies import FAILED, remedy
from gd_core.endings.outcomes import Ending
from gd_core.space.relu_sums import layer_off
from gd_core.sweeps.tiles import OUTCOMES

ACKLEY = "-20*exp(-0.2*sqrt(0.5*(x^2+y^2)))-exp(0.5*(cos(2*pi*x)+cos(2*pi*y)))+e+20"
REGRESSION = "((x+y-3.1)^2+(2x+y-4.9)^2+(3x+y-7.2)^2+(4x+y-8.8)^2)/4"


def of(formula: str, start: tuple[float, float], rate: float, epochs: int = 100, **others: Any) -> Experiment:
    return Experiment("formula", formula=formula, start=start, learning_rate=rate, epochs=epochs, **others)


CASES = {
    "grows by nearly 2 a step": (of("0.1x^2+2y^2", (-5, -2), 0.6, 20), Outcome.GROWING),
    "one level, two places": (of("x^2", (-1, 0), 1), Outcome.CYCLING),
    "two values at a cone": (of(ACKLEY, (0.3, 0.2), 0.01, 500), Outcome.CYCLING),
    "a crease": (of("abs(x)", (0.55, 0), 0.1), Outcome.CYCLING),
    "exactly two over lambda": (Experiment("bowl", learning_rate=0.2, epochs=100), Outcome.CYCLING),
    "just below two over lambda": (Experiment("bowl", learning_rate=0.1999, epochs=100), Outcome.IMPROVING),
    "y for ever, but x travels on": (of("exp(-x)+y^2", (0, 1), 1, 1000), Outcome.IMPROVING),
    "the same on a high level": (of("1e4+y^2+0.0005*x^2", (100, 1), 1, 300), Outcome.IMPROVING),
    "y for ever, x at rest": (of("x^2+abs(y)", (1, 0.55), 0.1, 400), Outcome.CYCLING),
    "an odd number of points of a cycle of two": (of("abs(x)+y^2", (1, 1), 0.1, 300), Outcome.CYCLING),
    "the same, longer": (of("(x^2-1)^2+y^2", (0.5, 1), 0.3, 1000), Outcome.CYCLING),
    "hardly begun, on a very high level": (of("1e8+x^2+y^2", (3, 2), 1e-7, 300), Outcome.IMPROVING),
    "a spiral that closes": (of("x^2+y^2", (3, 2), 0.9, 100, optimizer="momentum"), Outcome.ARRIVING),
    "a slow spiral": (
        of("x^2+10*y^2", (3, 2), 0.01, 500, optimizer="momentum", momentum=0.999),
        Outcome.IMPROVING,
    ),
    "a steep wall passed, a long way left": (of("1e6*y^2+2*(x-4)^2", (2, 1), 5e-7), Outcome.IMPROVING),
    "frozen far out, the other at rest": (of("(x-1e5)^2+y^2", (100003, 3), 0.01, 3000), Outcome.STALLED),
    "past the limit": (PRESETS["past_limit"].experiment, Outcome.BOUNCING),
    "bursts of RMSProp": (
        Experiment("ravine", optimizer="rmsprop", learning_rate=0.4, epochs=300, start=(2.5, 1)),
        Outcome.BOUNCING,
    ),
    "swings of momentum that calm down": (
        of("(x^2-1)^2+2*(y-sin(3x))^2", (1.5, 1), 0.05, 200, optimizer="momentum"),
        Outcome.CONVERGED,
    ),
    "rounding of a sum of squares": (of(REGRESSION, (0, 0), 0.02, 2000), Outcome.CONVERGED),
    "a loss next to nothing, far from its valley": (
        Experiment("rosenbrock", learning_rate=0.001, epochs=4000),
        Outcome.IMPROVING,
    ),
    "jumps that become shorter on a high level": (
        of("1000+x^2+y^2", (1, 0), 0.99975, 500),
        Outcome.IMPROVING,
    ),
    "nearly there": (of("x^4-8x^2-16+y^2", (1, 1), 0.002, 600), Outcome.ARRIVING),
    "a high level": (of("1e6+x^2+y^2", (3, 3), 0.001, 20), Outcome.IMPROVING),
    "too short for 32 bits": (of("x^2+y^2", (3, 3), 1e-9, 50), Outcome.STALLED),
    "a hilltop": (of("-x^4-y^4", (0, 0), 0.1), Outcome.RESTING),
    "a monkey's saddle": (of("x^3-3x*y^2", (0, 0), 0.1), Outcome.RESTING),
    "a shelf": (of("x^3+y^2", (1, 1), 0.1, 1000), Outcome.RESTING),
    "a flat valley": (of("x^4+y^4", (0, 0), 0.1), Outcome.CONVERGED),
    "the top of a cone": (of("sqrt(x^2+y^2)", (3, 4), 1), Outcome.SLOPELESS),
    "cut at a steep valley": (of("25027.5*(x-2)^2", (0, 0), 0.01), Outcome.DIVERGED),
    "no value beyond 0": (of("sqrt(x)+y^2", (0.01, 1), 0.1), Outcome.UNDEFINED),
    "down for ever": (PRESETS["beside_ridge"].experiment, Outcome.FALLING),
    "a layer that died": (Experiment("comparison", learning_rate=1, epochs=2000), Outcome.DEAD),
    "thirteen zeros": (Experiment("network", start=(0,) * 13, epochs=100), Outcome.DEAD),
    "thirteen zeros, other labels": (
        Experiment("network", start=(0,) * 13, epochs=100, seed=1),
        Outcome.DEAD,
    ),
    "shrinking steps in a crease": (of("abs(x)", (0.55, 0), 0.1, schedule="cosine"), Outcome.CONVERGED),
    "solved exactly": (PRESETS["adam"].experiment, Outcome.CONVERGED),
}


def ended(experiment: Experiment, **others: Any) -> tuple[Run, Ending]:
    run = train(experiment, **others)
    assert run.ending is not None
    return run, run.ending


@pytest.mark.parametrize(("experiment", "outcome"), CASES.values(), ids=CASES)
def test_it_ends_so(experiment: Experiment, outcome: Outcome) -> None:
    assert train(experiment).outcome is outcome


@pytest.mark.parametrize(("experiment", "outcome"), CASES.values(), ids=CASES)
def test_a_thin_record_is_judged_alike(experiment: Experiment, outcome: Outcome) -> None:
    # Every other step of a cycle is one place.
    assert train(experiment, record_limit=20).outcome is outcome


SWEPT = {name: case for name, case in CASES.items() if case[0].problem != "neuron"}


@pytest.mark.parametrize(("experiment", "outcome"), SWEPT.values(), ids=SWEPT)
def test_a_sweep_does_not_contradict(experiment: Experiment, outcome: Outcome) -> None:
    start = train(replace(experiment, epochs=1)).params[:1]
    sweep = Sweep.of_starts(experiment, start)
    sweep.advance()
    ends: Ends = sweep.ends()
    told = OUTCOMES[int(ends.outcome)]
    if experiment.schedule == "constant" and outcome is not Outcome.ARRIVING:
        assert told is outcome.coarse


def test_the_growth_is_that_of_the_last_steps() -> None:
    assert ended(CASES["grows by nearly 2 a step"][0])[1].growth == pytest.approx(1.96, rel=1e-3)


def test_the_goal_is_the_bottom_of_the_valley() -> None:
    ending = ended(CASES["nearly there"][0])[1]
    assert ending.goal == pytest.approx(-32, abs=1e-9)


def test_a_dead_layer_is_dead_from_the_step_on_which_its_last_unit_went_off() -> None:
    run, ending = ended(CASES["a layer that died"][0])
    off = layer_off(run.experiment.data, run.params).tolist()
    assert ending.off
    assert ending.since == run.death == off.index(True)
    assert all(off[ending.since :])
    assert run.experiment.data.gradients(run.params[-2:-1]).isfinite().all()


@pytest.mark.parametrize(
    ("experiment", "overflow"),
    [
        (CASES["cut at a steep valley"][0], False),
        (Experiment("bowl", learning_rate=0.3), False),
        (Experiment("bowl", learning_rate=0.15, optimizer="nesterov"), False),
        (of("exp(x^2)", (3, 0), 1), True),
        (of("x^4", (1e6, 0), 1), True),
    ],
)
def test_a_cut_is_no_overflow(experiment: Experiment, overflow: bool) -> None:
    run, ending = ended(experiment)
    assert (ending.outcome, ending.overflow) == (Outcome.DIVERGED, overflow)
    last = run.params[-1]
    after = last - experiment.learning_rate * run.experiment.data.gradients(last.unsqueeze(0))[0]
    if overflow:
        assert not run.experiment.data.losses(after.unsqueeze(0)).isfinite()
    else:
        assert run.loss[-1] > 1e12 * run.loss[0] > run.loss[-2]


def test_the_leap_out_of_bounds_is_seen() -> None:
    run = train(Experiment("beale", start=(3, 3), learning_rate=0.1))
    assert run.updates == 1
    assert run.loss[1] > 1e20
    assert torch.equal(run.params[1], run.params[0] - 0.1 * run.grad[0])


def test_a_place_without_a_slope_may_be_the_lowest() -> None:
    run, ending = ended(CASES["the top of a cone"][0])
    assert run.params[-1].tolist() == [0, 0]
    assert run.loss[-1] == 0
    assert ending.lowest
    assert not ended(of("-sqrt(x^2+y^2)", (0, 0), 0.1))[1].lowest


FAILS = {name: experiment for name, (experiment, outcome) in CASES.items() if outcome in FAILED}


@pytest.mark.parametrize("experiment", FAILS.values(), ids=FAILS)
def test_a_remedy_passes_the_test_that_the_run_failed(experiment: Experiment) -> None:
    found = remedy(train(experiment))
    assert found is not None
    assert train(found.experiment).outcome in (Outcome.CONVERGED, Outcome.ARRIVING, Outcome.IMPROVING)
    assert {n for n in found.changed if getattr(found.experiment, n) == getattr(experiment, n)} == set()


def test_in_a_crease_no_fixed_rate_is_offered() -> None:
    found = remedy(train(CASES["a crease"][0]))
    assert found is not None
    assert found.changed == ("schedule",)
    assert found.experiment.schedule == "cosine"


def test_a_dead_start_is_helped_by_another() -> None:
    found = remedy(train(CASES["thirteen zeros"][0]))
    assert found is not None
    assert found.experiment.start is None
    assert not layer_off(found.experiment.data, train(found.experiment).params[-1:]).any()


def test_a_function_that_32_bits_cannot_compute_is_refused_for_that() -> None:
    tray = "-0.0001*(abs(sin(x)*sin(y)*exp(abs(100-sqrt(x^2+y^2)/pi)))+1)^0.1"
    with pytest.raises(
        ValueError, match=r"32-bit numbers that PyTorch trains with: its part exp\(abs\(100 - "
    ):
        of(tray, (1, 1), 0.1)
    with pytest.raises(ValueError, match="has no finite value anywhere"):
        of("log(-1-x^2)", (1, 1), 0.1)
