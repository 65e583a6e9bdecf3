"""Lesson 4 without a browser: what is sent is the run's, and what is said of it is true."""

import re
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from math import log
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Plane, Run, train
from gd_core.digits import number
from pages._ui import network
from pages._ui.endings import ending
from pages._ui.network import CHALLENGES
from pages._ui.prose import prose
from pages._ui.scene import scene
from tests.pages.lab import asked_for, experiment_of, press, shown
from tests.test_backprop import module

PRINCIPAL = "principal plane"
ALL_PAIRS = torch.cartesian_prod(torch.arange(1.0, 11.0), torch.arange(1.0, 11.0))
# The same sums in another order, over losses near 1.
ROUNDING = 2e-6


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return {title: train(experiment) for title, experiment in CHALLENGES.items()}


def opened() -> AppTest:
    """The lesson as a new visitor gets it."""
    return asked_for("network").run()


def field(app: AppTest, name: str) -> Any:
    """The widget that shows the choice ``name``."""
    kinds = ("select_slider", "slider", "text_input", "number_input", "selectbox", "button_group")
    return next(
        w for kind in kinds for w in app.get(kind) if str(w.key).rpartition("-")[0] == f"network-{name}"
    )


def choose(app: AppTest, name: str, value: Any) -> AppTest:
    field(app, name).set_value(value)
    return app.run()


def panel(app: AppTest, kind: str) -> Any:
    return next(each for each in shown(app)["panels"] if each["kind"] == kind)


def markdown(app: AppTest) -> str:
    return "\n".join(str(block.value) for block in app.markdown)


def says(run: Run, points: torch.Tensor) -> torch.Tensor:
    """What the plain module at the end of ``run`` says of ``points``: True for label 1."""
    return torch.sigmoid(module((2, 3, 1), run.params[-1])(points)).flatten().detach() > 0.5


def right(run: Run) -> int:
    data = run.experiment.fit
    return int((says(run, data.inputs) == data.targets.flatten().bool()).sum())


@pytest.mark.parametrize("title", CHALLENGES)
def test_all_three_hidden_neurons_work_on_the_points_that_the_page_begins_with(
    title: str, runs: dict[str, Run]
) -> None:
    run = runs[title]
    for step in range(0, len(run.params), 25):
        sums = module((2, 3, 1), run.params[step])[0](run.experiment.fit.inputs)
        assert sums.gt(0).any(dim=0).all(), f"off at step {step}"
    # Each weighs something in the output at the end, and the boundary they make crosses the map.
    assert run.params[-1, 9:12].abs().min() > 0.3
    said = says(run, torch.cartesian_prod(*2 * [torch.linspace(0, 11, 61)]))
    assert 0.2 < said.float().mean() < 0.8


def test_the_first_visit_sends_the_notebooks_run_and_every_panel() -> None:
    app = opened()
    assert not app.exception
    sent, run = shown(app), train(CHALLENGES["Random labels"])
    assert np.array_equal(sent["runs"][0]["loss"], run.loss)
    assert np.array_equal(sent["runs"][0]["params"], run.params.T)
    assert [each["kind"] for each in sent["panels"]] == [
        "meter",
        "boundary",
        "network_drawing",
        "hidden",
        "adds_up",
        "predict",
    ]
    assert np.array_equal(panel(app, "boundary")["inputs"], run.experiment.fit.inputs)
    assert panel(app, "boundary")["labels"] == run.experiment.fit.targets.flatten().tolist()
    assert "{{" not in markdown(app)


@pytest.mark.parametrize("plane", [PRINCIPAL, "w11 and v3"])
def test_the_meter_tells_the_loss_of_the_point_below_the_dot(plane: str) -> None:
    app = choose(opened(), "plane", plane)
    meter, sent = panel(app, "meter"), shown(app)
    axes = torch.tensor(sent["plane"]["axes"], dtype=torch.float64)
    origin = torch.tensor(sent["plane"]["origin"], dtype=torch.float64)
    path = torch.tensor(np.stack(sent["runs"][0]["params"], 1), dtype=torch.float64)
    data = CHALLENGES["Random labels"].fit
    for i in (0, 100, 250, 500):
        shadow = origin + ((path[i] - origin) @ axes.T) @ axes
        output = torch.sigmoid(module((2, 3, 1), shadow)(data.inputs.double())).detach()
        loss = torch.nn.functional.binary_cross_entropy(output, data.targets.double())
        assert meter["drawn"][i] == pytest.approx(float(loss), abs=ROUNDING)
    moves = torch.diff(path, dim=0)
    held = (moves @ axes.T).square().sum() / moves.square().sum()
    assert meter["held"] == pytest.approx(float(held), rel=1e-4)


def test_a_plane_that_holds_everything_draws_the_true_loss(runs: dict[str, Run]) -> None:
    run = runs["Random labels"]
    seen = scene([run], PRINCIPAL)
    (meter, *_) = network.panels(seen)
    end = run.best
    assert meter["drawn"][end] == pytest.approx(float(run.loss[end]), abs=ROUNDING)
    assert isinstance(seen.surface.plane, Plane)


def test_the_challenges_are_the_same_ten_points() -> None:
    inputs = [experiment.fit.inputs for experiment in CHALLENGES.values()]
    assert all(torch.equal(inputs[0], each) for each in inputs)
    rule = CHALLENGES["Labels by a rule"].fit
    assert torch.equal(rule.targets.flatten().bool(), rule.inputs[:, 1] > rule.inputs[:, 0])


@pytest.mark.parametrize("title", CHALLENGES)
def test_one_click_switches_and_keeps_the_seed(title: str) -> None:
    app = choose(choose(opened(), "seed", 4), "challenge", title)
    assert not app.exception
    assert app.session_state["network choices"]["seed"] == 4
    assert field(app, "challenge").value == title
    assert shown(app)["bet"] is None  # the bets are on the lesson's own points


