"""The Lab as a visitor uses it, in a real browser: small words for what tests do and see."""

from functools import partial
from typing import Any

import torch
from playwright.sync_api import Locator, Page, expect

from gd_core import PRESETS, Experiment, Run, train
from pages._ui.controls import PROBLEM_NAMES
from tests.browser.waiting import eventually
from tests.reading import value as value_of

READY = """() => document.querySelectorAll(".gd-canvas").length === 2
    && document.querySelector('[data-cell$="step"]')?.textContent"""


def open_lab(page: Page, address: str) -> None:
    """Open the Lab and wait until its player plays."""
    page.goto(address)
    page.wait_for_function(READY)


def open_still(page: Page, address: str) -> None:
    """Open the Lab as someone who wants no motion: each run shows its end at once."""
    page.emulate_media(reduced_motion="reduce")
    open_lab(page, address)


def as_at_first(page: Page) -> None:
    """Bring the player of a Lab that trains the first run back to how it was opened."""
    page.mouse.move(1, 1)
    page.get_by_label("Speed").select_option("auto")
    do(page, "end")
    wait_at_rest(page, 1000)
    page.evaluate("document.activeElement.blur()")


def choose_anew(page: Page) -> None:
    """Choose the first run again and see it whole, on the plane and the loss axis that are chosen."""
    first = page.get_by_role("radio", name=PRESETS["notebook"].title, exact=True)
    if first.count() == 0:
        choose_problem(page, "neuron")
    elif first.is_checked():  # and what is no part of the experiment may differ
        choose_preset(page, "too_far")
        assert shows_the_end_of(page, PRESETS["too_far"].experiment)
    first.click()
    assert shows_the_end_of(page, Experiment())


def do(page: Page, action: str) -> None:
    """Press the player's button for ``action``."""
    page.locator(f'.gd-player [data-do="{action}"]').click()


def pause_at(page: Page, step: int) -> None:
    """Stop at ``step`` and wait until Plotly holds the lines again."""
    page.locator(".gd-scrub").fill(str(step))
    wait_at_rest(page, step)


def wait_at_rest(page: Page, step: int) -> None:
    """Wait until the player rests at ``step``: Plotly's path ends there."""
    page.wait_for_function(
        """step => ["gd-surface", "gd-loss"].every(name => {
            const path = document.querySelector(`.${name}`).data?.find(t => t.meta.role === "path")
            return path && path.x[0] !== null && path.x.length === step + 1
        })""",
        arg=step,
    )


def cell(page: Page, key: str) -> Locator:
    """The cell of the numbers below the pictures that shows ``key``."""
    return page.locator(f'[data-cell="{key}"]')


def cells(page: Page) -> dict[str, str]:
    """The text of every cell."""
    found: dict[str, str] = page.locator("[data-cell]").evaluate_all(
        "cells => Object.fromEntries(cells.map(c => [c.dataset.cell, c.textContent]))"
    )
    return found


def step_shown(page: Page) -> int:
    return int(cell(page, "step").inner_text())


def word(page: Page) -> Locator:
    """The sentence below the pictures."""
    return page.locator(".gd-word span")


def rate_field(page: Page) -> Locator:
    return page.get_by_label("Learning rate, typed")


def type_rate(page: Page, text: str) -> None:
    rate_field(page).fill(text)
    rate_field(page).press("Enter")


def choose(page: Page, group: str, name: str) -> None:
    """Press ``name`` among the presets ("Try one") or in the control called ``group``."""
    radio = page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name, exact=True)
    expect(radio).to_have_count(1)  # while a page is drawn anew, an old one may stand beside the new
    radio.click()


def choose_problem(page: Page, name: str) -> Experiment:
    """Choose a problem in its select box; give the experiment that it begins with."""
    page.get_by_role("combobox", name="Problem").click()
    page.get_by_role("option", name=PROBLEM_NAMES[name]).click()
    return next(preset.experiment for preset in PRESETS.values() if preset.experiment.problem == name)


def choose_preset(page: Page, key: str) -> Experiment:
    """Press a preset of the problem that is on the screen; give its experiment."""
    choose(page, "Try one", PRESETS[key].title)
    return PRESETS[key].experiment


