"""The audit in a real browser: every number of an update is PyTorch's, at any step."""

from typing import Any

import torch
from playwright.sync_api import Page, expect
from torch import Tensor

from gd_core import Experiment, Run, train
from tests.browser.lab import close, do, number
from tests.browser.neuron import STAGES, Update, audited, go_to, show
from tests.notebook import X, Y


def expected(update: Update, stage: str) -> dict[str, Tensor]:
    """The numbers that ``stage`` has to show, from PyTorch's tensors."""
    made, size = update.made, len(update.samples)
    z, a, y = (
        v.detach().flatten() for v in (made["inputs @ weights + bias"], made["prediction"], Y[update.samples])
    )
    slope, on = 2 * (a - y) / size, (z > 0).float()
    gradient = torch.cat([made["weights.grad"].flatten(), made["bias.grad"]])
    rows = {
        "forward": {
            "z": z,
            "a": a,
            "y": y,
            "error": a - y,
            "square": (a - y) ** 2,
            "x1": X[update.samples, 0],
        },
        "backward": {
            "slope": slope,
            "on": on,
            "delta": slope * on,
            "term w1": slope * on * X[update.samples, 0],
        }
        | {"term w2": slope * on * X[update.samples, 1], "term b": slope * on},
    }.get(stage, {})
    numbers = {
        f"{key} {i + 1}": values[k] for key, values in rows.items() for k, i in enumerate(update.samples)
    }
    names = ("w1", "w2", "b")
    if stage == "backward":
        numbers |= {
            f"{key} {n}": g for key in ("sum", "autograd") for n, g in zip(names, gradient, strict=True)
        }
    if stage == "update":
        old, new = ([*made[f"weights{s}"].flatten(), *made[f"bias{s}"]] for s in ("", ", after"))
        numbers |= {f"old {n}": v for n, v in zip(names, old, strict=True)}
        numbers |= {f"new {n}": v for n, v in zip(names, new, strict=True)}
    return numbers


# The browser adds in another order than PyTorch. A sum of about 40 is rounded to 4e-6, and is in
# a gradient eight times over, from four samples.
ROUNDING = {"backward": 2e-4}


def wrong(shown: dict[str, str], update: Update, stage: str) -> dict[str, Any]:
    """The cells that do not show their number to six digits, or to rounding, each with both."""
    numbers = {key: float(value.detach()) for key, value in expected(update, stage).items()}
    return {
        key: (shown[key], value)
        for key, value in numbers.items()
        if not close(shown[key], value) and abs(number(shown[key]) - value) > ROUNDING.get(stage, 2e-5)
    }


def every_stage_is_right(page: Page, run: Run, step: int) -> None:
    go_to(page, step)
    update = Update.of(run, min(step, run.updates - 1))
    for stage in STAGES:
        show(page, stage)
        assert not wrong(audited(page), update, stage), (step, stage)
    expect(page.locator(".au-badge")).to_have_text("✓ 3 of 3 gradients match autograd")


def test_every_number_of_any_step_is_pytorchs(neuron: Page) -> None:
    run = train(Experiment())
    for step in (0, 1, 7, 400, 1000):
        every_stage_is_right(neuron, run, step)


def test_a_step_forward_shows_the_next_update(neuron: Page) -> None:
    do(neuron, "restart")
    do(neuron, "forward")
    expect(neuron.locator(".au-where")).to_contain_text("step 1 → 2")
    show(neuron, "update")
    new = audited(neuron)["new w1"]
    assert audited(neuron)["next w1"] == f"✓ {new}"
    do(neuron, "forward")
    assert audited(neuron)["old w1"] == new


def test_the_last_point_shows_the_last_update_that_was(neuron: Page) -> None:
    go_to(neuron, 1000)
    show(neuron, "update")
    said = audited(neuron)
    assert said["next b"] == f"✓ {said['new b']}"
    assert "The last update of this run" in said["step note"]
    expect(neuron.locator(".au-where")).to_contain_text("step 999 → 1000, the last")


def test_every_tensor_is_printed_as_the_notebook_prints_it(neuron: Page) -> None:
    assert every_tensor_is_right(neuron, train(Experiment()), "inputs")


def every_tensor_is_right(page: Page, run: Run, inputs: str) -> bool:
    """Whether each tensor is printed as in a notebook that calls its batch ``inputs``."""
    for step in (0, 5):
        go_to(page, step)
        for name, tensor in Update.of(run, step).made.items():
            shown = name.replace("inputs", inputs)
            page.locator(".au-pick").get_by_text(shown, exact=True).click()
            expect(page.locator(".au-printed")).to_have_text(repr(tensor), use_inner_text=True)
    return True


def test_with_small_batches_only_the_batch_takes_part(mini: Page) -> None:
    run = train(Experiment(batch="mini"))
    for step in (0, 1, 999):
        every_stage_is_right(mini, run, step)
        samples = Update.of(run, step).samples
        named = ", ".join(str(i + 1) for i in samples)
        expect(mini.locator(".au-where")).to_contain_text(f"samples {named} ")
        show(mini, "backward")
        out = mini.locator(".au-pane:not([hidden]) tbody tr.au-out th")
        assert sorted(int(text) - 1 for text in out.all_inner_texts()) == sorted({0, 1, 2, 3} - set(samples))
        assert audited(mini)[f"delta {next(i + 1 for i in range(4) if i not in samples)}"] == "–"


def test_every_tensor_of_a_small_batch_is_printed_as_the_notebook_prints_it(mini: Page) -> None:
    assert every_tensor_is_right(mini, train(Experiment(batch="mini")), "inputs[batch]")
