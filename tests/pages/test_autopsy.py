"""The card of a run that failed says what a plain loop finds."""

import re
from dataclasses import replace
from typing import Any

import torch
from streamlit.testing.v1 import AppTest

from gd_core import PRESETS, Experiment, Outcome, train, train_many
from gd_core.analysis.postmortems import post_mortem
from gd_core.digits import minus
from pages._ui.autopsy import autopsy
from pages._ui.autopsy import card as autopsy_card
from pages._ui.page_fields import PAGES
from tests import notebook
from tests.pages.lab import choose, lab, shown

TOO_FAR = PRESETS["too_far"].experiment
SHAKEN = Experiment(learning_rate=0.02, batch="stochastic", epochs=100)
COLLAPSING = Experiment("network", learning_rate=1.0, epochs=500)


def card_of(*experiments: Experiment) -> dict[str, Any]:
    (card,) = autopsy(train_many(experiments), "lab")
    return card


def test_the_sums_are_those_that_a_notebook_sees_go_below_zero() -> None:
    card = card_of(TOO_FAR)
    w, b = notebook.draw(0)
    log = notebook.descend(torch.cat([w.detach().flatten(), b.detach()]), [torch.arange(4)] * 3, 0.021)
    sums = [[float(p[0] * x1 + p[1] * x2 + p[2]) for x1, x2 in notebook.X] for p in log.params]
    fatal = next(i for i, z in enumerate(sums) if max(z) <= 0)
    assert card["step"] == fatal == 2
    wanted = [
        [f"sample {i + 1}", str(fatal), f"{sums[fatal - 1][i]:.4g}", minus(f"{sums[fatal][i]:.4g}")]
        for i in range(4)
    ]
    assert card["sums"][1:] == wanted
    assert card["lines"][0].startswith("Step 2 switched off the ReLU for samples 1, 2, 3 and 4:")


def test_the_rate_is_held_against_the_limit() -> None:
    card = card_of(TOO_FAR)
    ratio, beyond = 0.021 / 0.0193386, 0.021 * 103.41984 - 1
    assert card["lines"][1] == (
        f"For step 1 the limit was 2 / 103.4 = 0.01934; the rate 0.021 is {ratio:.3g} times that: the step "
        f"went beyond the lowest point of the steepest direction, by {100 * beyond:.0f}\u00a0%."
    )
    assert card["leaps"][1] == ["1", "103.4", "0.01934", "1.09", "434", "595.7"]
    assert all(len(row) == len(card["leaps"][0]) for row in card["leaps"])


def test_an_optimizer_is_held_against_its_own_limit_or_none() -> None:
    card = card_of(Experiment("bowl", optimizer="momentum", learning_rate=0.5, epochs=500))
    said = "the limit of Momentum was 2 (1 + 0.9) / 10 = 0.38; the rate 0.5 is 1.32 times that"
    assert said in card["lines"][1]
    assert card["leaps"][0][2] == "limit 2 (1 + 0.9) / λ"
    found = post_mortem(train(TOO_FAR))
    assert found is not None
    free = replace(found, leaps=tuple(replace(leap, reach=None) for leap in found.leaps))
    unbounded = autopsy_card(free, "lab")
    assert len(unbounded["leaps"]) == 1 + len(found.leaps)
    assert not any("limit" in text for text in (*unbounded["lines"], *unbounded["leaps"][0]))


def test_a_small_batch_has_a_limit_of_its_own() -> None:
    card, run = card_of(SHAKEN), train(SHAKEN)
    sample = int(run.batches[card["step"] - 1])
    rows = torch.cat([notebook.X, torch.ones(4, 1)], 1)
    curvature = 2 * float(rows[sample].square().sum())
    assert card["leaps"][0][1] == "batch"
    assert card["leaps"][-1][1:4] == [str(sample + 1), f"{curvature:.4g}", f"{2 / curvature:.4g}"]
    assert f"on the hill of sample {sample + 1}," in card["lines"][1]


def test_what_is_chosen_next_begins_at_the_last_good_point_and_does_not_fail() -> None:
    card = card_of(COLLAPSING)
    run = train(COLLAPSING)
    assert card["good"] == int(run.step[run.loss[: card["step"]].argmin()])
    said = card["again"]
    chosen = {name: PAGES["lab"].fields[name].read(name, text) for name, text in said.items() if text}
    again = Experiment(**{name: v for name, v in chosen.items() if name != "runs"})
    assert replace(again, start=None, learning_rate=1.0) == COLLAPSING
    assert again.start == tuple(run.params[card["good"]].tolist())
    assert again.learning_rate == card["rate"] < 1
    assert train(again).outcome in (Outcome.CONVERGED, Outcome.ARRIVING, Outcome.IMPROVING)
    assert (chosen["runs"], said["view"]) == (1, None)


def test_of_a_network_each_hidden_neurons_last_sample_is_told() -> None:
    card = card_of(COLLAPSING)
    assert [row[0].partition(",")[0] for row in card["sums"][1:]] == ["hidden 1", "hidden 3"]
    assert card["lines"][0].startswith(
        f"Step {card['step']} switched off hidden neuron 1, the last one that was on"
    )


def test_of_several_runs_the_first_that_failed_is_named() -> None:
    card = card_of(Experiment(learning_rate=0.01), TOO_FAR, replace(TOO_FAR, learning_rate=0.5))
    assert card["title"] == "Why rate 0.021 died"
    assert card["lines"][0] == "2 of 3 runs failed; this is the first of them."
    assert float(card["again"]["learning_rate"]) < 0.021


def test_a_blown_up_run_tells_how_its_loss_grew(line: str) -> None:
    card = card_of(Experiment(line, learning_rate=0.05))
    assert card["title"] == "Why it blew up"
    told = r"From step 0 on the loss grew from 434 to 1\.101 × 10¹⁵: there the picture stops\."
    assert re.match(told, card["lines"][0])
    assert card["sums"] == []


def test_a_dead_start_offers_no_way_back() -> None:
    card = card_of(Experiment(start=(-1.0, -1.0, -1.0)))
    assert (card["step"], card["good"], card["again"], card["leaps"]) == (0, None, None, [])
    assert "No ReLU is on for any sample, even at the start" in card["lines"][0]


def test_a_saturated_network_names_its_sigmoid() -> None:
    card = card_of(Experiment("comparison", learning_rate=3.0, seed=1, epochs=500))
    assert "exactly 0 or 1 for 10 of 10 samples" in card["lines"][0]


def test_a_thinned_record_says_between_which_steps() -> None:
    late = [Experiment(learning_rate=0.0171, batch="stochastic", epochs=500, seed=s) for s in range(30)]
    cards = [card for run in train_many(late, record_limit=50) for card in autopsy([run], "lab")]
    assert any(card["lines"][0].startswith("One of the steps ") for card in cards)


def test_the_lab_shows_the_card_of_a_run_that_failed_and_of_no_other() -> None:
    app = lab()
    assert cards_of(app) == []
    assert len(cards_of(choose(app, learning_rate=0.021))) == 1
    assert cards_of(choose(app, runs=4))[0]["title"] == "Why seed 0 died"


def cards_of(app: AppTest) -> list[Any]:
    return [panel for panel in shown(app)["panels"] if panel["kind"] == "postmortem"]
