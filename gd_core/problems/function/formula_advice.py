"""What to write for a formula that cannot be read: in words, and as far as it goes the whole formula.

Whether the rewritten formula can be read is for formulas.py to say.
"""

import re

from gd_core.problems.function.expressions import CONSTANTS, VARIABLES
from gd_core.problems.function.formula_habits import HABITS, Habit
from gd_core.problems.function.operations import FUNCTIONS

_QUOTED = re.compile(r"[\w^|().,;+\-/= {}\\½⅓⅔¼¾⅕⅛√⁻]{1,28}")
"""What may be quoted in a sentence: no sign of it acts as markup."""

_KNOWN = re.compile(f"(?:{'|'.join((*FUNCTIONS, *CONSTANTS, *VARIABLES))})+")
_WORD = re.compile(r"[^\W\d_]+[0-9]*")
_GREEK = ("alpha", "beta", "gamma", "delta", "theta", "lambda", "mu", "rho", "sigma", "tau", "phi", "omega")
_MOST_NAMES = 6

TOO_MANY = "use only two names, x and y, and write numbers for the others"
"""What to do with more names than a picture has sides."""


def advice(text: str) -> tuple[str, list[str]]:
    """``text`` in the grammar's own signs, as far as its habits are known, and in words what to write."""
    hints: list[str] = []
    for habit in HABITS:
        text = _changed(text, habit, hints)
    for finish in (_powers, _variables, _closed, _one_side, _inverse):
        text = finish(text, hints)
    return text.strip(), list(dict.fromkeys(hints))


def _changed(text: str, habit: Habit, hints: list[str]) -> str:
    first = habit.pattern.search(text)
    if first is None:
        return text
    hints.append(habit.hint or _write(habit.change(first), first[0]))
    for _ in range(1 + text.count("|") + text.count("\\") + text.count("{")):  # from the inside out
        text = habit.pattern.sub(habit.change, text)[:1_000]
    return text


def _write(what: str, instead_of: str) -> str:
    what, instead_of = (each.strip().replace("*", "·") for each in (what, instead_of))
    quoted = [each for each in (what, instead_of) if _QUOTED.fullmatch(each) and "_" not in each]
    if len(quoted) == 2:
        return f"write {what} for {instead_of}"
    if what:
        return "write plain letters and signs"
    return f"leave out {instead_of}" if instead_of in quoted else "write the function alone"


def _powers(text: str, hints: list[str]) -> str:
    """x2 as a power, where the digit was raised before it was copied, and no x1 says that it is a name."""
    words = set(_WORD.findall(text))
    if {"x1", "y1", "x0", "y0"} & words:
        return text
    found = re.search(r"\b([0-9.]*[xy])([2-9])\b", text)
    if found:
        hints.append(f"write {found[1]}^{found[2]} for {found[0]}")
    return re.sub(r"\b([0-9.]*[xy])([2-9])\b", r"\1^\2", text)


def _variables(text: str, hints: list[str]) -> str:
    """Other names of one or two variables as x and y, in their order."""
    words = [word for word in _WORD.findall(text) if not _KNOWN.fullmatch(word)]
    names = list(dict.fromkeys(name for word in words for name in _names(word)))
    names = sorted(names, key=lambda name: name[1:])
    if not names:
        return text
    free = [name for name in VARIABLES if not re.search(rf"(?<![a-z]){name}(?![a-z0-9])", text)]
    if not all(map(_is_a_name, names)):
        return text
    if len(names) > len(free):
        known = [name for name in VARIABLES if name not in free]
        listed = ", ".join([*known, *names][:_MOST_NAMES])
        hints.append(f"{TOO_MANY}; your formula has {listed}")
        return text
    for name, variable in zip(names, free, strict=False):
        hints.append(f"write {variable} for {name}")
    return _renamed(text, dict(zip(names, free, strict=False)))


def _renamed(text: str, variables: dict[str, str]) -> str:
    def known(match: re.Match[str]) -> str:
        word = match[0]
        return word if _KNOWN.fullmatch(word) else " ".join(variables.get(n, n) for n in _names(word))

    return _WORD.sub(known, text)


def _names(word: str) -> list[str]:
    """The names that ``word`` is: itself, or two letters that stand side by side."""
    pair = len(word) == 2 and word.isalpha()
    return [letter for letter in word if letter not in "xy"] if pair else [word]


def _is_a_name(word: str) -> bool:
    return word in _GREEK or re.fullmatch(r"[^\W\d_][0-9]?", word) is not None


def _closed(text: str, hints: list[str]) -> str:
    missing = text.count("(") - text.count(")")
    if missing > 0:
        hints.append("close every bracket" if missing > 1 else "close the bracket with )")
    elif missing < 0:
        hints.append("open a bracket for every ), or leave it out")
    return text.rstrip() + ")" * max(0, missing)


def _one_side(text: str, hints: list[str]) -> str:
    if "=" in text:
        hints.append("write only one side of the equation, without =")
    return text


def _inverse(text: str, hints: list[str]) -> str:
    if re.search(r"(sin|cos|tan)h? ?\^ ?\(?-1|\ba(rc)?(sin|cos|tan)", text):
        hints.append("leave out the inverse of sin, cos or tan: the Lab does not know it")
    return text
