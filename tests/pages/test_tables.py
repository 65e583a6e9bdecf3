"""The notebook's log holds the run's own numbers, at round epochs."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import PRESETS, Experiment, Run, train
from pages._ui.tables import notebook_log
from tests.notebook import full_batch_losses

ROUND = {m * 10**d for m in (1, 2, 5) for d in range(6)}


def equal_rows(log: pd.DataFrame, run: Run) -> bool:
    """Whether each row of ``log`` is the point of ``run`` at that row's step, to the last bit."""
    places = [run.step.tolist().index(step) for step in log["step"]]
    columns = [run.loss[places], *run.params[places].T]
    shown = [log["loss"], *(log[name] for name in run.names)]
    return all(np.array_equal(a.to_numpy(), b.numpy()) for a, b in zip(shown, columns, strict=True))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_row_is_the_run_at_that_epoch(preset: str) -> None:
    run = train(PRESETS[preset].experiment)
    log = notebook_log(run)
    assert equal_rows(log, run)
    assert (log["step"] == log["epoch"] * run.experiment.updates_per_epoch).all()


def test_the_log_is_what_the_plain_notebook_prints() -> None:
    losses = full_batch_losses(0, 0.01, 1000)
    log = notebook_log(train(Experiment()))
    assert log["epoch"].tolist() == list(range(0, 1001, 50))
    np.testing.assert_allclose(log["loss"], [losses[epoch] for epoch in log["epoch"]], rtol=1e-5)


def test_the_columns_are_the_epoch_the_step_the_loss_and_the_parameters() -> None:
    assert list(notebook_log(train(Experiment(epochs=3)))) == ["epoch", "step", "loss", "w1", "w2", "b"]


@given(
    epochs=st.integers(1, 3000),
    rows=st.integers(1, 50),
    batch=st.sampled_from(["full", "mini", "stochastic"]),
    size=st.integers(1, 4),
)
def test_rows_stand_at_round_epochs_and_at_the_last(epochs: int, rows: int, batch: Any, size: int) -> None:
    run = train(Experiment(batch=batch, batch_size=size, epochs=epochs), record_limit=20_000)
    shown = notebook_log(run, rows)["epoch"].tolist()
    every = shown[1] - shown[0]
    assert shown == sorted({*range(0, epochs + 1, every), epochs})
    assert len(shown) == 2 or every in ROUND
    assert len(shown) <= rows + 2


@pytest.mark.parametrize(
    ("batch", "size", "per_epoch"), [("mini", 1, 4), ("mini", 2, 2), ("mini", 3, 2), ("stochastic", 2, 4)]
)
def test_epochs_of_several_updates_stand_at_their_first_update(batch: Any, size: int, per_epoch: int) -> None:
    run = train(Experiment(batch=batch, batch_size=size, epochs=10))
    log = notebook_log(run)
    assert log["step"].tolist() == [per_epoch * epoch for epoch in range(11)]
    assert equal_rows(log, run)


@pytest.mark.parametrize("batch", ["full", "mini", "stochastic"])
@pytest.mark.parametrize("epochs", [300, 777, 1000])
def test_a_thinned_run_has_the_same_log(batch: Any, epochs: int) -> None:
    experiment = Experiment(batch=batch, epochs=epochs)
    thinned = train(experiment, record_limit=150)
    assert len(thinned.step) < 160
    assert equal_rows(notebook_log(thinned), train(experiment))
    assert notebook_log(thinned)["epoch"].tolist() == notebook_log(train(experiment))["epoch"].tolist()


def test_a_run_that_blew_up_is_logged_to_its_last_finite_epoch(line: str) -> None:
    run = train(Experiment(problem=line, learning_rate=0.1))
    log = notebook_log(run)
    assert log["epoch"].iloc[-1] == run.updates < 1000
    assert np.isfinite(log).all(axis=None)
