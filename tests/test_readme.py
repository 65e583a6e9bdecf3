"""The README keeps its word."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from gd_core.training.runs import recorded_steps
from pages._ui.trainings import _RECORDED

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


@pytest.mark.parametrize("picture", re.findall(r"\]\((docs/[^)]+\.png)\)", README))
def test_a_picture_is_there(picture: str) -> None:
    assert (ROOT / picture).stat().st_size > 10_000


def test_the_named_files_exist() -> None:
    tree = README.partition("How the folders lie")[2].partition("```text")[2].partition("```")[0]
    names = set(re.findall(r"[\w/]+\.(?:py|md)\b", tree))
    existing = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    assert len(names) > 15
    assert names <= existing


def test_the_guide_tells_how_many_steps_are_kept() -> None:
    guide = (ROOT / "pages" / "_ui" / "guide" / "guide.md").read_text(encoding="utf-8")
    told = re.search(r"more than ([\d,]+) steps, the Lab keeps the\s+first (\d+)", guide)
    assert told
    limit, head = (int(number.replace(",", "")) for number in told.groups())
    assert limit == _RECORDED
    kept = recorded_steps(0, 2 * limit, updates=2 * limit, limit=limit)
    assert kept[:head].tolist() == list(range(head))
    assert int(kept[head + 1]) > head + 1
