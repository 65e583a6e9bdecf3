"""A band holds many seeds' runs: each line of it is what a plain loop over them finds."""

from dataclasses import replace

import pytest
import torch

from gd_core import Experiment, Outcome, Run, train
from gd_core.sweeps.bands import SEEDS, SHARES, Band, _drawn, band
from tests.modes import each_mode


def lines(runs: list[Run], step: int) -> list[float]:
    """The band's five losses after ``step`` updates, looked up run by run."""
    losses = sorted(float(run.loss[step]) if step <= run.updates else torch.inf for run in runs)
    return [losses[round(share * (len(runs) - 1))] for share in SHARES]


def agrees(band: Band, runs: list[Run]) -> bool:
    for place, step in enumerate(band.step.tolist()):
        assert band.loss[:, place].tolist() == pytest.approx(lines(runs, step), rel=1e-4)
    return band.outcomes == tuple(run.outcome for run in runs)


@each_mode
def test_the_lines_are_those_of_single_runs(mode: dict[str, object]) -> None:
    experiment = Experiment(**mode, epochs=60, seed=3)  # type: ignore[arg-type]
    runs = [train(replace(experiment, seed=3 + k)) for k in range(7)]
    assert agrees(band(experiment, seeds=7), runs)


def test_a_network_keeps_its_data_and_changes_start_and_order() -> None:
    experiment = Experiment("network", "stochastic", epochs=4, learning_rate=0.1, seed=2)
    runs = []
    for seed in range(2, 7):
        start = experiment.data.draw(torch.Generator().manual_seed(seed))
        luck = 0 if seed == 2 else 2**30 + seed
        runs.append(train(replace(experiment, start=tuple(start.tolist()), luck=luck)))
    assert len({tuple(run.batches.flatten().tolist()) for run in runs}) == 5
    assert agrees(band(experiment, seeds=5), runs)


def test_every_seed_branches_off_its_own_trunk() -> None:
    trunk = Experiment(batch="mini", epochs=20, seed=1)
    branch = replace(trunk, trunk=trunk, branch=15, learning_rate=0.001)
    runs = [train(replace(branch, seed=s, trunk=replace(trunk, seed=s))) for s in range(1, 7)]
    assert agrees(band(branch, seeds=6), runs)


@pytest.mark.parametrize("problem", ["neuron", "network"])
def test_other_luck_is_another_order_for_every_seed(problem: str) -> None:
    made = band(Experiment(problem, "stochastic", epochs=6, luck=1), seeds=4)
    own = band(Experiment(problem, "stochastic", epochs=6), seeds=4)
    assert torch.equal(made.loss[:, 0], own.loss[:, 0])
    assert not torch.equal(made.loss, own.loss)


def test_what_has_blown_up_is_infinite_from_then_on(line: str) -> None:
    made = band(Experiment(line, learning_rate=0.05, epochs=500), seeds=5)
    assert set(made.outcomes) == {Outcome.DIVERGED}
    assert made.loss[:, 0].isfinite().all()
    assert not made.loss.isnan().any()


def test_a_long_band_is_thin() -> None:
    made = band(Experiment(epochs=5000), points=100)
    assert len(made.step) <= 102
    assert made.loss.shape == (5, len(made.step))
    assert made.step[-1] == 5000


def test_no_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="seeds must be at least 1, got 0"):
        band(Experiment(), seeds=0)


@pytest.mark.parametrize("problem", ["neuron", "network", "wave"])
@pytest.mark.parametrize("seed", [2**30, 2**31 - 8, 2**31 - 1])
@pytest.mark.parametrize("luck", [0, 1, 2**31 - 1])
def test_at_the_end_of_all_seeds_it_goes_on_with_the_first(problem: str, seed: int, luck: int) -> None:
    experiment = Experiment(problem, "stochastic", epochs=2, seed=seed, luck=luck)
    made = [_drawn(experiment, k) for k in range(SEEDS)]
    assert made[0].luck == luck
    assert len(set(made)) == SEEDS
    if experiment.data.redrawn or luck:
        assert len({each.luck for each in made}) == SEEDS
        assert all(each.luck for each in made[1:])
    assert len(band(experiment, seeds=SEEDS).outcomes) == SEEDS
