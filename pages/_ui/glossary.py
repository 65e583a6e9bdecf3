"""The words that the pages explain where they first stand, in prose, in the player and in the Guide.

The table is tools/glossary.mjs. What is marked here is shown by tools/terms.mjs: of all that is marked on a
page, the first of each word.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "tools" / "glossary.mjs"
_OBJECT = re.compile(r"^export const TERMS = (\{.*?^\})$", re.MULTILINE | re.DOTALL)
_NOT_PROSE = r"```.*?```|`[^`\n]*`|^\#.*?$|\[[^\]\n]*\]\([^)\n]*\)|\$\$.*?\$\$|<[^>\n]*>"
_MATHS = r"\$[^$\n]*\$"


@cache
def terms() -> Mapping[str, Mapping[str, str]]:
    """Each word with its ``forms``, a regular expression, and what it ``means``."""
    found = _OBJECT.search(_TABLE.read_text(encoding="utf-8"))
    assert found
    table: Mapping[str, Mapping[str, str]] = json.loads(found[1])
    return table


def means(term: str) -> str:
    """What ``term`` means, as a control's help."""
    return terms()[term]["means"]


def marked(markdown: str) -> str:
    """``markdown`` with the first of each word marked, in HTML; headings, code, links and formulas stay."""
    met: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        place = int((found.lastgroup or "t-1")[1:])
        if place < 0:
            return found[0]
        term = list(terms())[place]
        if term in met:
            return found[0]
        met.add(term)
        return f'<dfn class="gd-term" data-term="{term}">{found[0]}</dfn>'

    return _words().sub(mark, markdown)


@cache
def _words() -> re.Pattern[str]:
    forms = [f"(?P<t{place}>{_whole(each['forms'])})" for place, each in enumerate(terms().values())]
    return re.compile("|".join([_NOT_PROSE, *forms, _MATHS]), re.MULTILINE | re.DOTALL)


def _whole(forms: str) -> str:
    """``forms`` as words of their own; a formula is one already."""
    return forms if "$" in forms else rf"\b(?:{forms})\b"


def table() -> str:
    """All words and what they mean, as a table in Markdown."""
    names = {"eta": r"$\eta$ (eta)", "lambda": r"$\lambda$ (lambda)"}
    rows = [f"| {names.get(term, term)} | {each['means']} |" for term, each in terms().items()]
    return "\n".join(["| Word | What it means |", "| --- | --- |", *rows])
