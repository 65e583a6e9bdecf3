"""Every step of runs as one table: CSV and Parquet."""

from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import pandas as pd

from gd_core import Run, train_many
from gd_core.training.checkpoints import checkpoint
from pages._ui.figures import run_names
from pages._ui.takeaway.made import Made

MOST_ROWS = 50_000
"""So many steps are trained again to be in the file; of more, it has those that were recorded."""

_ROWS_AT_ONCE = 2_000
"""So many rows are written before somebody else may go first."""


def complete(runs: Sequence[Run]) -> list[Run]:
    """``runs`` with every step recorded, trained again if some were not; of too many, as they are."""
    thinned = any(len(run.step) <= run.updates for run in runs)
    if not thinned or sum(run.updates for run in runs) > MOST_ROWS:
        return list(runs)
    # Together, as the Lab trained them: in another stack, sums round differently.
    return train_many([run.experiment for run in runs], record_limit=MOST_ROWS)


def coverage(runs: Sequence[Run]) -> str:
    """Which steps of ``runs`` the table has, in a sentence."""
    if sum(run.updates for run in runs) <= MOST_ROWS or all(len(run.step) > run.updates for run in runs):
        return "Every step is in it."
    run = max(runs, key=lambda each: each.updates)
    gaps = run.step.diff()
    first = int((gaps > 1).nonzero()[0])
    return (
        f"A run of {run.updates} steps is long, so the file has only its first {first + 1} points, "
        f"then one point in {int(gaps.max())}, and the last."
    )


def frame(runs: Sequence[Run], made: Made) -> pd.DataFrame:
    """One row for every recorded point of ``runs``.

    Columns: run, step, epoch, the parameters by name, loss (on all data, before the update); then
    what the update that leaves the point used: batch (sample indices, counted from 0), batch_loss,
    grad_<name> for each parameter, and the learning_rate where it is scheduled. A run's last point
    has no update, and nothing there.
    ``attrs`` say how it was made; Parquet keeps them.
    """
    tables = [_one(run, name) for run, name in zip(runs, run_names(runs), strict=True)]
    whole = pd.concat(tables, ignore_index=True)
    whole.attrs = {"title": made.title, "made": " · ".join(made.lines)}
    return whole


def _one(run: Run, name: str) -> pd.DataFrame:
    points = len(run.step)
    table: dict[str, Any] = {"run": [name] * points, "step": run.step.numpy(), "epoch": run.epoch.numpy()}
    table |= {n: run.params[:, i].numpy() for i, n in enumerate(run.names)}
    table["loss"] = run.loss.numpy()
    updates: dict[str, Any] = {"batch": [[s for s in batch if s >= 0] for batch in run.batches.tolist()]}
    updates |= {"batch_loss": run.batch_loss.numpy()}
    if run.experiment.schedule != "constant":
        updates |= {"learning_rate": run.rate.numpy()}
    updates |= {f"grad_{n}": run.grad[:, i].numpy() for i, n in enumerate(run.names)}
    # Beside one another, the last point stays without an update.
    return pd.concat([pd.DataFrame(table), pd.DataFrame(updates)], axis=1)


def parquet(runs: Sequence[Run], made: Made) -> bytes:
    """The table of ``runs`` as a Parquet file: batches are lists of integers."""
    buffer = BytesIO()
    frame(complete(runs), made).to_parquet(buffer, index=False)
    return buffer.getvalue()


def csv(runs: Sequence[Run], made: Made) -> str:
    """The table of ``runs`` as CSV: batches are indices with blanks between them.

    Any reader takes it as it is; its last column, ``made``, says how it was made, in the first row.
    """
    table = frame(complete(runs), made)
    table["batch"] = [" ".join(map(str, b)) if isinstance(b, list) else "" for b in table["batch"]]
    table["made"] = [" · ".join((made.title, *made.lines)), *[""] * (len(table) - 1)]
    text = StringIO()
    for first in range(0, len(table), _ROWS_AT_ONCE):
        rows = table[first : first + _ROWS_AT_ONCE]
        rows.to_csv(text, index=False, header=first == 0, lineterminator="\n")
        checkpoint()
    return text.getvalue()
