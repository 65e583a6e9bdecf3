"""What is written as PyTorch is run as it is, and gives the loss log of the app's own run."""

import json
import re
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
import torch
from hypothesis import given, settings

from gd_core import PRESETS, Experiment, Run, train, train_many
from gd_core.fields import BATCH_MODES
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import PROBLEMS
from gd_core.problems.function.catalog import own
from pages._ui.tables import notebook_log
from pages._ui.takeaway import problems, pytorch
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.pytorch import Program, program
from pages._ui.takeaway.rounding import rounding
from pages._ui.takeaway.script import notebook, script
from pages._ui.takeaway.together import program_of_all
from pages._ui.takeaway.torch_code import torch_code
from tests.expressions import FORMULAS
from tests.problems import WITH_DATA

MADE = Made("", "https://lab.example/?v=1&problem=wave")
LAST_DIGITS = 2e-6
"""The engine sums in another order than autograd: 2.4e-7 a step on 2-3-1, and bitwise on the neuron."""


def written(run: Run) -> Program:
    return program(run, MADE)


def executed(code: str) -> dict[str, Any]:
    """The names that ``code`` leaves behind; this process's random numbers stay as they are."""
    space: dict[str, Any] = {"__name__": "__main__"}
    with torch.random.fork_rng(), redirect_stdout(StringIO()) as printed:
        exec(compile(code, "exported", "exec"), space)
    return space | {"printed": printed.getvalue()}


def reproduces(run: Run, space: dict[str, Any]) -> bool:
    """Whether the program's log is the run's, as far as rounding lets two loops agree.

    To ``LAST_DIGITS``, or ten times as far as rounding was measured to move the loss; where it
    moves it by more than that allows to compare, or where it was not measured, no further.
    """
    log = notebook_log(run)
    losses = dict(zip(log["epoch"].tolist(), log["loss"], strict=True))
    measured = rounding(run.experiment, tuple(losses))
    spread = dict(zip(measured.epochs, measured.spread, strict=True))
    noted, told = space["losses"], [epoch for epoch, _ in space["lab"]]
    assert told == list(losses)
    assert len(noted) == run.experiment.epochs + 1
    parts = float("inf") if measured.parts is None else measured.parts
    return all(
        abs(losses[epoch] - noted[epoch]) <= max(LAST_DIGITS, 10 * spread[epoch]) * abs(losses[epoch])
        for epoch in told
        if epoch in spread and epoch < parts
    )


def start_of(experiment: Experiment) -> tuple[float, ...]:
    """A start of one's own, that no seed draws."""
    return tuple(0.1 + 0.37 * (-1) ** i / (i + 1) for i in range(len(experiment.data.names)))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_gives_the_apps_losses(preset: str) -> None:
    run = train(PRESETS[preset].experiment)
    assert reproduces(run, executed(script(written(run))))


CHOSEN = [("sgd", batch, own) for batch in BATCH_MODES for own in (False, True)]
CHOSEN += [(optimizer, "mini", False) for optimizer in OPTIMIZERS if optimizer != "sgd"]


@pytest.mark.parametrize(("optimizer", "batch", "own"), CHOSEN)
@pytest.mark.parametrize("problem", WITH_DATA)
def test_every_choice_gives_the_apps_losses(problem: str, optimizer: str, batch: str, own: bool) -> None:
    e = Experiment(
        problem=problem,
        optimizer=optimizer,
        batch=batch,
        batch_size=3,
        epochs=23,
        seed=7,
        learning_rate=0.012,
    )
    run = train(replace(e, start=start_of(e)) if own else e)
    space = executed(script(written(run)))
    assert len(space["lab"]) > 10
    assert reproduces(run, space)


TRUNKS = [
    Experiment(epochs=30),
    Experiment(batch="mini", batch_size=3, epochs=23, seed=7),
    Experiment("network", "stochastic", epochs=12, learning_rate=0.1, optimizer="momentum"),
    Experiment("wave", "mini", 3, 0.05, 25, "adam", schedule="cosine", start=(0.5, -0.25)),
    Experiment("comparison", epochs=20, learning_rate=0.1, schedule="step", drop_every=5),
]
CHANGES: list[dict[str, Any]] = [
    {},
    {"learning_rate": 0.004},
    {"batch": "mini", "batch_size": 2},
    {"batch": "full"},
    {"batch": "stochastic", "luck": 1},
    {"optimizer": "adam", "epochs": 40},
    {"optimizer": "momentum", "momentum": 0.5},
    {"schedule": "exponential", "decay": 0.9},
    {"schedule": "warmup", "warmup": 20},
]


