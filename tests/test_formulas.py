"""A learner's formula: read by a grammar alone, told where it is wrong, and never a surprise."""

import math
from random import Random
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gd_core import Experiment
from gd_core.problems.catalog import PROBLEMS
from gd_core.problems.function.catalog import BUMPS, EXAMPLE
from gd_core.problems.function.expressions import PI, Applied, Expression, Name, Number, X, Y, cos
from gd_core.problems.function.formulas import FormulaError, formula
from gd_core.problems.function.operations import FUNCTIONS
from gd_core.problems.function.tape import Tape
from tests.expressions import TREES
from tests.test_landscapes import LANDSCAPES

RIGHT: dict[str, Expression] = {
    "x^2 + y^2": X**2 + Y**2,
    "-x^2": -(X**2),
    "2x": 2 * X,
    "2 x y": 2 * X * Y,
    "xy": X * Y,
    "2(x+1)(y-1)": 2 * (X + 1) * (Y - 1),
    "3x^2y": 3 * X**2 * Y,
    "x^2^y": X ** (Number(2) ** Y),
    "x^-2": X ** -Number(2),
    "2^-x": 2**-X,
    "x - y - 1": (X - Y) - 1,
    "x/y/2": (X / Y) / 2,
    "x / -y": X / -Y,
    "+x": X,
    "X**2": X**2,
    "x·y − 1": X * Y - 1,
    ".5x + 1.e-2y": 0.5 * X + 0.01 * Y,
    "2e x": 2 * Name("e") * X,
    "2e3x": 2000 * X,
    "20 + x^2 - 10cos(2 pi x)": 20 + X**2 - 10 * cos(2 * PI * X),
    "sin(x)^2": Applied("sin", (X,)) ** 2,
    "exp(-x)tanh(y)": Applied("exp", (-X,)) * Applied("tanh", (Y,)),
}


@pytest.mark.parametrize("text", RIGHT)
def test_a_formula_is_read_as_it_is_meant(text: str) -> None:
    assert formula(text) == RIGHT[text]


