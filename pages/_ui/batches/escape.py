"""Who gets out of the shallow valley: the bars, the bet and the sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from gd_core import Run
from gd_core.digits import number
from gd_core.lessons.escapes import EPOCHS, SEEDS, SIZES, Escapes, escapes, pulls
from pages._ui.batches.pictures import bars

RATES = (0.02, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3)
"""The learning rates to try."""

RATE = 0.1
"""The rate that the bet is about."""

WATCHED = 7
"""The batch size that the bet is about."""

_OPTIONS = {"none": "None", "few": f"1 to {SEEDS // 4}", "some": f"{SEEDS // 4 + 1} to {SEEDS // 2}"} | {
    "most": f"More than {SEEDS // 2}"
}


def bet(rate: float) -> dict[str, Any] | None:
    """The bet that is asked before the seeds are run at ``rate``, if it is the challenge's."""
    if rate != RATE:
        return None
    return {
        "id": f"escape {rate} {WATCHED}",
        "question": (
            f"Batch size {WATCHED} of {SIZES[-1]}, nearly full batch: how many of {SEEDS} seeds "
            "find the way out of the shallow valley?"
        ),
        "options": [{"key": key, "label": label} for key, label in _OPTIONS.items()],
    }


def result(found: Mapping[int, Escapes]) -> dict[str, str]:
    """What the bet comes to: which option was right, and a sentence."""
    count = found[WATCHED].count
    return {"answer": _option(count), "told": f"With batch size {WATCHED}, {count} of {SEEDS} seeds got out."}


def _option(count: int) -> str:
    if count == 0:
        return "none"
    return "few" if count <= SEEDS // 4 else "some" if count <= SEEDS // 2 else "most"


def measure(rate: float, size: int) -> Escapes:
    """The escapes at ``rate`` with batches of ``size``, kept for whoever asks next."""
    return escapes(rate, size)


def picture(found: Mapping[int, Escapes], chosen: int) -> str:
    """The seeds that got out, for each batch size; below it how an epoch falls into batches."""
    counts = [(f"m = {size}", _cut(each.cut), each.count) for size, each in found.items()]
    return bars(f"Seeds that end in the deep valley, of {SEEDS}", counts, SEEDS, chosen - 1)


def _cut(cut: Sequence[int]) -> str:
    """An epoch's batches as a sum: 3 + 3 + 2."""
    if len(set(cut)) == 1 and len(cut) > 2:
        return f"{len(cut)} × {cut[0]}"
    return " + ".join(map(str, cut))


def counts_told(found: Mapping[int, Escapes]) -> str:
    """How many get out at the ends."""
    one, last = found[SIZES[0]], found[SIZES[-1]]
    return (
        f"With stochastic (m = 1), **{one.count} of {SEEDS}** seeds get out of the shallow valley; with full "
        f"batch (m = {last.size}), **{last.count} of {SEEDS}**. For full batch the order of the samples "
        "changes only the rounding, so all its seeds make the same run."
    )


def rest_told(found: Mapping[int, Escapes]) -> str:
    """What the smaller last batches do: a table."""
    rows = [
        "| batch size | an epoch's batches | got out | … without the smaller last batch |",
        "|--:|:--|--:|--:|",
    ]
    for size, each in found.items():
        if each.without_rest is not None:
            rows.append(f"| {size} | {_cut(each.cut)} | {each.count} | {each.without_rest} |")
    return "\n".join(rows)


def facts(found: Mapping[int, Escapes]) -> dict[str, str]:
    """The numbers of the section on the last batch."""
    pull = pulls()
    rest, half = found[WATCHED], found[SIZES[-1] // 2]
    larger = f", although batches of {WATCHED} are larger" if rest.count > half.count else ""
    return {
        "told": f"With batches of {WATCHED}, **{rest.count}** seeds get out; with batches of {half.size}, "
        f"**{half.count}** do{larger}.",
        "size": str(WATCHED),
        "rest": str(rest.cut[-1]),
        "pull_size": number(pull[WATCHED - 1], 2),
        "pull_rest": number(pull[rest.cut[-1] - 1], 2),
        "half": str(SIZES[-1] // 2),
        "pull_half": number(pull[SIZES[-1] // 2 - 1], 2),
    }


def watched_told(run: Run, got_out: bool) -> str:
    """What the run that is watched comes to."""
    first = (run.loss <= run.experiment.data.small_loss).nonzero().flatten()
    seed = f"Seed {run.experiment.seed}"
    if got_out:
        small, when = number(run.experiment.data.small_loss, 6), int(run.step[first[0]])
        return f"{seed} got out: its loss is first below {small} at update {when}."
    loss = number(run.loss[-1], 2)
    if len(first):
        return f"{seed} reached the deep valley but did not stay there: loss {loss} at the end."
    return f"{seed} did not get out in {EPOCHS} epochs: loss {loss}."
