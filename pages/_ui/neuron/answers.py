"""The line of best answers of the neuron's lesson, as a table: where each start leads."""

from collections.abc import Sequence

from torch import Tensor

from gd_core import Run
from gd_core.digits import number
from gd_core.space.kinks import best_answers
from pages._ui.figures import run_names


def nearest_answer(run: Run) -> Tensor:
    """The best answer (P,) nearest to the start of ``run``: no gradient moves along their line."""
    point, directions = best_answers(run.experiment.fit)
    start = run.params[0].double()
    return point + (start - point) @ directions.T @ directions


def ends_table(runs: Sequence[Run]) -> str:
    """Where ``runs`` start, the answer that their start decides, and where they end, in Markdown."""
    names = ", ".join(f"${name[0]}_{name[1]}$" if len(name) > 1 else f"${name}$" for name in runs[0].names)
    head = ["run", f"start ({names})", "its answer on the line", "end of training", "loss there"]
    rows = [
        [name, *map(_numbers, (run.params[0], nearest_answer(run), run.params[-1])), number(run.loss[-1], 2)]
        for name, run in zip(run_names(runs), runs, strict=True)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def _numbers(values: Tensor) -> str:
    return ", ".join(number(value, 5) for value in values.tolist())