def trace(page: Page, picture: str, role: str, run: int = 0) -> Any:
    """The x, y, z and customdata of a trace that Plotly holds, as lists."""
    return page.evaluate(
        """([picture, role, run]) => {
            const plot = document.querySelector(`.gd-${picture}`)
            const trace = plot.data.find(t => t.meta.role === role && (t.meta.run ?? 0) === run)
            const list = v => v && Array.from(v, w => w?.length === undefined ? w : Array.from(w))
            return Object.fromEntries(["x", "y", "z", "customdata"].map(k => [k, list(trace[k])]))
        }""",
        [picture, role, run],
    )


def axes(page: Page, picture: str) -> dict[str, Any]:
    """The ranges of a picture's axes, and its plot area on the screen."""
    found: dict[str, Any] = page.evaluate(
        """picture => {
            const plot = document.querySelector(`.gd-${picture}`)
            const { xaxis, yaxis } = plot._fullLayout
            const box = plot.getBoundingClientRect()
            return {
                view: [...xaxis.range, ...yaxis.range],
                left: box.left + xaxis._offset, width: xaxis._length,
                top: box.top + yaxis._offset, height: yaxis._length,
            }
        }""",
        picture,
    )
    return found


def pixel(page: Page, picture: str, across: float, down: float) -> tuple[int, int]:
    """The pixel at these shares of a picture's width and height."""
    area = axes(page, picture)
    return round(area["left"] + across * area["width"]), round(area["top"] + down * area["height"])


def coordinates(page: Page, picture: str, x: float, y: float) -> tuple[float, float]:
    """What Plotly itself says lies under the pixel (x, y) of the screen."""
    found: tuple[float, float] = page.evaluate(
        """([picture, x, y]) => {
            const plot = document.querySelector(`.gd-${picture}`)
            const { xaxis, yaxis } = plot._fullLayout
            const box = plot.getBoundingClientRect()
            return [xaxis.p2l(x - box.left - xaxis._offset), yaxis.p2l(y - box.top - yaxis._offset)]
        }""",
        [picture, x, y],
    )
    return found


def drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def number(text: str) -> float:
    """The number that the player wrote."""
    return value_of(text.removeprefix("+"))


def close(shown: str, value: float | torch.Tensor) -> bool:
    """Whether ``value`` rounds to what is shown."""
    if not shown:  # the cell was drawn anew, and its number is still to come
        return False
    front, times, power = shown.partition(" × ")
    last_digit = 10.0 ** -len(front.partition(".")[2]) * (number(power) if times else 1)
    return abs(number(shown) - float(value)) <= 0.51 * last_digit


def wrong_numbers(page: Page, run: Run, point: int) -> dict[str, Any]:
    """The cells that do not show their number at ``point`` of a full-batch ``run``, each with both."""
    shown = cells(page)
    grad = run.grad[point] if point < run.updates else run.experiment.data.gradients(run.params[-1:])[0]
    expected = {"step": run.step[point], "epoch": run.epoch[point], "loss": run.loss[point]}
    expected["length"] = grad.norm()
    for p, name in enumerate(run.names):
        expected |= {f"value {name}": run.params[point, p], f"gradient {name}": grad[p]}
        if point < run.updates:
            expected[f"change {name}"] = run.params[point + 1, p] - run.params[point, p]
    return {key: (shown[key], value) for key, value in expected.items() if not close(shown[key], value)}


def shows_the_end_of(page: Page, experiment: Experiment) -> bool:
    """Whether the numbers become those of the last point of training ``experiment``."""
    run = train(experiment)
    expect(cell(page, "loss")).to_have_text(as_shown(run.loss[-1]))
    wrong = partial(wrong_numbers, page, run, run.updates)
    return not eventually(page, wrong, lambda found: not found)


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_shown(value: float | torch.Tensor) -> str:
    """``value`` as the player writes it: six digits that count."""
    value = float(value)
    if value == 0:
        return "0"
    if 1e-4 <= abs(value) < 1e6:
        return f"{value:#.6g}".rstrip(".").replace("-", "−")
    digits, power = f"{value:.5e}".split("e")
    return f"{digits} × 10".replace("-", "−") + str(int(power)).translate(RAISED)
