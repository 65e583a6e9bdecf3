"""A question's right answer is the one that an independent computation gives; others get a direction."""

from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from torch import nn

from gd_core import Experiment, Outcome, train
from gd_core.lessons.questions import (
    MORE,
    FirstBelow,
    LastRate,
    Parameters,
    Question,
    UpdatesAnEpoch,
    first_below,
    questions,
)
from tests.notebook import full_batch_losses


def right(question: Question, answers: range) -> list[int]:
    return [answer for answer in answers if question.judge(answer).right]


def test_the_first_questions_are_those_of_the_lesson() -> None:
    _, updates, parameters, _ = questions(0)
    assert "10 points are split into mini-batches of 2" in updates.text
    assert "2 inputs, hidden layers of 8 and 8 neurons and 1 output" in parameters.text


def test_the_same_turn_asks_the_same_and_another_asks_something_else() -> None:
    assert questions(3) == questions(3)
    assert len({questions(turn) for turn in range(10)}) == 10


@pytest.mark.parametrize("size", range(1, 11))
def test_an_epoch_has_as_many_updates_as_the_points_split_into(size: int) -> None:
    answer = len(torch.arange(10).split(size))
    assert right(UpdatesAnEpoch(size), range(1, 15)) == [answer]


def test_wrong_counts_of_updates_are_sent_the_right_way() -> None:
    question = UpdatesAnEpoch(3)
    assert question.judge(3).text.startswith("More")
    assert question.judge(10).text.startswith("Fewer")
    assert question.judge(4).text == "4 updates, on batches of 3, 3, 3, 1 points."


@pytest.mark.parametrize("hidden", [(8, 8), (2, 5), (3, 3)])
def test_parameters_are_counted_as_pytorch_counts(hidden: tuple[int, int]) -> None:
    sizes = (2, *hidden, 1)
    linear = [nn.Linear(i, o) for i, o in pairwise(sizes)]
    answer = sum(p.numel() for p in nn.Sequential(*linear).parameters())
    assert right(Parameters(sizes), range(1, 200)) == [answer]


def test_wrong_counts_of_parameters_are_told_why() -> None:
    question = Parameters((2, 8, 8, 1))
    assert question.judge(88).text == "Those are the weights. Every neuron has a bias too."
    assert question.judge(100).text.startswith("There are more. The first layer alone has 2·8 weights")
    assert question.judge(110).text.startswith("There are fewer.")
    assert question.judge(105).text == "(2·8 + 8) + (8·8 + 8) + (8·1 + 1) = 105."


def test_the_loss_is_first_below_where_the_run_says() -> None:
    question = FirstBelow(seed=0, level=0.7)
    loss = train(Experiment(problem="network", epochs=500, seed=0)).loss.tolist()
    (answer,) = right(question, range(90, 120))
    assert loss[answer] < 0.7 <= loss[answer - 1]
    assert all(value >= 0.7 for value in loss[:answer])
    assert question.judge(answer - 1).text.endswith("is a later epoch.")
    assert question.judge(answer + 1).text.endswith("is an earlier epoch.")


@pytest.mark.parametrize("turn", range(6))
def test_no_rounding_decides_when_the_loss_is_first_below(turn: int) -> None:
    question = first_below(turn)
    loss = train(Experiment(problem="network", epochs=500, seed=question.seed)).loss
    first = int((loss < question.level).nonzero()[0])
    assert first >= 1
    # A notebook's loss may differ by 1e-5 of itself: no loss around the crossing is as near as that.
    near = (loss[: first + 2] - question.level).abs().min()
    assert near > 1e-5 * question.level


@pytest.mark.parametrize("rate", [0.0191, 0.0192, 0.019221, 0.01925])
def test_the_last_rate_is_judged_by_what_a_notebook_does_with_it(rate: float) -> None:
    def settles(eta: float) -> bool:
        return full_batch_losses(0, eta, 1000)[-1] <= 0.01

    verdict = LastRate().judge(rate)
    assert verdict.right is (settles(rate) and not settles(MORE * rate))


@pytest.mark.parametrize(
    ("rate", "direction"),
    [
        (1e-9, "longer"),
        (1e-5, "longer"),
        (0.01, "room for more"),
        (0.0193, "shorter"),
        (0.0195, "shorter"),
        (0.05, "shorter"),
        (100.0, "shorter"),
    ],
)
def test_a_rate_that_is_not_the_last_is_sent_the_right_way(rate: float, direction: str) -> None:
    verdict = LastRate().judge(rate)
    assert not verdict.right
    assert direction in verdict.text


def test_the_lessons_own_rate_settles_as_the_direction_takes_for_granted() -> None:
    assert train(LastRate().experiment).outcome is Outcome.CONVERGED


def test_both_trainings_are_told() -> None:
    text = LastRate().judge(0.0192).text
    assert text.startswith("With 0.0192 it settles, with 0.019392 it does not settle in 1000 epochs")


def test_a_rate_that_dies_is_said_to_die() -> None:
    assert train(replace(Experiment(), learning_rate=0.05)).outcome is Outcome.DEAD
    assert "With 0.05 it dies" in LastRate().judge(0.05).text
