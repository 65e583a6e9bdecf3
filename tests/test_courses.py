"""What a loss did, told from the loss alone: on made curves, and on real trainings."""

import pytest
import torch
from torch import Tensor

from gd_core.lessons.courses import FLAT, Course, course, late_share, swing
from gd_core.lessons.trials import attempt
from gd_core.problems.network.builder import Layer, Plan

STEPS = torch.linspace(0, 1, 501)

MADE = [
    (torch.exp(-10 * STEPS), Course.SETTLES),
    (1 - 0.5 * STEPS, Course.CRAWLS),
    (0.5 + 0.5 * torch.exp(-10 * STEPS) + 0.01 * (-1.0) ** torch.arange(501), Course.BOUNCES),
    (1 + STEPS, Course.BLOWS_UP),
    (torch.cat([STEPS.exp(), torch.tensor([torch.inf])]), Course.BLOWS_UP),
    (torch.cat([1 - STEPS, torch.tensor([torch.nan])]), Course.BLOWS_UP),
    (torch.ones(501), Course.FLAT),
    (1 - FLAT / 2 * STEPS, Course.FLAT),
    # Rounding alone goes up and down; that is no bouncing.
    (torch.exp(-10 * STEPS) + 1e-6 * (-1.0) ** torch.arange(501), Course.SETTLES),
    # Over a hill and down again: it has fallen in the end.
    (1 + torch.sin(9 * STEPS) * torch.exp(-9 * STEPS) - 0.5 * (1 - torch.exp(-9 * STEPS)), Course.SETTLES),
    (torch.tensor([1.0, 0.5]), Course.CRAWLS),
    (torch.tensor([1.0, 1.0]), Course.FLAT),
]


@pytest.mark.parametrize(("loss", "kind"), MADE)
def test_a_made_loss_is_called_what_it_is(loss: Tensor, kind: Course) -> None:
    assert course(loss) is kind


@pytest.mark.parametrize(
    ("rate", "kind"),
    [(1e-6, Course.FLAT), (0.01, Course.CRAWLS), (0.3, Course.BOUNCES), (100.0, Course.BLOWS_UP)],
)
def test_a_real_loss_is_called_what_it_is(rate: float, kind: Course) -> None:
    plan = Plan((Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid")), "BCELoss", rate)
    assert course(attempt(plan).loss) is kind


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_unit_of_a_loss_does_not_matter(scale: float) -> None:
    assert all(course(scale * loss) is kind for loss, kind in MADE)


def test_the_late_share_of_a_straight_fall_is_a_tenth() -> None:
    assert late_share(1 - STEPS) == pytest.approx(0.1, abs=0.003)
    assert late_share(STEPS) == 0


def test_the_swing_is_the_largest_rise_at_the_end() -> None:
    loss = torch.ones(100)
    loss[5], loss[95] = 9, 3
    assert swing(loss) == 2
