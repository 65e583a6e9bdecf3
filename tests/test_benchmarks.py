"""The benchmarks print what they measure at once, and a part that fails costs only itself."""

from collections.abc import Iterator

import pytest

from benchmarks.table import Parts, Row, row, show


def rows() -> Iterator[Row]:
    yield row("measured", "s", 0.5)
    raise TimeoutError("the click was lost\nat some length")


def test_a_part_that_fails_keeps_its_rows_and_the_parts_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    parts = Parts()
    parts.run("first", lambda: show(rows()))
    assert parts.code == 1
    parts.run("second", lambda: show([row("another", "s", 2.0)]))
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.out.splitlines()] == ["measured", "first", "another"]
    assert printed.out.splitlines()[1].endswith("FAILED: TimeoutError: the click was lost")
    assert "Traceback" in printed.err
    assert (parts.failed, parts.code) == (["first"], 1)


def test_all_is_well_when_no_part_fails() -> None:
    parts = Parts()
    parts.run("first", lambda: None)
    assert parts.code == 0
