"""Numbers as pages write them, read back."""

import re
import unicodedata

NUMBER = r"−?(?:\d+(?:\.\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
"""The pattern of one."""


def value(text: str) -> float:
    """The number that ``text`` is: 0.5, −2, 3 × 10⁻⁷, 10⁶; ValueError if it is written in another way."""
    if not re.fullmatch(NUMBER, text):
        raise ValueError(f"not a number as pages write them: {text!r}")
    raised = re.sub(r"(?:^| × |(?<=−))10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", _powered, text)
    return float(raised.replace("−", "-"))


def _powered(found: re.Match[str]) -> str:
    front = "" if "×" in found[0] else "1"
    return f"{front}e{unicodedata.normalize('NFKC', found[1])}"
