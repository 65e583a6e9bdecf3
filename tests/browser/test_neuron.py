"""Lesson 2 in a real browser: every number of an update against PyTorch, at any step."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from playwright.sync_api import Page, ViewportSize, expect
from torch import Tensor

from gd_core import Experiment, Run, train
from pages._ui.challenges import CHALLENGES
from tests.browser.lab import axes, choose, close, do, number, trace, word
from tests.notebook import X, Y

SIZES: list[ViewportSize] = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
PHONE: ViewportSize = {"width": 390, "height": 844}
STAGES = ("forward", "loss", "backward", "update")

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
    page.goto(address)
    page.get_by_role("link", name="2 One neuron").click()
    expect(page.locator(".au-badge")).to_contain_text("autograd")
    skip_bet(page)


def skip_bet(page: Page) -> None:
    page.get_by_role("button", name="Just show me").click()
    expect(page.locator(".gd-bet")).to_be_hidden()


def go_to(page: Page, step: int) -> None:
    page.locator(".gd-scrub").fill(str(step))
    expect(page.locator(".au-where")).to_contain_text(f"step {step}")


def show(page: Page, stage: str) -> None:
    page.get_by_role("tab", name=stage.capitalize()).click()


def audited(page: Page) -> dict[str, str]:
    """Every number of the stage that is shown."""
    found: dict[str, str] = page.locator(".au-pane:not([hidden]) [data-audit]").evaluate_all(
        "cells => Object.fromEntries(cells.map(c => [c.dataset.audit, c.textContent]))"
    )
    return found


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
    update = Update.of(run, step)
    for stage in STAGES:
        show(page, stage)
        assert not wrong(audited(page), update, stage), (step, stage)
    expect(page.locator(".au-badge")).to_have_text("✓ 3 of 3 gradients match autograd")


def test_every_number_of_any_step_is_pytorchs(page: Page, server: str) -> None:
    open_neuron(page, server)
    run = train(Experiment())
    for step in (0, 1, 7, 400, 1000):
        every_stage_is_right(page, run, step)


def test_with_small_batches_only_the_batch_takes_part(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Batch", "Mini")
    expect(page.locator(".gd-where output")).to_have_text("2000 of 2000")
    run = train(Experiment(batch="mini"))
    for step in (0, 1, 999):
        every_stage_is_right(page, run, step)
        samples = Update.of(run, step).samples
        named = ", ".join(str(i + 1) for i in samples)
        expect(page.locator(".au-where")).to_contain_text(f"samples {named} ")
        show(page, "backward")
        out = page.locator(".au-pane:not([hidden]) tbody tr.au-out th")
        assert sorted(int(text) - 1 for text in out.all_inner_texts()) == sorted({0, 1, 2, 3} - set(samples))
        assert audited(page)[f"delta {next(i + 1 for i in range(4) if i not in samples)}"] == "–"


def test_a_step_forward_shows_the_next_update(page: Page, server: str) -> None:
    open_neuron(page, server)
    do(page, "restart")
    do(page, "forward")
    expect(page.locator(".au-where")).to_contain_text("step 1 → 2")
    show(page, "update")
    new = audited(page)["new w1"]
    assert audited(page)["next w1"] == f"✓ {new}"
    do(page, "forward")
    assert audited(page)["old w1"] == new


def test_the_last_point_has_no_update_left(page: Page, server: str) -> None:
    open_neuron(page, server)
    go_to(page, 1000)
    show(page, "update")
    assert audited(page)["next b"] == "–"
    assert "The run ends here" in audited(page)["step note"]


@pytest.mark.parametrize("batch", ["Full", "Mini"])
def test_every_tensor_is_printed_as_the_notebook_prints_it(page: Page, server: str, batch: str) -> None:
    open_neuron(page, server)
    choose(page, "Batch", batch)
    run = train(Experiment(batch=batch.lower()))
    expect(page.locator(".gd-where output")).to_contain_text(f"of {run.updates}")
    for step in (0, 5):
        go_to(page, step)
        for name, tensor in Update.of(run, step).made.items():
            shown = name.replace("inputs", "inputs[batch]") if batch == "Mini" else name
            page.locator(".au-pick").get_by_text(shown, exact=True).click()
            expect(page.locator(".au-printed")).to_have_text(repr(tensor), use_inner_text=True)


def test_a_stage_marks_its_lines_and_a_line_its_stage(page: Page, server: str) -> None:
    open_neuron(page, server)
    for stage, lines in (("forward", 2), ("loss", 1), ("backward", 1), ("update", 5)):
        page.locator(f'.au-line[data-stage="{stage}"]').first.click()
        expect(page.get_by_role("tab", name=stage.capitalize())).to_have_attribute("aria-selected", "true")
        expect(page.locator(".au-marked")).to_have_count(lines)
        expect(page.locator(".au-pane:visible")).to_have_id(f"au-pane-{stage}")


def test_the_arrow_keys_move_along_the_tabs(page: Page, server: str) -> None:
    open_neuron(page, server)
    show(page, "forward")
    before = page.locator(".au-where").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Loss")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Update")).to_be_focused()
    expect(page.locator(".au-pane:visible")).to_have_id("au-pane-update")
    assert page.locator(".au-where").inner_text() == before


def test_the_drawing_shows_the_chosen_sample_with_the_weights_of_the_step(page: Page, server: str) -> None:
    open_neuron(page, server)
    go_to(page, 0)
    show(page, "forward")
    made = Update.of(train(Experiment()), 0).made
    for sample in (0, 3):
        page.get_by_role("button", name=f"Show sample {sample + 1} in the drawing").first.click()
        expect(page.locator(".au-sum")).to_contain_text(f"Sample {sample + 1}: z = ")
        values = page.locator(".au-neuron .gd-neuron-value").all_text_contents()
        shown = [number(v) for v in values]
        assert shown == pytest.approx([*X[sample].tolist(), made["prediction"][sample].item()], rel=6e-3)
        edges = [number(v) for v in page.locator(".au-neuron .gd-edge-label").all_text_contents()]
        assert edges == pytest.approx(made["weights"].flatten().tolist(), rel=6e-3)


def test_a_death_is_marked_when_the_run_gets_there(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Predict, then see", CHALLENGES["little_more"].title)
    skip_bet(page)
    visible = """seen => document.querySelector(".gd-surface").data
        .find(t => t.meta.role === "death")?.visible === seen"""
    go_to(page, 1)
    page.wait_for_function(visible, arg=False)
    expect(page.locator(".au-where")).not_to_contain_text("off")
    go_to(page, 2)
    page.wait_for_function(visible, arg=True)
    expect(page.locator(".au-where")).to_contain_text("every ReLU is off since step 2")
    show(page, "backward")
    assert {audited(page)[f"sum {name}"] for name in ("w1", "w2", "b")} == {"0"}
    do(page, "end")
    expect(word(page)).to_contain_text("It died on step 2")


def test_kinks_dead_zone_and_best_answers_lie_on_the_surface(page: Page, server: str) -> None:
    open_neuron(page, server)
    roles = page.evaluate("document.querySelector('.gd-surface').data.map(t => t.meta.role)")
    assert roles.count("kink") == 4
    assert {"dead zone", "best answers", "best answer"} <= set(roles)
    x0, x1, y0, y1 = axes(page, "surface")["view"]
    diamond = trace(page, "surface", "best answer")
    assert x0 < diamond["x"][0] < x1
    assert y0 < diamond["y"][0] < y1


def test_a_bet_on_a_place_is_compared_with_the_place(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Predict, then see", CHALLENGES["three_steps"].title)
    expect(page.locator(".gd-bet")).to_contain_text("after 3 steps")
    page.emulate_media(reduced_motion="no-preference")
    area = axes(page, "surface")
    page.mouse.click(area["left"] + area["width"] / 2, area["top"] + area["height"] / 2)
    expect(page.locator(".gd-verdict")).to_contain_text("you were off by")


def test_four_starts_end_apart_with_no_loss(page: Page, server: str) -> None:
    open_neuron(page, server)
    choose(page, "Predict, then see", CHALLENGES["four_starts"].title)
    page.get_by_role("button", name="Other weights, the same loss").click()
    do(page, "end")
    expect(page.locator(".gd-verdict")).to_contain_text("You saw it coming")
    expect(page.locator(".au-where")).to_contain_text("seed 0")
    ends = [number(page.locator(f'[data-cell="{i} w1"]').inner_text()) for i in range(4)]
    assert max(ends) - min(ends) > 0.3
    assert all(number(page.locator(f'[data-cell="{i} loss"]').inner_text()) < 1e-9 for i in range(4))


BASE = """() => performance.getEntriesByType("resource").map(({ name }) => name)
    .find((name) => name.endsWith("/player.mjs")).replace("player.mjs", "")"""
"""The folder that the page has its modules from."""

JUDGE = """async ([base, spec, track]) => {
    const load = (name) => import(base + name)
    const [{ default: Audit }, { Track }] = [await load("audit.mjs"), await load("track.mjs")]
    const place = document.createElement("section")
    document.querySelector(".gd-player").append(place)
    const floats = (columns) => columns.map((column) => Float32Array.from(column))
    const plane = { origin: [0, 0, 0], axes: [[1, 0, 0], [0, 1, 0]] }
    const run = new Track({ ...track, params: floats(track.params), grad: floats(track.grad) }, plane)
    const panel = new Audit(place, { root: document.querySelector(".gd-player") })
    const inputs = spec.inputs.map((row) => Float32Array.from(row))
    panel.show({ ...spec, inputs, autograd: floats(spec.autograd), grad: floats(spec.grad) },
        { names: ["w1", "w2", "b"], runs: [track] }, [run])
    panel.update(0)
    panel.choose("backward")
    const marks = ["w1", "w2", "b"].map((n) => place.querySelector(`[data-audit="same ${n}"]`).dataset.right)
    const badge = place.querySelector(".au-badge").textContent
    place.remove()
    return [...marks, badge]
}"""


def judged(page: Page, run: Run, spoil: Callable[[Tensor], Tensor]) -> list[str]:
    """What the audit says of the first update of ``run`` when its autograd gradient is spoilt."""
    grad = torch.cat([run.grad, run.grad[-1:]])
    spec = {
        "inputs": X.tolist(),
        "targets": Y.flatten().tolist(),
        "rate": 0.01,
        "batches": None,
        "death": None,
    }
    spec |= {"grad": grad.T.tolist(), "autograd": spoil(grad).T.tolist(), "batchLoss": run.loss.tolist()}
    track: dict[str, Any] = {
        "step": run.step.tolist(),
        "loss": run.loss.tolist(),
        "params": run.params.T.tolist(),
    }
    track |= {"grad": grad.T.tolist(), "updatesPerEpoch": 1, "samples": 4, "batchSize": 4}
    found: list[str] = page.evaluate(JUDGE, [page.evaluate(BASE), spec, track])
    return found


def test_a_wrong_gradient_gets_a_cross(page: Page, server: str) -> None:
    open_neuron(page, server)
    run = train(Experiment(epochs=3))
    assert judged(page, run, lambda grad: grad) == ["true"] * 3 + ["✓ 3 of 3 gradients match autograd"]
    # One part in 100,000 of a gradient of 190 is a hundred times what rounding can do.
    spoilt = judged(page, run, lambda grad: grad * torch.tensor([1, 1 + 1e-5, 1]))
    assert spoilt == ["true", "false", "true", "✗ 2 of 3 gradients match autograd"]


PRINT = """async ([base, cases]) => {
    const { printed } = await import(base + "tensors.mjs")
    const number = (v) => (typeof v === "number" ? v : { inf: Infinity, "-inf": -Infinity, nan: NaN }[v])
    return cases.map(([shape, values]) => printed({ shape, values: Float32Array.from(values, number) }))
}"""


def tensors(count: int) -> list[Tensor]:
    """Tensors of many shapes and sizes: whole, tiny, huge, mixed, tied between two digits, not finite."""
    draw, torch_draw = random.Random(0), torch.Generator().manual_seed(0)
    shapes: list[tuple[int, ...]] = [(), (1,), (4,), (2, 1), (4, 1), (4, 2), (3, 13), (25,), (2, 2, 3)]
    kinds: list[Callable[[Tensor], Tensor]] = [
        lambda t: t * 10 ** draw.uniform(-6, 9),
        lambda t: (t * 10).round(),
        lambda t: (t * 32).round() / 32,
        lambda t: (4 * t).exp(),
        lambda t: t * (t > 0),
        lambda t: (t * 3).round() * 10.0 ** draw.randint(0, 9),
        lambda t: (t * 2e5).round() * 5 * draw.choice([1, 10, 0.03125]),
        lambda t: torch.where(t > 0.5, float(draw.choice(["inf", "-inf", "nan"])), t),
        lambda t: -(t * 0),
    ]
    return [
        kinds[i % len(kinds)](torch.randn(draw.choice(shapes), generator=torch_draw)) for i in range(count)
    ]


def test_any_tensor_is_printed_as_pytorch_prints_it(page: Page, server: str) -> None:
    open_neuron(page, server)
    made = tensors(1500)
    finite = [[v if abs(v) < float("inf") else str(v) for v in t.flatten().tolist()] for t in made]
    cases = [[list(t.shape), values] for t, values in zip(made, finite, strict=True)]
    assert page.evaluate(PRINT, [page.evaluate(BASE), cases]) == [repr(t) for t in made]


@pytest.mark.parametrize("viewport", SIZES, ids=["1280", "1920"])
def test_pictures_transport_and_the_audits_heading_are_in_the_first_screen(page: Page, server: str) -> None:
    open_neuron(page, server)
    for selector in (".gd-surface", ".gd-loss", ".gd-transport", ".au-title", ".au-tabs"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= page.viewport_size["height"], selector  # type: ignore[index]


WIDE = """() => [...document.querySelectorAll(".au *")]
    .filter((part) => !part.closest(".au-scroll, pre, svg, caption"))
    .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
    .map((part) => part.outerHTML.slice(0, 90))"""


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page, server: str) -> None:
    open_neuron(page, server)
    page.set_viewport_size(PHONE)
    for stage in STAGES:
        show(page, stage)
        assert not page.evaluate(WIDE), stage
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") == PHONE["width"]
