"""The lessons' prose: one Markdown file a lesson, read section by section."""

import re
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from pages._ui import glossary

_LESSONS = Path(__file__).parent / "lessons"
_SECTION = re.compile(r"^<!-- ([\w-]+) -->\n", re.MULTILINE)
_VALUE = re.compile(r"\{\{(\w+)\}\}")


def prose(lesson: str, section: str, **values: object) -> str:
    """The section ``section`` of lessons/``lesson``.md, with ``values`` put where it says ``{{name}}``.

    A section begins at a line ``<!-- section -->``. A number in the prose is such a value,
    computed by the page, so that it cannot grow false. KeyError names a section or value that
    is missing; ValueError names values that the section does not ask for.
    """
    text = _sections(lesson)[section]
    unused = values.keys() - set(_VALUE.findall(text))
    if unused:
        raise ValueError(f"{lesson}.md, {section}: no place for {', '.join(sorted(unused))}")
    return _VALUE.sub(lambda match: str(values[match[1]]), text)


def tell(lesson: str, section: str, **values: object) -> None:
    """Show that section, its words explained where they first stand; no value is taken for markup."""
    show(prose(lesson, section, **{name: escape(str(value), quote=False) for name, value in values.items()}))


def show(markdown: str, anchors: bool = False) -> None:
    """Show ``markdown`` that stands in our own files, its words explained where they first stand."""
    # Streamlit's links to headings would all have one name.
    st.markdown(glossary.marked(markdown), unsafe_allow_html=True, anchors=anchors)


@cache
def _sections(lesson: str) -> dict[str, str]:
    _, *parts = _SECTION.split((_LESSONS / f"{lesson}.md").read_text(encoding="utf-8"))
    return dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))


def contents(text: str) -> str:
    """A list of links to the sections of ``text``, which is Markdown; the page gives them these names."""
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    return "\n".join(f"- [{title}](#{_anchor(title)})" for title in sections)


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
