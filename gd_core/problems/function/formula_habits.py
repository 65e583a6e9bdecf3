"""What people write in formulas and the grammar does not read: a table of habits, each with its cure.

x², |x|, ln, sin^2(x), 0,1x, \\frac{1}{2}x, f(x, y) = ..., np.sin(x): each as a pattern, and as what is
written for it in the grammar's own signs.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from gd_core.problems.function.operations import FUNCTIONS

Change = Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class Habit:
    """What a habit looks like, what is written for it, and how that is told.

    Without a ``hint`` the first change itself is told: "write x^2 for x²".
    """

    pattern: re.Pattern[str]
    change: Change
    hint: str = ""


def _habit(pattern: str, change: str | Change, hint: str = "") -> Habit:
    changed: Change = (lambda match: match.expand(change)) if isinstance(change, str) else change
    return Habit(re.compile(pattern), changed, hint)


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˣʸⁿ"
_LOWERED = str.maketrans(_RAISED, "0123456789+-xyn")
_NAMES = "|".join(sorted(FUNCTIONS, key=len, reverse=True))
_INSIDE = r"\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"
"""What lies in parentheses, which may hold two more inside each other."""

_BARE = r"([0-9.]*(?:[xy]|[a-z][0-9]?(?![a-z(0-9])))"
"""An argument without parentheses, as in sin x or sin 2x."""


def _group(text: str) -> str:
    """``text`` as one part of a product or a power."""
    text = text.strip()
    return text if re.fullmatch(r"[0-9.]+|[a-z]", text) else f"({text})"


def _ordinary(match: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", match[0]).lower().replace("⁄", "/")
    return "".join(str(unicodedata.digit(sign, sign)) for sign in plain)


def _fraction(match: re.Match[str]) -> str:
    return f"({_group(match[1])}/{_group(match[2])})"


def _called(name: str, written: str) -> Habit:
    """A function of one argument, ``written`` by means of the grammar's own; {} is its argument."""
    return _habit(rf"\b(?:{name}) ?{_INSIDE}", lambda match: f"({written.format(match[1])})")


def _larger(match: re.Match[str]) -> str:
    inside = (match[1] or match[2]).strip()
    return f"(({inside}) + abs({inside}))/2"


_ORDINARY = (
    _habit(r"[\t\n\r\u00a0\u2009\u202f\u200b]+", " ", "write it in one line, with ordinary spaces"),
    _habit(rf"((?<![a-z])[a-z]|\)|)([{_RAISED}]+)", lambda m: f"{m[1]}^{m[2].translate(_LOWERED)}"),
    _habit(r"[！-～]|(?![0-9])\d|[₀-₉]|[𝐀-𝟿]", _ordinary, "write ordinary letters, digits and signs"),
    _habit(r"[½⅓⅔¼¾⅕⅛]", lambda match: f"({_ordinary(match)})"),
    _habit(r"[⋅∙•∗⁎✕✖⨯]", "*", "write * for times"),
    _habit(r"[⁄∕]", "/", "write / for divided by"),
    _habit(r"[‐‑—―﹣➖]", "-", "write - for minus"),
    _habit(r"π(?=[a-z0-9])", "pi "),
    _habit(r"π", "pi"),
    _habit(r"ℯ", "e"),
)

