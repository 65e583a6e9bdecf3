"""The lesson on batches in Streamlit's own test frame, and what it says."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Outcome, Run, train, train_many
from gd_core.lessons.claims import TARGETS, Claim, measured, of_size, race
from gd_core.lessons.escapes import SIZES, Escapes, valley
from pages._ui.batches import escape, verdicts
from pages._ui.batches import measured as measuring
from pages._ui.batches.challenges import CHALLENGES, OPENING, TARGET, present
from pages._ui.batches.measured import Measured
from pages._ui.batches.pictures import Row, bands, bars, trade
from pages._ui.figures import RUN_DASHES, RUN_SYMBOLS, run_names
from pages._ui.loss_figure import clock_times
from tests.pages.decoder import decode
from tests.pages.lab import asked_for, mounted


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    return train_many(race(OPENING))


@pytest.fixture
def page() -> AppTest:
    return asked_for("batches").run()


def sent(app: AppTest) -> Any:
    """What the first player on the page was sent."""
    return decode(mounted(app, "live_player").proto.bytes)


def control(app: AppTest, key: str) -> Any:
    """The widget of the choice ``key``."""
    kinds = ("select_slider", "slider", "number_input", "button_group")
    return next(
        w for kind in kinds for w in app.get(kind) if str(w.key).rpartition("-")[0] == f"batches-{key}"
    )


def words(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in app.markdown)


def pressed(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins with ``label``."""
    return next(b for b in app.button if b.label.startswith(label)).click().run()


def test_a_link_shows_the_hills_of_a_run_of_the_race() -> None:
    app = asked_for("batches", hill="1", hill_batch="mini", batch_size="3", epochs="20").run()
    assert not app.exception
    players = [each for each in app.get("bidi_component") if each.proto.component_name == "live_player"]
    race_shown, alone = (decode(each.proto.bytes) for each in players)
    assert [run["name"] for run in alone["runs"]] == ["seed 0"]
    assert alone["runs"][0]["loss"].tolist() == race_shown["runs"][1]["loss"].tolist()
    (panel,) = alone["panels"]
    assert (panel["kind"], len(panel["steps"]["batches"])) == ("batch", 3)
    assert "average of all 4 hills" in words(app)


def test_three_runs_from_one_start_are_told_apart_by_their_batches(page: AppTest) -> None:
    shown = sent(page)
    assert [run["name"] for run in shown["runs"]] == ["full", "mini m = 2", "stochastic"]
    assert [run["symbol"] for run in shown["runs"]] == list(RUN_SYMBOLS[:3])
    assert len({tuple(dash) for dash in RUN_DASHES}) == len(RUN_DASHES)
    assert len({tuple(column[0] for column in run["params"]) for run in shown["runs"]}) == 1
    assert shown["panels"] == [{"kind": "race", "slot": "below", "target": TARGET}]


def test_the_page_bets_first(page: AppTest) -> None:
    bet = sent(page)["bet"]
    assert [option["key"] for option in bet["options"]] == ["full", "mini m = 2", "stochastic", "tie"]
    assert bet["answer"] == "stochastic"


@pytest.mark.parametrize("clock", ["updates", "epochs", "samples"])
def test_the_clock_is_switched(page: AppTest, clock: str) -> None:
    control(page, "clock").set_value(clock)
    shown = sent(page.run())
    assert shown["clock"] == clock
    assert verdicts.UNITS[clock] in shown["ending"]  # type: ignore[index]
    assert (shown["bet"] is None) == (clock != "samples")


@pytest.mark.parametrize("size", [1, 3, 4])
def test_the_batch_size_goes_from_stochastic_to_full_batch(page: AppTest, size: int) -> None:
    control(page, "batch_size").set_value(size)
    shown = sent(page.run())
    assert shown["runs"][1]["name"] == f"mini m = {size}"
    twin = {1: 2, 4: 0}.get(size)
    if twin is not None:
        mini, other = (shown["runs"][i]["loss"] for i in (1, twin))
        # Sums in another order: the last digits of float32, which 500 epochs may add up.
        assert mini == pytest.approx(other, rel=0 if size == 1 else 1e-3, abs=0 if size == 1 else 1e-9)
    said = next(c.value for c in page.caption if "m =" in c.value or "epoch of" in c.value)
    assert {1: "is stochastic", 3: "batches of 3 and 1", 4: "is full batch"}[size] in said


@pytest.mark.parametrize("key", CHALLENGES)
def test_every_challenge_has_an_answer_among_its_options(key: str) -> None:
    challenge = CHALLENGES[key]
    bet = challenge.bet(train_many(race(challenge.experiment)))
    assert bet["answer"] in [option["key"] for option in bet["options"]]
    assert re.search(r"\d", bet["told"])
    assert present(key, challenge.experiment, challenge.clock) == key
    assert present(key, challenge.experiment, "epochs") is None


def test_the_bold_rate_lets_full_batch_settle_and_not_stochastic() -> None:
    full, _, stochastic = train_many(race(CHALLENGES["bold"].experiment))
    assert full.outcome is Outcome.CONVERGED
    assert CHALLENGES["bold"].bet([full, stochastic])["answer"] != "settle"
    assert stochastic.experiment.batch == "stochastic"


def test_the_verdict_is_when_each_run_gets_there(runs: list[Run]) -> None:
    for clock in ("updates", "epochs", "samples"):
        said = verdicts.verdict(runs, TARGET, clock)
        for run in runs:
            point = next(i for i, loss in enumerate(run.loss) if loss <= TARGET)
            time = float(clock_times(run, clock)[point])
            assert f"{run_names(runs)[runs.index(run)]} after {verdicts.count(time)}" in said


