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

from gd_core.lessons.trials import attempt, lesson_data
from gd_core.problems.network.builder import Layer, Plan
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
    assert len(words(printed, "ok")) == 9
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
    ("hidden = ...", "hidden = nn.Linear", "not a module: hidden"),
    ("bend = ...", "bend = nn.Linear(3, 3)", "but they should have"),
    ("output = ...", "output = nn.Linear(3, 2)", "but they should have"),
    ("squeeze = ...", "squeeze = nn.ReLU()", "turns any number into one"),
    ("squeeze = ...", "squeeze = nn.Tanh()", "turns any number into one"),
    ("parameters = ...", "parameters = 9", "not what PyTorch counts"),
    ("loss_function = ...", "loss_function = nn.MSELoss()", "by hand it is"),
    ("loss_function = ...", "loss_function = nn.BCEWithLogitsLoss()", "by hand it is"),
    ("loss_function = ...", "loss_function = nn.BCELoss", "not a module"),
    ("learning_rate = ...", "learning_rate = -1", "must be a number above 0, such as 0.01, not -1"),
    ("learning_rate = ...", "learning_rate = 0", "must be a number above 0, such as 0.01, not 0"),
    ("learning_rate = ...", "learning_rate = math.nan", "must be a number above 0, such as 0.01, not nan"),
    ("learning_rate = ...", "learning_rate = '0.01'", "must be a number above 0, such as 0.01, not '0.01'"),
    ("learning_rate = ...", "learning_rate = 1e30", "the loss went from"),
    ("hidden = ...", "hidden = nn.Linear(2, 3).double()", "must be of one kind"),
    ("hidden = ...", "hidden = nn.Linear(2, 3, bias=False)", "but they should have"),
    ("hidden = ...", "hidden = nn.Linear(3, 2)", "do not get through"),
    ("hidden = ...", "hidden = nn.LSTM(2, 3)", "do not get through"),
    ("hidden = ...", "hidden = torch.relu", "not a module: hidden"),
    ("hidden = ...", "hidden = nn.Linear(2, 3).requires_grad_(False)", "are frozen"),
    ("hidden = ...", "hidden = nn.Sequential(nn.Linear(2, 3), nn.Tanh())", "should be linear layers"),
    ("bend = ...", "bend = None", "not a module: bend"),
    ("bend = ...", "bend = nn.Tanh()", "turns -3 into -0.995"),
    ("bend = ...", "bend = nn.Sigmoid()", "turns -3 into 0.0474"),
    ("bend = ...", "bend = nn.LeakyReLU()", "turns -3 into -0.03"),
    ("bend = ...", "bend = nn.GELU()", "the bend turns"),
    ("bend = ...", "bend = nn.Softplus()", "the bend turns"),
    ("bend = ...", "bend = nn.Identity()", "turns -3 into -3"),
    ("bend = ...", "bend = nn.PReLU()", "but they should have"),
    ("squeeze = ...", "squeeze = nn.Identity()", "turns any number into one"),
    ("squeeze = ...", "squeeze = nn.Softmax(dim=1)", "turns any number into one"),
    ("squeeze = ...", "squeeze = nn.Hardsigmoid()", "turns any number into one"),
    ("parameters = ...", "parameters = '13'", "should be a number, but its type is str"),
    ("parameters = ...", "parameters = torch.ones(13)", "should be a number, but its type is Tensor"),
    ("loss_function = ...", "loss_function = nn.CrossEntropyLoss()", "with a single one it is always 0"),
    ("loss_function = ...", "loss_function = nn.L1Loss()", "absolute error"),
    (
        "loss_function = ...",
        "loss_function = nn.NLLLoss()",
        "not turn probabilities and labels into a single number",
    ),
    (
        "loss_function = ...",
        "loss_function = nn.BCELoss(reduction='none')",
        "not turn probabilities and labels into a single number",
    ),
    ("loss_function = ...", "loss_function = nn.BCELoss(reduction='sum')", "by hand it is"),
    ("loss_function = ...", "loss_function = nn.functional.binary_cross_entropy", "not a module"),
    ("...  # forget the last gradients", "1 / 0", "ZeroDivisionError"),
    ("...  # forget the last gradients", "forget()", "NameError"),
    ("...  # move every parameter", "optimizer.step(), optimizer.step()", "once"),
    ("...  # work out the new ones", "pass", "nothing moves"),
    (ANSWER, "return [][0]", "IndexError"),
    (ANSWER, "return float('nan')", "nan is not what your network says"),
    (ANSWER, "return None", "single number"),
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


RIGHT = [
    ("bend = ...", "bend = nn.ReLU(inplace=True)"),
    ("bend = ...", "bend = type('Cut', (nn.Module,), {'forward': lambda self, z: z.clamp(min=0)})()"),
    ("hidden = ...", "hidden = nn.Sequential(nn.Linear(2, 3))"),
    ("parameters = ...", "parameters = 13.0"),
    ("learning_rate = ...", "learning_rate = 0.1"),
    ("...  # forget the last gradients", "optimizer.zero_grad(set_to_none=False)"),
    (ANSWER, "return model(torch.tensor([2.0, 1.0]))"),
]


@pytest.mark.parametrize(("blank", "text"), RIGHT)
def test_another_right_answer_passes_too(blank: str, text: str) -> None:
    printed, _ = run(SOLUTION | {blank: text})
    assert words(printed, "not yet") == []


def test_it_needs_nothing_but_pytorch() -> None:
    imports = re.findall(r"^ *\"?(?:import|from) (\w+)", notebook.assignment().replace('"', ""), re.MULTILINE)
    assert set(imports) == {"copy", "math", "torch"}