@pytest.mark.parametrize("trunk", TRUNKS, ids=str)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_branch_gives_the_apps_losses(trunk: Experiment, change: dict[str, Any]) -> None:
    for at in (trunk.updates // 2 + 1, trunk.updates):
        run = train(replace(trunk, **change, trunk=trunk, branch=at))
        assert reproduces(run, executed(script(written(run))))


def test_a_branch_on_a_function_gives_the_apps_losses() -> None:
    trunk = Experiment("rosenbrock", learning_rate=0.0005, epochs=30)
    run = train(replace(trunk, optimizer="adam", schedule="cosine", trunk=trunk, branch=11))
    assert reproduces(run, executed(script(written(run))))


@pytest.mark.parametrize("batch", BATCH_MODES)
def test_other_luck_is_written_too(batch: str) -> None:
    run = train(Experiment("network", batch, epochs=20, luck=3))
    assert reproduces(run, executed(script(written(run))))


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_gives_the_apps_losses_on_a_function(optimizer: str, own: bool) -> None:
    e = Experiment("himmelblau", optimizer=optimizer, epochs=23, seed=7, learning_rate=0.012)
    run = train(replace(e, start=start_of(e)) if own else e)
    assert reproduces(run, executed(script(written(run))))


@pytest.mark.parametrize("problem", [name for name in PROBLEMS if name not in WITH_DATA])
def test_a_functions_losses_are_the_apps_to_the_last_bit(problem: str) -> None:
    run = train(Experiment(problem, learning_rate=1e-5, epochs=10, seed=3))
    space = executed(script(written(run)))
    assert [space["x"].item(), space["y"].item()] == run.params[-1].tolist()
    assert space["losses"] == run.loss.tolist()


@settings(max_examples=100)
@given(text=FORMULAS)
def test_a_formula_is_written_as_pytorch_that_has_its_value_and_its_gradient(text: str) -> None:
    run = train(Experiment("formula", formula=text, learning_rate=1e-6, epochs=1))
    space = executed(script(written(run)))
    w = run.params[0].clone().requires_grad_()
    value = space["f"](*w)
    # PyTorch's power of one number may differ in the last bit from that of many at once, as here.
    torch.testing.assert_close(value.detach(), run.loss[0], rtol=2.0**-22, atol=0.0, equal_nan=True)
    value.backward()
    assert w.grad is not None
    assert torch.equal(w.grad.nan_to_num(), run.experiment.data.gradients(run.params[:1])[0].nan_to_num())


@pytest.mark.parametrize("problem", WITH_DATA)
def test_it_begins_where_the_run_begins_to_the_bit_and_ends_beside_it(problem: str) -> None:
    run = train(Experiment(problem=problem, batch="mini", epochs=1, seed=3))
    space = executed(script(written(run)))
    model = space.get("model")
    ends = [space["w"], space["b"]] if model is None else list(model.parameters())
    torch.testing.assert_close(
        torch.cat([p.detach().flatten() for p in ends]), run.params[-1], rtol=LAST_DIGITS, atol=1e-7
    )
    assert torch.equal(space["x"], run.experiment.fit.inputs)
    assert torch.equal(space["y"], run.experiment.fit.targets)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("problem", ["neuron", "wave"])
def test_every_schedule_gives_the_apps_losses(problem: str, schedule: str) -> None:
    e = Experiment(problem, "mini", 3, 0.012, 24, schedule=schedule, drop_every=7, warmup=9, decay=0.9)
    text = script(written(train(e)))
    assert ("scheduler.step()" in text) is (schedule != "constant")
    assert reproduces(train(e), executed(text))


def test_settings_are_written_as_they_are() -> None:
    e = Experiment(
        "network", optimizer="adamw", beta1=0.7, beta2=0.95, weight_decay=0.3, epochs=40, schedule="cosine"
    )
    text = script(written(train(e)))
    assert "betas=(0.7, 0.95), weight_decay=0.3" in text
    assert "CosineAnnealingLR(optimizer, T_max=epochs)" in text
    assert reproduces(train(e), executed(text))
    without = Experiment(optimizer="nesterov", momentum=0.0, epochs=9)
    assert reproduces(train(without), executed(script(written(train(without)))))


def test_a_batch_of_all_samples_is_shuffled_as_the_app_does() -> None:
    run = train(Experiment(problem="network", batch="mini", batch_size=10, epochs=4))
    assert ".split(10)" in script(written(run))
    assert reproduces(run, executed(script(written(run))))


def test_a_run_of_one_epoch_and_a_dead_one_are_written_too() -> None:
    for e in (Experiment(epochs=1), Experiment(learning_rate=100.0, epochs=50)):
        assert reproduces(train(e), executed(script(written(train(e)))))


def test_a_long_thinned_run_is_written_with_the_log_that_the_app_shows() -> None:
    run = train(Experiment(epochs=20_000), record_limit=400)
    log = notebook_log(run)
    text = script(written(run))
    assert "Measured over the first 5000 epochs." in " ".join(text.split())
    for epoch, loss in zip(log["epoch"], log["loss"], strict=True):
        assert f"({epoch}, {loss:.7g})," in text


def test_every_problem_and_every_optimizer_is_written() -> None:
    assert set(problems.WRITTEN) == set(PROBLEMS)
    assert set(pytorch.OPTIMIZERS) == set(OPTIMIZERS)
    assert set(pytorch.SCHEDULES) == set(SCHEDULES)


def test_a_number_is_the_same_float32_in_the_fewest_digits() -> None:
    values = torch.cat([torch.rand(200), 1e5 * torch.randn(200), 1e-6 * torch.randn(200)])
    for value in values.tolist():
        text = problems.number(value)
        assert torch.tensor(float(text)) == torch.tensor(value)
        assert len(text) <= 15
    assert problems.number(0.4) == "0.4"


@pytest.mark.parametrize("preset", ["notebook", "escape", "coin_tosses"])
def test_the_notebook_is_valid_and_its_cells_are_the_script(preset: str) -> None:
    run = train(replace(PRESETS[preset].experiment, epochs=20))
    text = notebook(written(run))
    book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert text == notebook(written(run))
    code = [cell["source"] for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    cells = ["".join(source) for source in code]
    assert executed("\n".join(cells))["losses"] == executed(script(written(run)))["losses"]
    assert cells[-1].rstrip().endswith("plt.show()")


@pytest.mark.parametrize("preset", ["mini", "shallow", "comparison"])
def test_it_is_plain_pytorch_that_a_linter_likes(preset: str) -> None:
    text = script(written(train(replace(PRESETS[preset].experiment, epochs=20))))
    imports = re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE)
    assert set(imports) == {"torch"}
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,W,I,N,UP,B", "-"]
    found = subprocess.run([*command, "--ignore", "B905,E501"], input=text, text=True, capture_output=True)
    assert found.returncode == 0, found.stdout


def test_it_runs_alone_and_prints_its_losses_beside_the_apps(tmp_path: Path) -> None:
    run = train(Experiment(batch="mini", epochs=30))
    file = tmp_path / "run.py"
    file.write_text(script(written(run)), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", file], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("epoch    here         the Lab\n")  # and nothing twice
    table = done.stdout.partition("the Lab\n")[2].splitlines()
    assert len(table) == len(notebook_log(run))
    for line, loss in zip(table, notebook_log(run)["loss"], strict=True):
        _, here, there = line.split()
        assert float(here) == pytest.approx(float(there), rel=1e-5)
        assert float(there) == pytest.approx(loss, rel=1e-5)


def test_it_says_how_it_was_made() -> None:
    text = script(written(train(Experiment(epochs=5))))
    assert "Gradient Descent Lab 1." in text
    assert f"PyTorch {torch.__version__.partition('+')[0]}" in text
    assert MADE.link in text


@pytest.mark.parametrize(
    "link", ['https://a/"""\nimport os', "javascript:alert(1)", "https://a/ b", "x", "\\"]
)
def test_what_is_no_address_is_left_out(link: str) -> None:
    assert Made("", link).link == ""
    assert len(Made("", link).lines) == 1


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("x/2^1000", "x / 2.0 ** 1000.0"),
        ("x*2^3", "x * 2 ** 3"),
        ("x*(999999*999999*999999)", "x * (999999.0 * 999999.0 * 999999.0)"),
        ("x^2+x^(-0)", "x ** 2 + x ** -0.0"),
        ("2*pi*x", "2 * math.pi * x"),
    ],
)
def test_whole_numbers_are_floats_where_python_would_count_otherwise(formula: str, code: str) -> None:
    assert torch_code(own(formula).expression) == code


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment("beale", start=(1e6, 1e6), epochs=3),
        Experiment("formula", formula="sqrt(x)+y^2", start=(0.0, 1.0), epochs=3),
        Experiment("formula", formula="(-2)^x", epochs=3),
        Experiment("formula", formula="1e30(x+y)", learning_rate=1.0, epochs=3),
    ],
)
def test_the_script_of_a_run_at_the_edge_runs(experiment: Experiment) -> None:
    run = train(experiment)
    there = executed(script(written(run)))
    first = [there["losses"][0], there["lab"][0][1]]
    assert first == pytest.approx([float(run.loss[0])] * 2, nan_ok=True)


