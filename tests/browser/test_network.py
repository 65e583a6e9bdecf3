"""The 2-3-1 network in a real browser: every picture shows the numbers of the step it stands at."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, ViewportSize, expect

from gd_core import Run, train
from pages._ui.network import CHALLENGES
from pages._ui.scene import scene
from tests.browser.lab import as_shown, choose, close, do
from tests.browser.test_frame import inside, readable, scrolls_sideways
from tests.browser.visits import Opener
from tests.test_backprop import module

LAPTOP, DESKTOP, PHONE = (ViewportSize(width=w, height=h) for w, h in ((1280, 720), (1920, 1080), (390, 844)))
NODES = 61
# Orange, pale orange, white, pale blue, blue, evenly spread from 0 to 1.
COLORS = torch.tensor(
    [[217, 95, 14], [253, 190, 133], [250, 250, 250], [145, 190, 230], [24, 90, 169]], dtype=torch.float64
)
# A colour is one of 256, and each part of it a whole number: half a step each way, and a little.
COLOR_STEP = 2.0
# Single precision in another order: a few units in the last place of sums near 10.
ROUNDING = 5e-6
PIXELS = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    return Array.from(data).filter((_, i) => i % 4 < 3)
}"""


def open_network(page: Page, address: str, bet: str | None = "Show me without betting") -> None:
    """Open the lesson and answer its first bet with ``bet``; None leaves it open."""
    page.goto(f"{address}/network")
    page.wait_for_selector(".gd-map[data-frame]")
    if bet:
        page.get_by_role("button", name=bet).click()


def go(page: Page, step: int) -> None:
    """Stop at ``step``."""
    page.locator(".gd-scrub").fill(str(step))
    expect(page.locator(".gd-where output")).to_have_text(re.compile(f"^{step} of"))


def run_of(title: str) -> Run:
    return train(CHALLENGES[title])


def network_at(run: Run, step: int) -> Any:
    return module((2, 3, 1), run.params[step])


