"""The first epochs of a training are those of the whole one, to the last bit, whatever its schedule."""

from dataclasses import fields, replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import Experiment, Outcome, Run, train
from gd_core.analysis import remedies
from gd_core.experiment import Beginning
from gd_core.fields import BATCH_MODES
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from pages._ui.bands import UPDATES, bands
from pages._ui.limits import Limits
from pages._ui.sweeps.plan import rate_plan, start_plan

COSINE = Experiment(schedule="cosine", epochs=20_000)

CHOICES = st.fixed_dictionaries(
    {
        "optimizer": st.sampled_from(list(OPTIMIZERS)),
        "schedule": st.sampled_from(list(SCHEDULES)),
        "drop_every": st.integers(1, 9),
        "warmup": st.integers(1, 30),
        "batch": st.sampled_from(BATCH_MODES),
        "learning_rate": st.sampled_from([0.001, 0.01, 0.1]),
        "epochs": st.integers(1, 40),
        "luck": st.integers(0, 2),
    }
)


def begins(short: Run, whole: Run) -> bool:
    """Whether ``short`` is the beginning of ``whole`` to the last bit."""
    count = short.updates
    alike = torch.equal(short.loss, whole.loss[: count + 1])
    alike &= torch.equal(short.params, whole.params[: count + 1])
    alike &= all(torch.equal(part, whole.state[name][: count + 1]) for name, part in short.state.items())
    pairs = ((getattr(short, name), getattr(whole, name)) for name in ("rate", "grad", "batches"))
    return alike and all(torch.equal(part, every[:count]) for part, every in pairs)


@settings(max_examples=60)
@given(problem=st.sampled_from(["neuron", "network", "wave"]), choices=CHOICES, epochs=st.integers(1, 40))
def test_fewer_epochs_are_the_first_of_the_whole(problem: str, choices: dict[str, Any], epochs: int) -> None:
    whole = Experiment(problem, **choices)
    short = whole.first(min(epochs, whole.epochs))
    assert begins(train(short), train(whole))
    assert short.first(whole.epochs) == whole


@settings(max_examples=30)
@given(trunk=CHOICES, own=CHOICES, at=st.floats(0, 1), most=st.integers(1, 80))
def test_of_a_branch_too(trunk: dict[str, Any], own: dict[str, Any], at: float, most: int) -> None:
    trunk["luck"] = 0
    stem = Experiment(**trunk)
    branch = round(at * min(stem.updates, own["epochs"] * stem.updates_per_epoch))
    whole = Experiment(**own, trunk=stem, branch=branch)
    short = whole.within(most)
    if short.branch == whole.branch and short.updates <= most:
        assert begins(train(short), train(whole))


def test_what_does_not_look_ahead_is_a_plain_experiment() -> None:
    assert Experiment().first(10) == Experiment(epochs=10)
    assert type(Experiment(schedule="step").first(10)) is Experiment
    assert COSINE.first(COSINE.epochs) == COSINE


def test_a_beginning_stays_one_whatever_else_is_changed() -> None:
    short = COSINE.within(500)
    assert (short.epochs, short.horizon) == (500, 20_000)
    assert replace(short, learning_rate=0.1).horizon == 20_000
    assert short != Experiment(schedule="cosine", epochs=500)
    assert {each.name for each in fields(Beginning)} - {each.name for each in fields(Experiment)} == {
        "planned"
    }


def test_it_cannot_be_longer_than_what_is_planned() -> None:
    with pytest.raises(ValueError, match="planned must be between 30 and 1000000, got 20"):
        Beginning(schedule="cosine", epochs=30, planned=20)


def test_the_band_of_a_long_cosine_is_that_of_its_first_updates() -> None:
    (made,) = bands([COSINE])
    assert made.step[-1] == UPDATES
    alone = [train(replace(COSINE, seed=seed), record_limit=20_000).loss[UPDATES] for seed in range(20)]
    ends = sorted(alone)
    wanted = [float(ends[place]) for place in (0, 5, 10, 14, 19)]
    assert made.loss[[0, 4], -1].tolist() == pytest.approx([wanted[0], wanted[-1]], rel=1e-3)


def test_what_a_server_shortens_keeps_its_schedule() -> None:
    shorter, _ = Limits(updates=10_000).shortened([COSINE])
    assert (shorter[0].epochs, shorter[0].horizon) == (10_000, 20_000)


def test_a_remedy_is_tried_on_the_schedule_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Experiment] = []

    def note(experiment: Experiment, top: int) -> list[tuple[float, Outcome | None]]:
        tried.append(experiment)
        return []

    monkeypatch.setattr(remedies, "_tried", note)
    remedies.working_rate(replace(COSINE, learning_rate=0.3))
    assert [(each.epochs, each.horizon) for each in tried] == [(4_000, 20_000)]


def test_sweeps_keep_the_schedule_of_the_whole_training() -> None:
    plan = rate_plan(replace(COSINE, epochs=200_000), BATCH_MODES, 1_000_000)
    assert {each.horizon for each in plan.experiments} == {200_000}
    assert plan.epochs < 200_000
    starts = start_plan(COSINE, 1_000_000)
    assert (starts.experiment.horizon, starts.epochs < 20_000) == (20_000, True)


def test_the_longest_training_of_all_can_be_swept_in_every_batch_mode() -> None:
    longest = Experiment("network", epochs=200_000)
    plan = rate_plan(longest, BATCH_MODES, 20_000_000)
    assert [each.batch for each in plan.experiments] == list(BATCH_MODES)
    huge = rate_plan(longest, BATCH_MODES, 10**12)
    assert all(each.updates <= 1_000_000 for each in huge.experiments)
