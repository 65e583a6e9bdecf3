"""The sweep of rates and the map of starts on the Lab's page."""

from collections import Counter
from time import thread_time
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Outcome, Plane, Sweep, train
from gd_core.fields import BATCH_MODES
from gd_core.space.valleys import MOST
from pages._ui import fair_lock
from pages._ui.budgets import Budgets
from pages._ui.clients import NOBODY
from pages._ui.page_state import PageState
from pages._ui.sweeps import bands, basins, opening
from pages._ui.sweeps import shared as sweeps_shared
from pages._ui.sweeps.plan import MAP, RATES, SEEDS, log_rates, rate_plan, start_plan
from pages._ui.sweeps.shared import Watched, shared
from tests.pages.decoder import decode
from tests.pages.lab import asked_for, mounted, sent_exactly
from tests.pages.test_colours import BLIND, PLAIN, apart

PLENTY = 10**9


def opened(**link: str) -> AppTest:
    app = asked_for(**link).run()
    # A browser asks again, until all is done.
    while app.get("progress"):
        app.run()
    assert not app.exception
    return app


def sent(app: AppTest, name: str) -> Any:
    return decode(mounted(app, name).proto.bytes)


def test_a_plan_goes_through_all_rates_that_may_be_chosen() -> None:
    plan = rate_plan(Experiment(seed=3, start=(1.0, 2.0, 3.0)), ("full", "mini"), PLENTY)
    assert (len(plan.rates), plan.seeds) == (RATES, tuple(range(3, 3 + SEEDS)))
    assert (plan.rates[0], plan.rates[-1]) == (1e-5, 1.0)
    assert len(set(plan.rates)) == RATES
    assert [each.batch for each in plan.experiments] == ["full", "mini"]
    assert plan.notice == ""


@pytest.mark.parametrize("most", [10_000, 1_000_000, 7_000_000, 20_000_000])
@pytest.mark.parametrize("epochs", [1, 500, 200_000])
def test_a_plan_keeps_within_the_hosts_limit_and_says_what_is_less(most: int, epochs: int) -> None:
    for experiment in (Experiment(epochs=epochs), Experiment("network", epochs=min(epochs, 90_000))):
        plan = rate_plan(experiment, BATCH_MODES, most)
        runs = len(plan.rates) * len(plan.seeds)
        assert all(each.updates * runs <= most or plan.epochs == 1 for each in plan.experiments)
        whole = (len(plan.rates), len(plan.seeds), plan.epochs) == (RATES, SEEDS, experiment.epochs)
        assert (plan.notice == "") == whole
        starts = start_plan(experiment, most)
        assert starts.runs * starts.experiment.updates <= most or starts.epochs == 1
        assert (starts.notice == "") == ((starts.side, starts.epochs) == (MAP, experiment.epochs))


def test_what_a_link_opens_is_swept_and_told() -> None:
    app = opened(open="sweep", epochs="100", sweep_batches="full,stochastic")
    scene = sent(app, "sweep")
    assert [band["batch"] for band in scene["bands"]] == ["full", "stochastic"]
    full = scene["bands"][0]
    assert np.shape(full["loss"]) == np.shape(full["outcome"]) == (SEEDS, RATES)
    for row, column in ((0, 0), (7, 100), (19, 128)):
        run = train(Experiment(epochs=100, learning_rate=scene["rates"][column], seed=row))
        assert full["loss"][row][column] == pytest.approx(float(run.loss[-1]), rel=1e-3)
    # All die from the rate on at which all of a column are lost.
    assert full["lost"][-1] == 1.0
    assert full["lost"][0] == 0.0
    assert scene["now"]["limit"] == pytest.approx(0.0193, abs=1e-4)
    told = [each.value for each in app.markdown]
    assert any(text.startswith("**Full**: ") and "the first one dies at rate" in text for text in told)


def test_a_sweep_shows_its_progress_and_ends_in_slices_as_in_one_go(in_slices: None) -> None:
    app = asked_for(open="sweep", epochs="100", sweep_batches="full").run()
    shares = []
    while bars := app.get("progress"):
        assert sent(app, "sweep")["bands"] == []
        shares.append(bars[0].proto.value)
        app.run()
    assert shares == sorted(set(shares))
    assert len(shares) > 1
    plan = rate_plan(Experiment(epochs=100), ("full",), PLENTY)
    sweep = plan.sweep(plan.experiments[0])
    sweep.advance()
    (band,) = sent(app, "sweep")["bands"]
    assert np.array_equal(np.array(band["loss"]), sweep.ends().loss.numpy(), equal_nan=True)


def test_it_counts_against_the_visitors_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[str] = Counter()
    monkeypatch.setattr(
        fair_lock._LOCK, "_charge", lambda client, seconds: counted.update({client.session: seconds})
    )
    opened(open="sweep", epochs="961", sweep_batches="full")
    (used,) = counted.values()
    sweep = rate_plan(Experiment(epochs=961), ("full",), PLENTY)
    begun = thread_time()
    sweep.sweep(sweep.experiments[0]).advance()
    assert used > (thread_time() - begun) / 2


def test_without_any_batch_that_of_the_run_is_swept() -> None:
    app = opened(open="sweep", epochs="20", sweep_batches="", batch="stochastic")
    assert [band["batch"] for band in sent(app, "sweep")["bands"]] == ["stochastic"]


def test_the_file_has_every_run() -> None:
    plan = rate_plan(Experiment(epochs=3), ("full",), PLENTY)
    sweep = plan.sweep(plan.experiments[0])
    sweep.advance()
    ends = sweep.ends()
    head, *rows = bands.csv(plan, [ends]).splitlines()
    assert len(rows) == RATES * SEEDS
    last = dict(zip(head.split(","), rows[-1].split(","), strict=True))
    assert (last["batch"], float(last["learning_rate"]), last["seed"]) == ("full", 1.0, "19")
    assert float(last["final_loss"]) == pytest.approx(float(ends.loss[-1, -1]))


