"""A slice that follows the point, honest slices and the landscape in 3D, in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from playwright.sync_api import Page, expect

from gd_core import PRESETS, Plane, Run, train
from gd_core.problems.catalog import COMPARISON, NEURON
from gd_core.problems.fit import Fit
from pages._ui.player.model import model
from tests.browser.lab import READY, cell, close, do, trace, wait_at_rest
from tests.browser.neuron import BASE
from tests.browser.visits import Opener

EXPERIMENT = PRESETS["comparison"].experiment
STEP = 120
QUERY = f"?v=1&problem=comparison&epochs={EXPERIMENT.epochs}&learning_rate={EXPERIMENT.learning_rate}"


def open_following(page: Page, address: str) -> None:
    """The Lab at a step of the network on a slice that follows it, with the other slices beside it."""
    page.goto(f"{address}/{QUERY}&seed={EXPERIMENT.seed}&plane=follow,w11,v1&step={STEP}&open=slices")
    page.wait_for_function(READY)


def heights(run: Run, point: int, page: Page) -> tuple[torch.Tensor, torch.Tensor]:
    """What Plotly's map holds as losses, and what the core says that they are at ``point``."""
    drawn = trace(page, "surface", "surface")
    x, y = torch.tensor(drawn["x"]), torch.tensor(drawn["y"])
    plane = Plane.through(run.names, "w11", "v1", run.params[point])
    grid = torch.stack(torch.meshgrid(x, y, indexing="xy"), -1).flatten(0, 1)
    return torch.tensor(drawn["customdata"]).flatten(), run.experiment.data.losses(plane.lift(grid))


def test_the_slice_follows_the_point_and_the_browser_computes_what_the_core_does(
    kept: Callable[[Opener], Page],
) -> None:
    page, run = kept(open_following), train(EXPERIMENT)
    for step in (STEP, STEP + 1):
        wait_at_rest(page, step)
        drawn, expected = heights(run, step, page)
        torch.testing.assert_close(drawn, expected, rtol=1e-4, atol=1e-5)
        assert close(cell(page, "loss").inner_text(), run.loss[step])
        assert close(cell(page, "drawn").inner_text(), run.loss[step])
        do(page, "forward")


LOSSES = """async ([base, model, params]) => {
    const { Landscape } = await import(base + "landscape.mjs")
    const landscape = new Landscape(model)
    return params.map((each) => landscape.loss(each))
}"""


@pytest.mark.parametrize("problem", [NEURON, COMPARISON], ids=["relu", "sigmoid"])
def test_every_loss_in_the_browser_is_the_cores(problem: Fit, kept: Callable[[Opener], Page]) -> None:
    page = kept(open_following)
    size = len(problem.names)
    # Up to sums at which a sigmoid is rounded to 0 and to 1.
    spread = torch.logspace(-2, 1, 400).unsqueeze(1)
    params = torch.randn(400, size, generator=torch.Generator().manual_seed(0)) * spread
    said = page.evaluate(LOSSES, [page.evaluate(BASE), plain(model(problem)), params.tolist()])
    expected = problem.losses(params)
    # Where a sum lies within a rounding of that, the two may part.
    apart = (torch.tensor(said) - expected).abs() > 1e-4 * expected + 1e-5
    assert int(apart.sum()) <= 2


def plain(tree: Any) -> Any:
    """``tree`` with lists in the place of arrays."""
    return {key: value.tolist() if hasattr(value, "tolist") else value for key, value in tree.items()}


def solid(page: Page) -> Any:
    """The roles of what the landscape holds, its camera, and where its point is."""
    return page.evaluate(
        """() => {
            const { data, _fullLayout } = document.querySelector(".gd-solid")
            const now = data.find(trace => trace.meta.role === "now")
            return {
                roles: data.map(trace => trace.meta.role),
                eye: _fullLayout.scene.camera.eye,
                now: ["x", "y"].map(axis => now[axis][0]),
            }
        }"""
    )


IS_AT = """([x, y]) => {
    const now = document.querySelector(".gd-solid").data?.find(trace => trace.meta.role === "now")
    return now && Math.abs(now.x[0] - x) < 1e-5 && Math.abs(now.y[0] - y) < 1e-5
}"""


def test_the_landscape_moves_with_the_playhead_under_the_camera_that_was_chosen(
    kept: Callable[[Opener], Page],
) -> None:
    page, run = kept(open_following), train(EXPERIMENT)
    x, y = run.names.index("w11"), run.names.index("v1")
    page.get_by_role("button", name="3D", exact=True).click()
    page.locator(".gd-solid").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.gd-solid').data?.length === 4")
    first = solid(page)
    assert first["roles"] == ["surface", "path", "start", "now"]
    page.get_by_role("button", name="Turn left").click()
    page.wait_for_function(
        "eye => document.querySelector('.gd-solid')._fullLayout.scene.camera.eye.x !== eye.x",
        arg=first["eye"],
    )
    turned = solid(page)["eye"]
    page.keyboard.press("End")  # a click would scroll the landscape out of sight
    page.wait_for_function(IS_AT, arg=run.params[-1, [x, y]].tolist())
    assert solid(page)["eye"] == turned


def test_another_slice_is_one_press_away(kept: Callable[[Opener], Page]) -> None:
    page = kept(open_following)
    expect(page.locator(".gd-twins figure")).to_have_count(3)
    page.get_by_role("button", name="Random plane 0").click()
    expect(page.locator(".gd-over-what")).to_have_text("Loss over the 1st and 2nd random directions")
    expect(page.get_by_role("button", name="Random plane 0")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("plane=random,0"))
