"""Every problem in the Lab, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from gd_core import PRESETS, Experiment, train
from tests.browser.lab import (
    as_shown,
    cell,
    choose,
    choose_problem,
    open_still,
    shows_the_end_of,
    trace,
    word,
)


@pytest.mark.parametrize("name", ["network"])
def test_a_problem_begins_with_its_first_preset(page: Page, server: str, name: str) -> None:
    open_still(page, server)
    experiment = choose_problem(page, name)
    assert shows_the_end_of(page, experiment)
    title = next(preset.title for preset in PRESETS.values() if preset.experiment == experiment)
    expect(page.get_by_role("radio", name=title, exact=True)).to_be_checked()


def test_back_at_the_neuron_everything_is_as_at_first(page: Page, server: str) -> None:
    open_still(page, server)
    choose_problem(page, "network")
    expect(cell(page, "value w11")).to_be_visible()
    assert shows_the_end_of(page, choose_problem(page, "neuron"))
    expect(page.get_by_role("radiogroup", name="Loss axis").get_by_role("radio", name="Log")).to_be_checked()


def test_two_networks_race_on_the_same_data(page: Page, server: str) -> None:
    open_still(page, server)
    experiment = choose_problem(page, "network")
    choose(page, "Runs together", "2")
    first = train(experiment)
    expect(cell(page, "0 loss")).to_have_text(as_shown(first.loss[-1]))
    # The second starts where seed 1 would, on the points of seed 0.
    start = tuple(train(Experiment(problem="network", seed=1, epochs=1)).params[0].tolist())
    second = train(Experiment(problem="network", epochs=500, start=start))
    expect(cell(page, "1 loss")).to_have_text(as_shown(second.loss[-1]))
    assert as_shown(first.loss[-1]) != as_shown(second.loss[-1])


def test_the_surface_of_a_network_is_told_to_be_a_slice(page: Page, server: str) -> None:
    open_still(page, server)
    choose_problem(page, "network")
    expect(page.locator(".gd-picture figcaption").first).to_contain_text("% of the movement")
    assert len(trace(page, "surface", "surface")["z"]) == 80


def test_a_wave_that_escapes_says_so(page: Page, server: str) -> None:
    open_still(page, server)
    choose_problem(page, "wave")
    choose(page, "Try one", PRESETS["escape"].title)
    expect(word(page)).to_contain_text("first below 0.01 at step")
