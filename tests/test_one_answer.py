"""One experiment, one answer: alone, beside others, in slices, as a trunk, the same to the last bit."""

from dataclasses import fields, replace
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from torch import Tensor

from gd_core import Experiment, Run, Training, steps, train, train_many
from gd_core.fields import BATCH_MODES
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import PROBLEMS
from tests.modes import each_dtype

FORMULAS = ("x^2 + 3*y^2", "sin(3*x) + cos(y)^2 + x^2/9", "(1.1 + x^2)^1.7 + exp(-y^2)")
"""With powers, for PyTorch rounds these one by one unlike many at a time."""


def alike(ours: Run, theirs: Run) -> bool:
    """Whether two runs recorded the same, to the last bit, and ended alike."""
    same = all(_equal(getattr(ours, each.name), getattr(theirs, each.name)) for each in fields(Run))
    return same and all(_equal(ours.state[name], theirs.state[name]) for name in theirs.state)


def _equal(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, Tensor):
        return ours.shape == theirs.shape and bool(((ours == theirs) | (ours.isnan() & theirs.isnan())).all())
    return isinstance(theirs, dict) or bool(ours == theirs)


@st.composite
def choices(draw: st.DrawFn) -> dict[str, Any]:
    """All that may differ in runs of one problem."""
    return {
        "batch": draw(st.sampled_from(BATCH_MODES)),
        "batch_size": draw(st.integers(1, 10)),
        "learning_rate": draw(st.sampled_from((1e-3, 0.01, 0.1, 0.5, 2.0))),
        "epochs": draw(st.sampled_from((1, 7, 33, 130))),
        "optimizer": draw(st.sampled_from(tuple(OPTIMIZERS))),
        "schedule": draw(st.sampled_from(tuple(SCHEDULES))),
        "seed": draw(st.integers(0, 3)),
    }


@st.composite
def together(draw: st.DrawFn) -> list[Experiment]:
    """Two to four experiments of one problem, some of them branches of others."""
    problem = draw(st.sampled_from(tuple(PROBLEMS)))
    own = {"formula": draw(st.sampled_from(FORMULAS))} if problem == "formula" else {}
    made = [_fitting(problem, draw(choices()) | own) for _ in range(draw(st.integers(2, 3)))]
    if draw(st.booleans()):
        made.append(_branch(made[0], made[1], draw(st.integers(1, made[0].updates))))
    return made


def _fitting(problem: str, chosen: dict[str, Any]) -> Experiment:
    data = Experiment(problem, **{k: v for k, v in chosen.items() if k == "formula"}).data
    if not data.batched:
        chosen |= {"batch": "full", "batch_size": 2}
    chosen["batch_size"] = min(chosen["batch_size"], data.samples) if data.batched else 2
    return Experiment(problem, **chosen)


def _branch(trunk: Experiment, other: Experiment, at: int) -> Experiment:
    begun = -(-at // trunk.updates_per_epoch)
    longer = max(begun, other.epochs)
    return replace(other, seed=trunk.seed, epochs=longer, trunk=trunk, branch=at)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(together())
@example([Experiment("network", learning_rate=0.5, epochs=2000, seed=seed) for seed in range(4)])
def test_beside_others_a_run_is_as_alone(experiments: list[Experiment]) -> None:
    for run, experiment in zip(train_many(experiments), experiments, strict=True):
        assert alike(run, train(experiment))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(together())
def test_a_branch_has_its_trunks_part_and_steps_give_the_same(experiments: list[Experiment]) -> None:
    run, trunk = train(experiments[-1]), train(experiments[0])
    if experiments[-1].trunk is not None:
        shared = min(experiments[-1].branch, trunk.updates, run.updates)
        assert torch.equal(run.params[: shared + 1], trunk.params[: shared + 1])
        assert torch.equal(run.loss[: shared + 1], trunk.loss[: shared + 1])
    by_hand = list(steps(experiments[-1]))
    assert torch.equal(torch.stack([u.params for u in by_hand]), run.params[: len(by_hand)])
    assert [u.loss for u in by_hand] == run.loss[: len(by_hand)].tolist()


@each_dtype
@pytest.mark.parametrize("problem", PROBLEMS)
def test_in_slices_and_thinned_a_run_is_as_whole(problem: str, dtype: torch.dtype, tolerance: float) -> None:
    pair = [Experiment(problem, epochs=700, seed=seed, optimizer="adam") for seed in (0, 1)]
    training = Training(pair, dtype, record_limit=50)
    while not training.complete:
        training.advance(0)
        assert training.runs()
    for run, experiment in zip(training.runs(), pair, strict=True):
        assert alike(run, train(experiment, dtype, record_limit=50))
        whole = train(experiment, dtype)
        assert torch.equal(run.loss, whole.loss[run.step])


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_longer_run_begins_with_the_shorter_one(problem: str) -> None:
    for epochs in (1, 31, 100):
        short, long = (train(Experiment(problem, epochs=n, seed=2)) for n in (epochs, 613))
        count = min(len(short.loss), len(long.loss))
        assert torch.equal(short.loss[:count], long.loss[:count])
        assert torch.equal(short.params[:count], long.params[:count])


def test_four_networks_in_a_picture_end_where_each_ends_alone() -> None:
    runs = train_many([Experiment("network", learning_rate=0.5, epochs=2000, seed=seed) for seed in range(4)])
    assert f"{runs[0].loss[-1]:.6f}" == "0.355981"