@pytest.mark.parametrize("title", CHALLENGES)
def test_a_bets_answer_is_what_happens(title: str, runs: dict[str, Run]) -> None:
    run, bet = runs[title], network.bet(runs[title])
    assert bet is not None
    labels = {option["key"]: option["label"] for option in bet["options"]}
    if title == "Random, trained harder":
        assert bet["told"] == ending(run)
        return
    count = right(run)
    low, high = {"5 or fewer": (0, 5), "6 or 7": (6, 7), "8 or 9": (8, 9), "All 10": (10, 10)}[
        labels[bet["answer"]]
    ]
    assert low <= count <= high
    assert bet["told"].startswith(f"{count} of 10 are right")
    assert bet["told"].endswith(f"loss {number(run.loss[-1], 3)}.")


def test_nobody_bets_on_a_moved_slider() -> None:
    assert network.bet(train(Experiment(problem="network", epochs=50))) is None


def test_random_labels_end_as_the_page_says(runs: dict[str, Run]) -> None:
    run = runs["Random labels"]
    assert (right(run), f"{run.loss[-1]:.3f}", f"{log(2):.3f}") == (8, "0.372", "0.693")
    assert network.ending(run).endswith(
        "8 of 10 right; always answering one half would give the loss ln 2 = 0.693."
    )
    section, values = network.verdict(run)
    told = prose("network", section, **values)
    assert "**8 of 10**" in told
    assert "which is below the" in told


def test_the_verdict_on_the_rule_counts_every_pair(runs: dict[str, Run]) -> None:
    run = runs["Labels by a rule"]
    section, values = network.verdict(run)
    follows = says(run, ALL_PAIRS) == (ALL_PAIRS[:, 1] > ALL_PAIRS[:, 0])
    assert (section, values["right"], values["pairs"]) == ("learnt", 10, int(follows.sum()))
    assert f"{values['pairs']} of all 100" in prose("network", section, **values)


def test_a_run_that_misses_the_rule_is_not_praised() -> None:
    run = train(network.challenge("Labels by a rule", seed=22))
    section, values = network.verdict(run)
    assert section == "missed"
    assert values["right"] == right(run)
    assert values["pairs"] == network.pairs_right(run) < 90
    assert f"**{values['pairs']}**" in prose("network", section, **values)


def test_a_dead_neuron_is_dated() -> None:
    run = train(network.challenge("Random labels", seed=0))
    hidden = network.panels(scene([run], PRINCIPAL))[3]
    sums = module((2, 3, 1), run.params[0])[0](run.experiment.fit.inputs)
    assert [each is not None for each in hidden["off"]] == [not s.gt(0).any() for s in sums.T]
    assert {"step": 0, "exactly": True} in hidden["off"]


@pytest.mark.parametrize(("title", "seed"), [("Random labels", 0), ("Labels by a rule", 7)])
def test_the_notebook_on_the_page_gives_the_pages_numbers(title: str, seed: int) -> None:
    experiment = replace(network.challenge(title, seed), epochs=150)
    told = prose("network", "notebook", **network.notebook(experiment))
    code = re.fullmatch(r"```python\n(.*)\n```", told, re.DOTALL)
    assert code
    run, printed = train(experiment), StringIO()
    names: dict[str, Any] = {}
    with redirect_stdout(printed):
        exec(code[1], names)
    # What the notebook notes before each update, and after the last.
    assert names["losses"] == pytest.approx(run.loss[:-1].tolist(), rel=1e-5)
    loss, probability = map(float, printed.getvalue().split())
    point = module((2, 3, 1), run.params[-1])(torch.tensor([[2.0, 1.0]]))
    assert loss == pytest.approx(float(run.loss[-1]), rel=1e-5)
    assert probability == pytest.approx(torch.sigmoid(point).item(), rel=1e-5)


def test_the_notebook_is_offered_where_it_is_the_run() -> None:
    app = opened()
    assert [each.label for each in app.expander] == ["The same run in a notebook"]
    assert not choose(app, "batch", "mini").expander


def test_a_bad_rate_is_named_and_changes_nothing() -> None:
    app = choose(opened(), "rate_text", "fast")
    assert not app.exception
    (error,) = app.error
    assert "learning rate" in error.value
    assert "fast" in error.value
    assert app.session_state["network choices"]["learning_rate"] == 0.01


def test_the_lab_opens_with_this_pages_experiment() -> None:
    app = choose(choose(opened(), "seed", 5), "plane", "w11 and v3")
    app = press(app, "Open in the Lab")
    assert experiment_of(app) == Experiment(problem="network", epochs=500, seed=5)
    assert app.session_state["lab choices"]["plane"] == "w11 and v3"


def test_the_lab_shows_the_twins_of_this_pages_minimum() -> None:
    app = press(choose(opened(), "seed", 5), "See its twins")
    assert experiment_of(app).seed == 5
    assert app.session_state["lab choices"]["open"] == ("slices",)
    (panel,) = shown(app)["panels"]
    assert panel["twins"]["losses"] == pytest.approx([shown(app)["runs"][0]["loss"][-1]] * 6, rel=1e-5)


def test_a_start_chosen_on_the_plane_can_be_taken_back() -> None:
    app = opened()
    drawn = shown(app)["runs"][0]["loss"][0]
    app.session_state["network choices"]["start"] = (0.1,) * 13
    app.run()
    assert shown(app)["runs"][0]["loss"][0] != drawn
    assert field(app, "challenge").value is None
    app.session_state["network-starts"] = True  # folded out
    app = press(app.run(), "Start of the seed")
    assert shown(app)["runs"][0]["loss"][0] == drawn
