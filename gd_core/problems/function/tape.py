"""An expression made ready for many points at once: its value, and its gradient in closed form.

The gradient is the chain rule from the last operation back to the first, as autograd does it, without
autograd's book-keeping: up to twice as quick for one run, and the same to the last bit.
Source: A. Griewank and A. Walther, "Evaluating Derivatives", 2008, section 3.2 (the reverse mode).
"""

import torch
from torch import Tensor

from gd_core.problems.function.expressions import VARIABLES, Applied, Expression, Name
from gd_core.problems.function.operations import OPERATIONS, Operation


class Tape:
    """The operations of an expression in the order in which they are done.

    Each takes its arguments from places in a list of values, in which x, y and the numbers come
    first, and leaves its value in a place of its own. ValueError where the expression holds neither
    x nor y, or a part without them that is no finite number.
    """

    def __init__(self, expression: Expression):
        self._values: list[float | None] = [None] * len(VARIABLES)
        self._steps: list[tuple[Operation, tuple[int, ...], int]] = []
        self._last = self._place(expression)
        if self._values[self._last] is not None:
            raise ValueError(f"{expression} holds neither x nor y")
        # Where a slope is wanted: not at the numbers.
        self._sloping = [value is None for value in self._values]

    def _place(self, expression: Expression) -> int:
        """Where the value of ``expression`` is to be found."""
        if isinstance(expression, Name) and expression.name in VARIABLES:
            return VARIABLES.index(expression.name)
        constant = expression.constant
        step = None
        if constant is None:
            assert isinstance(expression, Applied)
            step = OPERATIONS[expression.name], tuple(self._place(each) for each in expression.arguments)
        self._values.append(constant)
        place = len(self._values) - 1
        if step is not None:
            self._steps.append((*step, place))
        return place

    def _fill(self, x: Tensor, y: Tensor) -> list[Tensor | float]:
        values: list[Tensor | float] = [x, y, *self._values[len(VARIABLES) :]]  # type: ignore[list-item]
        for operation, arguments, place in self._steps:
            values[place] = operation.value(*[values[each] for each in arguments])
        return values

    def value(self, x: Tensor, y: Tensor) -> Tensor:
        """The value (G,) at ``x`` and ``y`` (G,), open to autograd."""
        value = self._fill(x, y)[self._last]
        assert isinstance(value, Tensor)
        return value

    def gradient(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """How the value changes with ``x`` and with ``y``, each (G,)."""
        return self.both(x, y)[1:]

    def both(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The value at ``x`` and ``y``, and how it changes with them, each (G,)."""
        values = self._fill(x, y)
        slopes = self._slopes(values, x)
        value = values[self._last]
        assert isinstance(value, Tensor)
        along_x, along_y = (x.new_zeros(x.shape) if slope is None else slope for slope in slopes[:2])
        return value, along_x, along_y

    def magnitude(self, x: Tensor, y: Tensor) -> Tensor:
        """How large the numbers are that the value at ``x`` and ``y`` is made of (G,).

        The sum over all results on the way of their size, times what an error there does to the value:
        each may be off by a unit of rounding.
        """
        values = self._fill(x, y)
        slopes = self._slopes(values, x)
        pairs = zip(values, slopes, strict=True)
        parts = [(v * slope).abs().nan_to_num() for v, slope in pairs if slope is not None]
        return torch.stack(parts).sum(0)

    def _slopes(self, values: list[Tensor | float], x: Tensor) -> list[Tensor | None]:
        """How the last of ``values`` changes with each of them."""
        slopes: list[Tensor | None] = [None] * len(values)
        slopes[self._last] = x.new_ones(x.shape)
        for operation, arguments, place in reversed(self._steps):
            slope = slopes[place]
            given = [values[each] for each in arguments]
            for argument, rule in zip(arguments, operation.slopes, strict=True):
                if self._sloping[argument]:
                    more = rule(slope, values[place], *given)
                    before = slopes[argument]
                    slopes[argument] = more if before is None else before + more
        return slopes
