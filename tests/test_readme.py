"""The README keeps its word."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first fenced block of ``language``."""
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


def test_the_example_prints_what_it_says() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block("python"), {})
    assert printed.getvalue() == block("text")


@pytest.mark.parametrize("picture", re.findall(r"\]\((docs/[^)]+)\)", README))
def test_a_picture_is_there(picture: str) -> None:
    assert (ROOT / picture).stat().st_size > 10_000


def test_the_named_files_exist() -> None:
    tree = README.partition("How the folders lie")[2].partition("```text")[2].partition("```")[0]
    names = set(re.findall(r"[\w/]+\.(?:py|md)\b", tree))
    existing = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    assert len(names) > 15
    assert names <= existing
