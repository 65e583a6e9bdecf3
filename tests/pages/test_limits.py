"""How much work one visitor may have, and what is said at the bound."""

from dataclasses import Field, fields
from pathlib import Path

import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Training
from pages._ui import bands, budgets, clients, limits, live, scene, trainings
from pages._ui.budgets import Bucket, Budgets
from pages._ui.byte_cache import ByteCache
from pages._ui.clients import Client
from pages._ui.limits import Limits
from tests.pages.lab import asked_for, shown


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """A host that allows little."""
    few = Limits(updates=10_000, surface_points=400)
    for module in (trainings, scene):
        monkeypatch.setattr(module, "limits", lambda: few)
    # What others have shared is no visitor's work.
    monkeypatch.setattr(trainings, "_DONE", ByteCache(most_bytes=2**20))
    monkeypatch.setattr(live, "_MESSAGES", ByteCache(most_bytes=2**20))
    return few


def opened(**fields: str) -> AppTest:
    """The Lab by a link with ``fields``."""
    return asked_for(v="1", **fields).run()


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


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> Budgets:
    """A host on which every visitor's minute is spent for now."""
    full = Budgets(lambda: (20, 40))
    monkeypatch.setattr(full, "wait", lambda client: 12.3)
    for module in (trainings, live, bands):
        monkeypatch.setattr(module, "BUDGETS", full)
    return full


TOLD = "This server computes at most 20 s a minute for one visitor. It goes on in 13 s."


def test_while_a_visitors_minute_is_spent_long_work_waits_and_says_so(
    spent: Budgets, in_slices: None
) -> None:
    app = opened(epochs="200000", batch="stochastic", seed="5")
    assert not shown(app)["complete"]
    assert warnings(app) == [TOLD]
    before = shown(app)["progress"]
    assert shown(app.run())["progress"] == before


def test_a_short_training_is_there_whatever_was_spent(small: Limits, spent: Budgets) -> None:
    assert shown(opened(epochs="50", seed="6"))["complete"]


def test_bands_wait_and_come_by_themselves(small: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        full = Budgets(lambda: (20, 40))
        patch.setattr(full, "wait", lambda client: 12.3)
        for module in (live, bands):
            patch.setattr(module, "BUDGETS", full)
        app = opened(epochs="50", seed="8", open="compare", band="1")
        (panel,) = (each for each in shown(app)["panels"] if each["kind"] == "compare")
        assert panel["bands"] == [f"Twenty seeds have to wait. {TOLD}"]
    (panel,) = (each for each in shown(app.run())["panels"] if each["kind"] == "compare")
    assert panel["bands"][0].startswith("Twenty seeds: ")


def test_a_surface_has_as_many_points_as_the_host_allows(small: Limits) -> None:
    (trace,) = (t for t in shown(opened())["surface"]["data"] if t["meta"]["role"] == "surface")
    assert len(trace["x"]) * len(trace["y"]) == 400


ONE, OTHER = Client("a", "school"), Client("b", "school")


def test_who_has_spent_a_minute_waits_for_some_room_and_is_told_how_long() -> None:
    now = 0.0
    budgets = Budgets(lambda: (20, 40), lambda: now)
    budgets.charge(ONE, 19)
    assert budgets.wait(ONE) == 0
    budgets.charge(ONE, 1)
    assert budgets.wait(ONE) == pytest.approx(15)
    assert (
        budgets.told(ONE) == "This server computes at most 20 s a minute for one visitor. It goes on in 15 s."
    )
    now = 14.0
    assert budgets.wait(ONE) == pytest.approx(1)
    now = 15.1
    assert (budgets.wait(ONE), budgets.told(ONE)) == (0, "")
    budgets.charge(ONE, 0.5)  # and for a while, not only for a moment
    assert budgets.wait(ONE) == 0
    now = 90.0
    assert budgets.used(ONE) == 0


def test_many_sessions_from_one_address_share_a_minute() -> None:
    budgets = Budgets(lambda: (20, 40), lambda: 0.0)
    for place in range(10):
        budgets.charge(Client(f"hog {place}", "cellar"), 5)
    assert budgets.wait(Client("hog 10", "cellar")) > 0
    assert "for one network address" in budgets.told(Client("hog 10", "cellar"))
    assert budgets.wait(ONE) == 0


def test_a_class_behind_one_address_may_use_what_an_ordinary_visit_takes() -> None:
    budgets = Budgets(lambda: (20, 40), lambda: 0.0)
    for place in range(300):
        budgets.charge(Client(f"student {place}", "school"), 0.9)
    budgets.charge(ONE, 15)
    assert budgets.wait(ONE) == budgets.wait(OTHER) == 0


def test_buckets_of_many_who_came_once_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "_MOST", 10)
    many = Budgets(lambda: (20, 40), lambda: 0.0)
    for place in range(100):
        many.charge(Client(str(place), str(place)), 1)
    assert len(many._buckets) == 10


def test_a_bucket_leaks() -> None:
    bucket = Bucket(60)
    bucket.fill(30, 0)
    bucket.fill(0, 10)
    assert bucket.level == pytest.approx(20)


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", ""),
        ("no address", ""),
    ],
)
def test_an_address_is_what_its_owner_cannot_choose(told: str, counted: str) -> None:
    assert clients.network(told) == counted


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
    few = limits.read({"GD_SECONDS_A_MINUTE": "5", "GD_ADDRESS_SECONDS_A_MINUTE": "600"})
    assert (few.seconds_a_minute, few.address_seconds_a_minute) == (5, 600)


@pytest.mark.parametrize("each", fields(Limits))
def test_the_hosting_notes_tell_every_limit_and_what_it_is_without(each: Field[int]) -> None:
    notes = (Path(__file__).parents[2] / "docs" / "hosting.md").read_text(encoding="utf-8")
    (line,) = (line for line in notes.splitlines() if line.startswith(f"| `GD_{each.name.upper()}` |"))
    assert line.endswith(f"| {each.default} |")


@pytest.mark.parametrize("text", ["", "many", "-1", "9999", "1e9", "٣٠٠٠٠"])
def test_a_bad_limit_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"GD_UPDATES must be a whole number from 10000 on, not "):
        limits.read({"GD_UPDATES": text})


def test_visitors_of_the_same_experiments_share_their_training(small: Limits) -> None:
    one, other = (opened(seed="77", epochs="300") for _ in range(2))
    first, second = (app.session_state["_training"][1] for app in (one, other))
    assert first.shared is second.shared
    alone = Training((Experiment(seed=77, epochs=300),), record_limit=trainings._RECORDED)
    alone.advance()
    assert torch.equal(second.runs()[0].params, alone.runs()[0].params)
