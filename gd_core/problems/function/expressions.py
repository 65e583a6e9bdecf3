"""Expressions in x and y: trees of numbers, names and a few operations.

They are built by writing them, ``(1 - X) ** 2 + 100 * (Y - X**2) ** 2``, or read by formulas.py.
``str`` writes them as formulas.py reads them.
"""

import math
from dataclasses import dataclass

from gd_core.problems.function.operations import OPERATIONS

CONSTANTS = {"pi": math.pi, "e": math.e}
"""Numbers with a name."""

VARIABLES = ("x", "y")

SIGNS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "^": 4}
"""How tightly the operations that are written as signs hold their arguments; the rest is 5."""

_ATOM = 5


class Expression:
    """An expression; Python's own signs join it with another one, or with a number."""

    def __add__(self, other: "Expression | float") -> "Expression":
        return _joined("+", self, other)

    def __radd__(self, other: float) -> "Expression":
        return _joined("+", other, self)

    def __sub__(self, other: "Expression | float") -> "Expression":
        return _joined("-", self, other)

    def __rsub__(self, other: float) -> "Expression":
        return _joined("-", other, self)

    def __mul__(self, other: "Expression | float") -> "Expression":
        return _joined("*", self, other)

    def __rmul__(self, other: float) -> "Expression":
        return _joined("*", other, self)

    def __truediv__(self, other: "Expression | float") -> "Expression":
        return _joined("/", self, other)

    def __rtruediv__(self, other: float) -> "Expression":
        return _joined("/", other, self)

    def __pow__(self, other: "Expression | float") -> "Expression":
        return _joined("^", self, other)

    def __rpow__(self, other: float) -> "Expression":
        return _joined("^", other, self)

    def __neg__(self) -> "Expression":
        return Applied("neg", (self,))

    @property
    def constant(self) -> float | None:
        """Its value, where it holds neither x nor y; ValueError where that is no finite number."""
        raise NotImplementedError


@dataclass(frozen=True)
class Number(Expression):
    """A number that is not negative."""

    value: float

    @property
    def constant(self) -> float:
        return self.value

    def __str__(self) -> str:
        return f"{self.value:.0f}" if self.value.is_integer() and self.value < 1e6 else repr(self.value)


@dataclass(frozen=True)
class Name(Expression):
    """x or y, or one of ``CONSTANTS``."""

    name: str

    @property
    def constant(self) -> float | None:
        return CONSTANTS.get(self.name)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Applied(Expression):
    """The operation called ``name``, one of ``OPERATIONS``, on its arguments."""

    name: str
    arguments: tuple[Expression, ...]

    @property
    def constant(self) -> float | None:
        values = [argument.constant for argument in self.arguments]
        if None in values:
            return None
        try:
            value = float(OPERATIONS[self.name].constant(*values))
        except (ArithmeticError, ValueError):
            value = math.nan
        if not math.isfinite(value):
            raise ValueError(f"{self} is no finite number")
        return value

    def __str__(self) -> str:
        if self.name not in SIGNS:
            return f"{self.name}({self.arguments[0]})"
        own = SIGNS[self.name]
        if self.name == "neg":
            return f"-{_within(self.arguments[0], own)}"
        # Equal signs join from the left; powers from the right, where a minus may stand too.
        left, right = self.arguments
        low = (own + 1, SIGNS["neg"]) if self.name == "^" else (own, own + 1)
        sign = self.name if self.name == "^" else f" {self.name} "
        return f"{_within(left, low[0])}{sign}{_within(right, low[1])}"


X, Y = Name("x"), Name("y")
PI = Name("pi")


def cos(argument: Expression) -> Expression:
    """The cosine of ``argument``."""
    return Applied("cos", (argument,))


def precedence(expression: Expression) -> int:
    """How tightly ``expression`` holds together as it is written."""
    return SIGNS.get(expression.name, _ATOM) if isinstance(expression, Applied) else _ATOM


def _within(argument: Expression, least: int) -> str:
    return str(argument) if precedence(argument) >= least else f"({argument})"


def _joined(name: str, left: Expression | float, right: Expression | float) -> Expression:
    return Applied(name, (_expression(left), _expression(right)))


def _expression(value: Expression | float) -> Expression:
    if isinstance(value, Expression):
        return value
    return Number(float(value)) if value >= 0 else -Number(float(-value))
