"""No test counts on time: what is waited for is a state, and how long at most is said in one place."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

LIVED = re.compile(
    r"""wait_for_timeout\( | setTimeout\( | (timeout|patience)\s*=\s*\d | set_default_timeout\(\d
    | (monotonic|perf_counter|time)\(\)\s*\+\s*\d | \.(wait|join)\(\d
    | settimeout\(\d | \.new_context\(""",
    re.VERBOSE,
)
"""A wait or a bound of so many seconds, or a browser's context that waits as long as its library does."""

THEIRS = {
    "test_patience.py": "is about them",
    "browser/waiting.py": "looks again after a moment",
    "browser/visits.py": "gives its contexts the common patience",
    "pages/test_fair_lock.py": "tests a patience of its own",
    "pages/test_connections.py": "tests a patience of its own",
    "visitors/in_chromium.py": "pauses as visitors do",
}


def lived(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if LIVED.search(line)]


@pytest.mark.parametrize(
    "file", sorted(TESTS.rglob("*.py")), ids=lambda file: file.relative_to(TESTS).as_posix()
)
def test_it_waits_for_states(file: Path) -> None:
    if file.relative_to(TESTS).as_posix() not in THEIRS:
        assert lived(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "page.wait_for_timeout(300)",
        "AppTest.from_file(shell, default_timeout=30)",
        "deadline = time.monotonic() + 20",
        "await new Promise(done => setTimeout(done, 300))",
        "page.set_default_timeout(5_000)",
        "thread.join(20)",
        "endless.settimeout(30)",
        "with browser.new_context() as context:",
    ],
)
def test_a_wait_by_time_is_found(line: str) -> None:
    assert lived(line) == [line]
