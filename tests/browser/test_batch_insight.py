"""The hill that a batch sees, in a real browser: its maths, its picture while a run plays, its words."""

from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from gd_core import PRESETS, Experiment, loss_surface, train
from gd_core.analysis.pulls import pulls
from gd_core.analysis.surfaces import sample_surfaces
from gd_core.space.planes import Plane
from tests.browser.lab import choose, do, number, pause_at
from tests.browser.neuron import BASE

PANEL = "[data-panel=batch]"

TRACE = """async ([base, samples, x, y, batches]) => {
    const [{ Hills }, { contours }] = [await import(base + "hills.mjs"), await import(base + "marching.mjs")]
    const hills = new Hills({ samples: samples.map((grid) => Float32Array.from(grid)), x, y }, [0, 0, 0])
    return batches.map((batch) => {
        const hill = hills.of(batch)
        const pieces = []
        contours(hill.heights, x.length, hill.levels, (...piece) => pieces.push(piece))
        const { levels, low, high } = hill
        const kept = hills.of([...batch].reverse()) === hill
        return { heights: [...hill.heights], levels, low, high, pieces, kept }
    })
}"""

PINK = """() => {
    const canvas = document.querySelector(".gd-surface .gd-canvas")
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    const pink = ([red, green, blue, alpha]) => red > 200 && green < 130 && blue > 150 && alpha > 200
    let count = 0
    for (let i = 0; i < data.length; i += 4) count += pink(data.subarray(i, i + 4))
    return count
}"""

BATCHES_SEEN = """() => new Promise((done) => {
    const panel = document.querySelector("[data-panel=batch]")
    const seen = new Set()
    const look = () => {
        seen.add(panel.dataset.batch)
        if (seen.size < 4) requestAnimationFrame(look)
        else done([...seen])
    }
    look()
})"""


def crossings(heights: np.ndarray, level: float) -> set[tuple[float, float]]:
    """Where each edge of the grid reaches ``level``, worked out edge by edge, in nodes."""
    found = set()
    for axis in (0, 1):
        a = heights[:-1] if axis == 0 else heights[:, :-1]
        b = heights[1:] if axis == 0 else heights[:, 1:]
        for row, column in np.argwhere((a > level) != (b > level)).tolist():
            part = (level - a[row, column]) / (b[row, column] - a[row, column])
            x, y = (column, row + part) if axis == 0 else (column + part, row)
            found.add((round(x, 6), round(y, 6)))
    return found


def resolved(loss: np.ndarray) -> float:
    return float(sum(np.median(np.abs(np.diff(loss, 2, axis))) for axis in (0, 1)))


def test_the_hill_of_a_batch_is_the_mean_and_its_lines_cross_each_edge_where_they_must(lab: Page) -> None:
    experiment = Experiment(problem="network")
    plane = Plane.principal(train(experiment).params)
    surface = loss_surface(experiment, plane, 24, (-4.0, 4.0, -3.0, 5.0))
    hills = sample_surfaces(experiment, surface)
    batches = [[3], [0, 9, 4], list(range(10))]
    arguments = [hills.flatten(1).tolist(), surface.x.tolist(), surface.y.tolist(), batches]
    for batch, found in zip(batches, lab.evaluate(TRACE, [lab.evaluate(BASE), *arguments]), strict=True):
        loss = hills[batch].double().mean(0).numpy()
        heights = np.log10(np.clip(loss, 1e-6, None)).astype(np.float32)
        np.testing.assert_allclose(found["heights"], heights.ravel(), atol=1e-6)
        assert np.isclose(found["low"], max(heights.min(), np.log10(max(1e-6, resolved(loss)))))
        assert np.isclose(found["high"], heights.max())
        assert found["kept"]
        assert found["levels"]["count"] >= 6
        pieces = np.array(found["pieces"])
        drawn = np.array(found["heights"]).reshape(heights.shape)
        for k in range(found["levels"]["count"]):
            level = found["levels"]["first"] + k * found["levels"]["between"]
            ends = pieces[pieces[:, 4] == level][:, :4].reshape(-1, 2).round(6)
            assert {tuple(end) for end in ends.tolist()} == crossings(drawn, level)


def told(page: Page) -> dict[str, Any]:
    """What the panel says: its sentence, its numbers, the batch, how much of a hill is drawn."""
    panel = page.locator(PANEL)
    numbers = panel.locator("[data-hill]").evaluate_all(
        "all => all.map((cell) => [cell.dataset.hill, cell.textContent])"
    )
    return {
        "words": panel.locator(".gd-hill-words").inner_text(),
        "batch": panel.get_attribute("data-batch"),
        **dict(numbers),
    }


def test_the_ghost_and_the_arrows_follow_the_batch_while_a_run_plays(desk: Page) -> None:
    choose(desk, "Try one", PRESETS["stochastic"].title)
    desk.keyboard.press("1")
    expect(desk.locator(PANEL)).to_be_visible()
    run = train(PRESETS["stochastic"].experiment)
    found = pulls(run)
    for step in (0, 1, 2, 5):
        pause_at(desk, step)
        said = told(desk)
        (sample,) = run.batches[step].tolist()
        assert said["batch"] == str(sample)
        assert (
            f"{float(found.angle[step]):.1f}°" in said["words"]
            or f"{float(found.angle[step]):.0f}°" in said["words"]
        )
        for cell, value in (
            ("own loss", run.batch_loss[step]),
            ("full loss", run.loss[step]),
            ("own step", found.batch[step].norm()),
            ("full step", found.full[step].norm()),
        ):
            assert abs(number(said[cell]) / float(value) - 1) < 6e-3
        assert desk.evaluate(PINK) > 500
    expect(desk.locator(f"{PANEL} button.gd-in-batch")).to_contain_text([f"sample {sample + 1}"])
    desk.locator(f"{PANEL} button.gd-hill").nth(2).click()
    expect(desk.locator(f"{PANEL} .gd-hill-note")).to_contain_text("the hill of sample 3")
    desk.locator(f"{PANEL} button.gd-hill").nth(2).click()
    do(desk, "play")
    assert sorted(desk.evaluate(BATCHES_SEEN)) == ["0", "1", "2", "3"]
    do(desk, "end")
    expect(desk.locator(f"{PANEL} .gd-hill-words")).to_contain_text("The last update of the run.")
    choose(desk, "Try one", PRESETS["notebook"].title)
    expect(desk.locator(f"{PANEL} .gd-hill-words")).to_contain_text("sees all 4 samples")
    desk.get_by_role("button", name="mini-batches", exact=True).click()
    expect(desk.get_by_role("radio", name="Mini", exact=True)).to_be_checked()
    desk.keyboard.press("1")
    expect(desk.locator(PANEL)).to_have_count(0)


def test_where_no_loss_is_finite_the_hills_are_empty(page: Page, server: str) -> None:
    page.goto(f"{server}/?v=1&view=1e29,1e30,1e29,1e30&open=batch&batch=stochastic&epochs=20")
    card = page.locator(f"{PANEL} .gd-hill canvas").first
    card.scroll_into_view_if_needed()
    expect(card).to_be_visible()
    expect(page.locator(".gd-surface .annotation-text")).to_contain_text("The loss has no finite value")
    # It is painted when it comes into sight; an error on the way fails every test with ``page``.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
