"""Each requirement is met by the network that meets it, and a wrong one gets the hint for its fault."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from gd_core.lessons.checks import PARAMETERS, SEEDS, Check, checks, output_range
from gd_core.lessons.trials import attempt, lesson_data
from gd_core.problems.network.builder import LOSSES, Layer, Plan

HIDDEN, OUTPUT = Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid")
LESSON = Plan((HIDDEN, OUTPUT), "BCELoss")
NAMES = ["points", "Hidden", "Output layer", "parameters", "activation", "between", "entropy", "falls"]


def found(plan: Plan) -> dict[str, Check]:
    """The checks of ``plan``, trained for a few updates, by a word of their names."""
    return dict(zip(NAMES, checks(plan, attempt(plan, updates=30)), strict=True))


def unmet(plan: Plan) -> set[str]:
    return {word for word, check in found(plan).items() if check.passed is False}


def test_the_network_of_the_lesson_meets_every_requirement() -> None:
    assert all(check.passed and not check.hint for check in found(LESSON).values())


def test_the_names_are_in_this_order() -> None:
    assert all(word in check.name for word, check in found(LESSON).items())


def test_whoever_fails_gets_a_hint_and_whoever_waits_a_reason() -> None:
    for plan in (Plan((Layer(2, 1),)), Plan((Layer(3, 4), Layer(2, 2))), Plan((HIDDEN, Layer(3, 2)))):
        for check in found(plan).values():
            assert bool(check.hint) is (check.passed is False)
            assert check.found


@pytest.mark.parametrize(
    ("plan", "word", "hint"),
    [
        (Plan((Layer(2, 1),)), "Hidden", "Add one before it, with 3 neurons"),
        (
            Plan((Layer(3, 3), OUTPUT)),
            "points",
            "Each point is 2 numbers, and your first layer takes 3 numbers",
        ),
        (Plan((Layer(2, 4), OUTPUT)), "points", "Layer 1 gives 4 numbers, layer 2 takes 3"),
        (Plan((HIDDEN, Layer(3, 2))), "points", "Your last layer gives 2 numbers per point"),
        (
            Plan((Layer(2, 4), Layer(4, 1))),
            "Hidden",
            "one row a neuron: 4 of them, but the assignment needs 3",
        ),
        (Plan((Layer(1, 3), OUTPUT)), "Hidden", "one column an input: 1 of them, and the points have 2"),
        (Plan((Layer(3, 2), Layer(2, 1))), "Hidden", "in the other order"),
        (Plan((HIDDEN, Layer(3, 2))), "Output layer", "your last layer has 2"),
        (Plan((HIDDEN, Layer(4, 1))), "Output layer", "yours takes 4 numbers"),
        (Plan((HIDDEN, Layer(1, 1))), "Output layer", "yours takes 1 number."),
        (Plan((HIDDEN, Layer(3, 3), OUTPUT)), "Output layer", "This one fits, but you have 3 linear layers"),
        (
            Plan((Layer(2, 4), Layer(4, 1))),
            "parameters",
            "one weight for every number it takes, and one bias",
        ),
        (Plan((Layer(2, 3), OUTPUT)), "activation", "linear layers add up to a single one"),
        (Plan((HIDDEN, Layer(3, 1))), "between", "Which function turns any number into one between 0 and 1?"),
        (Plan((HIDDEN, Layer(3, 1, "ReLU"))), "between", "ReLU cuts off below 0"),
        (Plan((HIDDEN, Layer(3, 1, "Tanh"))), "between", "into −1 to 1"),
        (replace(LESSON, loss="BCEWithLogitsLoss"), "entropy", "already has a sigmoid inside"),
        (Plan((HIDDEN, Layer(3, 1)), "BCEWithLogitsLoss"), "entropy", "squeezes inside the loss"),
        (Plan((HIDDEN, Layer(3, 1)), "BCELoss"), "entropy", "takes logarithms of a probability"),
        (Plan((HIDDEN, Layer(3, 1)), "BCELoss"), "falls", "takes the logarithm of the output"),
        (replace(LESSON, loss="MSELoss"), "entropy", "punishes a sure mistake without limit"),
        (replace(LESSON, loss="L1Loss"), "entropy", "meant for probabilities"),
        (replace(LESSON, learning_rate=100.0), "falls", "Try a tenth of it"),
        (replace(LESSON, learning_rate=1e-9), "falls", "Nothing moves"),
        (Plan((HIDDEN, Layer(3, 1)), "MSELoss", 10.0), "falls", "Try a tenth of it"),
    ],
)
def test_a_fault_is_answered_with_the_hint_for_it(plan: Plan, word: str, hint: str) -> None:
    check = found(plan)[word]
    assert check.passed is False
    assert hint in check.hint


def test_what_pytorch_says_of_a_mismatch_is_passed_on() -> None:
    check = found(Plan((Layer(2, 4), OUTPUT)))["points"]
    assert "mat1 and mat2 shapes cannot be multiplied (10x4 and 3x1)" in check.found


def test_what_needs_the_points_to_get_through_waits_for_it() -> None:
    waiting = found(Plan((Layer(2, 4), OUTPUT)))
    assert waiting["between"].passed is waiting["falls"].passed is None


def test_an_untrained_network_is_asked_to_train() -> None:
    check = checks(LESSON, None)[-1]
    assert (check.passed, check.found) == (None, "not trained yet")


@pytest.mark.parametrize("bend", ["ReLU", "Tanh", "Sigmoid"])
def test_any_bend_will_do_and_what_differs_is_told(bend: str) -> None:
    plan = replace(LESSON, layers=(Layer(2, 3, bend), OUTPUT))
    assert unmet(plan) == set()
    (found,) = (check.found for check in checks(plan, None) if check.name.startswith("A bend"))
    assert found == (bend if bend == "ReLU" else f"{bend}, where lesson 4 has ReLU")


@pytest.mark.parametrize("last", ["none", "ReLU", "Tanh"])
def test_without_a_sigmoid_some_draw_gives_what_is_no_probability(last: str) -> None:
    assert "between" in unmet(replace(LESSON, layers=(HIDDEN, Layer(3, 1, last))))


def test_the_range_is_that_of_the_modules_outputs() -> None:
    plan = Plan((HIDDEN, Layer(3, 1)))
    outputs = []
    for seed in range(SEEDS):
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
        outputs.append(model(lesson_data(0)[0]).detach())
    assert output_range(plan) == (float(torch.stack(outputs).min()), float(torch.stack(outputs).max()))


def test_a_count_alone_does_not_pass() -> None:
    # 2·4 + 4 + 1 = 13 would need an output without weights; 12·1 + 1 and the like have other shapes.
    plans = [Plan((Layer(i, o),)) for i in range(1, 9) for o in range(1, 9)]
    assert all("Hidden" in unmet(plan) for plan in plans)
    assert found(LESSON)["parameters"].found.endswith(f"= {PARAMETERS}")


def test_the_floor_of_two_sigmoids_is_as_the_hint_says() -> None:
    loss = LOSSES["BCEWithLogitsLoss"]()
    surest = loss(torch.sigmoid(torch.tensor([[50.0]])), torch.ones(1, 1))
    assert f"{float(surest):.3f}" in found(replace(LESSON, loss="BCEWithLogitsLoss"))["entropy"].hint
