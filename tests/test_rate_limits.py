"""Each optimizer settles just below its limit, and leaves the valley just above it: tried by training."""

from dataclasses import replace

import pytest
import torch

from gd_core import Experiment, train
from gd_core.analysis.path_curvature import path_curvature
from gd_core.analysis.rate_limits import reach, reach_written, seen_curvature
from gd_core.space.curvature import hessians, rate_limit, sharpness

VALLEY = Experiment("formula", formula="2*x^2 + 0.5*y^2", start=(1.0, 1.0), epochs=4000)
LIMITED = [
    replace(VALLEY, optimizer="sgd"),
    *(replace(VALLEY, optimizer=o, momentum=m) for o in ("momentum", "nesterov") for m in (0.0, 0.5, 0.9)),
]


def limit(experiment: Experiment) -> float:
    bears = reach(experiment)
    assert bears is not None
    bends = sharpness(hessians(experiment.data, torch.zeros(1, 2, dtype=torch.float64)))
    return float(rate_limit(bends, bears))


@pytest.mark.parametrize("experiment", LIMITED, ids=lambda e: f"{e.optimizer} {e.momentum}")
def test_just_below_its_limit_it_settles_and_just_above_it_leaves(experiment: Experiment) -> None:
    settles, leaves = (
        train(replace(experiment, learning_rate=share * limit(experiment)), torch.float64)
        for share in (0.99, 1.01)
    )
    assert settles.loss[-1] < 1e-6 * settles.loss[0]
    assert leaves.loss[-1] > 1e6 * leaves.loss[0]


def test_the_limits_are_those_of_the_books() -> None:
    found = {o: reach(replace(VALLEY, optimizer=o)) for o in ("sgd", "momentum", "nesterov", "adam")}
    assert found == {"sgd": 2.0, "momentum": 3.8, "nesterov": pytest.approx(3.8 / 2.8), "adam": None}
    assert reach_written(replace(VALLEY, optimizer="nesterov")) == "2 (1 + 0.9) / (1 + 2 · 0.9)"


@pytest.mark.parametrize("optimizer", ["rmsprop", "adagrad", "adam", "adamw", "adadelta"])
def test_who_has_a_rate_for_each_parameter_has_no_limit_but_a_curvature_that_it_sees(optimizer: str) -> None:
    run = train(replace(VALLEY, optimizer=optimizer, learning_rate=0.1, epochs=50))
    bends = path_curvature(run)
    assert bends.reach.isnan().all()
    assert (bends.seen[:-1] > 0).all()
    assert bends.seen[-1].isnan()


def test_what_is_seen_is_the_curvature_stretched_by_the_rates() -> None:
    hessian, sizes = torch.tensor([[[4.0, 1.0], [1.0, 1.0]]]).double(), torch.tensor([[0.5, 0.1]])
    wanted = torch.linalg.eigvals(torch.diag(sizes[0].double()) @ hessian[0]).real.max()
    assert seen_curvature(hessian, sizes)[0] == pytest.approx(float(wanted))
    assert seen_curvature(hessian, torch.full((1, 2), torch.nan)).isnan().all()


def test_a_branch_has_its_trunks_limit_up_to_its_first_step() -> None:
    trunk = replace(VALLEY, learning_rate=0.1, epochs=20)
    run = train(replace(trunk, optimizer="momentum", trunk=trunk, branch=8))
    found = path_curvature(run)
    assert found.reach.tolist() == [2.0] * 8 + [3.8] * 13
    adam = path_curvature(train(replace(trunk, optimizer="adam", trunk=trunk, branch=8)))
    assert adam.reach.isnan().tolist() == [False] * 8 + [True] * 13
