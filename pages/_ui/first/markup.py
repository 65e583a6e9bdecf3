"""The first words of a page as HTML, in the way that Streamlit will show them."""

import re
from collections.abc import Iterable
from html import escape

_HEADING = re.compile(r"(#+) (.*)")
_INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"`(.+?)`"), r"<code>\1</code>"),
)
_FORMULA = re.compile(r"\$\$.*\$\$")
_SYMBOL = re.compile(r"\$([A-Za-z0-9 =]+)\$")


def html(markdown: str) -> str:
    """The few things that the lessons begin with: headings, paragraphs, bold, code, symbols.

    A formula of its own is left to Streamlit, and its place left free.
    """
    return f'<div class="words">{"".join(map(_block, markdown.split(chr(10) * 2)))}</div>'


def _block(text: str) -> str:
    if _FORMULA.fullmatch(text):
        return '<p class="formula"></p>'
    heading = _HEADING.fullmatch(text)
    tag = f"h{len(heading[1])}" if heading else "p"
    return f"<{tag}>{_line(heading[2] if heading else text)}</{tag}>"


def _line(text: str) -> str:
    line = escape(text, quote=False)
    for pattern, tagged in _INLINE:
        line = pattern.sub(tagged, line)
    return _SYMBOL.sub(lambda found: f"<math>{_symbols(found[1])}</math>", line)


def _symbols(text: str) -> str:
    """Letters, whole numbers and "=" as MathML."""
    kinds = ((r"[A-Za-z]", "mi"), (r"\d+", "mn"), (r"=", "mo"))
    signs = re.findall(r"[A-Za-z]|\d+|=", text)
    tags = (next(tag for kind, tag in kinds if re.fullmatch(kind, sign)) for sign in signs)
    return "".join(f"<{tag}>{sign}</{tag}>" for tag, sign in zip(tags, signs, strict=True))


def pills(titles: Iterable[str], name: str = "") -> str:
    """Buttons to choose from, the first one chosen."""
    return f'<div class="pills {name}">{"".join(f"<span>{escape(title)}</span>" for title in titles)}</div>'


def columns(*parts: tuple[int, str], name: str = "") -> str:
    """Parts side by side with their shares of the width; one below the other on a phone.

    The row is called as Streamlit calls it, so that the app's own styles for it hold here too.
    """
    whole = sum(share for share, _ in parts)
    cells = (f'<div style="--share: {100 * share / whole:g}%">{part}</div>' for share, part in parts)
    return f'<div class="stHorizontalBlock columns {name}">{"".join(cells)}</div>'
