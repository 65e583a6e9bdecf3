"""An expression as a line of PyTorch: x and y are tensors, and what holds neither is plain Python."""

from gd_core.problems.function.expressions import SIGNS, Applied, Expression, Name, Number, precedence

_EXACT = 2.0**53
"""Whole numbers up to here are the same as floats."""


def torch_code(expression: Expression, floats: bool = False) -> str:
    """``expression`` as Python, its operations in the same order; it may need ``math``.

    With ``floats`` its whole numbers are written as floats. What holds neither x nor y is counted by
    Python, and there it is so where whole numbers would give another result.
    """
    if isinstance(expression, Name):
        return expression.name if expression.constant is None else f"math.{expression.name}"
    if isinstance(expression, Number):
        return repr(expression.value) if floats else str(expression)
    assert isinstance(expression, Applied)
    floats = floats or not _whole(expression)
    if expression.name not in SIGNS:
        return _call(expression, floats)
    own = SIGNS[expression.name]
    if expression.name == "neg":
        return f"-{_within(expression.arguments[0], own, floats)}"
    left, right = expression.arguments
    if expression.name == "^":
        return f"{_within(left, own + 1, floats)} ** {_within(right, SIGNS['neg'], floats)}"
    return f"{_within(left, own, floats)} {expression.name} {_within(right, own + 1, floats)}"


def _whole(expression: Expression) -> bool:
    """Whether whole numbers give the same as floats: none of what they become is very large, or -0."""
    if not isinstance(expression, Applied) or expression.constant is None:
        return True
    if expression.constant == 0 or abs(expression.constant) > _EXACT:
        return False
    return all(map(_whole, expression.arguments))


def _call(expression: Applied, floats: bool) -> str:
    argument = torch_code(expression.arguments[0], floats)
    if expression.name == "abs":
        return f"abs({argument})"
    return f"{'torch' if expression.constant is None else 'math'}.{expression.name}({argument})"


def _within(argument: Expression, least: int, floats: bool) -> str:
    code = torch_code(argument, floats)
    return code if precedence(argument) >= least else f"({code})"