def test_who_never_gets_there_is_named() -> None:
    slow = train_many(race(Experiment(batch="mini", learning_rate=0.0005, epochs=100)))
    said = verdicts.verdict(slow, 0.1, "updates")
    assert said == "Loss 0.1: full, mini m = 2 and stochastic do not get there in 100 epochs."
    assert verdicts.first_of(slow[:1], 0.1, "updates") is None


def test_the_middle_of_the_seeds_is_told(page: AppTest) -> None:
    pressed(page, "Measure")
    said, found = words(page), page.session_state["batches choices"]["found"]
    assert found.experiment == measuring.settled_on(OPENING)
    full, one = (sorted(measured(of_size(found.experiment, s))[TARGET].updates)[9] for s in (4, 1))  # type: ignore[type-var]
    assert f"**{full} updates** with full batch, **{one}** with stochastic" in said
    assert f"**{4 * full} samples**, stochastic at **{one}**" in said  # type: ignore[operator]
    assert not [b.label for b in page.button if b.label.startswith("Measure")]
    assert not page.exception


def test_other_choices_ask_to_measure_again(page: AppTest) -> None:
    page.session_state["batches choices"]["found"] = invented([1], [1], 0.5)
    page.run()
    assert any(b.label == "Measure again at rate 0.01, 500 epochs" for b in page.button)


def invented(full: list[int | None], one: list[int | None], agreement: float) -> Measured:
    """A measurement of sizes 1 and 4 and what lies between them."""
    experiment = measuring.settled_on(Experiment(epochs=7))
    sizes: dict[int, list[int | None]] = {1: one, 2: [9], 3: [9], 4: full}
    kept = {
        size: dict.fromkeys(TARGETS, Claim(tuple(n), (0.25,) * len(n), (agreement if size < 4 else 1.0,)))
        for size, n in sizes.items()
    }
    return Measured(experiment, kept, dict.fromkeys(sizes, 2e-5))


def test_a_measurement_in_words() -> None:
    found = invented([8], [16], 0.5)
    said = measuring.work_told(found, TARGET)
    assert "**8 updates**" in said
    assert "**32 samples**, stochastic at **16**: 2 times as many" in said
    assert "stochastic 2 times as many" in measuring.work_told(invented([2], [16], 0.5), TARGET)
    assert "**20 µs** on all 4 samples and **20 µs** on one: 4 times the samples in 1 times" in (
        measuring.time_told(found)
    )
    assert "**0.5** (mini m = 2)" in measuring.accuracy_told(found, 2, TARGET)
    assert "**25 %** (stochastic)" in measuring.accuracy_told(found, 2, TARGET)


def test_what_is_never_reached_is_not_compared() -> None:
    found = invented([None, None], [3, None], 0.5)
    full, one = "full on **0 of 2** seeds", "stochastic on **1 of 2** seeds"
    assert measuring.work_told(found, TARGET) == (
        f"Within 7 epochs loss 0.1 is reached by {full} and by {one}."
    )
    assert "with m = 4: nothing to balance" in measuring.balance_told(found, TARGET)


def test_balance_is_only_claimed_where_it_is() -> None:
    assert "Here it does" in measuring.balance_told(invented([20], [8], 0.5), TARGET)
    assert "Not in every way" in measuring.balance_told(invented([1], [30], 0.5), TARGET)


def test_a_band_shows_every_seed_and_its_middle() -> None:
    picture = bands("Updates", [Row("full", [1, 2, 3, 4, None])], verdicts.count)
    assert picture.count('r="1.8"') == 4
    assert "full: middle 3, middle half 2 to 4, all 1 to never" in picture
    assert "1 of 5 never" in picture


def test_bars_and_points_say_their_numbers() -> None:
    assert "m = 1: 3 of 9" in bars("Out", [("m = 1", "8 × 1", 3)], 9, 0)
    assert "m = 2: 20 samples, 0.5 agreement" in trade(
        "t", [(2, 20, 0.5), (4, float("inf"), 1)], "samples", "agreement"
    )


def test_a_name_cannot_break_out_of_a_picture() -> None:
    assert "<b>" not in bands("<b>", [Row("<b>", [1.0])], verdicts.count)


def test_the_ways_out_in_words() -> None:
    found = {size: Escapes(size, (True,) * 3 + (False,) * 2, (size,), None) for size in SIZES}
    found[7] = Escapes(7, (True,) * 5, (7, 1), 0)
    assert "**3 of 200**" in escape.counts_told(found)
    assert "| 7 | 7 + 1 | 5 | 0 |" in escape.rest_told(found)
    assert escape.result(found) == {
        "answer": "few",
        "told": "With batch size 7, 5 of 200 seeds got out.",
    }
    facts = escape.facts(found)
    assert float(facts["pull_rest"]) > float(facts["pull_half"]) > float(facts["pull_size"])


def test_bets_on_the_valley_are_asked_at_their_rate_alone() -> None:
    assert escape.bet(0.2) is None
    asked = escape.bet(0.1)
    assert asked is not None
    assert [option["key"] for option in asked["options"]] == ["none", "few", "some", "most"]


def test_a_watched_run_in_words() -> None:
    out, stuck = train(valley(0.1, 1)), train(valley(0.1, 8))
    first = next(int(out.step[i]) for i, loss in enumerate(out.loss) if loss <= 0.01)
    assert escape.watched_told(out, True).endswith(f"first below 0.01 at update {first}.")
    assert "did not get out in 100 epochs" in escape.watched_told(stuck, False)


def test_a_single_run_keeps_its_name(runs: list[Run]) -> None:
    assert run_names(runs[:1]) == ["seed 0"]