def test_the_program_of_a_beginning_has_the_schedule_of_the_whole() -> None:
    short = Experiment(schedule="cosine", epochs=400).first(40)
    code = script(written(train(short)))
    assert "epochs = 40\n" in code
    assert "CosineAnnealingLR(optimizer, T_max=400)" in code
    there = executed(code)
    ends = there["losses"][40], dict(there["lab"])[40]
    assert ends[0] == pytest.approx(ends[1], rel=1e-4)


def test_it_draws_its_losses_where_matplotlib_is(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    pyplot = ModuleType("matplotlib.pyplot")
    for name in ("plot", "yscale", "xlabel", "ylabel", "show", "legend"):
        setattr(pyplot, name, lambda *said, name=name, **_: drawn.append((name, *said)))
    package = ModuleType("matplotlib")
    package.pyplot = pyplot  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "matplotlib", package)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    space = executed(script(written(train(Experiment(epochs=9)))))
    assert drawn[0] == ("plot", space["losses"])
    assert [name for name, *_ in drawn] == ["plot", "yscale", "xlabel", "ylabel", "show"]
    drawn.clear()
    executed(script(program_of_all(train_many([Experiment(seed=s, epochs=9) for s in (0, 1)]), MADE)))
    assert [name for name, *_ in drawn].count("plot") == 2
    assert drawn[-1] == ("show",)


