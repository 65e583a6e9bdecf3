"""The problems by name."""

from collections.abc import Callable
from math import sqrt

import torch
from torch import Tensor

from gd_core.problems.fit import Fit
from gd_core.problems.function.catalog import (
    BEALE,
    BUMPS,
    HIMMELBLAU,
    RASTRIGIN,
    RAVINE,
    ROSENBROCK,
    SADDLE,
    TWO_VALLEYS,
    bowl,
    own,
)
from gd_core.problems.network.losses import RELU_SQUARED_ERROR, SIGMOID_CROSS_ENTROPY, SINE_SQUARED_ERROR
from gd_core.problems.network.models import Perceptron
from gd_core.problems.problem import Problem


def _draw_neuron(generator: torch.Generator) -> Tensor:
    weights = torch.rand((2, 1), generator=generator)
    bias = torch.rand((1,), generator=generator)
    return torch.cat([weights.flatten(), bias])


NEURON = Fit(
    names=("w1", "w2", "b"),
    inputs=torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]),
    targets=torch.tensor([[10.0], [20.0], [30.0], [40.0]]),
    model=Perceptron((2, 1)),
    loss=RELU_SQUARED_ERROR,
    small_loss=0.01,
    by_hand=True,
    draw_params=_draw_neuron,
)


def _draw_linear_layers(model: Perceptron, generator: torch.Generator) -> Tensor:
    """The initial parameters of nn.Linear layers, built in order, to the last bit."""
    params = torch.empty(model.count)
    for weight, bias in model.layers(params):
        torch.nn.init.kaiming_uniform_(weight, a=sqrt(5), generator=generator)
        bound = 1 / sqrt(weight.shape[-1])
        bias.uniform_(-bound, bound, generator=generator)
    return params


_TWO_THREE_ONE = Perceptron((2, 3, 1))


def _draw_two_three_one(generator: torch.Generator) -> Tensor:
    return _draw_linear_layers(_TWO_THREE_ONE, generator)


def _ten_points(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    inputs = torch.randint(1, 11, (10, 2), generator=generator)
    labels = torch.randint(0, 2, (10, 1), generator=generator)
    return inputs.float(), labels.float()


def _ten_comparisons(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The same points, labelled 1 where the second number is the larger one."""
    inputs, _ = _ten_points(generator)
    return inputs, (inputs[:, 1:] > inputs[:, :1]).float()


def _classifier(draw_data: Callable[[torch.Generator], tuple[Tensor, Tensor]]) -> Fit:
    """The 2-3-1 network on ten points; those of seed 0 until ``seeded`` draws others."""
    generator = torch.Generator().manual_seed(0)
    _draw_two_three_one(generator)
    inputs, targets = draw_data(generator)
    return Fit(
        # Hidden neuron i has the weights wi1 and wi2 and the bias bi, the output v1, v2, v3 and c.
        names=("w11", "w12", "w21", "w22", "w31", "w32", "b1", "b2", "b3", "v1", "v2", "v3", "c"),
        inputs=inputs,
        targets=targets,
        model=_TWO_THREE_ONE,
        loss=SIGMOID_CROSS_ENTROPY,
        small_loss=0.01,
        by_hand=False,
        draw_params=_draw_two_three_one,
        draw_data=draw_data,
    )


NETWORK = _classifier(_ten_points)
"""Labels that are coin tosses."""

COMPARISON = _classifier(_ten_comparisons)
"""The same network and points, with labels that follow a rule."""


_ONE_ONE = Perceptron((1, 1))
_TIMES = torch.arange(1, 9).view(8, 1) / 2


def _draw_wave(generator: torch.Generator) -> Tensor:
    return _draw_linear_layers(_ONE_ONE, generator)


WAVE = Fit(
    names=("w", "b"),
    inputs=_TIMES,
    targets=torch.sin(2 * _TIMES),
    model=_ONE_ONE,
    loss=SINE_SQUARED_ERROR,
    small_loss=0.01,
    by_hand=False,
    draw_params=_draw_wave,
)
"""Find the wave sin(w x + b) behind eight points of sin(2 x): one deep valley among shallow ones.

At the deep valley's bottom every sample agrees, so that no batch can push away from it; in a
shallow one they pull in different directions.
"""

PROBLEMS: dict[str, Problem] = {
    "neuron": NEURON,
    "network": NETWORK,
    "comparison": COMPARISON,
    "wave": WAVE,
    "bowl": bowl(10.0),
    "ravine": RAVINE,
    "saddle": SADDLE,
    "rosenbrock": ROSENBROCK,
    "himmelblau": HIMMELBLAU,
    "beale": BEALE,
    "rastrigin": RASTRIGIN,
    "two_valleys": TWO_VALLEYS,
    "formula": BUMPS,
}
"""Every problem by name; the bowl and the formula as they are unless an experiment says otherwise."""

PROBLEM_FIELDS = {"bowl": ("condition",), "formula": ("formula",)}
"""The fields of an experiment on which one problem alone depends."""


def problem_of(name: str, condition: float, formula: str) -> Problem:
    """The problem ``name``, the bowl of this condition number, or the formula's function.

    ValueError tells what is wrong with the formula.
    """
    if name == "bowl":
        return bowl(condition)
    return own(formula) if name == "formula" else PROBLEMS[name]
