"""A run is pinned, another one beside it differs in what was chosen, and twenty seeds are a band."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Outcome, train, train_many
from gd_core.fields import BATCH_MODES, MAX_UPDATES
from gd_core.sweeps.bands import band
from pages._ui import naming, pins, sentences
from pages._ui.links import written
from pages._ui.loss_figure import loss_figure
from pages._ui.page_fields import PAGES
from pages._ui.page_state import PageState
from pages._ui.reconcile import reconcile
from tests.pages.lab import asked_for, choose, lab, see_why, sent_exactly, shown, widget

TRUNK = Experiment()


def chosen_of(app: AppTest) -> dict[str, Any]:
    chosen: dict[str, Any] = app.session_state["lab choices"]
    return chosen


@pytest.fixture
def app() -> AppTest:
    return see_why(lab(), "compare")


@pytest.fixture
def desk(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> PageState:
    """The desk of ``app``, which does what the player's events ask of it."""
    monkeypatch.setattr(PageState, "chosen", chosen_of(app))
    return PageState("lab")


def panel(app: AppTest) -> dict[str, Any]:
    (found,) = (each for each in shown(app)["panels"] if each["kind"] == "compare")
    return dict(found)


def test_nothing_is_pinned_at_first(app: AppTest) -> None:
    assert not panel(app)["pinned"]
    assert len(shown(app)["runs"]) == 1


def test_a_pinned_run_stays_while_the_other_changes(app: AppTest, desk: PageState) -> None:
    desk.take_branch(0)
    app.run()
    assert sent_exactly(app, TRUNK, TRUNK)
    assert [run["name"] for run in shown(app)["runs"]] == ["as pinned", "pinned"]
    choose(app, learning_rate=0.019)
    assert sent_exactly(app, replace(TRUNK, learning_rate=0.019), TRUNK)
    assert [run["name"] for run in shown(app)["runs"]] == ["rate 0.019", "rate 0.01"]
    assert panel(app)["rows"] == [["rate 0.019", "rate 0.01"]]
    # Start and seed are those of both.
    choose(app, seed=4)
    assert sent_exactly(app, Experiment(learning_rate=0.019, seed=4), Experiment(seed=4))
    desk.take_fields({**panel(app)["back"], "branch": None})
    assert sent_exactly(app.run(), Experiment(seed=4))


def test_a_branch_is_sent_with_its_trunk_beside_it(app: AppTest, desk: PageState) -> None:
    desk.take_branch(40)
    desk.take_fields({"learning_rate": "0.005", "batch": "mini"})
    app.run()
    branch = Experiment(learning_rate=0.005, batch="mini", trunk=TRUNK, branch=40)
    assert sent_exactly(app, branch, TRUNK)
    message = shown(app)
    assert (message["branch"], panel(app)["branch"]) == (40, 40)
    ours, theirs = (np.array(run["params"])[:, :41] for run in message["runs"])
    assert np.array_equal(ours, theirs)
    assert np.array_equal(message["runs"][0]["epoch"], train(branch).epoch)
    assert message["hint"] == (
        "Rate 0.01, full batch, 1000 epochs, seed 0; from step 40 on mini m = 2, rate 0.005. "
        "Beside it, the run that goes on as it was."
    )
    assert any(trace["meta"]["role"] == "branch" for trace in message["loss"]["data"])


def test_a_link_opens_a_branch() -> None:
    app = asked_for(learning_rate="0.019", branch="7", pin_learning_rate="0.01").run()
    assert sent_exactly(app, Experiment(learning_rate=0.019, trunk=TRUNK, branch=7), TRUNK)


def test_other_luck_changes_the_order_alone(app: AppTest, desk: PageState) -> None:
    choose(app, batch="stochastic")
    desk.take_branch(0)
    desk.take_fields({"luck": "1"})
    app.run()
    stochastic = replace(TRUNK, batch="stochastic")
    assert sent_exactly(app, replace(stochastic, luck=1), stochastic)
    assert [run["name"] for run in shown(app)["runs"]] == ["other luck", "same luck"]
    desk.take_fields({"branch": None})
    assert sent_exactly(app.run(), stochastic)


def test_the_lesson_on_batches_opens_a_pair_that_differs_in_luck() -> None:
    app = asked_for("batches").run()
    (button,) = (each for each in app.button if each.label.startswith("Same start, another order"))
    button.click().run()
    assert not app.exception
    runs = shown(app)["runs"]
    assert [run["name"] for run in runs] == ["other luck", "same luck"]
    assert panel(app)["pinned"]
    first, second = (np.array(run["params"]) for run in runs)
    assert np.array_equal(first[:, 0], second[:, 0])
    assert not np.array_equal(first, second)


def test_runs_side_by_side_and_a_pinned_run_exclude_each_other(app: AppTest, desk: PageState) -> None:
    choose(app, runs=3)
    desk.take_branch(0)
    app.run()
    assert len(shown(app)["runs"]) == 2
    assert widget(app, "runs").value == 1
    choose(app, runs=3)
    assert len(shown(app)["runs"]) == 3
    assert not pins.pinned(chosen_of(app))


def test_another_problem_pins_nothing(app: AppTest, desk: PageState) -> None:
    desk.take_branch(30)
    choose(app, problem="wave")
    assert len(shown(app)["runs"]) == 1


