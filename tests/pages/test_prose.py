"""The lessons' prose is found by section, and its numbers are the page's."""

from pathlib import Path

import pytest

from pages._ui import prose as module
from pages._ui.prose import contents, prose


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A lesson of two sections."""
    text = "<!-- one -->\n# First\nrate {{rate}}, again {{rate}}, $w \\leftarrow w$\n\n<!-- two -->\nlast\n"
    (tmp_path / "made_up.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "_LESSONS", tmp_path)
    return "made_up"


def test_a_section_ends_where_the_next_begins(lesson: str) -> None:
    assert prose(lesson, "two") == "last"


def test_a_value_stands_wherever_it_is_asked_for(lesson: str) -> None:
    assert prose(lesson, "one", rate=0.5) == "# First\nrate 0.5, again 0.5, $w \\leftarrow w$"


def test_a_missing_value_is_named(lesson: str) -> None:
    with pytest.raises(KeyError, match="rate"):
        prose(lesson, "one")


def test_a_value_without_a_place_is_named(lesson: str) -> None:
    with pytest.raises(ValueError, match="steps"):
        prose(lesson, "one", rate=1, steps=2)


def test_a_missing_section_is_named(lesson: str) -> None:
    with pytest.raises(KeyError, match="three"):
        prose(lesson, "three")


def test_the_contents_are_links_to_the_sections_and_to_nothing_else() -> None:
    text = "# All\n\n## Steps, epochs, batches\n\n### Within\n\n## The link\n"
    assert contents(text) == "- [Steps, epochs, batches](#steps-epochs-batches)\n- [The link](#the-link)"
