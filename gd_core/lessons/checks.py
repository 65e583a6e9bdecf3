"""The assignment's requirements, each checked on the real module, each with a hint when it fails."""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log1p

import torch
from torch import nn

from gd_core.digits import apart, number, toward
from gd_core.lessons.trials import Trial, lesson_data
from gd_core.problems.network.builder import Plan, build, count, shapes

SIZES = (2, 3, 1)
"""The network that is asked for: inputs, hidden neurons, outputs."""

PARAMETERS = 13
"""3 x 2 weights and 3 biases, then 1 x 3 weights and 1 bias."""

SEEDS = 20
"""So many draws of the initial values the outputs are looked at for: one draw may be lucky."""


_RANGE = "Output between 0 and 1"
_FALLS = "A loss that falls"
_FIRST = "first the points must get through"


@dataclass(frozen=True)
class Check:
    """One requirement: what was found, and, when it is not met, in which direction to look.

    ``passed`` is None while it cannot be told: something before it is missing.
    """

    name: str
    passed: bool | None
    found: str
    hint: str = ""


def checks(plan: Plan, trial: Trial | None) -> list[Check]:
    """Every requirement, in the order in which one meets them; ``trial`` is a training of ``plan``."""
    model = build(plan)
    through = _through(plan, model)
    return [
        through,
        _hidden_shapes(plan, model),
        _output_shapes(plan, model),
        _parameters(plan, model),
        _bend(plan, model),
        _range(plan) if through.passed else _waits(_RANGE, _FIRST),
        _loss_fits(plan),
        _falls(plan, trial) if through.passed else _waits(_FALLS, _FIRST),
    ]


def _waits(name: str, why: str) -> Check:
    return Check(name, None, why)


def _through(plan: Plan, model: nn.Module) -> Check:
    """Whether the ten points get through: the module is called, and PyTorch decides."""
    name = "The points get through: (10, 2) in, (10, 1) out"
    inputs, targets = lesson_data(plan.seed)
    try:
        outputs = model(inputs)
    except RuntimeError as error:
        return Check(name, False, f"PyTorch says: {error}", _mismatch(plan))
    found = f"the output has the shape {tuple(outputs.shape)}"
    if outputs.shape == targets.shape:
        return Check(name, True, found)
    gives = plan.layers[-1].gives
    hint = f"Your last layer gives {gives} numbers per point. The assignment needs one."
    return Check(name, False, found, hint)


def _mismatch(plan: Plan) -> str:
    first, inputs = plan.layers[0], SIZES[0]
    if first.takes != inputs:
        return f"Each point is {inputs} numbers, and your first layer takes {_numbers(first.takes)}."
    at = plan.mismatches[0]
    one, two = plan.layers[at], plan.layers[at + 1]
    return (
        f"Layer {at + 1} gives {_numbers(one.gives)}, layer {at + 2} takes {two.takes}. "
        "What one layer gives, the next must take."
    )


def _numbers(n: int) -> str:
    return f"{n} number{'s' if n != 1 else ''}"


def _hidden_shapes(plan: Plan, model: nn.Module) -> Check:
    wanted = (SIZES[1], SIZES[0]), (SIZES[1],)
    found = shapes(model)[:2]
    name = f"Hidden layer: weight {wanted[0]}, bias {wanted[1]}"
    if len(plan.layers) == 1:
        return Check(
            name,
            False,
            "there is no hidden layer",
            f"Your only layer is the output. Add one before it, with {SIZES[1]} neurons.",
        )
    return Check(name, found == wanted, _pair(found), "" if found == wanted else _hidden_hint(plan))


def _hidden_hint(plan: Plan) -> str:
    first = plan.layers[0]
    if (first.takes, first.gives) == (SIZES[1], SIZES[0]):
        return "The right numbers, in the other order: nn.Linear(in, out) keeps its weight as (out, in)."
    if first.gives != SIZES[1]:
        return f"The weight has one row a neuron: {first.gives} of them, but the assignment needs {SIZES[1]}."
    return f"The weight has one column an input: {first.takes} of them, and the points have {SIZES[0]}."


def _output_shapes(plan: Plan, model: nn.Module) -> Check:
    wanted = (SIZES[2], SIZES[1]), (SIZES[2],)
    found = shapes(model)[-2:]
    layers = len(plan.layers)
    name = f"Output layer: weight {wanted[0]}, bias {wanted[1]}"
    passed = found == wanted and layers == len(SIZES) - 1
    return Check(name, passed, _pair(found), "" if passed else _output_hint(plan, found == wanted))


def _output_hint(plan: Plan, alone_right: bool) -> str:
    layers, last = len(plan.layers), plan.layers[-1]
    if layers > len(SIZES) - 1:
        fits = "This one fits, but you" if alone_right else "You"
        return f"{fits} have {layers} linear layers. Two are enough: one hidden, one output."
    if last.gives != SIZES[2]:
        return f"One output is one neuron, so one row of weights; your last layer has {last.gives}."
    return f"The output neuron listens to {SIZES[1]} hidden ones; yours takes {_numbers(last.takes)}."


def _pair(found: tuple[tuple[int, ...], ...]) -> str:
    weight, bias = found
    return f"weight {weight}, bias {bias}"


