"""What would have worked, works."""

from dataclasses import replace

import pytest

from gd_core import PRESETS, Experiment, Outcome, train, working_rate
from gd_core.analysis import remedies

DYING = [
    PRESETS["too_far"].experiment,
    Experiment(learning_rate=0.5),
    Experiment(learning_rate=0.05, batch="stochastic", seed=3),
    Experiment(learning_rate=0.03, batch="mini", batch_size=3, seed=1),
    Experiment(learning_rate=0.03, start=(0.1, 0.2, 0.3)),
]


@pytest.mark.parametrize("experiment", DYING)
def test_a_rate_that_dies_gets_one_that_settles(experiment: Experiment) -> None:
    assert train(experiment).outcome is Outcome.DEAD
    rate = working_rate(experiment)
    assert rate is not None
    assert rate < experiment.learning_rate
    assert train(replace(experiment, learning_rate=rate)).outcome is Outcome.CONVERGED


def test_a_rate_that_diverges_gets_one_that_settles(line: str) -> None:
    experiment = Experiment(line, learning_rate=0.05)
    rate = working_rate(experiment)
    assert rate is not None
    assert train(replace(experiment, learning_rate=rate)).outcome is Outcome.CONVERGED


def test_surviving_is_enough_when_nothing_settles() -> None:
    experiment = Experiment(learning_rate=0.021, epochs=3)
    rate = working_rate(experiment)
    assert rate is not None
    assert train(replace(experiment, learning_rate=rate)).outcome is Outcome.IMPROVING


def test_a_dead_start_has_no_remedy() -> None:
    assert working_rate(Experiment(start=(-1.0, -1.0, -1.0))) is None


def test_the_rate_is_short_enough_to_read() -> None:
    rate = working_rate(PRESETS["too_far"].experiment)
    assert rate == float(f"{rate:.2g}")


def test_the_rate_is_smaller_even_if_the_given_one_works() -> None:
    rate = working_rate(Experiment())
    assert rate is not None
    assert rate < 0.01


def test_the_rates_that_are_tried_are_the_same_within_a_decade() -> None:
    looked_for = [Experiment(seed=5, learning_rate=rate) for rate in (0.02, 0.025, 0.04, 0.1)]
    tried = remedies._tried.cache_info().misses
    rates = [working_rate(experiment) for experiment in looked_for]
    assert remedies._tried.cache_info().misses == tried + 1
    assert rates == sorted(rates)  # type: ignore[type-var]
    assert all(rate < wanted.learning_rate for rate, wanted in zip(rates, looked_for, strict=True) if rate)


@pytest.mark.parametrize("rate", [1e-9, 2e-9, 1e-8, 1e-7])
def test_near_the_smallest_rate_none_below_it_is_tried(rate: float) -> None:
    found = working_rate(Experiment("formula", formula="1e9*x^2", learning_rate=rate))
    assert found is None or 1e-9 <= found < rate


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_remedy_of_the_longest_run_is_looked_for_within_bounds(optimizer: str) -> None:
    experiment = Experiment("beale", learning_rate=1.0, epochs=200_000, optimizer=optimizer)
    rate = working_rate(experiment)
    assert rate is None or rate < 1


def test_the_remedy_of_an_adaptive_optimizer_holds_in_a_longer_training() -> None:
    failed = train(Experiment("neuron", optimizer="rmsprop", learning_rate=0.3, epochs=150, seed=3))
    cure = remedies.remedy(failed)
    assert cure is None or train(replace(cure.experiment, epochs=1500)).outcome not in remedies.FAILED
