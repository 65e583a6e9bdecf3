"""Ends in the same valley are told from those in another."""

import torch

from gd_core import Experiment, Outcome, Sweep
from gd_core.problems.catalog import NEURON, PROBLEMS, WAVE
from gd_core.space.valleys import MOST, valleys


def test_the_neurons_bottom_is_one_valley_however_long() -> None:
    starts = torch.rand(40, 3, generator=torch.Generator().manual_seed(0)) * 4
    sweep = Sweep.of_starts(Experiment(epochs=20_000, learning_rate=0.015), starts)
    sweep.advance()
    ends = sweep.ends()
    settled = ends.ended(Outcome.CONVERGED)[0]
    assert settled.sum() > 10
    params = ends.params[0, settled]
    assert (params.amax(0) - params.amin(0)).max() > 1
    assert (valleys(NEURON, starts[settled], params, ends.loss[0, settled]) == 0).all()


def test_two_valleys_of_the_wave_are_two_the_deeper_first() -> None:
    starts = torch.tensor([[2.0, 0.0], [1.9, 0.1], [0.0, 0.5], [0.05, 0.4]])
    sweep = Sweep.of_starts(Experiment("wave", epochs=3000, learning_rate=0.05), starts)
    sweep.advance()
    ends = sweep.ends()
    found = valleys(WAVE, starts, ends.params[0], ends.loss[0])
    assert found.tolist() == [0, 0, 1, 1]
    assert ends.loss[0, 0] < WAVE.small_loss < ends.loss[0, 2]


def test_parameters_that_answer_alike_are_the_same_valley() -> None:
    # sin(w x + b) is the same wave a whole turn on.
    starts = torch.tensor([[0.5, 0.0], [2.5, 1.0]])
    params = torch.tensor([[2.0, 0.0], [2.0, 2 * torch.pi]])
    assert valleys(WAVE, starts, params, WAVE.losses(params)).tolist() == [0, 0]


def test_more_valleys_than_are_told_apart_are_the_rest() -> None:
    starts = torch.rand(30, 2, generator=torch.Generator().manual_seed(1))
    params = torch.rand(30, 2, generator=torch.Generator().manual_seed(2)) * 3
    found = valleys(WAVE, starts, params, WAVE.losses(params))
    assert found.max() == MOST
    assert set(found.tolist()) == set(range(MOST + 1))


def test_himmelblaus_four_valleys_are_four() -> None:
    side = torch.linspace(-5, 5, 12)
    starts = torch.cartesian_prod(side, side)
    sweep = Sweep.of_starts(Experiment("himmelblau", epochs=400, learning_rate=0.005), starts)
    sweep.advance()
    ends = sweep.ends()
    settled = ends.ended(Outcome.CONVERGED)[0]
    params = ends.params[0, settled]
    found = valleys(PROBLEMS["himmelblau"], starts[settled], params, ends.loss[0, settled])
    middles = torch.stack([params[found == v].mean(0) for v in range(4)])
    known = torch.tensor([[3.0, 2.0], [-2.805118, 3.131312], [-3.779310, -3.283186], [3.584428, -1.848126]])
    assert found.max() == 3
    assert torch.cdist(known, middles).min(1).values.max() < 1e-3
