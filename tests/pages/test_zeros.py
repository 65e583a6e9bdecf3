"""A loss of exactly 0 is drawn on a logarithmic axis: on a floor, with a dot and in words."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from gd_core import Experiment, Run, train
from pages._ui.loss_figure import loss_figure
from pages._ui.zeros import SAID
from tests.pages.drawn import trace


@pytest.fixture(scope="module")
def exact() -> Run:
    """Adam at rate 1 arrives at a loss of exactly 0."""
    run = train(Experiment(optimizer="adam", learning_rate=1.0))
    assert run.loss[-1] == 0
    return run


def test_zeros_lie_on_a_floor_below_all_other_losses(exact: Run) -> None:
    figure = loss_figure([exact], "log")
    go.Figure(figure)  # Plotly knows all of it
    floor = figure["layout"]["meta"]["floor"]
    low, high = figure["layout"]["yaxis"]["range"]
    positive = exact.loss[exact.loss > 0]
    assert low < np.log10(floor) < np.log10(float(positive.min())) < high
    line = trace(figure, "path", 0)["y"]
    assert (line > 0).all()
    assert line[-1] == pytest.approx(floor)
    assert trace(figure, "now", 0)["y"] == pytest.approx([floor])


def test_the_floor_has_words_and_a_dot_where_it_is_reached(exact: Run) -> None:
    floor, dot = (t for t in loss_figure([exact], "log")["data"] if t["meta"]["role"] == "zero")
    assert SAID in floor["text"][0]
    first = int(np.flatnonzero(exact.loss.numpy() == 0)[0])
    assert dot["x"].tolist() == [exact.step[first]]


def test_a_batch_without_loss_lies_there_too() -> None:
    run = train(Experiment(batch="stochastic", epochs=20))
    run = replace(run, batch_loss=run.batch_loss.index_fill(0, torch.tensor([3]), 0.0))
    figure = loss_figure([run], "log")
    assert (trace(figure, "batch", 0)["y"] > 0).all()


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_without_a_zero_there_is_no_floor(axis: str) -> None:
    figure = loss_figure([train(Experiment(epochs=20))], "log" if axis == "log" else "linear")
    assert "meta" not in figure["layout"]
    assert not [t for t in figure["data"] if t["meta"]["role"] == "zero"]


def test_ticks_between_powers_of_ten_are_written_out() -> None:
    run = train(Experiment(learning_rate=0.0001, epochs=10))
    axis = loss_figure([run], "log")["layout"]["yaxis"]
    assert [float(text) for text in axis["ticktext"]] == pytest.approx(axis["tickvals"])
