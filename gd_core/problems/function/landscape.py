"""A problem without data: a function of x and y that is itself the loss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from gd_core.digits import number
from gd_core.problems.function.expressions import VARIABLES, Applied, Expression
from gd_core.problems.function.landscape_engine import LandscapeEngine, LandscapeGrid
from gd_core.problems.function.tape import Tape
from gd_core.problems.problem import Extent, Problem

_LOOKS = 81
"""So many places along each side of the window are looked at, to know a function by them."""

_COARSE = 0.1
"""Bumps as high as this share of the usual height, from one place to the next, hide in a logarithm."""

_DEEP = 0.01
"""Losses that lie closer together than this share are told apart as well without a logarithm."""

_DRAWS = 1_000


@dataclass(frozen=True, eq=False)
class Landscape(Problem):
    """The function ``expression`` of x and y; ``window`` is the part worth seeing.

    A seed draws its start evenly from the window. ValueError where it has no finite value
    anywhere in the window, or where a part of it without x and y is no finite number.
    """

    expression: Expression
    window: Extent
    defined_everywhere: bool = True

    names = VARIABLES
    samples = 1
    batched = False
    by_hand = False
    small_loss = -torch.inf  # how low is low is another question for each function: flat ground tells
    zero_gradient_means_dead = False

    def __post_init__(self) -> None:
        if not self._looked_at.isfinite().any():
            raise ValueError(f"{self._missing()} anywhere with x and y {_within(self.window)}")

    def _missing(self) -> str:
        """What the function has not, told apart: a finite value, or one that 32-bit numbers can reach."""
        places = self._places.double()
        if not self.losses(places).isfinite().any():
            return "has no finite value"
        part, size = largest_part(self.expression, places)
        return (
            f"cannot be computed in the 32-bit numbers that PyTorch trains with: its part {part} reaches "
            f"{number(size, 2)}, they end at {number(3.4e38, 2)}. So it has no 32-bit value"
        )

    @cached_property
    def tape(self) -> Tape:
        """The function, ready for many points at once."""
        return Tape(self.expression)

    @cached_property
    def log_scale(self) -> bool:
        seen = self._looked_at
        finite = seen[seen.isfinite()]
        bends = [torch.diff(seen, 2, axis).abs().nanmedian() for axis in (0, 1)]
        fine = float(sum(bends)) < _COARSE * float(finite.median())
        return fine and 0 <= float(finite.min()) < _DEEP * float(finite.max())

    @cached_property
    def usual_slope(self) -> float:
        slopes = self.gradients(self._places).norm(dim=1)
        return float(slopes[slopes.isfinite()].median())

    @property
    def _places(self) -> Tensor:
        """Places all over the window (_LOOKS * _LOOKS, 2), x by x."""
        x0, x1, y0, y1 = self.window
        return torch.cartesian_prod(torch.linspace(x0, x1, _LOOKS), torch.linspace(y0, y1, _LOOKS))

    @cached_property
    def _looked_at(self) -> Tensor:
        """The function over the window (_LOOKS, _LOOKS)."""
        return self.losses(self._places).view(_LOOKS, _LOOKS)

    def draw(self, generator: torch.Generator) -> Tensor:
        x0, x1, y0, y1 = self.window
        low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
        for _ in range(_DRAWS):
            start = low + (high - low) * torch.rand(2, generator=generator)
            if self.losses(start.unsqueeze(0)).isfinite():
                return start
        # Finite at few places only: the first that was looked at and is.
        return self._places[int(self._looked_at.flatten().isfinite().nonzero()[0])]

    def sample_losses(self, params: Tensor) -> Tensor:
        return self.tape.value(*_rows(params)).unsqueeze(1)

    def magnitudes(self, params: Tensor) -> Tensor:
        return self.tape.magnitude(*_rows(params))

    def _gradients(self, params: Tensor) -> Tensor:
        return torch.stack(self.tape.gradient(*_rows(params)), 1)

    def engine(self, problems: Sequence[Problem], now: Tensor) -> LandscapeEngine:
        return LandscapeEngine(self.tape, now, len(problems))

    def grid(self, problems: Sequence[Problem], starts: Tensor, width: int) -> LandscapeGrid:
        return LandscapeGrid(self.tape, starts)


def largest_part(expression: Expression, places: Tensor) -> tuple[Expression, float]:
    """The innermost part of ``expression`` too large for 32 bits at ``places`` (G, 2), and its size."""
    for part in _inside_out(expression):
        values = Tape(part).value(*_rows(places)).abs()
        if float(values.nan_to_num(posinf=torch.inf).max()) > torch.finfo(torch.float32).max:
            return part, float(values.max())
    return expression, torch.inf


def _inside_out(expression: Expression) -> Iterator[Expression]:
    """The parts of ``expression`` that hold x or y, each after those within it."""
    if isinstance(expression, Applied) and expression.constant is None:
        for argument in expression.arguments:
            yield from _inside_out(argument)
        yield expression


def _within(window: Extent) -> str:
    x0, x1, y0, y1 = window
    return f"between {number(min(x0, y0), 6)} and {number(max(x1, y1), 6)}"


def _rows(params: Tensor) -> tuple[Tensor, Tensor]:
    """x and y (G,) of ``params`` (G, 2), each in a row: PyTorch rounds some functions otherwise else."""
    x, y = params.mT.contiguous().unbind()
    return x, y
