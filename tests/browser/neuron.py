"""The neuron's lesson in a real browser, in small words, and the notebook beside it."""

import re
from dataclasses import dataclass

import torch
from playwright.sync_api import Page, expect
from torch import Tensor

from gd_core import Run
from tests.browser.lab import choose
from tests.notebook import X, Y

STAGES = ("forward", "loss", "backward", "update")

BASE = """() => performance.getEntriesByType("resource").map(({ name }) => name)
    .find((name) => name.endsWith("/player.mjs")).replace("player.mjs", "")"""
"""The folder that the page has its modules from."""

# A path of numbers: what a notebook would hold on the way through one update.
Notebook = dict[str, Tensor]


@dataclass(frozen=True)
class Update:
    """One update of a run as a plain notebook makes it."""

    samples: list[int]
    made: Notebook
    rate: float

    @classmethod
    def of(cls, run: Run, point: int) -> "Update":
        """The one that leaves ``point`` of ``run``; at its end the one that would, on all samples."""
        last = point == len(run.batches)
        samples = [i for i in (range(4) if last else run.batches[point].tolist()) if i >= 0]
        return cls(
            samples,
            notebook(run.params[point], samples, run.experiment.learning_rate),
            run.experiment.learning_rate,
        )


def notebook(params: Tensor, samples: list[int], rate: float) -> Notebook:
    """Every tensor of one update, made by PyTorch as the lesson's lines make it."""
    weights = params[:2].clone().view(2, 1).requires_grad_()
    bias = params[2:].clone().requires_grad_()
    inputs, targets = (X, Y) if samples == [0, 1, 2, 3] else (X[samples], Y[samples])
    product = inputs @ weights
    z = product + bias
    prediction = torch.relu(z)
    loss = ((prediction - targets) ** 2).mean()
    made = {
        "weights": weights.clone().detach().requires_grad_(),
        "bias": bias.clone().detach().requires_grad_(),
    }
    made |= {"inputs": inputs, "inputs @ weights": product, "inputs @ weights + bias": z}
    loss.backward()
    assert weights.grad is not None
    assert bias.grad is not None
    made |= {"prediction": prediction, "loss": loss, "weights.grad": weights.grad, "bias.grad": bias.grad}
    with torch.no_grad():
        after = weights - rate * weights.grad, bias - rate * bias.grad
    return made | {
        name: value.requires_grad_()
        for name, value in zip(("weights, after", "bias, after"), after, strict=True)
    }


def open_neuron(page: Page, address: str) -> None:
    """Open the lesson, as someone who wants no motion and places no bet."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/neuron")
    expect(page.locator(".au-badge")).to_contain_text("autograd")
    skip_bet(page)


def open_mini(page: Page, address: str) -> None:
    """The same, with mini-batches."""
    open_neuron(page, address)
    choose(page, "Batch", "Mini")
    expect(page.locator(".gd-where output")).to_have_text("2000 of 2000")


def skip_bet(page: Page) -> None:
    page.get_by_role("button", name="Show me without betting").click()
    expect(page.locator(".gd-bet")).to_be_hidden()


def go_to(page: Page, step: int) -> None:
    page.locator(".gd-scrub").fill(str(step))
    # At the end of a run its last update is shown, which led there.
    expect(page.locator(".au-where")).to_contain_text(re.compile(rf"step {step} →|→ {step}, the last"))


def show(page: Page, stage: str) -> None:
    page.get_by_role("tab", name=stage.capitalize()).click()


def audited(page: Page) -> dict[str, str]:
    """Every number of the stage that is shown."""
    found: dict[str, str] = page.locator(".au-pane:not([hidden]) [data-audit]").evaluate_all(
        "cells => Object.fromEntries(cells.map(c => [c.dataset.audit, c.textContent]))"
    )
    return found