def probabilities(run: Run, step: int, points: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        return torch.sigmoid(network_at(run, step)(points)).flatten()


def right(run: Run, step: int) -> int:
    data = run.experiment.fit
    said = probabilities(run, step, data.inputs) > 0.5
    return int((said == data.targets.flatten().bool()).sum())


def map_colors(page: Page) -> torch.Tensor:
    """The colours of the probability map (NODES, NODES, 3), the lowest row first."""
    flat = page.locator('[data-panel="boundary"] .gd-map').evaluate(PIXELS)
    return torch.tensor(flat, dtype=torch.float64).view(NODES, NODES, 3).flip(0)


def expected_colors(run: Run, step: int) -> torch.Tensor:
    ticks = torch.linspace(0, 11, NODES)
    x2, x1 = torch.meshgrid(ticks, ticks, indexing="ij")
    share = probabilities(run, step, torch.stack([x1, x2], -1).view(-1, 2)).double() * 4
    low = share.floor().clamp(max=3).long()
    between = COLORS[low] + (share - low).unsqueeze(1) * (COLORS[low + 1] - COLORS[low])
    return between.view(NODES, NODES, 3)


def caption(page: Page) -> Locator:
    return page.locator('[data-panel="boundary"] .gd-caption')


def summed(page: Page, key: str) -> str:
    """The result of a row of the arithmetic, without its equals sign."""
    return page.locator(f'[data-sum="{key} result"]').inner_text().removeprefix("= ")


def ask(page: Page, x1: str, x2: str) -> None:
    for name, text in (("x1", x1), ("x2", x2)):
        page.get_by_label(f"{name} of the point to predict").fill(text)


def wrong_sums(page: Page, run: Run, step: int, point: tuple[float, float]) -> dict[str, Any]:
    """The rows of the arithmetic that do not end in what the plain module computes."""
    network = network_at(run, step)
    with torch.no_grad():
        hidden = network[1](network[0](torch.tensor(point)))
        z = network[2](hidden)
    expected = {f"h{j}": hidden[j] for j in range(3)} | {"z": z, "p": torch.sigmoid(z)}
    return {
        key: (summed(page, key), value)
        for key, value in expected.items()
        if not close(summed(page, key), value)
    }


@pytest.fixture
def lesson(kept: Callable[[Opener], Page]) -> Page:
    """The lesson past its first bet, for tests that choose nothing; it asks about (2, 1)."""
    page = kept(open_network)
    ask(page, "2", "1")
    return page


def test_the_browsers_network_is_torchs(lesson: Page) -> None:
    generator = torch.Generator().manual_seed(0)
    params = torch.randn(40, 13, generator=generator)
    points = torch.rand(40, 2, generator=generator) * 22 - 5
    got = lesson.evaluate(
        """async ([params, points]) => {
            const { href } = document.querySelector('link[href*="player.mjs"]')
            const network = await import(new URL("two_three_one.mjs", href))
            const { biasOf, fillShare } = await import(new URL("shares.mjs", href))
            return params.map((n, i) => {
                const single = Float32Array.from(n)
                const { sums, outputs, z, p } = network.forward(single, ...points[i])
                const grid = new Float32Array(4)
                network.fillSums(single, points[i], grid)
                const shares = [0, 1, 2].map((j) => {
                    const share = new Float32Array(4)
                    fillShare(single, j, points[i], share)
                    return [...share]
                })
                const [right] = network.rightOf(single, [points[i]], [1])
                return { sums, outputs, z, p, right, grid: [...grid], shares, bias: biasOf(single) }
            })
        }""",
        [params.tolist(), points.tolist()],
    )
    for each, n, x in zip(got, params, points, strict=True):
        network = module((2, 3, 1), n)
        with torch.no_grad():
            sums, z = network[0](x), network(x)
            grid = network(torch.stack([torch.stack([a, b]) for b in x for a in x])).flatten()
        scale = 1 + float(x.abs().max()) * 10
        assert torch.allclose(torch.tensor(each["sums"]), sums, atol=ROUNDING * scale / 10, rtol=0)
        assert torch.equal(torch.tensor(each["outputs"]), torch.tensor(each["sums"]).relu())
        assert torch.allclose(torch.tensor([each["z"]]), z, atol=ROUNDING * scale / 10, rtol=0)
        assert each["p"] == pytest.approx(torch.sigmoid(z).item(), abs=ROUNDING)
        assert torch.allclose(torch.tensor(each["grid"]), grid, atol=ROUNDING * scale, rtol=0)
        assert each["right"] == (each["p"] > 0.5)
        # The three shares and the bias are the output's sum, at every place.
        added = torch.tensor(each["shares"]).sum(0) + each["bias"]
        assert torch.allclose(added, grid, atol=ROUNDING * scale, rtol=0)


def test_every_picture_shows_the_step(lesson: Page) -> None:
    run = run_of("Random labels")
    plane = scene([run], "principal plane").surface.plane
    drawn = run.experiment.data.losses(plane.lift(plane.project(run.params)))
    for step in (0, 137, 500):
        go(lesson, step)
        expect(caption(lesson)).to_have_text(f"Probability of label 1 · {right(run, step)} of 10 right")
        assert (map_colors(lesson) - expected_colors(run, step)).abs().max() <= COLOR_STEP
        gauges = lesson.locator('[data-panel="meter"] output')
        expect(gauges.nth(1)).to_have_text(as_shown(run.loss[step]))
        assert close(gauges.nth(2).inner_text(), drawn[step])
        labels = lesson.locator(".gd-edge-label").all_text_contents()
        weights = [*run.params[step, :6], *run.params[step, 9:12]]
        assert all(close(shown, value) for shown, value in zip(labels, weights, strict=True))
        assert not wrong_sums(lesson, run, step, (2.0, 1.0))
        marked = lesson.locator('[data-panel="boundary"] .gd-field .gd-wrong')
        assert marked.count() == 10 - right(run, step)
    expect(lesson.locator(".gd-word")).to_contain_text("8 of 10 right; always answering one half")


def test_any_point_can_be_asked_about(lesson: Page) -> None:
    run = run_of("Random labels")
    go(lesson, 300)
    ask(lesson, "7", "8,5")
    assert not wrong_sums(lesson, run, 300, (7.0, 8.5))
    p = float(probabilities(run, 300, torch.tensor([[7.0, 8.5]])))
    answer = f"p = {p:.4f}, label {int(p > 0.5)}"
    expect(lesson.locator(".gd-ask output")).to_have_text(answer)
    drawing = lesson.get_by_role("img", name="Network of 2 inputs (x1, x2), then 3 neurons with ReLU")
    said = f"The network at step 300, and its answer for (7, 8.5): {answer}"
    expect(drawing).to_have_accessible_name(re.compile(re.escape(said)))

    frame = lesson.locator('[data-panel="boundary"] .gd-map-frame').bounding_box()
    assert frame
    lesson.mouse.click(frame["x"] + 4 / 11 * frame["width"], frame["y"] + (1 - 9.5 / 11) * frame["height"])
    expect(lesson.get_by_role("heading", name="Predict (4, 9.5) at step 300")).to_be_visible()
    assert not wrong_sums(lesson, run, 300, (4.0, 9.5))
    assert lesson.get_by_label("x2 of the point to predict").input_value() == "9.5"

    for text in ("", "abc", "1001", "1e9", "--1", "<b>"):
        ask(lesson, text, "3")
        alert = lesson.locator(".gd-error")
        expect(alert).to_have_text(
            f"x1 must be a number between −1000 and 1000, not “{text}”.".replace("-", "−")
        )
    expect(lesson.get_by_role("heading", name="Predict (4, 9.5) at step 300")).to_be_visible()
    ask(lesson, "-3", "20")
    expect(lesson.locator(".gd-error")).to_be_hidden()
    assert not wrong_sums(lesson, run, 300, (-3.0, 20.0))
    assert lesson.locator('[data-panel="boundary"] .gd-mark path').count() == 0


def test_each_hidden_neuron_has_its_map_and_a_dead_one_says_so(lesson: Page) -> None:
    run = run_of("Random labels")
    lesson.locator('[data-panel="hidden"]').scroll_into_view_if_needed()
    go(lesson, 250)
    maps = lesson.locator(".gd-neuron-map")
    lesson.wait_for_function(
        "() => document.querySelectorAll('.gd-neuron-map .gd-map[data-frame]').length === 3"
    )
    with torch.no_grad():
        sums = network_at(run, 250)[0](run.experiment.fit.inputs)
    for j, on in enumerate((sums > 0).sum(0).tolist()):
        note = "Off for all 10 points since step 0" if on == 0 else f"On for {on} of 10 points"
        expect(maps.nth(j).locator(".gd-note")).to_contain_text(note)
        said = f"Output of hidden neuron {j + 1} over the two inputs, at step 250: h{j + 1} = ReLU("
        told = maps.nth(j).get_by_role("img").first
        expect(told).to_have_accessible_name(re.compile(f"^{re.escape(said)}.*{note}"))
    ticks = torch.linspace(0, 11, NODES)
    x2, x1 = torch.meshgrid(ticks, ticks, indexing="ij")
    with torch.no_grad():
        outputs = network_at(run, 250)[:2](torch.stack([x1, x2], -1).view(-1, 2)).T.view(3, NODES, NODES)
    for j in range(3):
        flat = maps.nth(j).locator("canvas").evaluate(PIXELS)
        red = torch.tensor(flat).view(NODES, NODES, 3).flip(0)[..., 0]
        off = outputs[j] == 0
        assert (red[off] == 250).all()
        assert not off.all()
        strongest = int(outputs[j].argmax())
        assert int(red.flatten()[strongest]) == int(red.min())


def short(value: float) -> str:
    """``value`` as the small captions write it: three digits that count."""
    whole = 0 if abs(value) < 1 else 1
    return f"{value:.{3 - whole}f}".replace("-", "−")


def test_the_shares_of_the_neurons_add_up_beside_plus_signs(lesson: Page) -> None:
    run = run_of("Random labels")
    row = lesson.locator(".gd-adds-row")
    for step in (100, 400):
        go(lesson, step)
        row.scroll_into_view_if_needed()  # what is out of sight is not drawn
        *outs, bias = run.params[step, 9:].tolist()
        expect(row.locator("figcaption").first).to_have_text(f"{short(outs[0])} · h1")
        sign = "−" if bias < 0 else "+"
        assert row.locator(".gd-plus").all_text_contents() == ["+", "+", f"{sign} {short(abs(bias))}", "="]
        named = row.get_by_role("img", name=f"at step {step}")
        expect(named).to_have_count(4)


def test_the_map_plays_with_the_run_and_rests_with_it(lesson: Page) -> None:
    count = """() => Number(document.querySelector('[data-panel="boundary"] .gd-map').dataset.frame)"""
    before = lesson.evaluate(count)
    do(lesson, "restart")
    do(lesson, "play")
    lesson.get_by_label("Speed").select_option("60")
    lesson.wait_for_function(f"before => ({count})() > before + 20", arg=before)
    go(lesson, 400)
    frames = lesson.evaluate(count)
    # The same step again: nothing is drawn anew.
    go(lesson, 400)
    assert lesson.evaluate(count) == frames


def test_a_bet_stands_beside_what_happened(page: Page, server: str) -> None:
    open_network(page, server, bet="8 or 9")
    go(page, 500)
    verdict = page.locator(".gd-verdict")
    expect(verdict).to_contain_text("You saw it coming.You bet: 8 or 9.")
    expect(verdict).to_contain_text("8 of 10 are right after 500 epochs, loss 0.372.")
    choose(page, "What to learn", "Labels by a rule")
    page.get_by_role("button", name="All 10").click()
    go(page, 2000)
    expect(verdict).to_contain_text("10 of 10 are right after 2000 epochs")
    expect(verdict).to_contain_text("2 of 2 bets right")
    run = run_of("Labels by a rule")
    expect(caption(page)).to_have_text("Probability of label 1 · 10 of 10 right")
    assert (map_colors(page) - expected_colors(run, 2000)).abs().max() <= COLOR_STEP
    expect(page.get_by_role("heading", name="A rule can be learnt")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(LAPTOP, "light"), (DESKTOP, "dark")], ids=["laptop", "desktop"]
)
def test_four_pictures_and_the_transport_are_on_the_first_screen(page: Page, server: str) -> None:
    open_network(page, server)
    for part in (
        ".gd-surface",
        ".gd-loss",
        ".gd-map-frame >> nth=0",
        ".gd-drawing",
        ".gd-transport",
        ".gd-ask",
    ):
        assert inside(page, part), part
    assert not scrolls_sideways(page)
    go(page, 500)
    assert readable(page, 12)


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_on_a_phone_the_transport_stays_at_hand(page: Page, server: str) -> None:
    open_network(page, server)
    assert inside(page, ".gd-loss")
    assert inside(page, ".gd-map-frame >> nth=0")
    for part in (".gd-surface", ".gd-drawing", '[data-panel="hidden"] .gd-map-frame >> nth=1', ".gd-sums"):
        page.locator(part).scroll_into_view_if_needed()
        assert inside(page, ".gd-transport"), part
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("viewport", [LAPTOP])
def test_in_the_lab_the_numbers_of_several_networks_stay_in_their_place(page: Page, server: str) -> None:
    open_network(page, server)
    page.get_by_role("button", name="Open in the Lab").click()
    expect(page.locator('[data-cell="value c"]')).to_be_visible()
    choose(page, "Runs together", "4")
    expect(page.locator('[data-cell="3 c"]')).to_be_attached()
    table = page.locator(".gd-numbers").bounding_box()
    problem = page.get_by_role("combobox", name="Problem").bounding_box()
    assert table
    assert problem
    assert table["x"] + table["width"] <= problem["x"]
    assert not scrolls_sideways(page)