def test_a_branch_beyond_the_end_moves_there(app: AppTest, desk: PageState) -> None:
    desk.take_branch(300)
    desk.take_fields({"epochs": "200"})
    app.run()
    assert not app.exception
    assert shown(app)["branch"] == 200
    assert "branch=200" in written("lab", chosen_of(app))


@pytest.mark.parametrize("step", [None, "x", 1.5, -1, [3], MAX_UPDATES + 1])
def test_a_bad_step_is_told_and_pins_nothing(
    desk: PageState, step: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("pages._ui.toasts.tell", lambda text, **_: told.append(text))
    before = dict(desk.chosen)
    desk.take_branch(step)
    assert {name: desk.chosen[name] for name in before if name != "open"} == {
        name: value for name, value in before.items() if name != "open"
    }
    assert bool(told) == (step is not None)


NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "batch": st.sampled_from(BATCH_MODES),
    "batch_size": st.integers(1, 4),
    "learning_rate": st.sampled_from([0.01, 0.019]),
    "epochs": st.integers(1, 200_000),
    "optimizer": st.sampled_from(["sgd", "adam"]),
}


@settings(max_examples=100)
@given(st.fixed_dictionaries(NUMBERS), st.fixed_dictionaries(NUMBERS), st.integers(0, MAX_UPDATES))
def test_whatever_is_chosen_there_is_something_to_compare(
    first: dict[str, Any], then: dict[str, Any], branch: int
) -> None:
    chosen = PAGES["lab"].beginning() | first
    chosen |= pins.now(chosen, branch) | then
    found = reconcile(PAGES["lab"], chosen, then).values
    present, trunk = pins.compared(replace(TRUNK, **then), found)
    assert trunk == replace(TRUNK, **first)
    assert present.branch == found["branch"] <= branch


def test_twenty_seeds_are_a_band_below_each_line(app: AppTest, desk: PageState) -> None:
    desk.take_fields({"epochs": "50", "band": "1"})
    app.run()
    short = Experiment(epochs=50)
    assert panel(app)["bands"] == [told(short)]
    desk.take_branch(0)
    choose(app, learning_rate=0.019)
    lines = [trace for trace in shown(app)["loss"]["data"] if trace["meta"]["role"] == "band"]
    assert [trace["meta"]["of"] for trace in lines] == [0, 0, 0, 1, 1, 1]
    assert np.allclose(lines[5]["y"], band(short).loss[2], rtol=1e-5)
    first, second = panel(app)["bands"]
    assert first.startswith("Twenty seeds, rate 0.019: ")
    assert second == told(short).replace("seeds:", "seeds, rate 0.01:")
    desk.take_fields({"band": "0"})
    assert not panel(app.run())["bands"]


def told(experiment: Experiment) -> str:
    made = band(experiment)
    ended = sentences.counted(list(made.outcomes))
    return f"Twenty seeds: {ended}; half of them end at or below {made.loss[2, -1]:.3g}."


def test_a_long_band_is_cut_and_says_so(app: AppTest, desk: PageState) -> None:
    desk.take_fields({"epochs": "20000", "band": "1"})
    (said,) = panel(app.run())["bands"]
    assert "within the first 10000 steps; half of them" in said


def test_a_band_that_blows_up_stays_a_picture(line: str) -> None:
    experiment = Experiment(line, learning_rate=0.05, epochs=500)
    made = band(experiment)
    assert set(made.outcomes) == {Outcome.DIVERGED}
    for axis in ("log", "linear"):
        figure = loss_figure([train(experiment)], axis, bands=[made])
        for trace in figure["data"]:
            assert np.isfinite(np.asarray(trace["y"], dtype=float)).all()


def test_a_function_has_neither_batches_nor_luck(app: AppTest, desk: PageState) -> None:
    desk.take_fields({"problem": "saddle"})
    desk.take_branch(20)
    desk.take_fields({"band": "1", "learning_rate": "0.02"})
    app.run()
    assert not app.exception
    assert (panel(app)["batches"], panel(app)["luck"]) == ([], None)
    assert len(panel(app)["bands"]) == 2


def test_runs_are_named_by_what_differs() -> None:
    several = [TRUNK, replace(TRUNK, learning_rate=0.02), replace(TRUNK, batch="mini", epochs=1)]
    assert naming.names(several) == [
        "full, rate 0.01, 1000 epochs",
        "full, rate 0.02, 1000 epochs",
        "mini m = 2, rate 0.01, 1 epoch",
    ]
    momentum = replace(TRUNK, optimizer="momentum", momentum=0.5)
    assert naming.names([TRUNK, momentum]) == ["SGD", "Momentum (μ 0.5)"]
    assert naming.names([momentum, replace(momentum, momentum=0.6)]) == ["μ 0.5", "μ 0.6"]
    assert naming.names([TRUNK, replace(TRUNK, schedule="cosine")]) == ["constant rate", "cosine rate"]
    assert naming.names([TRUNK, replace(TRUNK, seed=1)]) == ["seed 0", "seed 1"]


def test_the_end_of_each_is_told_by_its_name() -> None:
    runs = train_many([TRUNK, replace(TRUNK, learning_rate=0.021)])
    assert sentences.endings(runs) == "Rate 0.01 settled; rate 0.021 died."
    assert sentences.summary([run.experiment for run in runs]) == (
        "Rate 0.01, full batch, 1000 epochs, seed 0. Beside it rate 0.021."
    )
