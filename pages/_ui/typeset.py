"""An expression as a book prints it, in a line."""

import re

from gd_core.digits import MOST as MANY
from gd_core.digits import number
from gd_core.problems.function.expressions import Expression

MOST = 72
"""A longer one is cut short: a caption has a line."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_LONG = re.compile(r"(\^?)(?<![\w.])(\d+(?:\.\d+)?e[+-]?\d+|\d+\.0)(?![\w.])")
"""A number as Python writes one that is very large or small, and the sign of a power before it."""


def typeset(expression: Expression) -> str:
    """``expression`` with raised exponents, dots for times, and a true minus."""
    text = re.sub(r"\^(\d+)(?![\d.^e])", lambda found: found[1].translate(_RAISED), str(expression))
    text = _LONG.sub(_shortened, text)
    text = text.replace("pi", "π").replace("-", "−")
    # A number stands close before a letter, and so does π.
    text = re.sub(r"(?<=[\dπ]) \* (?=[a-zπ(])", "", text).replace(" * ", "·")
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def _shortened(found: re.Match[str]) -> str:
    text = number(float(found[2]), MANY)
    return f"^({text})" if found[1] else text