_LATEX = (
    _habit(r"\$+|\\(?:left|right|displaystyle|bigg?)(?![a-z])|\\[,;!: ]", "", "leave out LaTeX’s own signs"),
    _habit(r"\\[dt]?frac ?([0-9a-z]) ?([0-9a-z])", _fraction),
    _habit(r"\^ ?\{([^{}]*)\}", lambda match: f"^{_group(match[1])}"),
    _habit(
        r"_ ?(?:\{([0-9a-z])\}|([0-9a-z]))", lambda match: match[1] or match[2], "leave out the underscore"
    ),
    _habit(r"\\[dt]?frac ?\{([^{}]*)\} ?\{([^{}]*)\}", _fraction),
    _habit(r"\\sqrt ?\{([^{}]*)\}", r"sqrt(\1)"),
    _habit(r"\\(?:mathrm|operatorname|text|mathbf)\*? ?\{([^{}]*)\}", r"\1", "leave out LaTeX’s own signs"),
    _habit(r"\\(?:cdot|times|ast)(?![a-z]) ?", "*", "write * for times"),
    _habit(r"\\(?:[lr]?vert|mid)(?![a-z]) ?", "|", "write abs(x) for the size of x"),
    _habit(r"\\([a-z]+) ?", r"\1", "leave out the backslash"),
    _habit(r"[\[{]", "(", "write round brackets"),
    _habit(r"[\]}]", ")", "write round brackets"),
)

_AROUND = (
    _habit(r"^ *(?:return|minimi[sz]e|min) +|^ *lambda [a-z0-9, ]*:", ""),
    _habit(r"^ *[^\W\d_]+[0-9]* *(?:\([^()]*\))? *(?::=|={1,2}|↦|→|->) *", ""),
    _habit(r" *={1,2} *0 *$|[;.,] *$", ""),
    _habit(r"\b(?:np|numpy|math|torch|jnp|sp|sympy)\.", ""),
)

_ELSEWHERE = (
    _habit(r"√ ?(?=\()", "sqrt"),
    _habit(r"√ ?([0-9.]+|[a-z][0-9]?)", r"sqrt(\1)"),
    _habit(r"\| ?([a-z0-9.(\-](?:[^|]*[a-z0-9.)])?) ?\|", r"abs(\1)"),
    _habit(r"(?<![0-9.])([0-9]+),([0-9]+)", r"\1.\2"),
    _habit(r"(?<![0-9a-z.)]),([0-9]+)", r"0.\1"),
    _habit(r"\^{2,}", "^"),
    _habit(r"\bln|(?<=[0-9])ln", "log"),
    _habit(r"\bseno?\b", "sin"),
    _habit(r"\btg\b", "tan"),
    _habit(r"\bfabs\b", "abs"),
    _called("cot|ctg", "1/tan({0})"),
    _called("sec", "1/cos({0})"),
    _called("csc", "1/sin({0})"),
    _called("sinh", "(exp({0}) - exp(-({0})))/2"),
    _called("cosh", "(exp({0}) + exp(-({0})))/2"),
    _called("sigmoid|σ", "1/(1 + exp(-({0})))"),
    _called("softplus", "log(1 + exp({0}))"),
    _called("relu", "({0} + abs({0}))/2"),
    _called("log10|lg", "log({0})/log(10)"),
    _called("log2", "log({0})/log(2)"),
    _called("square|sq", "({0})^2"),
    _called("sgn|sign", "({0})/abs({0})"),
    _habit(r"\bmax ?\( ?(?:0 ?, ?([^(),]+)|([^(),]+), ?0) ?\)", _larger),
    _habit(r"\b(?:pow|power) ?\(([^(),]+),([^(),]+)\)", lambda m: f"{_group(m[1])}^{_group(m[2])}"),
    _habit(r"\bexp ?\^ ?(?=\()", "exp"),
    _habit(rf"({_NAMES}) ?(?:\^|\*\*) ?\(?([0-9]+)\)? ?{_INSIDE}", r"\1(\3)^\2"),
    _habit(rf"({_NAMES}) ?(?:\^|\*\*) ?([0-9]+) +{_BARE}", r"\1(\3)^\2"),
    _habit(rf"({_NAMES}) +([0-9.]*[a-z](?:\^[0-9]+)?)(?![a-z(0-9])", r"\1(\2)"),
    _habit(r"(?<=[a-z)]) +(?=[0-9])", "*", "write * for times between a letter and a number after it"),
)

HABITS = (*_ORDINARY, *_LATEX, *_AROUND, *_ELSEWHERE)
"""In the order in which they are looked for: what stands for a sign first, then what the signs mean."""
