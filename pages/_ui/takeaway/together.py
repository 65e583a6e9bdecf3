"""Several runs as one plain PyTorch program: a function that trains, called once for each of them."""

import re
from collections.abc import Sequence
from textwrap import indent

from gd_core import Run
from pages._ui.figures import run_names
from pages._ui.sentences import summary
from pages._ui.takeaway import comparing
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.problems import WRITTEN, Part
from pages._ui.takeaway.pytorch import Program, body, imports, lab
from pages._ui.takeaway.rounding import rounding

_TOLD_APART = {
    "seed": re.compile(r"torch\.manual_seed\((?P<value>\d+)\)"),
    "x_start": re.compile(r"x = torch\.tensor\((?P<value>[^,]+), requires_grad=True\)"),
    "y_start": re.compile(r"y = torch\.tensor\((?P<value>[^,]+), requires_grad=True\)"),
    "learning_rate": re.compile(r"learning_rate = (?P<value>[-+.e\d]+)"),
}
"""The lines that may differ between runs of one function: by the parameter that says how."""


def program_of_all(runs: Sequence[Run], made: Made) -> Program:
    """The program that trains all the finished ``runs``, and compares their losses with the Lab's."""
    experiments = [run.experiment for run in runs]
    names = run_names(runs)
    bodies = [body(e) for e in experiments]
    shared = [part for part in bodies[0] if part.shared]
    codes = ["\n\n".join(_commented(part) for part in parts if not part.shared) for parts in bodies]
    parts = (
        Part("", imports(experiments)),
        *shared,
        *_functions(names, codes),
        comparing.all_beside({name: lab(run) for name, run in zip(names, runs, strict=True)}),
        comparing.all_plotted(experiments[0]),
    )
    about = (summary(experiments), *_rounded(names, runs), *made.lines)
    return Program(WRITTEN[experiments[0].problem].learns, about, parts)


def _rounded(names: Sequence[str], runs: Sequence[Run]) -> list[str]:
    """Of which runs rounding decides how they go on."""
    found = [(name, rounding(run.experiment, tuple(lab(run)))) for name, run in zip(names, runs, strict=True)]
    return [f"{name}: {each.sentence}" for name, each in found if each.parts is not None]


def _commented(part: Part) -> str:
    return f"# {part.text}\n{part.code}"


def _functions(names: Sequence[str], codes: Sequence[str]) -> list[Part]:
    """One function for all runs, where a few numbers tell them apart; else one for each."""
    told = _one_function(codes)
    if told is None:
        made = [_slug(name, place) for place, name in enumerate(names)]
        functions = [
            Part(f"The run “{name}”.", _function(slug, (), code))
            for name, slug, code in zip(names, made, codes, strict=True)
        ]
        return [*functions, _called(names, [f"{slug}()" for slug in made])]
    code, values = told
    calls = [f"train({', '.join(f'{name}={value}' for name, value in each.items())})" for each in values]
    text = "Trains one run and returns its losses: at the start, then after each epoch."
    return [Part(text, _function("train", tuple(values[0]), code)), _called(names, calls)]


def _one_function(codes: Sequence[str]) -> tuple[str, list[dict[str, str]]] | None:
    """The lines of all ``codes`` with parameters where they differ, and the parameters' values."""
    rows = list(zip(*(code.splitlines() for code in codes), strict=False))
    values: list[dict[str, str]] = [{} for _ in codes]
    if len({code.count("\n") for code in codes}) > 1:
        return None
    lines = []
    for row in rows:
        if len(set(row)) == 1 or row[0].startswith("# "):
            lines.append(row[0])
            continue
        name, found = _parameter(row)
        if not name or name in values[0]:
            return None
        for each, value in zip(values, found, strict=True):
            each[name] = value
        lines += [] if name == "learning_rate" else [row[0].replace(f"({found[0]}", f"({name}", 1)]
    return ("\n".join(_general(line) for line in lines), values) if values[0] else None


def _parameter(row: Sequence[str]) -> tuple[str, list[str]]:
    for name, pattern in _TOLD_APART.items():
        found = [pattern.fullmatch(line) for line in row]
        if all(found):
            return name, [match["value"] for match in found if match]
    return "", []


def _general(line: str) -> str:
    """A comment without the number of one run's seed."""
    return (
        re.sub(r", drawn by the seed \d+\.$", ", drawn by a seed.", line) if line.startswith("# ") else line
    )


def _function(name: str, parameters: Sequence[str], code: str) -> str:
    return f"def {name}({', '.join(parameters)}):\n{indent(code, '    ')}\n    return losses"


def _called(names: Sequence[str], calls: Sequence[str]) -> Part:
    rows = [f'    "{name}": {call},' for name, call in zip(names, calls, strict=True)]
    return Part("All runs.", "\n".join(["runs = {", *rows, "}"]))


def _slug(name: str, place: int) -> str:
    return f"run_{place + 1}_{re.sub(r'[^a-z0-9]+', '_', name.lower()).strip('_')}"