BESIDE = {
    "seeds": ([Experiment("network", "mini", epochs=12, seed=s) for s in range(4)], "def train(seed):"),
    "starts": (
        [Experiment("himmelblau", epochs=12, start=(1.0, 2.0)), Experiment("himmelblau", epochs=12, seed=1)],
        "def train(x_start, y_start):",
    ),
    "own start": (
        [Experiment(epochs=12, start=(1.0, 2.0, 3.0)), Experiment(epochs=12, seed=1)],
        "def run_1_",
    ),
    "rates": (
        [Experiment("wave", epochs=12, learning_rate=r) for r in (0.01, 0.003)],
        "def train(learning_rate):",
    ),
    "optimizers": ([Experiment("bowl", epochs=12, optimizer=o) for o in OPTIMIZERS], "def run_1_sgd():"),
    "batches": ([Experiment("comparison", b, 3, epochs=12) for b in BATCH_MODES], "def run_2_mini"),
    "branch": (
        [
            Experiment(epochs=12, learning_rate=0.02, trunk=Experiment(epochs=12), branch=5),
            Experiment(epochs=12),
        ],
        "def run_1_rate_0_02():",
    ),
}


@pytest.mark.parametrize("beside", BESIDE)
def test_several_runs_are_one_program_that_gives_the_losses_of_all(beside: str) -> None:
    experiments, head = BESIDE[beside]
    runs = train_many(experiments)
    code = script(program_of_all(runs, MADE))
    assert head in code
    space = executed(code)
    assert len(space["runs"]) == len(runs)
    for (name, losses), run in zip(space["runs"].items(), runs, strict=True):
        assert reproduces(run, {"losses": losses, "lab": space["lab"][name]})


@pytest.mark.parametrize("e", [Experiment(epochs=9), Experiment("bowl", epochs=9), *TRUNKS], ids=str)
def test_nothing_is_set_twice_to_the_same(e: Experiment) -> None:
    trunk = replace(e, trunk=e, branch=e.updates // 2, epochs=e.epochs)
    for each in (e, trunk):
        code = script(written(train(each)))
        rates = re.findall(r"^ *(learning_rate = .*)$", code, re.MULTILINE)
        assert len(rates) == len(set(rates))
        assert not {"note(", "global ", "f(*w)"} & set(re.findall(r"note\(|global |f\(\*w\)", code))
        assert code.count("print(") == 2  # a head, and a line for each epoch
