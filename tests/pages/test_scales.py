"""Whatever the losses are, colours and axes have two different ends, and whatever has no value is a hole."""

from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gd_core import Experiment, Run, train
from pages._ui.figures import LossAxis
from pages._ui.loss_figure import loss_figure
from pages._ui.scales import NOTHING, Scale, by_decades, evenly, logarithm
from pages._ui.takeaway.film.axes import axis_of, ticks

GRIDS = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=6))
POSITIVE = st.floats(0, width=32) | st.just(np.nan)
LOSSES = st.lists(st.floats(width=32), min_size=1, max_size=9)


def sound(scale: Scale) -> bool:
    numbers = (scale.low, scale.high, scale.first, scale.between, *scale.ticks)
    return all(map(isfinite, numbers)) and scale.low < scale.high and scale.between > 0


@given(GRIDS)
def test_an_even_scale_has_two_ends(loss: np.ndarray[Any, Any]) -> None:
    assert sound(evenly(loss))


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=6), elements=POSITIVE))
def test_a_scale_of_decades_has_two_ends(loss: np.ndarray[Any, Any]) -> None:
    assert sound(by_decades(loss, logarithm(loss)))


def test_where_nothing_is_finite_there_is_a_scale_without_marks() -> None:
    nothing = np.full((3, 3), np.nan, np.float32)
    assert evenly(nothing) == by_decades(nothing, logarithm(nothing)) == NOTHING


def run_of(losses: list[float]) -> Run:
    """A run that has these losses."""
    run = train(Experiment(epochs=max(1, len(losses) - 1)))
    count = len(losses)
    return replace(run, loss=torch.tensor(losses), step=run.step[:count], epoch=run.epoch[:count])


@pytest.mark.parametrize("axis", ["log", "linear"])
@given(losses=LOSSES)
def test_the_axis_of_any_losses_has_two_ends(axis: LossAxis, losses: list[float]) -> None:
    layout = loss_figure([run_of(losses)], axis)["layout"]["yaxis"]
    low, high = layout["range"]
    assert isfinite(low)
    assert isfinite(high)
    assert low < high
    assert np.isfinite(axis_of(layout, 300).place(np.array([v for v in losses if isfinite(v)]))).all()
    assert all(isfinite(value) for value, _ in ticks(layout, 6))


@pytest.mark.parametrize(("losses", "said"), [([0.0, 0.0], ["Every loss is exactly 0."]), ([1.0, 0.0], [])])
def test_of_zeros_alone_a_log_axis_says_so(losses: list[float], said: list[str]) -> None:
    layout = loss_figure([run_of(losses)], "log")["layout"]
    assert [note["text"] for note in layout.get("annotations", ())] == said


def test_losses_smaller_than_any_that_counts_are_still_within_the_axis() -> None:
    layout = loss_figure([run_of([1e-20, 1e-22])], "log")["layout"]["yaxis"]
    assert layout["range"][0] < -20 < layout["range"][1]
