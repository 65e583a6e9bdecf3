"""How a training ends is told rightly."""

from math import inf, nan

import pytest
import torch

from gd_core import PRESETS, Experiment, Outcome, train
from gd_core.endings.evidence import Evidence
from gd_core.endings.judge import judge
from gd_core.endings.outcomes import EXPLODED, Ending, death, exploding, rises
from gd_core.problems.catalog import NEURON
from gd_core.training.records import Record, first_explosions
from gd_core.training.stack import Chunk

OPTIMUM = torch.tensor([0.0, 5.0, 0.0])
"""Here w1 x1 + w2 x2 + b is the target of all four samples."""


def chunk_of(losses: list[float], first: int = 0) -> Chunk:
    """What a stack of one run would hand out with these losses at its points."""
    points, updates = len(losses), len(losses) - 1
    number = torch.arange(first, first + points, dtype=torch.float32)
    return Chunk(
        first=first,
        params=number.view(-1, 1, 1).expand(-1, 1, 3),
        loss=torch.tensor(losses).unsqueeze(1),
        grad=number[:updates].view(-1, 1, 1).expand(-1, 1, 3),
        batches=torch.arange(4).expand(updates, 1, 4),
        batch_loss=torch.tensor(losses[:updates]).unsqueeze(1),
        rate=torch.full((updates, 1), 0.01, dtype=torch.float64),
        state={},
    )


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("notebook", Outcome.CONVERGED),
        ("slow", Outcome.IMPROVING),
        ("bouncing", Outcome.CONVERGED),
        ("past_limit", Outcome.BOUNCING),
        ("too_far", Outcome.DEAD),
        ("mini", Outcome.CONVERGED),
        ("stochastic", Outcome.CONVERGED),
    ],
)
def test_each_preset_ends_as_it_says(name: str, outcome: Outcome) -> None:
    assert train(PRESETS[name].experiment).outcome is outcome


def test_one_step_too_far_is_dead_from_the_second_update_on() -> None:
    run = train(PRESETS["too_far"].experiment)
    assert run.loss[1] < 750
    assert (run.loss[2:] == 750).all()
    assert (run.grad[2:] == 0).all()
    assert death(NEURON, run.params) == 2


def test_past_the_limit_neither_settles_nor_dies() -> None:
    run = train(PRESETS["past_limit"].experiment)
    assert run.loss.min() > 1
    assert (run.grad.norm(dim=1) > 0).all()
    assert rises(run.loss) > 0.3


def test_just_below_the_limit_the_loss_falls() -> None:
    run = train(Experiment(learning_rate=0.0193))
    assert (torch.diff(run.loss[1:]) < 0).all()
    assert rises(run.loss) == 0


def test_just_above_the_limit_it_does_not() -> None:
    run = train(Experiment(learning_rate=0.0194))
    assert (torch.diff(run.loss[:30]) > 0).all()
    assert run.outcome is Outcome.BOUNCING
    assert run.loss[-1] > 10


@pytest.mark.parametrize("outcome", Outcome)
def test_each_ending_has_a_sentence_of_its_own(outcome: Outcome) -> None:
    assert outcome.sentence.startswith("It ")
    assert outcome.sentence.endswith(".")
    assert len({other.sentence for other in Outcome}) == len(Outcome)


def test_a_rate_past_the_limit_diverges_without_a_relu(line: str) -> None:
    run = train(Experiment(line, learning_rate=0.03))
    assert run.outcome is Outcome.DIVERGED
    assert (torch.diff(run.loss) > 0).all()


@pytest.mark.parametrize("loss", [nan, inf, -nan, 2e12, 3e38])
def test_a_loss_beyond_return_is_an_explosion(loss: float) -> None:
    assert exploding(torch.tensor([loss]), torch.tensor([1.0])).item()


@pytest.mark.parametrize("loss", [0.0, 1.0, 1e12])
def test_a_loss_that_can_come_back_is_none(loss: float) -> None:
    assert not exploding(torch.tensor([loss]), torch.tensor([0.001])).item()