def test_the_map_is_coloured_by_where_its_starts_end() -> None:
    app = opened(open="starts", learning_rate="0.0197", starts_area="3")
    scene = sent(app, "starts")
    names = [kind["name"] for kind in scene["kinds"]]
    assert names[-1] == "dead"
    assert sum(kind["count"] for kind in scene["kinds"]) == MAP**2
    cells = np.array(scene["cells"]).reshape(MAP, MAP)
    x0, x1, y0, y1 = scene["extent"]
    held = app.session_state["lab choices"]
    assert held["starts_area"] == 3
    run = train(Experiment(learning_rate=0.0197))
    bias = float(run.params[run.best][2])
    # From 70 % of the way up at the very right, where all is dead: far from rounding.
    row, column = 42, MAP - 1
    x, y = (low + (high - low) * (k + 0.5) / MAP for low, high, k in ((x0, x1, column), (y0, y1, row)))
    there = train(Experiment(learning_rate=0.0197, start=(x, y, bias)))
    assert (names[cells[row, column]] == "dead") == (there.outcome is Outcome.DEAD)


def test_valleys_have_names_and_counts() -> None:
    starts = torch.tensor([[2.0, 0.0], [0.0, 0.5], [0.05, 0.4]])
    sweep = Sweep.of_starts(Experiment("wave", epochs=3000, learning_rate=0.05), starts)
    sweep.advance()
    found = basins.kinds(Experiment("wave").data, starts, sweep.ends())
    assert [kind.name.split(",")[0] for kind in found] == ["valley 1", "valley 2"]
    told = basins.told(found, 3)
    assert told.startswith("Of 3 starts, 1 settle in valley 1, loss ")
    assert "; 2 settle in valley 2, loss 0.53" in told


def test_rates_are_round() -> None:
    assert all(rate == float(f"{rate:.3g}") for rate in log_rates(50))


@pytest.mark.parametrize("eye", ["all", *BLIND])
def test_the_kinds_of_a_map_stay_apart_for_every_eye(eye: str) -> None:
    others = [basins._OTHERS[each][1] for each in (Outcome.FINISHED, Outcome.DEAD, Outcome.DIVERGED)]
    assert len(basins._COLORS) == MOST + 1
    assert apart([*basins._COLORS, *others], eye) > PLAIN


def test_a_visitor_whose_minute_is_spent_is_told_and_goes_on_later(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = Budgets(lambda: (10, 20))
    monkeypatch.setattr(spent, "wait", lambda client: 7.0)
    app = asked_for(open="sweep", epochs="67", sweep_batches="full")
    with monkeypatch.context() as patch:
        patch.setattr(sweeps_shared, "BUDGETS", spent)
        app.run()
    assert not app.exception
    assert sent(app, "sweep")["bands"] == []
    (bar,) = app.get("progress")
    assert "This server computes at most 10 s a minute for one visitor." in bar.proto.text
    while app.get("progress"):
        app.run()
    assert len(sent(app, "sweep")["bands"]) == 1


@pytest.mark.parametrize("rate", [1e-5, 0.01934, 1.0])
def test_near_a_rate_the_cliff_is_seen_more_closely(rate: float) -> None:
    plan = rate_plan(Experiment(learning_rate=rate), ("full",), PLENTY, "near")
    assert len(set(plan.rates)) == RATES
    assert max(1e-5, rate / 2) * 0.999 < plan.rates[0] <= rate <= plan.rates[-1] < min(1.0, rate * 2) * 1.001


def test_near_its_limit_the_neuron_settles_up_to_it() -> None:
    experiment = Experiment(learning_rate=0.0193, epochs=5000)
    plan = rate_plan(experiment, ("full",), PLENTY, "near")
    sweep = plan.sweep(plan.experiments[0])
    sweep.advance()
    settled = sweep.ends().ended(Outcome.CONVERGED).all(0).tolist()
    last = max(rate for rate, all_do in zip(plan.rates, settled, strict=True) if all_do)
    assert 0.0192 <= last <= 0.0194


def test_visitors_of_the_same_sweep_share_it_and_each_carries_it_on() -> None:
    made = []

    def make() -> Sweep:
        made.append(Sweep.of_rates(Experiment(epochs=50), [0.001, 0.01], [0, 1]))
        return made[-1]

    one, other = (Watched([shared("the same", make)], NOBODY) for _ in range(2))
    assert len(made) == 1
    while not one.complete:
        before = one.progress
        one.advance(0)
        assert one.progress > before
        other.advance(0)
    assert other.progress == 1.0
    assert other.sweeps[0].ends is one.sweeps[0].ends
    assert shared("the same", make).ends is one.sweeps[0].ends
    assert len(made) == 1


def test_what_a_click_opens_is_the_whole_run_that_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    app = asked_for(learning_rate="0.019", branch="7", pin_learning_rate="0.01", open="sweep").run()
    chosen = app.session_state["lab choices"]
    monkeypatch.setattr(PageState, "chosen", chosen)
    fields = {"learning_rate": "0.015", "seed": "3", "batch": "full", "start": None, "runs": "1"}
    opening.run(PageState("lab"), fields)
    trunk = Experiment(seed=3)
    assert sent_exactly(app.run(), Experiment(learning_rate=0.015, seed=3), trunk)
    chosen["branch"] = 7
    plane = Plane.through(Experiment().data.names, "w1", "w2", train(Experiment()).params[-1])
    opening.start(PageState("lab"), plane, [1.0, 2.0])
    assert (chosen["branch"], chosen["start"][:2]) == (0, (1.0, 2.0))
