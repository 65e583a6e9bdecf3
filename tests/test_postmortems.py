"""Why runs failed, against plain loops that look for themselves."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from gd_core import PRESETS, Experiment, Run, train
from gd_core.analysis.postmortems import Cause, PostMortem, post_mortem
from gd_core.endings.outcomes import death
from tests import notebook

DYING = [
    Experiment(learning_rate=0.02),
    PRESETS["too_far"].experiment,
    Experiment(learning_rate=0.5),
    Experiment(learning_rate=0.02, batch="stochastic"),
    Experiment(learning_rate=0.03, batch="mini", batch_size=3, seed=1),
]
COLLAPSING = Experiment("network", learning_rate=1.0, epochs=500)
SATURATING = Experiment("comparison", learning_rate=3.0, seed=1, epochs=500)


def of(experiment: Experiment) -> PostMortem:
    found = post_mortem(train(experiment))
    assert found is not None
    return found


@pytest.mark.parametrize("experiment", DYING)
def test_a_neurons_death_is_the_one_that_a_notebook_meets(experiment: Experiment) -> None:
    found, (w, b) = of(experiment), notebook.draw(experiment.seed)
    params, rate = torch.cat([w.detach().flatten(), b.detach()]), experiment.learning_rate
    log = notebook.descend(params, found.run.batches[: found.point + 3], rate)
    sums = [[float(p[0] * x1 + p[1] * x2 + p[2]) for x1, x2 in notebook.X] for p in log.params]
    fatal = next(i for i, z in enumerate(sums) if max(z) <= 0)
    assert (found.cause, found.point) == (Cause.SWITCHED_OFF, fatal)
    assert found.point == death(found.run.experiment.data, found.run.params)
    assert found.good == log.losses.index(min(log.losses[:fatal]))
    assert [off.sample for off in found.off] == [0, 1, 2, 3]
    for off in found.off:
        before, after = sums[off.point][off.sample], sums[off.point + 1][off.sample]
        assert off.before == pytest.approx(before, rel=1e-4, abs=1e-4)
        assert off.after == pytest.approx(after, rel=1e-4, abs=1e-4)
        assert before > 0 >= max(z[off.sample] for z in sums[off.point + 1 :])


@pytest.mark.parametrize("experiment", DYING)
def test_each_of_the_last_updates_is_held_against_the_curvature_of_its_own_samples(
    experiment: Experiment,
) -> None:
    found = of(experiment)
    run = found.run
    points = range(max(found.good, found.point - 4), found.point)
    assert [leap.point for leap in found.leaps] == list(points)
    for leap in found.leaps:
        batch = [i for i in run.batches[leap.point].tolist() if i >= 0]
        rows = torch.cat([notebook.X, torch.ones(4, 1)], 1)[batch]
        on = rows[rows @ run.params[leap.point] > 0].double()
        curvature = float(torch.linalg.eigvalsh(2 * on.T @ on / len(batch))[-1])
        assert leap.sharpness == pytest.approx(curvature)
        assert leap.limit == pytest.approx(2 / curvature if curvature else float("inf"))
        assert (leap.loss, leap.after) == tuple(run.loss[leap.point : leap.point + 2].tolist())
    assert any(leap.limit is not None and leap.rate > leap.limit for leap in found.leaps)


def test_a_line_blows_up_by_the_factor_that_the_curvature_says(line: str) -> None:
    found = of(Experiment(line, learning_rate=0.05))
    assert (found.cause, found.good, found.off) == (Cause.BLOWN_UP, 0, ())
    assert found.point == found.run.updates
    for leap in found.leaps:
        assert leap.after / leap.loss == pytest.approx((1 - leap.rate * leap.sharpness) ** 2, rel=1e-3)


def module_of(run: Run, point: int) -> nn.Sequential:
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())
    nn.utils.vector_to_parameters(run.params[point].clone(), model.parameters())
    return model


def test_a_network_dies_when_its_last_hidden_relu_goes_off() -> None:
    found = of(COLLAPSING)
    run, point = found.run, found.point
    hidden = [module_of(run, i)[:2](run.experiment.fit.inputs).gt(0).any() for i in range(len(run.params))]
    assert found.cause is Cause.SWITCHED_OFF
    assert hidden[point - 1]
    assert not any(hidden[point:])
    assert max(off.point for off in found.off) == point - 1
    # The gradient of the output's bias takes longer to vanish.
    assert death(run.experiment.data, run.params) > point


def test_a_network_whose_sigmoid_is_rounded_learns_nothing_more() -> None:
    found = of(SATURATING)
    run, data = found.run, found.run.experiment.fit
    outputs = module_of(run, found.point)(data.inputs).flatten().tolist()
    assert found.cause is Cause.SATURATED
    assert set(outputs) <= {0.0, 1.0}
    assert found.rounded == len(outputs) == 10
    assert found.point == death(data, run.params)
    assert found.good < found.point


def test_a_dead_start_has_nothing_before_it() -> None:
    found = of(Experiment(start=(-1.0, -1.0, -1.0)))
    assert (found.cause, found.point, found.good) == (Cause.SWITCHED_OFF, 0, 0)
    assert not found.leaps
    assert not found.off


@pytest.mark.parametrize("experiment", [Experiment(), Experiment(learning_rate=0.0195)])
def test_what_did_not_fail_has_no_post_mortem(experiment: Experiment) -> None:
    assert post_mortem(train(experiment)) is None


def test_a_thinned_record_tells_of_the_points_that_it_has() -> None:
    late = Experiment(learning_rate=0.0171, batch="stochastic", epochs=500, seed=2)
    runs = [train(replace(late, seed=s), record_limit=50) for s in range(30)]
    found = [each for each in map(post_mortem, runs) if each]
    assert found
    for each in found:
        assert all(off.before > 0 >= off.after for off in each.off)
        assert each.point == death(each.run.experiment.data, each.run.params)
