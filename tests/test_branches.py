"""A training goes on from another one's step: all of that goes on exactly, and what was changed changes."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from gd_core import Experiment, Run, Training, steps, train, train_many
from gd_core.fields import BATCH_MODES
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.problems.catalog import PROBLEMS
from tests import notebook
from tests.compare import apart, same_run
from tests.modes import each_mode
from tests.oracles import optimizer_of
from tests.problems import WITH_DATA

RECORDED = ("params", "loss", "grad", "batch_loss", "batches", "step", "epoch")


def branched(trunk: Experiment, at: int, **changed: Any) -> Experiment:
    """``trunk`` up to update ``at``, and then with other choices."""
    return replace(trunk, **changed, trunk=trunk, branch=at)


def same_until(one: Run, other: Run, step: int) -> bool:
    """Whether two runs are equal to the last bit up to ``step``."""
    return all(
        torch.equal(getattr(one, name)[:step], getattr(other, name)[:step])
        for name in ("params", "grad", "step", "loss")
    )


@pytest.mark.parametrize("problem", WITH_DATA)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@each_mode
def test_unchanged_a_branch_is_its_trunk_to_the_last_bit(
    problem: str, optimizer: str, mode: dict[str, Any]
) -> None:
    trunk = Experiment(problem, **mode, epochs=7, optimizer=optimizer, seed=3)
    assert unchanged(trunk, 1, trunk.updates // 2 + 1)


@pytest.mark.parametrize("problem", sorted({*PROBLEMS} - {*WITH_DATA}))
def test_unchanged_a_branch_on_a_function_is_its_trunk(problem: str) -> None:
    for optimizer in ("sgd", "momentum", "adam"):
        trunk = Experiment(problem, epochs=30, learning_rate=0.001, optimizer=optimizer)
        assert unchanged(trunk, 1, 17, 30)


def unchanged(trunk: Experiment, *branches: int) -> bool:
    """Whether ``trunk`` is the same to the last bit when it branches off and nothing changes."""
    original, again = train(trunk), [train(branched(trunk, at)) for at in branches]
    return all(
        torch.equal(getattr(run, name), getattr(original, name)) and run.outcome is original.outcome
        for run in again
        for name in RECORDED
    )


@each_mode
def test_a_changed_rate_goes_on_where_the_trunk_was(mode: dict[str, Any]) -> None:
    trunk = Experiment(**mode, epochs=60, seed=2)
    original, at = train(trunk), trunk.updates // 3 + 1
    run = train(branched(trunk, at, learning_rate=0.002))
    assert same_until(run, original, at)
    assert torch.equal(run.params[at], original.params[at])
    assert torch.equal(run.batches, original.batches)
    log = notebook.descend(original.params[at], run.batches[at:], 0.002)
    assert apart(run.params[at:], torch.stack(log.params)) <= 2e-6
    assert not torch.equal(run.params[at + 1], original.params[at + 1])


def passes_of_a_notebook(seed: int, parts: list[tuple[int, int]], lucks: tuple[int, int]) -> list[list[int]]:
    """The batches of a loop over passes: (how many, of which size) twice, shuffled unless of all four.

    Where the second luck is another, its seed is set between the two.
    """
    notebook.draw(seed)
    seen = []
    for place, (count, size) in enumerate(parts):
        if place and lucks[0] != lucks[1]:
            torch.manual_seed(lucks[1])
        for _ in range(count):
            order = torch.arange(4) if size == 0 else torch.randperm(4)
            seen += [batch.tolist() for batch in order.split(size or 4)]
    return seen


def mode_of(size: int) -> dict[str, Any]:
    """Full batch for 0, else mini-batches."""
    return {"batch": "mini", "batch_size": size} if size else {"batch": "full", "batch_size": 2}


@pytest.mark.parametrize("problem", [name for name in PROBLEMS if name not in WITH_DATA])
def test_unchanged_a_branch_on_a_function_is_its_trunk_to_the_last_bit(problem: str) -> None:
    trunk = Experiment(problem, learning_rate=1e-5, epochs=19, optimizer="adam", seed=3)
    original = train(trunk)
    for at in (1, 10, 19):
        again = train(branched(trunk, at))
        assert all(torch.equal(getattr(again, name), getattr(original, name)) for name in RECORDED)


@pytest.mark.parametrize("luck", [0, 5])
@pytest.mark.parametrize("before", [0, 1, 2, 3])
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_changed_batches_begin_with_the_next_pass(before: int, after: int, luck: int) -> None:
    trunk = Experiment(**mode_of(before), epochs=40, seed=6)
    per_pass = trunk.updates_per_epoch
    for at in (3, 17 * per_pass, 17 * per_pass - 1, trunk.updates):
        run = train(branched(trunk, at, **mode_of(after), luck=luck))
        begun = -(-at // per_pass)
        wanted = passes_of_a_notebook(6, [(begun, before), (40 - begun, after)], (0, luck))
        assert [[s for s in batch if s >= 0] for batch in run.batches.tolist()] == wanted


def test_other_luck_is_the_same_start_and_another_order() -> None:
    own, other = train_many([Experiment("network", "stochastic", epochs=5, luck=luck) for luck in (0, 1)])
    assert own.experiment.data is other.experiment.data
    assert torch.equal(own.params[0], other.params[0])
    torch.manual_seed(1)
    wanted = [torch.randperm(10).tolist() for _ in range(5)]
    assert other.batches.view(5, 10).tolist() == wanted != own.batches.view(5, 10).tolist()


def test_luck_changes_nothing_for_a_full_batch() -> None:
    own, other = train(Experiment(epochs=50)), train(Experiment(epochs=50, luck=3))
    assert all(torch.equal(getattr(own, name), getattr(other, name)) for name in RECORDED)


@each_mode
def test_beside_its_trunk_a_branch_has_the_trunks_part_to_the_last_bit(mode: dict[str, Any]) -> None:
    trunk = Experiment(**mode, epochs=50, seed=1)
    at = trunk.updates // 2 + 1
    changes: list[dict[str, Any]] = [{"learning_rate": 0.003}, {"epochs": 70}, {"luck": 2}]
    for change in changes:
        original, branch = train_many([trunk, branched(trunk, at, **change)])
        assert same_until(branch, original, at)
        assert torch.equal(branch.params[at], original.params[at])


def test_many_branches_in_one_stack_are_each_as_alone() -> None:
    trunk = Experiment(batch="mini", epochs=30, seed=4)
    many = [branched(trunk, at, learning_rate=rate) for at in (0, 5, 30, 59) for rate in (0.001, 0.015)]
    for together, experiment in zip(train_many([*many, trunk]), [*many, trunk], strict=True):
        alone = train(experiment)
        assert torch.equal(together.batches, alone.batches)
        assert apart(together.params, alone.params) <= 1e-5


def replay(branch: Experiment, run: Run) -> Tensor:
    """Where torch.optim goes with the recorded gradients of ``run``, its settings changed on the way."""
    assert branch.trunk is not None
    point = run.params[0].clone().requires_grad_()
    optimizer = optimizer_of(branch.trunk, [point])
    points = [run.params[0]]
    for step, grad in enumerate(run.grad):
        if step == branch.branch:
            changed = optimizer_of(branch, [point])
            if branch.optimizer == branch.trunk.optimizer:
                for group, new in zip(optimizer.param_groups, changed.param_groups, strict=True):
                    group.update({name: value for name, value in new.items() if name != "params"})
            else:
                optimizer = changed
        point.grad = grad.clone()
        optimizer.step()
        points.append(point.detach().clone())
    return torch.stack(points)


CHANGES: list[dict[str, Any]] = [
    {"learning_rate": 0.002},
    {"momentum": 0.5, "beta1": 0.5, "beta2": 0.9, "alpha": 0.5, "rho": 0.5, "weight_decay": 0.3},
    *({"optimizer": name} for name in OPTIMIZERS),
]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_an_optimizer_that_stays_keeps_its_state_and_another_begins_afresh(
    optimizer: str, change: dict[str, Any]
) -> None:
    trunk = Experiment("network", "mini", 3, 0.02, 20, optimizer, seed=2)
    branch = branched(trunk, 42, **change)
    run = train(branch)
    assert torch.equal(run.params, replay(branch, run))


def test_the_state_of_another_optimizer_is_recorded_from_the_branch_on() -> None:
    trunk = Experiment("network", epochs=20, optimizer="momentum")
    run = train(branched(trunk, 8, optimizer="adam"))
    assert not any(part[:9].any() for part in run.state.values())
    assert all(part[9].any() for part in run.state.values())


@pytest.mark.parametrize("at", [0, 1, 29, 30, 31, 60])
def test_a_branch_has_the_rate_of_its_own_schedule(at: int) -> None:
    trunk = Experiment("network", "mini", 4, 0.1, 20, schedule="exponential", decay=0.9)
    changes: list[dict[str, Any]] = [
        {"schedule": "cosine"},
        {"decay": 0.5},
        {"batch_size": 9},
        {"epochs": 90},
    ]
    original = train(trunk)
    for change in changes:
        run, own = train(branched(trunk, at, **change)), train(replace(trunk, **change))
        epochs = run.epoch[:-1]
        rates = [own.rate[own.epoch[:-1] == epoch][0] for epoch in epochs.tolist()]
        assert torch.equal(run.rate[:at], original.rate[:at])
        assert torch.equal(run.rate[at:], torch.tensor(rates, dtype=torch.float64)[at:])


def test_a_branch_may_be_longer_than_a_trunk_whose_rate_ends_at_0() -> None:
    trunk = Experiment("network", epochs=10, schedule="cosine")
    run = train(branched(trunk, 4, epochs=30))
    assert torch.equal(run.rate[:4], train(trunk).rate[:4])
    assert torch.equal(run.rate[4:], train(replace(trunk, epochs=30)).rate[4:])


def test_trunks_and_branches_of_several_optimizers_train_together() -> None:
    trunk = Experiment("wave", epochs=30, learning_rate=0.05)
    several = [
        trunk,
        branched(trunk, 10, optimizer="adam"),
        branched(trunk, 10, optimizer="momentum", momentum=0.5),
        branched(trunk, 20, optimizer="momentum"),
        replace(trunk, optimizer="adam"),
    ]
    together = train_many(several)
    training = Training(several)
    training.advance()
    for runs in (together, training.runs()):
        assert [run.experiment for run in runs] == several
        for run in runs:
            assert same_run(run, train(run.experiment), 1e-5)
    assert same_until(together[1], together[0], 10)
    assert same_until(together[2], together[0], 10)


def test_a_branch_has_its_trunks_part_whatever_changes_with_the_optimizer() -> None:
    trunk = Experiment("network", "mini", 3, 0.1, 20)
    original, branch = train_many([trunk, branched(trunk, 30, optimizer="adam", batch_size=9)])
    assert torch.equal(branch.params[:31], original.params[:31])
    assert torch.equal(branch.grad[:30], original.grad[:30])


@each_mode
def test_the_updates_of_a_branch_are_its_training(mode: dict[str, Any]) -> None:
    trunk = Experiment(**mode, epochs=20)
    experiment = branched(trunk, 7, batch="stochastic", learning_rate=0.001)
    run, updates = train(experiment), list(steps(experiment))
    assert [u.epoch for u in updates] == run.epoch[:-1].tolist()
    assert torch.equal(torch.stack([u.after for u in updates]), run.params[1:])
    assert [u.batch.tolist() for u in updates] == [b[b >= 0].tolist() for b in run.batches]


SOME = st.builds(
    Experiment,
    batch=st.sampled_from(BATCH_MODES),
    batch_size=st.integers(1, 4),
    learning_rate=st.sampled_from([0.001, 0.01, 0.021]),
    epochs=st.integers(1, 30),
    seed=st.integers(0, 5),
)


@st.composite
def branches(draw: st.DrawFn) -> Experiment:
    """Any branch of a short training."""
    trunk = draw(SOME)
    at = draw(st.integers(0, trunk.updates))
    begun = -(-at // trunk.updates_per_epoch)
    other = draw(SOME)
    epochs = begun + other.epochs if begun else other.epochs
    return replace(
        other, seed=trunk.seed, epochs=epochs, luck=draw(st.integers(0, 2)), trunk=trunk, branch=at
    )


@settings(max_examples=60)
@given(branches())
def test_passes_are_whole_and_updates_are_counted_wherever_it_branches(experiment: Experiment) -> None:
    assert experiment.trunk is not None
    # Side by side: a wider stack rounds differently.
    run, original = train_many([experiment, experiment.trunk])
    at, made = experiment.branch, min(experiment.branch, original.updates)
    assert same_until(run, original, made)
    assert torch.equal(run.params[:made], original.params[:made])
    if run.updates < experiment.updates:  # it blew up, or died by the way
        assert run.outcome is not None
        return
    epochs, seen = run.epoch.tolist(), run.batches.tolist()
    assert epochs[-1] == experiment.epochs
    for epoch in range(experiment.epochs):
        samples = [s for i, batch in enumerate(seen) if epochs[i] == epoch for s in batch if s >= 0]
        assert sorted(samples) == [0, 1, 2, 3]
    assert [experiment.epoch_at(step) for step in range(run.updates + 1)] == epochs
    assert experiment.choices_at(at) is experiment


@given(branches())
def test_the_first_update_of_a_pass_is_where_the_pass_begins(experiment: Experiment) -> None:
    for epoch in range(experiment.epochs + 1):
        first = experiment.update_at(epoch)
        assert experiment.epoch_at(first) == epoch
        assert first == 0 or experiment.epoch_at(first - 1) == epoch - 1
    assert experiment.update_at(experiment.epochs) == experiment.updates


@settings(max_examples=60)
@given(branches(), st.integers(1, 200))
def test_a_shortened_branch_is_the_beginning_of_the_whole(experiment: Experiment, most: int) -> None:
    assert experiment.trunk is not None
    short = experiment.within(most)
    assert short.updates <= max(most, experiment.trunk.updates_per_epoch, experiment.updates_per_epoch)
    assert short.updates <= experiment.updates
    whole, beginning = train_many([experiment, short])
    made = beginning.updates
    if made == short.updates and short.branch == experiment.branch:
        assert torch.equal(whole.params[: made + 1], beginning.params)
    assert experiment.within(experiment.updates + experiment.trunk.updates) == experiment


def test_a_branch_from_another_start_has_a_trunk_that_starts_there_too() -> None:
    moved = branched(TRUNK, 9, learning_rate=0.002).from_start((1.0, 2.0, 3.0))
    assert moved == branched(replace(TRUNK, start=(1.0, 2.0, 3.0)), 9, learning_rate=0.002)


TRUNK = Experiment(batch="mini", epochs=10)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"branch": 21}, "branch must be between 0 and 20 (the updates of the trunk), got 21"),
        ({"branch": -1}, "branch must be between 0 and 1000000, got -1"),
        ({"branch": 1.5}, "branch must be a whole number, got 1.5"),
        ({"trunk": None}, "branch must be 0 without a trunk, got 9"),
        ({"seed": 1}, "seed must be that of the trunk, 0, got 1"),
        ({"problem": "wave"}, "problem must be that of the trunk, 'neuron', got 'wave'"),
        ({"start": (1.0, 2.0, 3.0)}, "start must be that of the trunk, None, got (1.0, 2.0, 3.0)"),
        (
            {"epochs": 4},
            "epochs must be between 5 and 500000 here (2 updates an epoch, 1000000 in all, "
            "the branch is in epoch 5), got 4",
        ),
        ({"luck": -1}, "luck must be between 0 and 2147483647, got -1"),
    ],
)
def test_a_branch_that_cannot_be_is_refused(changed: dict[str, Any], told: str) -> None:
    branch = branched(TRUNK, 9)
    with pytest.raises(ValueError, match=" must ") as caught:
        replace(branch, **changed)
    assert str(caught.value) == told


def test_a_branch_of_a_branch_is_refused() -> None:
    with pytest.raises(ValueError, match="trunk must be an Experiment without a trunk, or None"):
        branched(branched(TRUNK, 3), 5)
