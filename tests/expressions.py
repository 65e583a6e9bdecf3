"""Expressions at random, for tests: as trees, and as what a learner might type."""

from hypothesis import strategies as st

from gd_core.problems.function.catalog import own
from gd_core.problems.function.expressions import CONSTANTS, VARIABLES, Applied, Expression, Name, Number
from gd_core.problems.function.formulas import LONGEST
from gd_core.problems.function.operations import FUNCTIONS

NUMBERS = st.integers(0, 12).map(float) | st.floats(0, 1e9, width=32)
NAMES = st.sampled_from((*VARIABLES, *VARIABLES, *VARIABLES, *CONSTANTS)).map(Name)


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    two = st.builds(Applied, st.sampled_from("+-*/^"), st.tuples(parts, parts))
    one = st.builds(Applied, st.sampled_from(("neg", *FUNCTIONS)), st.tuples(parts))
    return two | one


TREES: st.SearchStrategy[Expression] = st.recursive(NUMBERS.map(Number) | NAMES, _joined, max_leaves=8)
"""Any expression, whether it has a value or not."""


def sound(text: str) -> bool:
    """Whether ``text`` is a function with a value somewhere."""
    try:
        own(text)
    except ValueError:
        return False
    return True


FORMULAS = (
    TREES.map(str).filter(lambda text: len(text) <= LONGEST and sound(text))
    | st.sampled_from(["2x^2 + 3(y-1)^2", "X·Y − 1", " exp(-x**2)y ", "sqrt(x)+log(y)"])
)  # fmt: skip
"""Formulas that are functions, of trees or as they are typed."""
