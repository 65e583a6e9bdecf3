"""The audit's modules in a real browser: ticks and crosses, and tensors printed as PyTorch prints them."""

import random
from collections.abc import Callable
from typing import Any

import torch
from playwright.sync_api import Page
from torch import Tensor

from gd_core import Experiment, Run, train
from tests.browser.neuron import BASE
from tests.notebook import X, Y

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


def test_a_wrong_gradient_gets_a_cross(neuron: Page) -> None:
    run = train(Experiment(epochs=3))
    assert judged(neuron, run, lambda grad: grad) == ["true"] * 3 + ["✓ 3 of 3 gradients match autograd"]
    # One part in 100,000 of a gradient of 190 is a hundred times what rounding can do.
    spoilt = judged(neuron, run, lambda grad: grad * torch.tensor([1, 1 + 1e-5, 1]))
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


def test_any_tensor_is_printed_as_pytorch_prints_it(neuron: Page) -> None:
    made = tensors(1500)
    finite = [[v if abs(v) < float("inf") else str(v) for v in t.flatten().tolist()] for t in made]
    cases = [[list(t.shape), values] for t, values in zip(made, finite, strict=True)]
    assert neuron.evaluate(PRINT, [neuron.evaluate(BASE), cases]) == [repr(t) for t in made]
