"""A formula in x and y, as a learner writes it, read into an expression.

A grammar says all that may be written; nothing is evaluated. The parser is Lark's LALR(1) parser, the
core's only import beside PyTorch and the standard library: it is loaded when the first formula is read.
"""

import math
import re
from functools import cache
from typing import TYPE_CHECKING, cast

from gd_core.problems.function.expressions import CONSTANTS, VARIABLES, Applied, Expression, Name, Number
from gd_core.problems.function.formula_advice import TOO_MANY, advice
from gd_core.problems.function.operations import FUNCTIONS

if TYPE_CHECKING:
    from lark import Lark

LONGEST = 200
"""The most characters of a formula."""

ALLOWED = (
    f"numbers, x, y, plus, minus, times, divided by, powers, parentheses, {', '.join(FUNCTIONS)}, pi and e"
)
"""What may be written, in words."""

# What phones and books write, as the grammar knows it, character by character.
_PLAIN = str.maketrans("−–·×÷ABCDEFGHIJKLMNOPQRSTUVWXYZ", "--**/abcdefghijklmnopqrstuvwxyz")

_WHY = {True: "a name that is not known here", False: "where no number can stand"}
"""Why a word (True) or a number (False) cannot stand where it does."""

# What follows a factor without a sign multiplies it, as in 2x, if it does not begin with a digit.
_GRAMMAR = f"""
?sum: product
    | sum "+" product                -> add
    | sum "-" product                -> subtract
?product: signed
    | product "*" signed             -> multiply
    | product "/" signed             -> divide
    | product named_power            -> multiply
?signed: power
    | "-" signed                     -> negative
    | "+" signed
?power: atom
    | atom _POWER exponent           -> raised
?named_power: named
    | named _POWER exponent          -> raised
?exponent: power
    | "-" exponent                   -> negative
    | "+" exponent
?atom: NUMBER                        -> number
    | named
?named: NAME                         -> name
    | FUNCTION "(" sum ")"           -> function
    | "(" sum ")"

_POWER: "^" | "**"
NUMBER: /([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?/
NAME: /{"|".join((*VARIABLES, *CONSTANTS))}/
FUNCTION.2: /{"|".join(sorted(FUNCTIONS, key=len, reverse=True))}/
%ignore " "
"""


class FormulaError(ValueError):
    """What is wrong with a formula: ``told`` in words that are safe to show anywhere.

    ``place`` counts the characters before the one at which reading stopped; None where it is all
    of the formula that is wrong. ``instead`` is what to write for the whole of it, where that is clear.
    """

    def __init__(self, told: str, place: int | None = None, instead: str = ""):
        super().__init__(told)
        self.told, self.place, self.instead = told, place, instead


def formula(text: str) -> Expression:
    """The expression that ``text`` says; FormulaError tells what is wrong with it, and where."""
    if len(text) > LONGEST:
        raise FormulaError(f"must have at most {LONGEST} characters, not {len(text)}")
    if not text.strip(" "):
        raise FormulaError("must not be empty")
    try:
        return _checked(text.translate(_PLAIN))
    except FormulaError as error:
        raise _advised(text, error) from None


def _advised(text: str, error: FormulaError) -> FormulaError:
    """``error`` with what to write instead, where a habit is known by which ``text`` was written."""
    instead, hints = advice(text.translate(_PLAIN))
    if not hints:
        return error
    told = f"cannot be read as it stands: {'; '.join(hints)}"
    try:
        _checked(instead)
    except FormulaError as left:
        explained = "=" in instead or any(hint.startswith(TOO_MANY) for hint in hints)
        return FormulaError(told if explained else f"{told}. Then it still {left.told}", error.place)
    return FormulaError(told, error.place, instead)


def _checked(text: str) -> Expression:
    expression = _read(text)
    if _constant(expression) is not None:
        raise FormulaError("must use x or y")
    return expression


def _read(text: str) -> Expression:
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    try:
        return cast(Expression, _parser().parse(text))
    except UnexpectedCharacters as error:
        raise _misplaced(text, error.pos_in_stream or 0) from None
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise FormulaError("ends too early: write what comes after its last sign", len(text)) from None
        raise _misplaced(text, error.token.start_pos or 0) from None


def _misplaced(text: str, place: int) -> FormulaError:
    """What cannot stand at ``place``, named if it is a word or a number."""
    for word in re.finditer(r"[a-z]+|[0-9.]+", text):
        if word.start() <= place < word.end():
            place = word.start() if word[0].isalpha() else place
            why = _WHY[word[0].isalpha()]
            return FormulaError(f"has “{word[0]}” at character {place + 1}, {why}", place)
    return FormulaError(f"has a sign at character {place + 1} that cannot stand there", place)


def _constant(expression: Expression) -> float | None:
    try:
        return expression.constant
    except ValueError:
        raise FormulaError("has a part that is not a number, like 1/0 or log(-1)") from None


@cache
def _parser() -> "Lark":
    from lark import Lark

    return Lark(_GRAMMAR, start="sum", parser="lalr", transformer=_Builder())


class _Builder:
    """Makes an expression of each rule of the grammar, from the expressions of its parts."""

    def number(self, parts: list[str]) -> Expression:
        value = float(parts[0])
        if not math.isfinite(value):
            raise FormulaError("must not have a number that is too large for a computer")
        return Number(value)

    def name(self, parts: list[str]) -> Expression:
        return Name(str(parts[0]))

    def function(self, parts: list[Expression]) -> Expression:
        return Applied(str(parts[0]), (parts[1],))

    def negative(self, parts: list[Expression]) -> Expression:
        return Applied("neg", (parts[0],))

    def add(self, parts: list[Expression]) -> Expression:
        return Applied("+", (parts[0], parts[1]))

    def subtract(self, parts: list[Expression]) -> Expression:
        return Applied("-", (parts[0], parts[1]))

    def multiply(self, parts: list[Expression]) -> Expression:
        return Applied("*", (parts[0], parts[1]))

    def divide(self, parts: list[Expression]) -> Expression:
        return Applied("/", (parts[0], parts[1]))

    def raised(self, parts: list[Expression]) -> Expression:
        return Applied("^", (parts[0], parts[1]))
