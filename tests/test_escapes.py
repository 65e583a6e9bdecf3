"""Who gets out of the shallow valley, against a plain loop with autograd."""

import pytest
import torch
from torch import Tensor

from gd_core import Experiment, train
from gd_core.lessons.escapes import EPOCHS, SIZES, escapes, pulls
from gd_core.presets import SHALLOW
from gd_core.problems.catalog import WAVE

RATE = 0.1
SEEDS = 30


def plans(size: int, keep_rest: bool) -> list[list[Tensor]]:
    """The batches of every seed, as a notebook draws them after its initial draws."""
    found = []
    for seed in range(SEEDS):
        torch.manual_seed(seed)
        torch.nn.Linear(1, 1)
        epochs = [torch.randperm(8).split(size) for _ in range(EPOCHS)]
        found.append([batch for epoch in epochs for batch in epoch if keep_rest or len(batch) == size])
    return found


def ends(size: int, keep_rest: bool = True, rate: float = RATE) -> list[bool]:
    """Whether each seed ends in the deep valley, all of them in one plain loop in float32."""
    x, y = WAVE.inputs.flatten(), WAVE.targets.flatten()
    params = torch.tensor(SHALLOW).repeat(SEEDS, 1)
    for batches in zip(*plans(size, keep_rest), strict=True):
        seen = torch.stack(batches)
        at = params.clone().requires_grad_()
        errors = torch.sin(at[:, :1] * x[seen] + at[:, 1:]) - y[seen]
        errors.square().mean(1).sum().backward()
        assert at.grad is not None
        params = params - rate * at.grad
    loss = (torch.sin(params[:, :1] * x + params[:, 1:]) - y).square().mean(1)
    return (loss <= 0.01).tolist()


@pytest.mark.parametrize("size", SIZES)
def test_the_same_seeds_get_out_as_in_a_plain_loop(size: int) -> None:
    ours, theirs = escapes(RATE, size, SEEDS).deep, ends(size)
    # A path near a ridge may fall to either side by its last digits: of 30 seeds at most two do.
    assert sum(a != b for a, b in zip(ours, theirs, strict=True)) <= 2


@pytest.mark.parametrize("size", [3, 6, 7])
def test_without_the_smaller_last_batch_as_few_get_out_as_in_a_plain_loop(size: int) -> None:
    assert escapes(RATE, size, SEEDS).without_rest == sum(ends(size, keep_rest=False)) == 0


def test_an_epoch_falls_into_batches() -> None:
    assert escapes(RATE, 3, SEEDS).cut == (3, 3, 2)
    assert escapes(RATE, 4, SEEDS).without_rest is None


def test_full_batch_never_leaves_and_a_single_sample_does() -> None:
    assert escapes(RATE, 8, SEEDS).count == 0
    assert escapes(RATE, 1, SEEDS).count == SEEDS


def test_seven_do_better_than_four() -> None:
    four, seven = escapes(RATE, 4, SEEDS), escapes(RATE, 7, SEEDS)
    assert seven.count > four.count


def test_another_rate_changes_the_picture() -> None:
    counts = {rate: escapes(rate, 4, SEEDS).count for rate in (0.05, RATE, 0.2)}
    assert len(set(counts.values())) > 1


def test_a_pull_is_the_typical_length_of_a_batchs_gradient() -> None:
    at = torch.tensor(SHALLOW, dtype=torch.float64).requires_grad_()
    lengths = []
    for i in range(8):
        loss = WAVE.sample_losses(at.unsqueeze(0))[0, i]
        (grad,) = torch.autograd.grad(loss, at)
        lengths.append(grad.square().sum())
    # Float32 against float64.
    assert pulls()[0] == pytest.approx(float(torch.stack(lengths).mean().sqrt()), rel=1e-4)
    assert list(pulls()) == sorted(pulls(), reverse=True)
    assert pulls()[-1] < 0.01 * pulls()[0]


def test_in_the_deep_valley_every_sample_agrees() -> None:
    run = train(Experiment(problem="wave", learning_rate=RATE, epochs=2000, start=(2.0, 0.0)))
    deep = run.params[run.best].double()
    # At the bottom no sample is left with a slope, so no batch can push away.
    assert max(pulls(deep.tolist())) < 1e-2 < 0.1 * pulls()[0]