def test_an_explosion_is_measured_by_the_start() -> None:
    losses, starts = torch.tensor([[1e15, 1e15]]), torch.tensor([1.0, 1e4])
    assert exploding(losses, starts).tolist() == [[True, False]]


@pytest.mark.parametrize(
    ("losses", "first_bad"),
    [([1.0, 2.0, 3.0], 3), ([1.0, nan, 3.0], 1), ([1.0, 2.0, inf], 2), ([1.0, 5 * EXPLODED, 1.0], 1)],
)
def test_the_first_explosion_is_found(losses: list[float], first_bad: int) -> None:
    assert first_explosions(chunk_of(losses), torch.tensor([1.0])).tolist() == [first_bad]


@pytest.mark.parametrize("first_bad", [1, 2, 4])
def test_a_record_ends_before_the_explosion(first_bad: int) -> None:
    record = Record([Experiment()], rows=[0], limit=10_000)
    losses = [1.0, 2.0, 3.0, 4.0, 5.0]
    losses[first_bad] = nan
    record.add(chunk_of(losses), torch.tensor([first_bad]))
    (run,) = record.runs()
    assert record.complete
    assert run.outcome is Outcome.DIVERGED
    assert run.loss.tolist() == losses[:first_bad]
    assert len(run.grad) == len(run.batches) == run.updates == first_bad - 1


def test_an_explosion_on_the_seam_of_two_chunks_leaves_the_point_before() -> None:
    record = Record([Experiment()], rows=[0], limit=10_000)
    record.add(chunk_of([1.0, 2.0, 3.0]), torch.tensor([3]))
    record.add(chunk_of([3.0, nan, nan], first=2), torch.tensor([1]))
    (run,) = record.runs()
    assert run.loss.tolist() == [1.0, 2.0, 3.0]
    assert run.step.tolist() == [0, 1, 2]


def test_an_explosion_in_a_neighbours_time_is_not_ones_own() -> None:
    record = Record([Experiment(epochs=2)], rows=[0], limit=10_000)
    record.add(chunk_of([1.0, 2.0, 3.0, nan, nan]), torch.tensor([3]))
    (run,) = record.runs()
    assert run.outcome is Outcome.GROWING
    assert run.loss.tolist() == [1.0, 2.0, 3.0]


def test_an_explosion_on_the_last_point_counts() -> None:
    record = Record([Experiment(epochs=2)], rows=[0], limit=10_000)
    record.add(chunk_of([1.0, 2.0, inf]), torch.tensor([2]))
    (run,) = record.runs()
    assert run.outcome is Outcome.DIVERGED
    assert run.loss.tolist() == [1.0, 2.0]


def ending_at(end: float) -> Ending:
    """That of a run in two points that ends beside the neuron's best answer."""
    path = torch.stack([torch.ones(3), OPTIMUM + torch.tensor([0.0, end, 0.0])])
    loss, rates = torch.tensor([9.0, 5.0]), torch.tensor([0.01])
    (ending,) = judge([Evidence(Experiment(epochs=1), path, loss, 0, rates, path, loss)])
    return ending


def test_flat_ground_is_settled_even_with_some_loss_left() -> None:
    # Far from solved, but the gradient has shrunk to nothing compared with the start.
    assert ending_at(1e-6).outcome is Outcome.CONVERGED


def test_ground_that_still_slopes_is_not_settled() -> None:
    assert ending_at(0.1).outcome.coarse is Outcome.FINISHED


def test_a_run_that_never_dies_has_no_death() -> None:
    run = train(Experiment(epochs=20))
    assert death(NEURON, run.params) == len(run.params)


def test_a_run_dead_from_the_start_died_at_its_start() -> None:
    run = train(Experiment(start=(-1.0, -1.0, -1.0), epochs=5))
    assert run.outcome is Outcome.DEAD
    assert death(NEURON, run.params) == 0


@pytest.mark.parametrize("size", [1e-38, 1e-30, 1e-24, 1e-20])
def test_a_death_is_a_recorded_point_even_where_slopes_are_all_but_zero(size: float) -> None:
    run = train(Experiment("network", epochs=20, start=(size,) * 13))
    assert run.death < len(run.params)
