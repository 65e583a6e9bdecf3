"""The notebook to take away: a valid file, that runs as it is, and whose solution passes every check."""

import json
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import nbformat
import pytest
import torch

from gd_core.builder import Layer, Plan
from gd_core.trials import attempt, lesson_data
from pages._ui import notebook
from tests.assignment_solution import SOLUTION

LESSON = Plan((Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid")), "BCELoss")


def run(solution: Mapping[str, str], epochs: int = 20) -> tuple[list[str], dict[str, Any]]:
    """What every code cell prints, all in one namespace, with the blanks of ``solution`` filled."""
    book = json.loads(notebook.assignment().replace("epochs = 500", f"epochs = {epochs}"))
    space: dict[str, Any] = {}
    printed = []
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            with redirect_stdout(StringIO()) as out:
                exec(filled("".join(cell["source"]), solution), space)
            printed.append(out.getvalue())
    return printed, space


def filled(source: str, solution: Mapping[str, str]) -> str:
    """``source`` with each blank of ``solution`` that it has filled."""
    for blank, text in solution.items():
        source = re.sub(rf"^( *){re.escape(blank)}$", rf"\g<1>{text}", source, flags=re.MULTILINE)
    return source


def words(printed: list[str], begin: str) -> list[str]:
    """The lines that begin with ``begin``."""
    return [line for line in "".join(printed).splitlines() if line.startswith(begin)]


def test_it_is_a_valid_notebook() -> None:
    book = nbformat.reads(notebook.assignment(), as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert {cell.cell_type for cell in book.cells} == {"markdown", "code"}
    assert not any("```" in cell.source for cell in book.cells)


def test_as_it_is_every_cell_runs_and_says_what_is_missing() -> None:
    printed, _ = run({})
    assert words(printed, "ok") == []
    assert len(words(printed, "not yet")) == 7


def test_every_blank_is_in_the_notebook_once() -> None:
    source = "".join("".join(cell["source"]) + "\n" for cell in json.loads(notebook.assignment())["cells"])
    blanks = re.findall(r"^ *(?:\w+ = |return )?\.\.\..*$", source, flags=re.MULTILINE)
    assert sorted(blank.strip() for blank in blanks) == sorted(SOLUTION)


def test_the_solution_passes_every_check() -> None:
    printed, space = run(SOLUTION, epochs=500)
    assert words(printed, "not yet") == []
    assert len(words(printed, "ok")) == 8
    assert len(space["losses"]) == 501


def test_the_solution_trains_to_the_lessons_numbers() -> None:
    _, space = run(SOLUTION, epochs=500)
    points, labels = lesson_data(0)
    assert torch.equal(space["points"], points)
    assert torch.equal(space["labels"], labels)
    # The same operations in the same order: nothing is left to rounding.
    assert space["losses"] == attempt(LESSON).loss.tolist()


@pytest.mark.parametrize("blank", SOLUTION)
def test_one_blank_left_is_missed_but_stops_nothing(blank: str) -> None:
    printed, _ = run({key: text for key, text in SOLUTION.items() if key != blank})
    assert words(printed, "not yet")


ANSWER = next(blank for blank in SOLUTION if blank.startswith("return"))
WRONG = [
    ("hidden = ...", "hidden = nn.Linear(2, 4)", "do not get through"),
    ("hidden = ...", "hidden = nn.Linear", "no module: hidden"),
    ("bend = ...", "bend = nn.Linear(3, 3)", "wanted are"),
    ("output = ...", "output = nn.Linear(3, 2)", "wanted are"),
    ("squeeze = ...", "squeeze = nn.ReLU()", "squeezes any number"),
    ("squeeze = ...", "squeeze = nn.Tanh()", "squeezes any number"),
    ("parameters = ...", "parameters = 9", "not what PyTorch counts"),
    ("loss_function = ...", "loss_function = nn.MSELoss()", "by hand it is"),
    ("loss_function = ...", "loss_function = nn.BCEWithLogitsLoss()", "by hand it is"),
    ("loss_function = ...", "loss_function = nn.BCELoss", "no module"),
    ("learning_rate = ...", "learning_rate = -1", "training stopped"),
    ("learning_rate = ...", "learning_rate = 100.0", "the loss went from"),
    ("...  # work out the new ones", "loss.backwards()", "training stopped"),
    ("...  # forget the last gradients", "pass", "are the last gradients forgotten"),
    ("...  # move every parameter", "pass", "nothing moves"),
    (ANSWER, "return 0.123", "not what your network says"),
    (ANSWER, "return model(points)", "single number"),
]


@pytest.mark.parametrize(("blank", "text", "said"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(blank: str, text: str, said: str) -> None:
    printed, _ = run(SOLUTION | {blank: text})
    assert any(said in line for line in words(printed, "not yet"))


def test_it_needs_nothing_but_pytorch() -> None:
    imports = re.findall(r"^ *\"?(?:import|from) (\w+)", notebook.assignment().replace('"', ""), re.MULTILINE)
    assert set(imports) == {"copy", "math", "torch"}
