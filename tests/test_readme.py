"""The README keeps its word."""

import contextlib
import io
import re
import tomllib
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


def test_the_files_that_a_contributor_is_sent_to_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([\w./]+/[\w./]*)`", text) if "/name." not in name}
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_workflow_runs_the_command_of_the_readme() -> None:
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    commands = re.findall(r"- run: (.+)", workflow)
    assert commands == ["python -m tests"]
    assert "python3 -m tests" in README
    for python in ("3.11", "3.12", "3.13", "3.14"):
        assert f'"{python}"' in workflow


def test_one_version_is_told_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
