"""An expression as a book prints it, in a line."""

import re

from gd_core.expressions import Expression

MOST = 72
"""A longer one is cut short: a caption has a line."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def typeset(expression: Expression) -> str:
    """``expression`` with raised exponents, dots for times, and a true minus."""
    text = re.sub(r"\^(\d+)(?![\d.^e])", lambda found: found[1].translate(_RAISED), str(expression))
    text = text.replace("pi", "π").replace("-", "−")
    # A number stands close before a letter, and so does π.
    text = re.sub(r"(?<=[\dπ]) \* (?=[a-zπ(])", "", text).replace(" * ", "·")
    return text if len(text) <= MOST else f"{text[:MOST]}…"
