"""An expression as a line of PyTorch: x and y are tensors, and what holds neither is plain Python."""

from gd_core.expressions import SIGNS, Applied, Expression, Name, holds


def torch_code(expression: Expression) -> str:
    """``expression`` as Python, its operations in the same order; it may need ``math``."""
    if isinstance(expression, Name):
        return expression.name if expression.constant is None else f"math.{expression.name}"
    if not isinstance(expression, Applied):
        return str(expression)
    if expression.name not in SIGNS:
        return _call(expression)
    own = SIGNS[expression.name]
    if expression.name == "neg":
        return f"-{_within(expression.arguments[0], own)}"
    left, right = expression.arguments
    if expression.name == "^":
        return f"{_within(left, own + 1)} ** {_within(right, SIGNS['neg'])}"
    return f"{_within(left, own)} {expression.name} {_within(right, own + 1)}"


def _call(expression: Applied) -> str:
    argument = torch_code(expression.arguments[0])
    if expression.name == "abs":
        return f"abs({argument})"
    return f"{'torch' if expression.constant is None else 'math'}.{expression.name}({argument})"


def _within(argument: Expression, least: int) -> str:
    code = torch_code(argument)
    return code if holds(argument) >= least else f"({code})"
