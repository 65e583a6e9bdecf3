"""How much work one visitor may have, and what is said at the bound."""

import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Training
from pages._ui import limits, live, scene, trainings
from pages._ui.kept import Kept
from pages._ui.limits import Budget, Limits
from tests.pages.lab import asked_for, shown


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """A host that allows little."""
    few = Limits(updates=10_000, updates_a_minute=10_000, surface_points=400)
    for module in (trainings, scene):
        monkeypatch.setattr(module, "limits", lambda: few)
    # What others have shared is no visitor's work.
    monkeypatch.setattr(trainings, "_DONE", Kept(most_bytes=2**20))
    monkeypatch.setattr(live, "_MESSAGES", Kept(most_bytes=2**20))
    return few


def opened(**fields: str) -> AppTest:
    """The Lab by a link with ``fields``."""
    app = asked_for(v="1", **fields)
    app.session_state["_budget"] = Budget(10_000, now=lambda: 0.0)
    return app.run()


def warnings(app: AppTest) -> list[str]:
    return [each.value for each in app.warning]


def test_a_longer_training_is_cut_short_and_says_so(small: Limits) -> None:
    app = opened(epochs="20000", runs="2")
    runs = shown(app)["runs"]
    assert [int(run["step"][-1]) for run in runs] == [5_000, 5_000]
    assert warnings(app) == [
        "That is 40,000 updates, all runs together. This server makes at most 10,000 in one training. "
        "Shown instead: 5,000 epochs."
    ]


def test_a_minute_of_work_is_all_that_a_visitor_gets_in_a_minute(small: Limits) -> None:
    app = opened(epochs="10000")
    while not shown(app)["complete"]:
        app.run()
    assert warnings(app) == []
    app.session_state["lab choices"]["seed"] = 1
    assert not shown(app.run())["complete"]
    (told,) = warnings(app)
    assert told.startswith(
        "This server makes at most 10,000 updates a minute for one visitor. It goes on in "
    )


def test_what_another_visitor_has_trained_costs_nothing(small: Limits) -> None:
    spent = []
    for _ in range(2):
        app = opened(epochs="9000")
        while not shown(app)["complete"]:
            app.run()
        spent.append(sum(updates for _, updates in app.session_state["_budget"]._spent))
    assert spent == [9_000, 0]


def test_a_surface_has_as_many_points_as_the_host_allows(small: Limits) -> None:
    (trace,) = (t for t in shown(opened())["surface"]["data"] if t["meta"]["role"] == "surface")
    assert len(trace["x"]) * len(trace["y"]) == 400


def test_a_budget_comes_back_after_a_minute() -> None:
    now = 0.0
    budget = Budget(100, lambda: now)
    budget.spend(60)
    assert budget.wait() == 0
    now = 10.0
    budget.spend(60)
    assert (budget.wait(), budget.told()[-8:]) == (50.0, "in 50 s.")
    now = 60.0
    assert (budget.wait(), budget.told()) == (0, "")


def test_experiments_within_the_limit_stay_as_they_are() -> None:
    experiments = (Experiment(), Experiment(seed=1))
    assert Limits().shortened(experiments) == (experiments, "")


def test_every_run_keeps_an_epoch() -> None:
    few = Limits(updates=10_000)
    many = [Experiment(problem="network", batch="stochastic", epochs=2_000, seed=seed) for seed in range(4)]
    shorter, _ = few.shortened(many)
    assert [each.updates for each in shorter] == [2_500] * 4


def test_a_host_sets_its_own_limits() -> None:
    assert limits.read({"GD_UPDATES": "50000", "HOME": "/"}) == Limits(updates=50_000)
    assert limits.read({"GD_SURFACE_POINTS": "2500"}).resolution == 50


@pytest.mark.parametrize("text", ["", "many", "-1", "9999", "1e9", "٣٠٠٠٠"])
def test_a_bad_limit_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"GD_UPDATES must be a whole number from 10000 on, not "):
        limits.read({"GD_UPDATES": text})


def test_visitors_of_the_same_experiments_share_their_training(small: Limits) -> None:
    one, other = (opened(seed="77", epochs="300") for _ in range(2))
    first, second = (app.session_state["_training"][1] for app in (one, other))
    assert first.shared is second.shared
    assert first.budget is not second.budget
    alone = Training((Experiment(seed=77, epochs=300),), record_limit=trainings._RECORDED)
    alone.advance()
    assert torch.equal(second.runs()[0].params, alone.runs()[0].params)
