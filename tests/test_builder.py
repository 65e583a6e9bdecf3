"""A planned network is the module that a notebook would build, to the last bit."""

from typing import Any

import pytest
import torch
from torch import nn

from gd_core.problems.network.builder import LOSSES, Layer, Plan, build, count, shapes, values

LESSON = (Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid"))
HALF: Any = 1.5
DEEP = (Layer(2, 8, "Tanh"), Layer(8, 5), Layer(5, 4, "ReLU"), Layer(4, 2))


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31 - 1])
def test_the_initial_values_are_those_of_a_notebook(seed: int) -> None:
    torch.manual_seed(seed)
    theirs = nn.Sequential(
        nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 5), nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 2)
    )
    ours = build(Plan(DEEP, seed=seed))
    assert torch.equal(values(ours), values(theirs))
    assert [type(module) for module in ours] == [type(module) for module in theirs]


@pytest.mark.parametrize("layers", [LESSON, DEEP, (Layer(3, 4), Layer(3, 1))])
def test_the_code_that_is_shown_builds_the_same_module(layers: tuple[Layer, ...]) -> None:
    plan = Plan(layers, "BCELoss", 0.03, seed=5)
    space = {"torch": torch, "nn": nn}
    exec(plan.code, space)
    model = space["model"]
    assert isinstance(model, nn.Sequential)
    assert torch.equal(values(model), values(build(plan)))
    assert str(model) == str(build(plan))
    assert isinstance(space["loss_function"], nn.BCELoss)
    optimizer = space["optimizer"]
    assert isinstance(optimizer, torch.optim.SGD)
    assert optimizer.param_groups[0]["lr"] == 0.03


def test_shapes_and_count_are_those_of_the_parameters() -> None:
    model = build(Plan(LESSON))
    assert shapes(model) == ((3, 2), (3,), (1, 3), (1,))
    assert count(model) == 13 == len(values(model))


def test_mismatches_are_found_where_they_are() -> None:
    assert Plan(LESSON).mismatches == ()
    assert Plan((Layer(2, 4), Layer(3, 3), Layer(2, 1))).mismatches == (0, 1)


def test_every_loss_on_the_list_is_one() -> None:
    assert all(isinstance(make(), nn.Module) and hasattr(nn, name) for name, make in LOSSES.items())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Layer(0, 1), "in_features must be between 1 and 8, got 0"),
        (lambda: Layer(2, 9), "out_features must be between 1 and 8, got 9"),
        (lambda: Layer(2, HALF), "out_features must be a whole number, got 1.5"),
        (lambda: Layer(2, 1, "GELU"), "activation must be one of none, ReLU, Tanh, Sigmoid, got 'GELU'"),
        (lambda: Plan(()), "layers must be between 1 and 4, got 0"),
        (lambda: Plan(LESSON * 3), "layers must be between 1 and 4, got 6"),
        (lambda: Plan(LESSON, "NLLLoss"), "loss must be one of"),
        (lambda: Plan(LESSON, learning_rate=0.0), "learning_rate must be between"),
        (lambda: Plan(LESSON, seed=-1), "seed must be between 0"),
    ],
)
def test_what_cannot_be_planned_is_named_with_its_bound(make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=message):
        make()
