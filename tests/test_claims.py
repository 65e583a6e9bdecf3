"""What is said of the three batches, against the plain notebook and autograd."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
import torch

from gd_core import Experiment, Run, train
from gd_core.lessons.claims import (
    TARGETS,
    TIMED,
    TIMED_UPDATES,
    agreement,
    first_at,
    measured,
    of_size,
    race,
    rising,
    sample_gradients,
    samples_seen,
    seconds_an_update,
    spread,
)
from gd_core.problems.catalog import NEURON, WAVE
from tests import notebook

SHORT = Experiment(epochs=30)


def losses_of_a_notebook(experiment: Experiment) -> torch.Tensor:
    """The loss on all samples at every point, from the plain loop."""
    w, b = notebook.draw(experiment.seed)
    size = experiment.samples_per_update
    batches = notebook.shuffled(experiment.seed, experiment.epochs, size)
    if experiment.batch == "full":
        batches = [torch.arange(4)] * experiment.epochs
    log = notebook.descend(notebook.flat(w, b), batches, experiment.learning_rate)
    return torch.tensor(log.losses)


def test_a_race_differs_in_its_batches_alone() -> None:
    runs = race(replace(SHORT, batch="mini", batch_size=3, seed=5))
    assert [e.samples_per_update for e in runs] == [4, 3, 1]
    assert len({replace(e, batch="full") for e in runs}) == 1


@pytest.mark.parametrize("seed", range(10))
def test_batches_of_one_are_stochastic_to_the_last_bit(seed: int) -> None:
    _, mini, stochastic = (train(e) for e in race(Experiment(epochs=100, batch_size=1, seed=seed)))
    for name in ("params", "loss", "grad", "batches", "step"):
        assert torch.equal(getattr(mini, name), getattr(stochastic, name))


@pytest.mark.parametrize("seed", range(10))
def test_batches_of_all_samples_are_full_batch_but_for_the_order_of_a_sum(seed: int) -> None:
    full, mini, _ = (train(e, torch.float64) for e in race(Experiment(epochs=100, batch_size=4, seed=seed)))
    assert torch.equal(mini.batches.sort().values, full.batches)
    # In double precision what the order rounds, 1e-16 an update, stays far below 1e-9 in 100 updates.
    torch.testing.assert_close(mini.params, full.params, rtol=1e-9, atol=0)
    torch.testing.assert_close(mini.loss, full.loss, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("size", "batch"), [(1, "stochastic"), (2, "mini"), (3, "mini"), (4, "full")])
def test_a_size_has_its_mode(size: int, batch: str) -> None:
    sized = of_size(Experiment(), size)
    assert (sized.batch, sized.samples_per_update) == (batch, size)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_samples_seen_are_those_of_the_recorded_batches(size: int) -> None:
    run = train(of_size(SHORT, size))
    counted = (run.batches >= 0).sum(1).cumsum(0).tolist()
    assert [samples_seen(run.experiment, n + 1) for n in range(run.updates)] == counted


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_updates_and_rises_to_a_target_are_those_of_a_notebook(size: int) -> None:
    # Few epochs and a slow rate: rounding has no time to move the loss across a target.
    experiment = replace(of_size(SHORT, size), learning_rate=0.003)
    found = measured(experiment, seeds=4)
    for seed in range(4):
        losses = losses_of_a_notebook(replace(experiment, seed=seed))
        for target in TARGETS:
            there = [i for i, loss in enumerate(losses.tolist()) if loss <= target]
            first = there[0] if there else None
            assert found[target].updates[seed] == first
            way = losses.tolist()[: None if first is None else first + 1]
            ups = sum(b > a for a, b in pairwise(way)) / (len(way) - 1)
            assert found[target].rising[seed] == pytest.approx(ups, abs=1.5 / (len(way) - 1))


def test_a_target_that_is_not_reached_says_so() -> None:
    (never,) = measured(Experiment(epochs=1, learning_rate=1e-4), seeds=1)[0.01].updates
    assert never is None


@pytest.mark.parametrize("problem", [NEURON, WAVE])
def test_a_samples_gradient_is_autograds(problem: object) -> None:
    chosen = NEURON if problem is NEURON else WAVE
    params = torch.rand(5, len(chosen.names), dtype=torch.float64, requires_grad=True)
    ours = sample_gradients(chosen, params.detach())
    for i in range(chosen.samples):
        (theirs,) = torch.autograd.grad(chosen.sample_losses(params)[:, i].sum(), params)
        torch.testing.assert_close(ours[i], theirs, rtol=1e-9, atol=1e-9)


def test_agreement_is_the_mean_cosine_over_all_batches() -> None:
    params = torch.rand(6, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    for size in range(1, 5):
        cosines = []
        for point in params:
            at = point.clone().requires_grad_()
            each = NEURON.sample_losses(at.unsqueeze(0)).squeeze(0)
            (full,) = torch.autograd.grad(each.mean(), at, retain_graph=True)
            for batch in combinations(range(4), size):
                (some,) = torch.autograd.grad(each[list(batch)].mean(), at, retain_graph=True)
                cosines.append(float(full @ some / full.norm() / some.norm()))
        assert agreement(NEURON, params, size) == pytest.approx(sum(cosines) / len(cosines), abs=1e-9)


def test_all_samples_agree_with_themselves_and_more_of_them_agree_better() -> None:
    params = train(Experiment(epochs=50)).params
    found = [agreement(NEURON, params, size) or 0 for size in range(1, 5)]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(1, abs=1e-6)


def test_where_every_relu_is_off_nothing_agrees() -> None:
    assert agreement(NEURON, torch.tensor([[-9.0, -9.0, -9.0]]), 2) is None


def test_rises() -> None:
    assert rising(torch.tensor([3.0, 2, 4, 1, 5])) == 0.5
    assert rising(torch.tensor([3.0])) == 0


def test_the_spread_of_twenty_seeds() -> None:
    assert spread(range(20)) == (0, 4, 9, 15, 19)
    assert spread([None, 1, 2])[1:3] == (1, 2)
    assert spread([None, None, 2])[2] == float("inf")


def test_first_at() -> None:
    run: Run = train(Experiment(epochs=20))
    assert first_at(run, float(run.loss[7])) == next(i for i, v in enumerate(run.loss) if v <= run.loss[7])
    assert first_at(run, 0.0) is None


def test_the_quickest_of_several_trainings_counts_by_the_clock() -> None:
    kinds = [Experiment(epochs=10), Experiment(batch="stochastic", epochs=10)]
    # In turns: the first kind takes 7, 5, 3 ... ticks, the second 90 each time.
    ticks = [start for k in range(TIMED) for start in (0, 3 + 2 * (TIMED - 1 - k), 0, 90)]
    found = seconds_an_update(kinds, iter(ticks).__next__)
    made = [max(1, TIMED_UPDATES // e.updates_per_epoch) * e.updates_per_epoch for e in kinds]
    assert found == [3 / made[0], 90 / made[1]]


def test_the_clock_is_of_this_machine() -> None:
    assert all(each > 0 for each in seconds_an_update([Experiment(epochs=10)]))