def _parameters(plan: Plan, model: nn.Module) -> Check:
    total = count(model)
    terms = " + ".join(f"{layer.takes}·{layer.gives} + {layer.gives}" for layer in plan.layers)
    hint = "Each neuron has one weight for every number it takes, and one bias."
    passed = total == PARAMETERS
    return Check(f"{PARAMETERS} parameters", passed, f"{terms} = {total}", "" if passed else hint)


def _bend(plan: Plan, model: nn.Module) -> Check:
    """Whether something that is not linear follows every layer but the last."""
    name = "A bend (an activation) after the hidden layer"
    modules = list(model.children())
    if len(plan.layers) == 1:
        return _waits(name, "first there must be a hidden layer")
    straight = any(
        isinstance(one, nn.Linear) and isinstance(two, nn.Linear) for one, two in pairwise(modules)
    )
    if not straight:
        return Check(name, True, _bent([layer.activation for layer in plan.layers[:-1]]))
    hint = (
        "Without a bend between them, linear layers add up to a single one. Which function turns all numbers "
        "below 0 into 0?"
    )
    return Check(name, False, "two linear layers in a row", hint)


def _bent(activations: list[str]) -> str:
    """The activations, and what they are not: another one does as well, but is not what lesson 4 has."""
    told = ", ".join(activations)
    return told if set(activations) == {"ReLU"} else f"{told}, where lesson 4 has ReLU"


def output_range(plan: Plan) -> tuple[float, float]:
    """The lowest and highest output on the lesson's points, over the draws of many seeds."""
    with torch.no_grad():
        outputs = [build(replace(plan, seed=seed))(lesson_data(plan.seed)[0]) for seed in range(SEEDS)]
    both = torch.stack(outputs)
    return float(both.min()), float(both.max())


def _range(plan: Plan) -> Check:
    low, high = output_range(plan)
    found = f"from {number(low, 3)} to {toward(high, 1, 3)}, over {SEEDS} draws of the initial values"
    passed = low >= 0 and high <= 1
    return Check(_RANGE, passed, found, "" if passed else _range_hint(plan, low, high))


def _range_hint(plan: Plan, low: float, high: float) -> str:
    worst = high if high > 1 else low
    told, last = toward(worst, 1, 3), plan.layers[-1].activation
    if last == "ReLU":
        return f"The output can be {told}. ReLU cuts off below 0 and lets everything above through."
    if last == "Tanh":
        return f"The output can be {toward(low, 0, 3)}. Tanh squeezes, but into −1 to 1."
    return f"The output can be {told}. Which function turns any number into one between 0 and 1?"


def _loss_fits(plan: Plan) -> Check:
    squeezed = plan.layers[-1].activation == "Sigmoid"
    hint = _LOSS_HINTS.get((plan.loss, squeezed), "")
    found = f"nn.{plan.loss} {'after a sigmoid' if squeezed else 'without a sigmoid before it'}"
    return Check("The loss is binary cross-entropy, and it fits the output", not hint, found, hint)


# By the loss, and whether a sigmoid comes before it.
_LOSS_HINTS = {
    ("BCEWithLogitsLoss", True): "BCEWithLogitsLoss already has a sigmoid inside, and yours makes two: for a "
    f"label of 1 the loss cannot go below {log1p(exp(-1)):.3f}. Which loss takes a probability as it is?",
    ("BCEWithLogitsLoss", False): "BCEWithLogitsLoss squeezes inside the loss, so the module's own output is "
    "no probability. The assignment wants one from the module: squeeze there, and take the plain loss.",
    ("BCELoss", False): "BCELoss takes logarithms of a probability. Squeeze the output into 0 to 1 first.",
    ("MSELoss", False): "The labels are 0 or 1: a probability and binary cross-entropy fit them.",
    ("L1Loss", False): "The labels are 0 or 1: a probability and binary cross-entropy fit them.",
    ("MSELoss", True): "It falls, but slowly where the network is sure and wrong: the sigmoid is flat there. "
    "Which loss punishes a sure mistake without limit?",
    ("L1Loss", True): "The absolute error favours answers of exactly 0 or 1. Which loss is meant for "
    "probabilities?",
}


def _falls(plan: Plan, trial: Trial | None) -> Check:
    if trial is None:
        return _waits(_FALLS, "not trained yet")
    if trial.refusal:
        return Check(_FALLS, False, f"PyTorch says: {trial.refusal}", _refusal_hint(plan))
    first, last, updates = float(trial.loss[0]), float(trial.loss[-1]), len(trial.loss) - 1
    found = f"{_from_to(first, last)} in {updates} updates"
    passed = trial.finite and last < first
    return Check(_FALLS, passed, found, "" if passed else _fall_hint(plan, trial))


def _from_to(first: float, last: float) -> str:
    return "from {} to {}".format(*apart(first, last))


def _refusal_hint(plan: Plan) -> str:
    if plan.loss == "BCELoss":
        return "This loss takes the logarithm of the output and of 1 minus it: both must be above 0."
    return "The output and the labels must have the same shape."


def _fall_hint(plan: Plan, trial: Trial) -> str:
    first, last = float(trial.loss[0]), float(trial.loss[-1])
    if last == first:
        return (
            "Nothing moves: the gradient is 0, or the rate is too small to change anything. Try another seed."
        )
    return f"At rate {number(plan.learning_rate, 6)} the steps go too far. Try a tenth of it."
