"""A bet's answer is what happens."""

import pytest

from gd_core import PRESETS, Experiment, train
from pages._ui.bets import FATES, ending_bet, fate, place_bet
from pages._ui.endings import ending

FATE_OF = {
    "notebook": "settle",
    "slow": "crawl",
    "bouncing": "settle",
    "past_limit": "bounce",
    "too_far": "die",
    "mini": "settle",
    "stochastic": "settle",
    "coin_tosses": "crawl",
    "shallow": "settle",
    "escape": "settle",
}


@pytest.mark.parametrize("preset", FATE_OF)
def test_a_run_meets_its_fate(preset: str) -> None:
    assert fate(train(PRESETS[preset].experiment)) == FATE_OF[preset]


def test_a_run_that_explodes_blew_up(line: str) -> None:
    assert fate(train(Experiment(problem=line, learning_rate=0.05))) == "explode"


@pytest.mark.parametrize("preset", FATE_OF)
def test_the_answer_is_among_the_options_and_the_sentence_is_the_runs(preset: str) -> None:
    run = train(PRESETS[preset].experiment)
    bet = ending_bet(run)
    assert bet["answer"] in [option["key"] for option in bet["options"]] == list(FATES)
    assert bet["told"] == ending(run)


def test_a_bet_on_a_place_says_when() -> None:
    run = train(Experiment(epochs=10))
    assert (place_bet(run, 3)["steps"], place_bet(run, 3)["place"]) == (3, True)
    assert "after 3 steps" in place_bet(run, 3)["question"]
    assert "after 1 step?" in place_bet(run, 1)["question"]


def test_each_experiment_and_kind_has_a_bet_of_its_own() -> None:
    runs = [train(Experiment(epochs=5, seed=seed)) for seed in (0, 1)]
    ids = {bet["id"] for run in runs for bet in (ending_bet(run), place_bet(run, 1), place_bet(run, 2))}
    assert len(ids) == 6
    assert ending_bet(runs[0])["id"] == ending_bet(train(Experiment(epochs=5)))["id"]
