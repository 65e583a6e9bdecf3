"""What is said of a classifier's points is what nn.Module says of them."""

from dataclasses import replace

import pytest
import torch

from gd_core import PRESETS, Experiment, Run, train
from gd_core.lessons.predictions import hidden_sums, off_since, outputs, right, ten_by_ten
from tests.test_backprop import module

# The same products in another order: a few units in the last place of numbers near 10.
ROUNDING = 5e-6
RUNS = [
    train(Experiment(problem=problem, epochs=60, seed=seed))
    for problem in ("network", "comparison")
    for seed in (0, 1)
]


def networks(run: Run, every: int = 20) -> list[tuple[int, torch.nn.Sequential]]:
    """Some points of a run, each with the module that has its parameters."""
    return [(i, module((2, 3, 1), run.params[i])) for i in range(0, len(run.params), every)]


@pytest.mark.parametrize("run", RUNS)
def test_outputs_and_hidden_sums_are_the_modules(run: Run) -> None:
    problem = run.experiment.fit
    ours, sums = outputs(problem, run.params), hidden_sums(problem, run.params)
    for i, network in networks(run):
        theirs = torch.sigmoid(network(problem.inputs)).squeeze(1).detach()
        assert torch.allclose(ours[i], theirs, atol=ROUNDING)
        assert torch.allclose(sums[i].T, network[0](problem.inputs).detach(), atol=ROUNDING)


@pytest.mark.parametrize("run", RUNS)
def test_right_counts_one_point_at_a_time(run: Run) -> None:
    problem = run.experiment.fit
    counts = right(problem, run.params)
    for i, network in networks(run):
        said = [torch.sigmoid(network(x)).item() > 0.5 for x in problem.inputs]
        assert counts[i] == sum(s == bool(y) for s, y in zip(said, problem.targets, strict=True))


def test_the_presets_of_the_lesson_end_as_the_lesson_says() -> None:
    tosses, rule = train(PRESETS["coin_tosses"].experiment), train(PRESETS["comparison"].experiment)
    assert right(tosses.experiment.fit, tosses.params[-1:]) == 7
    assert float(tosses.loss[-1]) == pytest.approx(0.515, abs=5e-4)
    assert right(rule.experiment.fit, rule.params[-1:]) == 10


def test_a_neuron_is_off_from_the_point_where_no_sample_switches_it_on_again() -> None:
    run = train(PRESETS["coin_tosses"].experiment)
    on = [
        [bool((module((2, 3, 1), p)[0](run.experiment.fit.inputs)[:, j] > 0).any()) for j in range(3)]
        for p in run.params
    ]
    for j, since in enumerate(off_since(run)):
        heard = [i for i, point in enumerate(on) if point[j]]
        assert since == (None if on[-1][j] else heard[-1] + 1 if heard else 0)
    assert 0 in off_since(run)


def test_a_neuron_switched_off_on_the_way_is_found() -> None:
    # Found by looking: large steps push a neuron off after some updates.
    for seed in range(20):
        run = train(Experiment(problem="network", learning_rate=0.3, epochs=50, seed=seed))
        for j, since in enumerate(off_since(run)):
            if since:
                sums = hidden_sums(run.experiment.fit, run.params)[:, j]
                assert (sums[since - 1] > 0).any()
                assert not (sums[since:] > 0).any()
                assert not run.grad[since:, [2 * j, 2 * j + 1, 6 + j]].any()
                return
    pytest.fail("no run lost a neuron on its way")


def test_all_pairs_are_there_once() -> None:
    pairs = {tuple(map(int, pair)) for pair in ten_by_ten()}
    assert pairs == {(a, b) for a in range(1, 11) for b in range(1, 11)}


def test_other_points_can_be_asked_about() -> None:
    run = train(PRESETS["comparison"].experiment)
    pairs = ten_by_ten()
    elsewhere = replace(run.experiment.fit, inputs=pairs, targets=(pairs[:, 1:] > pairs[:, :1]).float())
    network = module((2, 3, 1), run.params[-1])
    said = (torch.sigmoid(network(pairs)) > 0.5).float()
    assert right(elsewhere, run.params[-1:]) == int((said == elsewhere.targets).sum())
