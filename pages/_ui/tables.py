"""Runs as pandas frames."""

import pandas as pd

from gd_core import Run

_LOG_ROWS = 20


def notebook_log(run: Run, rows: int = _LOG_ROWS) -> pd.DataFrame:
    """The loss every so many epochs, as a notebook prints it: before that epoch's first update.

    ``rows`` is about how many lines there are; the last finished epoch is always one of them.
    Columns: epoch, step, loss, then each parameter.
    """
    starts = run.experiment.epoch_at(run.step) > run.experiment.epoch_at(run.step - 1)
    places = starts.nonzero().flatten()
    every = _round_interval(int(run.epoch[-1]), rows)
    wanted = [int(i) for i in places if int(run.epoch[i]) % every == 0 or int(i) == int(places[-1])]
    frame = pd.DataFrame(
        {
            "epoch": run.epoch[wanted].numpy(),
            "step": run.step[wanted].numpy(),
            "loss": run.loss[wanted].numpy(),
        }
    )
    for i, name in enumerate(run.names):
        frame[name] = run.params[wanted, i].numpy()
    return frame


def _round_interval(epochs: int, rows: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, ... that makes at most ``rows`` intervals."""
    scale = 1
    while True:
        for factor in (1, 2, 5):
            if epochs <= rows * factor * scale:
                return factor * scale
        scale *= 10
