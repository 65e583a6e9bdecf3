"""The table of every step: CSV and Parquet hold the run's own numbers, to the last bit."""

from io import BytesIO, StringIO

import pandas as pd
import pytest
import torch

from gd_core import Experiment, Run, steps, train, train_many
from gd_core.training.checkpoints import at_checkpoints
from pages._ui.takeaway import data
from pages._ui.takeaway.made import Made
from tests import notebook

MADE = Made("One neuron.", "https://lab.example/?v=1&seed=3")


def from_csv(runs: list[Run]) -> pd.DataFrame:
    """The CSV of ``runs`` as pandas reads it, without being told anything of it."""
    return pd.read_csv(StringIO(data.csv(runs, MADE)))


def from_parquet(runs: list[Run]) -> pd.DataFrame:
    return pd.read_parquet(BytesIO(data.parquet(runs, MADE)))


def single(column: "pd.Series[float]") -> torch.Tensor:
    return torch.tensor(column.to_numpy(), dtype=torch.float32)


@pytest.fixture
def runs() -> list[Run]:
    e = Experiment(batch="mini", batch_size=3, epochs=9, seed=3)
    return train_many([e, Experiment(epochs=7, seed=4)])


def test_a_row_is_an_update_as_the_core_yields_it() -> None:
    e = Experiment(batch="mini", batch_size=3, epochs=9, seed=3)
    table, updates = from_parquet([train(e)]), list(steps(e))
    assert len(table) == len(updates) + 1
    for (_, row), update in zip(table.iterrows(), updates, strict=False):
        assert (row["step"], row["epoch"]) == (update.step, update.epoch)
        assert list(row["batch"]) == update.batch.tolist()
        assert row["loss"] == pytest.approx(update.loss, rel=1e-6)
        assert row["batch_loss"] == pytest.approx(update.batch_loss, rel=1e-6)
        assert [row[n] for n in ("w1", "w2", "b")] == update.params.tolist()
        assert [row[f"grad_{n}"] for n in ("w1", "w2", "b")] == update.grad.tolist()


def test_the_gradients_are_those_of_a_plain_notebook() -> None:
    table = from_csv([train(Experiment(batch="mini", epochs=6))])
    log = notebook.descend(
        torch.cat([p.detach().flatten() for p in notebook.draw(0)]), notebook.shuffled(0, 6, 2), 0.01
    )
    ours = torch.stack([single(table[f"grad_{n}"]) for n in ("w1", "w2", "b")], 1)[:-1]
    # Rounding is of the residuals that are summed: some 40 at the start.
    torch.testing.assert_close(ours, torch.stack(log.grads), rtol=1e-5, atol=1e-4)


def test_a_schedule_brings_the_learning_rate_of_each_update() -> None:
    run = train(Experiment(batch="mini", epochs=9, schedule="cosine"))
    for table in (from_csv([run]), from_parquet([run])):
        assert table["learning_rate"].tolist()[:-1] == run.rate.tolist()
    assert "learning_rate" not in from_csv([train(Experiment(epochs=2))])


def test_both_files_hold_every_run_to_the_last_bit(runs: list[Run]) -> None:
    for table in (from_csv(runs), from_parquet(runs)):
        assert list(dict.fromkeys(table["run"])) == ["mini m = 3, 9 epochs", "full, 7 epochs"]
        for run, (_, rows) in zip(runs, table.groupby("run", sort=False), strict=True):
            assert rows["step"].tolist() == run.step.tolist()
            assert torch.equal(single(rows["loss"]), run.loss)
            assert torch.equal(single(rows["batch_loss"])[:-1], run.batch_loss)
            for i, name in enumerate(run.names):
                assert torch.equal(single(rows[name]), run.params[:, i])
                assert torch.equal(single(rows[f"grad_{name}"])[:-1], run.grad[:, i])


def test_the_last_point_has_no_update(runs: list[Run]) -> None:
    last = from_parquet(runs).groupby("run", sort=False).tail(1)
    assert last["batch"].isna().all()
    assert last[["batch_loss", "grad_w1", "grad_w2", "grad_b"]].isna().all(axis=None)
    assert last["loss"].notna().all()


def test_the_batches_of_a_csv_are_indices_with_blanks(runs: list[Run]) -> None:
    rows = from_csv(runs)
    batches = [run.batches[i].tolist() for run in runs for i in range(len(run.batches))]
    told = [str(text) for text in rows["batch"] if not pd.isna(text)]
    assert [[int(float(s)) for s in text.split()] for text in told] == [
        [s for s in b if s >= 0] for b in batches
    ]


def test_both_say_how_they_were_made(runs: list[Run]) -> None:
    head = data.csv(runs, MADE).splitlines()[0]
    assert head.startswith("run,step,epoch,w1,w2,b,loss,batch,batch_loss,grad_w1")
    said = from_csv(runs)["made"]
    assert said[0].startswith("One neuron. · Gradient Descent Lab 1.")
    assert said[0].endswith(f" · {MADE.link}")
    assert said[1:].isna().all()
    attrs = from_parquet(runs).attrs
    assert attrs["title"] == "One neuron."
    assert MADE.link in str(attrs["made"])
    assert "PyTorch" in str(attrs["made"])


def test_a_thinned_run_is_trained_again_to_have_every_step() -> None:
    e = Experiment(epochs=3_000)
    thin, whole = train(e, record_limit=100), train(e)
    assert data.coverage([thin]) == "Every step is in it."
    (again,) = data.complete([thin])
    assert torch.equal(again.params, whole.params)
    assert data.complete([whole])[0] is whole


def test_of_too_many_steps_those_that_are_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "MOST_ROWS", 2_000)
    run = train(Experiment(epochs=3_000), record_limit=100)
    assert data.complete([run])[0] is run
    gaps = run.step.diff().tolist()
    alone = gaps.index(next(gap for gap in gaps if gap > 1)) + 1
    told = f"the file has only its first {alone} points, then one point in {max(gaps):.0f}, and the last."
    assert data.coverage([run]) == f"A run of 3000 steps is long, so {told}"
    assert len(from_csv([run])) == len(run.step)


def test_a_long_table_is_written_in_pieces_between_which_others_may_go_first() -> None:
    reached: list[None] = []
    run = train(Experiment(epochs=5_000), record_limit=10_000)
    at_checkpoints(lambda: reached.append(None))
    try:
        head, *rows = [line for line in data.csv([run], MADE).splitlines() if not line.startswith("#")]
    finally:
        at_checkpoints(None)
    assert len(reached) == 3
    assert len(rows) == 5_001
    assert head not in rows
