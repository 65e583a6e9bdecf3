"""The operations that expressions are made of, each with the slopes that PyTorch gives it.

An operation of the arguments a, b has the value f; where the loss changes with f by g, it changes with
a and with b by what ``slopes`` say. They are rounded as PyTorch's autograd rounds them (its table
derivatives.yaml), so that gradients come out equal to the last bit.
"""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Slope = Callable[..., Tensor]


@dataclass(frozen=True)
class Operation:
    """``value(*arguments)`` on tensors, ``constant(*arguments)`` on numbers, and a slope for each argument.

    A slope is ``slope(g, f, *arguments)``. An argument of a binary operation may be a number.
    """

    value: Callable[..., Tensor]
    constant: Callable[..., float]
    slopes: tuple[Slope, ...]


def _by_divisor(g: Tensor, f: Tensor, a: Tensor | float, b: Tensor) -> Tensor:
    if isinstance(a, Tensor):
        return -g * (f / b)
    # A number over a tensor is PyTorch's reciprocal, times the number.
    inverse = b.reciprocal()
    return -(g * a) * (inverse * inverse)


def _by_base(g: Tensor, f: Tensor, a: Tensor, b: Tensor | float) -> Tensor:
    if isinstance(b, Tensor):
        return torch.where(b == 0, 0.0, g * (b * a.pow(b - 1)))
    if b == 0:
        return torch.zeros_like(g)
    return g * (b * (a if b == 2 else a.pow(b - 1)))  # the first power is the tensor itself


def _by_exponent(g: Tensor, f: Tensor, a: Tensor | float, b: Tensor) -> Tensor:
    if isinstance(a, Tensor):
        return g * torch.where((a == 0) & (b >= 0), 0.0, f * a.log())
    if a == 0:
        return g * torch.where(b >= 0, 0.0, f * -torch.inf)
    return g * (f * (math.log(a) if a > 0 else math.nan))


def _one(value: Callable[[Tensor], Tensor], constant: Callable[[float], float], slope: Slope) -> Operation:
    return Operation(value, constant, (slope,))


def _passed(g: Tensor, f: Tensor, *_: Any) -> Tensor:
    return g


def _turned(g: Tensor, f: Tensor, *_: Any) -> Tensor:
    return -g


OPERATIONS = {
    "+": Operation(operator.add, operator.add, (_passed, _passed)),
    "-": Operation(operator.sub, operator.sub, (_passed, _turned)),
    "*": Operation(operator.mul, operator.mul, (lambda g, f, a, b: g * b, lambda g, f, a, b: g * a)),
    "/": Operation(operator.truediv, operator.truediv, (lambda g, f, a, b: g / b, _by_divisor)),
    "^": Operation(operator.pow, math.pow, (_by_base, _by_exponent)),
    "neg": _one(torch.neg, operator.neg, _turned),
    "sin": _one(torch.sin, math.sin, lambda g, f, a: g * a.cos()),
    "cos": _one(torch.cos, math.cos, lambda g, f, a: g * -a.sin()),
    "tan": _one(torch.tan, math.tan, lambda g, f, a: g * (1 + f.pow(2))),
    "exp": _one(torch.exp, math.exp, lambda g, f, a: g * f),
    "log": _one(torch.log, math.log, lambda g, f, a: g / a),
    "sqrt": _one(torch.sqrt, math.sqrt, lambda g, f, a: g / (2 * f)),
    "abs": _one(torch.abs, abs, lambda g, f, a: g * a.sgn()),
    "tanh": _one(torch.tanh, math.tanh, lambda g, f, a: torch.ops.aten.tanh_backward(g, f)),
}

FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh")
"""The operations that are written as a name and parentheses."""