NO_NUMBER = "has a part that is not a number, like 1/0 or log(-1)"
WRONG = {
    "": ("must not be empty", None),
    "   ": ("must not be empty", None),
    "3": ("must use x or y", None),
    "x" * 201: ("must have at most 200 characters, not 201", None),
    "x +": ("ends too early: write what comes after its last sign", 3),
    "(x + y": ("cannot be read as it stands: close the bracket with )", 6),
    "sin x": ("cannot be read as it stands: write sin(x) for sin x", 4),
    "x + foo(y)": ("has “foo” at character 5, a name that is not known here", 4),
    "foo(x)": ("has “foo” at character 1, a name that is not known here", 0),
    "2 3x": ("has “3” at character 3, where no number can stand", 2),
    "x + * y": ("has a sign at character 5 that cannot stand there", 4),
    "0,5x": ("cannot be read as it stands: write 0.5 for 0,5", 1),
    "1e999x": ("must not have a number that is too large for a computer", None),
    "x + log(-1)": (NO_NUMBER, None),
    "x/0": None,  # what is divided is no number yet
    "x + 1/0": (NO_NUMBER, None),
    "9^9^9^9 x": (NO_NUMBER, None),
    "(-8)^(1/3) + x": (NO_NUMBER, None),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_formula_is_told_what_is_wrong_and_where(text: str) -> None:
    wanted = WRONG[text]
    if wanted is None:
        formula(text)
        return
    with pytest.raises(FormulaError) as caught:
        formula(text)
    assert (caught.value.told, caught.value.place) == wanted


CODE = [
    "__import__('os').system('true')",
    "().__class__.__bases__",
    "x.__class__",
    "lambda: x",
    "x if y else x",
    "[x for x in y]",
    "exec('x')",
    "open('/etc/passwd')",
    "x; y",
    "x = 1",
    "f'{x}'",
    "x # y",
    "x\ny",
    "x\x00y",
    "ｘ + y",
    "x + ²",
    "x@y",
    "x // y",
    "x % y",
    "x & y",
    "~x",
    "x < y",
    "${x}",
    "1_000x",
    "0x10 * y",
]


@pytest.mark.parametrize("text", CODE)
def test_code_is_no_formula(text: str) -> None:
    with pytest.raises(FormulaError):
        formula(text)


UNSAFE = set("*_[]<>$`~#&@!\n")
"""What acts as markup; a star between blanks does not."""


def read(text: str) -> Expression | FormulaError:
    """What ``text`` says, or what is wrong with it."""
    try:
        return formula(text)
    except FormulaError as error:
        return error


def test_ten_thousand_hostile_texts_raise_nothing_but_a_formula_error() -> None:
    chance = Random(0)
    signs = [*"xy()+-*/^. 0123456789eE,", "**", "pi", *FUNCTIONS, "import", *"_<'\\٣∞"]
    texts = ["".join(chance.choice(signs) for _ in range(chance.randrange(1, 24))) for _ in range(10_000)]
    found = [read(text) for text in texts]
    errors = [each for each in found if isinstance(each, FormulaError)]
    expressions = [each for each in found if isinstance(each, Expression)]
    assert len(expressions) > 20
    assert all(formula(str(each)) == each for each in expressions)
    assert not any(set(error.told.replace(" * ", "")) & UNSAFE for error in errors)
    assert all(formula(error.instead) for error in errors if error.instead)


@given(text=st.text(max_size=250))
def test_no_text_raises_anything_but_a_formula_error(text: str) -> None:
    found = read(text)
    place = found.place if isinstance(found, FormulaError) else None
    assert place is None or 0 <= place <= len(text)


DEEPEST = ["-" * 199 + "x", "(" * 99 + "x" + ")" * 99, "x^" * 99 + "x", "+".join("x" * 100)]


@pytest.mark.parametrize("text", DEEPEST)
def test_the_deepest_formulas_are_read_and_computed(text: str) -> None:
    found = formula(text)
    assert len(str(found)) >= len(text.strip("()"))
    value, *slopes = Tape(found).both(torch.ones(3), torch.ones(3))
    assert value.isfinite().all()
    assert all(slope.isfinite().all() for slope in slopes)


@given(tree=TREES)
def test_what_is_written_reads_as_the_same_expression(tree: Expression) -> None:
    again = read(str(tree))
    # Else it is too long, without x and y, or has a part that is no number.
    assert again.place is None if isinstance(again, FormulaError) else again == tree


def plain(tree: Expression, x: float, y: float) -> float:
    """The value of ``tree`` by Python's own arithmetic; nan where that has none."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Name):
        return {"x": x, "y": y, "pi": math.pi, "e": math.e}[tree.name]
    assert isinstance(tree, Applied)
    values = [plain(each, x, y) for each in tree.arguments]
    compute: dict[str, Any] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "^": math.pow,
        "neg": lambda a: -a,
        "abs": abs,
    }
    compute |= {name: getattr(math, name) for name in FUNCTIONS if name != "abs"}
    return float(compute[tree.name](*values))


@given(tree=TREES, x=st.floats(-3, 3), y=st.floats(-3, 3))
def test_its_value_is_that_of_pythons_own_arithmetic(tree: Expression, x: float, y: float) -> None:
    try:
        tape, wanted = Tape(tree), plain(tree, x, y)
    except (ArithmeticError, ValueError):  # Python refuses what is infinite here, or has no value
        return
    found = tape.value(torch.tensor([x], dtype=torch.float64), torch.tensor([y], dtype=torch.float64)).item()
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True)


@given(tree=TREES, seed=st.integers(0, 1000), count=st.sampled_from([1, 2, 5, 33]))
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_its_gradient_is_autograds_to_the_last_bit(
    tree: Expression, seed: int, count: int, dtype: torch.dtype
) -> None:
    try:
        tape = Tape(tree)
    except ValueError:
        return
    generator = torch.Generator().manual_seed(seed)
    x, y = (torch.rand(2, count, generator=generator, dtype=dtype) * 6 - 3).unbind()
    leaves = [each.clone().requires_grad_() for each in (x, y)]
    wanted = torch.autograd.grad(tape.value(*leaves).sum(), leaves, allow_unused=True)
    for ours, theirs in zip(tape.gradient(x, y), wanted, strict=True):
        theirs = torch.zeros_like(x) if theirs is None else theirs
        assert torch.equal(ours.isnan(), theirs.isnan())
        assert torch.equal(ours.nan_to_num(), theirs.nan_to_num())


@pytest.mark.parametrize("name", LANDSCAPES)
def test_every_function_of_the_lab_can_be_typed(name: str) -> None:
    expression = LANDSCAPES[name].expression
    assert formula(str(expression)) == expression


def test_the_example_is_there_without_the_parser() -> None:
    assert Experiment("formula").data is BUMPS is PROBLEMS["formula"]
    assert formula(EXAMPLE) == BUMPS.expression


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x +", "formula ends too early: write what comes after its last sign, got 'x \\+'"),
        ("log(-1 - x^2)", "formula has no finite value anywhere with x and y between −4 and 4"),
        ("y" * 300, "formula must be a text of at most 200 characters"),
    ],
)
def test_an_experiment_names_field_and_value(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Experiment("formula", formula=text)


def test_a_start_lies_where_the_formula_has_a_value() -> None:
    with pytest.raises(ValueError, match="start must be where the formula has a finite value"):
        Experiment("formula", formula="sqrt(x) + y", start=(-1.0, 0.0))
    for seed in range(20):
        problem = Experiment("formula", formula="log(x) + y").data
        drawn = problem.draw(torch.Generator().manual_seed(seed))
        assert drawn[0] > 0


HABITS = {
    # What is typed: what has to be said, and the whole of what to write.
    "x²": ("write x^2 for x²", "x^2"),
    "x³ + y²": ("write x^3 for x³", "x^3 + y^2"),
    "(x+1)²": ("write )^2 for )²", "(x+1)^2"),
    "sin²(x) + y": ("write sin(x)^2 for sin^2(x)", "sin(x)^2 + y"),
    "2πx": ("write pi for π", "2pi x"),
    "x⋅y": ("write * for times", "x*y"),
    "|x|": ("write abs(x) for |x|", "abs(x)"),
    "||x|-1| + |x*y|": ("write abs(x) for |x|", "abs(abs(x)-1) + abs(x*y)"),
    "ln(x)": ("write log for ln", "log(x)"),
    "2ln(x)": ("write log for ln", "2log(x)"),
    "sin^2(x)": ("write sin(x)^2 for sin^2(x)", "sin(x)^2"),
    "sin^2 x + cos y": ("write sin(x)^2 for sin^2 x", "sin(x)^2 + cos(y)"),
    "3sin^2(2(x+1))": ("write sin(2(x+1))^2 for sin^2(2(x+1))", "3sin(2(x+1))^2"),
    "0,1x": ("write 0.1 for 0,1", "0.1x"),
    ",5x": ("write 0.5 for ,5", "0.5x"),
    "√x": ("write sqrt(x) for √x", "sqrt(x)"),
    "√(x²+y²)": ("write sqrt for √", "sqrt(x^2+y^2)"),
    "½x²": ("write (1/2) for ½", "(1/2)x^2"),
    "w^2 + b^2": ("write x for w; write y for b", "x^2 + y^2"),
    "x1^2 + 10x2^2": ("write x for x1; write y for x2", "x^2 + 10x^2".replace("10x", "10y")),
    "x_2^2 + x_1^2": ("write x for x1; write y for x2", "y^2 + x^2"),
    "x₁² + x₂²": ("write x for x1; write y for x2", "x^2 + y^2"),
    "x2 + y2": ("write x^2 for x2", "x^2 + y^2"),
    "t^2": ("write x for t", "x^2"),
    "y + z^2": ("write x for z", "y + x^2"),
    "θ²": ("write x for θ", "x^2"),
    "f(x, y) = x^2": ("leave out f(x, y) =", "x^2"),
    "y = x^2": ("leave out y =", "x^2"),
    "J(w, b) = (w-1)^2 + b^2": ("write x for w", "(x-1)^2 + y^2"),
    "x^2 + y^2 = 0": ("leave out = 0", "x^2 + y^2"),
    r"\frac{1}{2}x^2": (r"write (1/2) for \frac{1}{2}", "(1/2)x^2"),
    r"\frac{x^{2}}{2} + \sin(y)": (r"write ((x^2)/2) for \frac{x^2}{2}", "((x^2)/2) + sin(y)"),
    r"$x^2 \cdot \left(y-1\right)$": ("leave out LaTeX’s own signs", "x^2 *(y-1)"),
    "np.sin(x)**2": ("leave out np.", "sin(x)**2"),
    "max(0, x)": ("write ((x) + abs(x))/2 for max(0, x)", "((x) + abs(x))/2"),
    "sinh(x)": ("write ((exp(x) - exp(-(x)))/2) for sinh(x)", "((exp(x) - exp(-(x)))/2)"),
    "log10(x)": ("write (log(x)/log(10)) for log10(x)", "(log(x)/log(10))"),
    "pow(x, 2)": ("write x^2 for pow(x, 2)", "x^2"),
    "[x+1]^2": ("write round brackets", "(x+1)^2"),
    "３ｘ": ("write ordinary letters, digits and signs", "3x"),
    "x\n+ y": ("write it in one line, with ordinary spaces", "x + y"),
    "(x + y": ("close the bracket with )", "(x + y)"),
    "x 2": ("write * for times between a letter and a number after it", "x*2"),
}


@pytest.mark.parametrize("text", HABITS)
def test_for_what_people_type_it_is_told_what_to_write(text: str) -> None:
    hint, instead = HABITS[text]
    with pytest.raises(FormulaError) as caught:
        formula(text)
    assert hint in caught.value.told
    assert caught.value.instead == instead
    assert formula(instead)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("π", "write pi for π. Then it still must use x or y"),
        (
            "a*x^2 + b*y^2",
            "use only two names, x and y, and write numbers for the others; your formula has x, y, a, b",
        ),
        ("x^2 + y^2 = 1", "write only one side of the equation"),
        ("arctan(x)", "leave out the inverse of sin, cos or tan"),
        ("x² + foo(y)", "write x^2 for x². Then it still has “foo” at character 7"),
        ("x)", "open a bracket for every ), or leave it out"),
    ],
)
def test_where_the_whole_is_not_clear_what_is_clear_is_told(text: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        formula(text)
    assert hint in caught.value.told
    assert not caught.value.instead
