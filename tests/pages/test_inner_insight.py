"""What the panel of the optimizer's mind is sent is what the core found."""

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, train
from gd_core.analysis.step_parts import inner
from gd_core.optim.optimizers import OPTIMIZERS
from tests.pages.decoder import Tree
from tests.pages.lab import choose, lab, see_why, shown, trained


@pytest.fixture(scope="module")
def app() -> AppTest:
    return choose(see_why(lab(), "optimizer"), batch="mini", epochs=200)


def panel(app: AppTest, **choices: object) -> Tree:
    choose(app, **choices)
    assert not app.exception
    (sent,) = (each for each in shown(app)["panels"] if each["kind"] == "inner")
    return sent


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_number_is_the_cores(app: AppTest, optimizer: str) -> None:
    (sent,) = panel(app, optimizer=optimizer, race=[])["runs"]
    (run,) = trained(Experiment(optimizer=optimizer, batch="mini", epochs=200))
    seen = inner(run)
    assert (sent["rule"], sent["settings"]) == (optimizer, run.experiment.settings)
    assert np.array_equal(sent["g"], run.grad[:, 0])
    assert all(np.array_equal(a, b[:, 0]) for a, b in zip(sent["state"], run.state.values(), strict=True))
    assert (sent["sizes"] is None) is (seen.sizes is None)
    assert (sent["carried"] is None) is (seen.carried is None)
    if seen.sizes is not None:
        np.testing.assert_allclose(np.stack(sent["sizes"]), seen.sizes.T, rtol=1e-3)
    if seen.carried is not None:
        # Of the plane of w1 and w2; both parts together are the step.
        np.testing.assert_allclose(sent["carried"]["x"], seen.carried[:, 0], rtol=1e-3)
        step = torch.diff(run.params, dim=0)[:, 1]
        np.testing.assert_allclose(sent["carried"]["y"] + sent["own"]["y"], step, rtol=0.1, atol=1e-3)


def test_each_run_of_a_race_has_its_own(app: AppTest) -> None:
    sent = panel(app, optimizer="sgd", race=["momentum", "adam", "adagrad"])["runs"]
    assert [run["label"] for run in sent] == ["SGD", "Momentum", "AdaGrad", "Adam"]
    assert [run["carried"] is not None for run in sent] == [False, True, False, True]
    assert [run["sizes"] is not None for run in sent] == [False, False, True, True]


def test_a_parameter_without_a_gradient_has_no_size_of_its_own() -> None:
    run = train(Experiment("network", optimizer="adam", epochs=50))
    sizes = inner(run).sizes
    assert sizes is not None
    never = (run.grad == 0).all(0)
    assert never.any()
    assert sizes[:, never].isnan().all()
    assert not sizes[:, ~never][-1].isnan().any()


@pytest.mark.parametrize("before", ["adam", "sgd"])
def test_a_branch_is_seen_from_where_it_is_its_own(before: str) -> None:
    trunk = Experiment(optimizer=before, epochs=60)
    run = train(Experiment(optimizer="adam", beta1=0.5, epochs=60, trunk=trunk, branch=20), torch.float64)
    seen = inner(run)
    assert seen.first == 20
    assert seen.arrives[:20].isnan().all()
    assert torch.equal(seen.arrives[20:], run.params[21:])
    assert seen.sizes is not None
    assert seen.sizes[:20].isnan().all()
    assert not seen.sizes[20:].isnan().any()
