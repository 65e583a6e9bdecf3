"""A training in slices ends as one in one go does, and keeps what it is told to keep."""

from math import inf
from typing import Any

import pytest
import torch

from gd_core import Experiment, Run, Training, train, train_many
from tests.compare import identical
from tests.modes import each_mode

SLICE = 512
"""The most updates of one slice of a Training."""


def test_a_run_keeps_no_neighbours_memory() -> None:
    run = train_many([Experiment(seed=seed, epochs=20) for seed in range(50)])[0]
    for name in ("params", "loss", "grad", "batch_loss", "batches"):
        kept = getattr(run, name)
        assert kept.untyped_storage().nbytes() == kept.numel() * kept.element_size()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_record_must_hold_something(limit: int) -> None:
    with pytest.raises(ValueError, match=f"record_limit must be at least 1, got {limit}"):
        train(Experiment(epochs=1), record_limit=limit)


def advance_to_the_end(training: Training) -> list[list[Run]]:
    seen = []
    while not training.complete:
        training.advance(seconds=0)
        seen.append(training.runs())
    return seen


@each_mode
def test_slices_end_as_one_go_does(mode: dict[str, Any]) -> None:
    experiment = Experiment(**mode)
    (run,) = advance_to_the_end(Training([experiment]))[-1]
    assert identical(run, train(experiment))


def test_a_partial_run_is_a_prefix_without_an_outcome() -> None:
    whole = train(Experiment(epochs=2000))
    *partial, last = [run for (run,) in advance_to_the_end(Training([whole.experiment]))]
    assert [run.updates for run in partial] == [SLICE, 2 * SLICE, 3 * SLICE]
    assert all(run.outcome is None for run in partial)
    assert all(torch.equal(run.params, whole.params[: run.updates + 1]) for run in partial)
    assert all(torch.equal(run.grad, whole.grad[: run.updates]) for run in partial)
    assert identical(last, whole)


def test_progress_goes_from_zero_to_one() -> None:
    training, seen = Training([Experiment(epochs=2000), Experiment(epochs=10)]), []
    while not training.complete:
        seen.append(training.progress)
        training.advance(seconds=0)
    made = [0, SLICE, SLICE + 10, 2 * SLICE + 10, 3 * SLICE + 10]
    assert seen == [count / 2010 for count in made]
    assert training.progress == 1.0


def test_a_training_that_was_not_advanced_still_has_runs() -> None:
    (run,) = Training([Experiment(epochs=2000)]).runs()
    assert run.updates == SLICE


def test_a_complete_training_stays_as_it_is() -> None:
    training = Training([Experiment(epochs=5)])
    training.advance()
    training.advance(seconds=inf)
    assert training.runs()[0].updates == 5


@pytest.mark.parametrize("limit", [10, 40, 100])
def test_a_thinned_record_is_the_full_one_at_its_steps(limit: int) -> None:
    experiment = Experiment(batch="mini", batch_size=3, epochs=703)
    full, thin = train(experiment), train(experiment, record_limit=limit)
    assert len(thin.grad) <= limit
    assert thin.step[-1] == experiment.updates
    for name in ("params", "loss", "epoch"):
        assert torch.equal(getattr(thin, name), getattr(full, name)[thin.step])
    for name in ("grad", "batch_loss", "batches"):
        assert torch.equal(getattr(thin, name), getattr(full, name)[thin.step[:-1]])


def test_a_thinned_record_keeps_its_first_steps_then_round_ones_and_the_last() -> None:
    thin = train(Experiment(epochs=1003), record_limit=100)
    assert thin.step.tolist() == [*range(10), *range(20, 1003, 20), 1003]


def test_a_partial_thinned_run_ends_where_it_is() -> None:
    training = Training([Experiment(epochs=3000)], record_limit=10)
    training.advance(seconds=0)
    (run,) = training.runs()
    assert run.step.tolist() == [0, 500, SLICE]
    assert torch.equal(run.params[-1], train(Experiment(epochs=3000)).params[SLICE])
