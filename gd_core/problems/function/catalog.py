"""The classic functions of x and y that optimizers are shown and tested on, each with its window.

Sources: H. H. Rosenbrock, The Computer Journal 3, 1960; D. M. Himmelblau, "Applied Nonlinear
Programming", 1972; E. M. L. Beale, "On an iterative method for finding a local minimum of a function
of more than one variable", 1958; L. A. Rastrigin, "Systems of extremal control", 1974.
"""

from functools import lru_cache

from gd_core.problems.function.expressions import PI, Expression, X, Y, cos
from gd_core.problems.function.formulas import formula
from gd_core.problems.function.landscape import Landscape

RAVINE = Landscape((X - Y) ** 2 + (X + Y) ** 2 / 100, (-3.0, 3.0, -3.0, 3.0))
"""A valley a hundred times as steep across as along, and along neither of the two axes."""

SADDLE = Landscape(X**2 - Y**2, (-2.0, 2.0, -2.0, 2.0))
"""Up along x, down along y, and flat between: from there it falls for ever."""

ROSENBROCK = Landscape((1 - X) ** 2 + 100 * (Y - X**2) ** 2, (-2.0, 2.0, -1.0, 3.0))
"""A bent, almost flat valley; its lowest place is (1, 1)."""

HIMMELBLAU = Landscape((X**2 + Y - 11) ** 2 + (X + Y**2 - 7) ** 2, (-6.0, 6.0, -6.0, 6.0))
"""Four valleys, all of them down to 0."""

BEALE = Landscape(
    (1.5 - X + X * Y) ** 2 + (2.25 - X + X * Y**2) ** 2 + (2.625 - X + X * Y**3) ** 2, (-4.5, 4.5, -4.5, 4.5)
)
"""Plains and steep corners; its lowest place is (3, 0.5)."""

RASTRIGIN = Landscape(
    20 + X**2 - 10 * cos(2 * PI * X) + Y**2 - 10 * cos(2 * PI * Y), (-5.12, 5.12, -5.12, 5.12)
)
"""A bowl full of dents, about one to a unit square; the deepest is (0, 0)."""

TWO_VALLEYS = Landscape(X**4 / 4 - 2 * X**2 + X / 2 + 6 + Y**2, (-3.5, 3.5, -3.5, 3.5))
"""The curve of the same name along x, with a plain bowl along y: a deep valley and a shallow one."""


def _own(expression: Expression) -> Landscape:
    return Landscape(expression, (-4.0, 4.0, -4.0, 4.0), defined_everywhere=False)


BUMPS = _own((X**2 + Y**2) / 8 - cos(2 * X) * cos(2 * Y))
"""A bowl with bumps, as an example of a formula."""

EXAMPLE = str(BUMPS.expression)


@lru_cache(maxsize=256)
def bowl(condition: float) -> Landscape:
    """(x^2 + ``condition`` y^2) / 2: a quadratic bowl, so many times as steep along y as along x."""
    return Landscape((X**2 + condition * Y**2) / 2, (-3.0, 3.0, -3.0, 3.0))


@lru_cache(maxsize=256)
def own(text: str) -> Landscape:
    """The function that ``text`` says; ValueError tells what is wrong with it."""
    # The example is there without the parser, which is loaded when it is needed.
    return BUMPS if text == EXAMPLE else _own(formula(text))
