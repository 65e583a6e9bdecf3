"""What is said about a run is true: every number is computed once more."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import torch

from gd_core import PRESETS, Experiment, Outcome, Run, Training, train, train_many
from gd_core.endings.outcomes import Ending
from pages._ui import sentences, ways
from pages._ui.endings import ending
from tests.notebook import full_batch_losses
from tests.problems import WITH_DATA

NOT_SETTLING = ("slow", "past_limit", "too_far", "coin_tosses", "momentum", "comparison", "shallow")
FUNCTIONS = [name for name, preset in PRESETS.items() if preset.experiment.problem not in WITH_DATA]
SETTLES = [name for name in PRESETS if name not in (*NOT_SETTLING, *FUNCTIONS)]


def remedy(runs: list[Run]) -> float | None:
    """The rate that is offered after ``runs``, and nothing beside it."""
    rate, way = ways.offered(runs, "lab")
    assert rate is None or way is None
    return rate


LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def said(pattern: str, sentence: str) -> tuple[float, ...]:
    """The numbers that ``pattern`` finds in ``sentence``, where a power of ten reads as in Python."""
    plain = re.sub(r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda ten: f"e{ten[1].translate(LOWERED)}", sentence)
    match = re.search(pattern, plain)
    assert match, sentence
    return tuple(float(number) for number in match.groups())


def losses_of(preset: str) -> list[float]:
    """The losses of a full-batch preset as a plain notebook notes them."""
    experiment = PRESETS[preset].experiment
    return full_batch_losses(experiment.seed, experiment.learning_rate, experiment.epochs)


def rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


@pytest.mark.parametrize("preset", SETTLES)
def test_a_run_that_settles_says_when_and_how_well(preset: str) -> None:
    run = train(PRESETS[preset].experiment)
    loss, epochs, small, step = said(
        r"^It settled: loss (\S+) after (\d+) epochs, first below (\S+) at step (\d+)\.$",
        ending(run),
    )
    assert loss == rounded(run.loss[-1].item(), 2) < small == 0.01
    assert epochs == run.experiment.epochs
    assert float(run.loss[int(step)]) <= small < float(run.loss[: int(step)].min())


def test_the_notebooks_sentence_is_true_of_the_notebook() -> None:
    losses = losses_of("notebook")
    sentence = ending(train(Experiment()))
    (step,) = said(r"at step (\d+)", sentence)
    assert losses[int(step)] <= 0.01 < losses[int(step) - 1]
    assert said(r"loss (\S+) after", sentence) == pytest.approx((losses[-1],), rel=0.02)


def test_a_slow_run_is_out_of_epochs_and_still_going_down() -> None:
    losses = losses_of("slow")
    loss, epochs = said(r"loss (\S+) after (\d+) epochs", ending(train(PRESETS["slow"].experiment)))
    assert (loss, epochs) == (rounded(losses[-1], 3), 1000)
    assert "while still improving" in ending(train(PRESETS["slow"].experiment))
    assert losses[-1] < losses[-2] < losses[-3]
    assert loss > 0.01


def test_a_run_past_the_limit_bounces_as_often_as_it_says() -> None:
    losses = losses_of("past_limit")
    sentence = ending(train(PRESETS["past_limit"].experiment))
    epochs, loss, ups = said(r"After (\d+) epochs it is (\S+)\. .* in (\d+)\s% of", sentence)
    tail = losses[-100:]
    rising = sum(b > a for a, b in pairwise(tail)) / (len(tail) - 1)
    assert epochs == 1000
    assert loss == pytest.approx(losses[-1], rel=0.01)
    assert ups == pytest.approx(100 * rising, abs=1)


def test_a_dead_run_says_when_its_gradient_became_zero() -> None:
    run = train(PRESETS["too_far"].experiment)
    step, loss = said(r"died on step (\d+): .* stays at (\S+)\.$", ending(run))
    death = int(step)
    steepness = run.experiment.data.gradients(run.params).norm(dim=1)
    assert steepness[death - 1] > 0
    assert (steepness[death:] == 0).all()
    assert set(losses_of("too_far")[death:]) == {loss}


@pytest.mark.parametrize(
    ("experiment", "pattern"),
    [(PRESETS["too_far"].experiment, r"on step (\d+)"), (Experiment(), r"at step (\d+)")],
)
def test_a_thinned_run_tells_the_same_early_steps(experiment: Experiment, pattern: str) -> None:
    thinned = train(replace(experiment, epochs=30_000), record_limit=4_000)
    assert said(pattern, ending(thinned)) == said(pattern, ending(train(experiment)))


def test_a_thinned_run_does_not_claim_a_step_that_it_does_not_know() -> None:
    experiment = Experiment(learning_rate=0.0011, epochs=9_000)
    whole, thinned = train(experiment), train(experiment, record_limit=1_000)
    crossing = int((whole.loss <= 0.01).nonzero()[0])
    (by,) = said(r"first below 0\.01 by step (\d+)", ending(thinned))
    assert crossing < by < crossing + 20
    assert f"first below 0.01 at step {crossing}." in ending(whole)


def test_a_run_on_flat_ground_is_not_said_to_be_good() -> None:
    run = replace(train(Experiment(epochs=5)), ending=Ending(Outcome.CONVERGED))
    assert ending(run) == f"It settled: the ground is flat here, at loss {run.loss[-1]:.4g}."


def test_a_run_that_blows_up_names_its_last_step(line: str) -> None:
    run = train(Experiment(problem=line, learning_rate=0.1))
    (step,) = said(r"after step (\d+)", ending(run))
    assert step == run.updates < 1000
    assert bool(run.loss.isfinite().all())


def test_one_epoch_is_no_plural() -> None:
    assert "after 1 epoch." in ending(train(Experiment(epochs=1)))


def test_an_unfinished_run_has_no_ending() -> None:
    training = Training([Experiment(epochs=100_000)])
    assert ending(training.runs()[0]) == ""


def test_several_runs_are_counted_by_their_endings() -> None:
    runs = train_many([Experiment(learning_rate=rate) for rate in (0.01, 0.012, 0.0001, 0.021)])
    assert sentences.counted([run.outcome for run in runs]) == (
        "2 settled, 1 ran out of epochs while improving, 1 died"
    )
    told = (
        "Rate 0.01 settled; rate 0.012 settled; rate 0.0001 ran out of epochs while improving; "
        "rate 0.021 died."
    )
    assert sentences.endings(runs) == told
    seeds = train_many([Experiment(seed=seed) for seed in range(3)])
    assert sentences.endings(seeds) == "Of 3 runs, 3 settled."


def test_several_runs_have_no_remedy() -> None:
    assert remedy(train_many([PRESETS["too_far"].experiment] * 2)) is None


@pytest.mark.parametrize("preset", [*SETTLES, "slow"])
def test_a_run_that_did_not_fail_needs_no_remedy(preset: str) -> None:
    assert remedy([train(PRESETS[preset].experiment)]) is None


@pytest.mark.parametrize(
    ("rate", "batch"),
    [(0.0195, "full"), (0.021, "full"), (1.0, "full"), (0.05, "mini"), (1.0, "mini"), (0.05, "stochastic")],
)
def test_a_remedy_settles_where_the_run_failed(rate: float, batch: Any) -> None:
    failed = train(Experiment(learning_rate=rate, batch=batch))
    cure = remedy([failed])
    assert failed.outcome is not Outcome.CONVERGED
    assert cure is not None
    assert cure < rate
    assert cured(failed, cure).outcome is Outcome.CONVERGED


@pytest.mark.parametrize("seed", range(4))
def test_a_remedy_works_from_other_starts(seed: int) -> None:
    failed = train(Experiment(learning_rate=0.03, seed=seed))
    cure = remedy([failed])
    assert cure is not None
    assert cured(failed, cure).outcome is Outcome.CONVERGED


def test_a_run_born_dead_is_helped_by_another_start_alone() -> None:
    born_dead = train(Experiment(start=(-1.0, -1.0, -1.0)))
    assert ending(born_dead).startswith("It was dead from the start: the ReLU is off")
    assert torch.equal(born_dead.params[0], born_dead.params[-1])
    rate, way = ways.offered([born_dead], "lab")
    assert rate is None
    assert way is not None
    assert way.choose == {"start": None}


def cured(failed: Run, rate: float) -> Run:
    """The same training with another learning rate."""
    return train(replace(failed.experiment, learning_rate=rate))


def ending_of(preset: str) -> str:
    return ending(train(PRESETS[preset].experiment))


def test_a_function_that_settles_says_how_low() -> None:
    assert ending_of("rastrigin") == "It settled: the ground is flat here, at loss 12.93."
    assert ending_of("near_valley") == "It settled: the ground is flat here, at loss 2.984."


def test_rest_on_a_saddle_is_no_valley() -> None:
    assert ending_of("ridge").startswith("It came to rest at loss")
    assert "not in a valley" in ending_of("ridge")


def test_what_falls_for_ever_is_told_so() -> None:
    (step,) = said(r"^It falls further and further: after step (\d+) ", ending_of("beside_ridge"))
    assert step == 222


def test_what_leaves_a_function_says_from_where() -> None:
    run = train(Experiment("formula", formula="sqrt(x) + y^2", learning_rate=0.1, start=(0.01, 1.0)))
    step, x, y = said(
        r"^It stopped after step (\d+), at x = (\S+), y = (\S+): the next step would lead", ending(run)
    )
    assert step == run.updates
    assert (x, y) == pytest.approx(run.params[-1].tolist(), rel=5e-3)


@pytest.mark.parametrize("preset", FUNCTIONS)
def test_a_function_has_no_batches_to_speak_of(preset: str) -> None:
    assert "batch" not in sentences.summary([PRESETS[preset].experiment])


def test_a_run_that_rolls_over_flat_ground_is_not_on_its_way_down() -> None:
    run = train(Experiment(optimizer="momentum", learning_rate=0.05, epochs=20))
    assert ending(run) == (
        "It died on step 2: the ReLU is off for every sample, the gradient is exactly zero, the loss stays "
        "at 750. What the optimizer remembers still moves it, to no avail."
    )
    assert remedy([run]) is not None
