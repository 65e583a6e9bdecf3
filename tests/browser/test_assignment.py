"""The assignment as a learner does it in a real browser: build, be checked, bet, train, answer, take away."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from gd_core.lessons.courses import course
from gd_core.lessons.questions import questions
from gd_core.lessons.trials import attempt
from gd_core.problems.network.builder import Layer, Plan, build, values
from pages._ui import notebook
from tests.browser.test_frame import inside, readable, scrolls_sideways
from tests.browser.visits import Opener

LESSON = Plan((Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid")), "BCELoss")
PHONE = ViewportSize(width=390, height=844)
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


def open_assignment(page: Page, address: str, still: bool = True) -> None:
    """Open the lesson by its link; for who wants no motion, a training shows its end at once."""
    page.emulate_media(reduced_motion="reduce" if still else "no-preference")
    page.goto(f"{address}/assignment")
    page.wait_for_selector(".gd-neuron")
    page.wait_for_selector(QUIET)


def code(page: Page) -> Locator:
    return page.get_by_test_id("stCode")


def requirements(page: Page) -> Locator:
    return page.locator('[class*="st-key-requirements"]')


def choose(page: Page, label: str, option: str, of: int = 0, then: str | None = None) -> None:
    """Choose ``option`` in the box ``of`` that name, and wait until the code says ``then``."""
    box = page.get_by_role("combobox", name=label, exact=True).nth(of)
    box.fill(option)
    page.keyboard.press("Enter")
    expect(code(page)).to_contain_text(then or option)
    page.wait_for_selector(QUIET)


def layers(page: Page, count: int) -> None:
    page.get_by_role("radio", name=str(count), exact=True).click()
    expect(page.get_by_role("combobox", name=re.compile(r"^Layer \d: in"))).to_have_count(count)
    page.wait_for_selector(QUIET)


def type_into(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label, exact=True).fill(text)
    page.keyboard.press("Enter")


def assemble(page: Page) -> None:
    """Put the lesson's network together, from the single layer that stands there."""
    layers(page, 2)
    choose(page, "Layer 1: out", "3", then="nn.Linear(2, 3)")
    choose(page, "Layer 1: then", "ReLU")
    choose(page, "Layer 2: in", "3", then="nn.Linear(3, 1)")
    choose(page, "Layer 2: then", "Sigmoid")
    choose(page, "Loss", "BCELoss")


def bet(page: Page, words: str) -> None:
    page.locator(".gd-bet").get_by_role("button", name=words).click()


def weights(page: Page) -> list[str]:
    """The numbers on the drawing's lines."""
    return page.locator(".gd-edge-label").all_text_contents()


def as_drawn(plan: Plan, params: list[float]) -> list[str]:
    """The weights as the drawing writes them: three digits."""
    shown, at = [], 0
    for layer in plan.layers:
        size = layer.takes * layer.gives
        shown += params[at : at + size]
        at += size + layer.gives
    return [f"{value:.3f}".replace("-", "−") for value in shown]


def test_from_one_layer_to_every_requirement(page: Page, server: str) -> None:
    open_assignment(page, server)
    expect(requirements(page)).to_contain_text("1 of 8 requirements met")
    expect(requirements(page)).to_contain_text("Your only layer is the output")
    assemble(page)
    expect(requirements(page)).to_contain_text("7 of 8 requirements met")
    expect(
        page.get_by_role("img", name="2 inputs (x1, x2), then 3 neurons with ReLU, then 1 neuron")
    ).to_be_visible()
    assert weights(page) == as_drawn(LESSON, values(build(LESSON)).tolist())
    bet(page, "It still falls at the end")
    trial = attempt(LESSON)
    verdict = page.locator(".gd-verdict")
    expect(verdict).to_contain_text("You saw it coming")
    expect(verdict).to_contain_text(f"from {trial.loss[0]:.4f} to {trial.loss[-1]:.4f} in 500 updates")
    expect(requirements(page)).to_contain_text("8 of 8 requirements met")
    expect(page.get_by_test_id("stAlert")).to_contain_text(f"a loss of {trial.loss[-1]:.4f}")
    assert weights(page) == as_drawn(LESSON, trial.params[-1].tolist())


def test_a_wrong_bet_stands_beside_what_happened_and_both_count(page: Page, server: str) -> None:
    open_assignment(page, server)
    single = Plan((Layer(2, 1),))
    happened = course(attempt(single).loss)
    bet(page, "It stays flat")
    verdict = page.locator(".gd-verdict")
    expect(verdict).to_contain_text("Not this time.You bet: It stays flat.")
    expect(verdict).to_contain_text(f"The loss {happened.value}")
    expect(verdict).to_contain_text("0 of 1 bet right")
    type_into(page, "Learning rate", "10")
    bet(page, "It ends higher than it began")
    expect(verdict).to_contain_text("You saw it coming")
    expect(verdict).to_contain_text("to no number")
    expect(verdict).to_contain_text("1 of 2 bets right")
    expect(requirements(page)).to_contain_text("the steps go too far. Try a tenth of it.")


def test_a_bet_can_be_passed_by_and_the_training_is_played(page: Page, server: str) -> None:
    open_assignment(page, server, still=False)
    bet(page, "Show me without betting")
    again = page.get_by_role("button", name="Play again")
    expect(again).to_be_enabled()
    told = page.locator(".gb-word")
    expect(told).to_contain_text("The loss")
    expect(page.locator(".gd-verdict")).to_be_hidden()
    end = weights(page)
    again.click()
    page.wait_for_function("end => document.querySelector('.gd-edge-label').textContent !== end", arg=end[0])
    expect(told).to_contain_text("The loss")
    assert weights(page) == end
    length = page.locator(".gb-line").evaluate("line => line.getAttribute('d').split('L').length")
    assert length == 501


def test_layers_that_do_not_fit_are_drawn_apart_and_explained(page: Page, server: str) -> None:
    open_assignment(page, server)
    layers(page, 2)
    choose(page, "Layer 1: out", "4", then="nn.Linear(2, 4)")
    choose(page, "Layer 2: in", "3", then="nn.Linear(3, 1)")
    expect(page.locator(".gd-gap")).to_have_text("≠")
    expect(requirements(page)).to_contain_text("mat1 and mat2 shapes cannot be multiplied (10x4 and 3x1)")
    expect(requirements(page)).to_contain_text("Layer 1 gives 4 numbers, layer 2 takes 3.")
    expect(page.get_by_role("button", name="Train 500 epochs")).to_be_disabled()
    choose(page, "Layer 1: out", "3", then="nn.Linear(2, 3)")
    expect(page.locator(".gd-gap")).to_have_count(0)
    expect(page.locator(".gd-bet")).to_be_visible()


def test_a_loss_that_does_not_go_with_the_output_and_a_rate_that_is_none_are_explained(
    page: Page, server: str
) -> None:
    open_assignment(page, server)
    choose(page, "Loss", "BCELoss")
    expect(requirements(page)).to_contain_text("BCELoss takes logarithms of a probability")
    page.get_by_role("button", name="Train 500 epochs").click()
    expect(page.locator(".gb-word")).to_contain_text(
        "PyTorch refuses: all elements of input should be between"
    )
    expect(requirements(page)).to_contain_text("This loss takes the logarithm of the output")
    choose(page, "Layer 1: then", "Sigmoid")
    choose(page, "Loss", "BCEWithLogitsLoss")
    expect(requirements(page)).to_contain_text("already has a sigmoid inside")
    type_into(page, "Learning rate", "quick")
    expect(page.get_by_test_id("stAlert")).to_have_text(
        "The learning rate must be a number between 10⁻⁹ and 100, not “quick”."
    )
    expect(code(page)).to_contain_text("lr=0.01")


def ask(page: Page, number: int, text: str) -> None:
    page.get_by_role("textbox", name=f"Your answer to question {number + 1}").fill(text)
    page.get_by_role("button", name=f"Check answer {number + 1}").click()


@pytest.fixture
def untouched(kept: Callable[[Opener], Page]) -> Page:
    """The lesson before anything is built, for tests that build nothing."""
    return kept(open_assignment)


def test_questions_are_answered_right_and_wrong(untouched: Page) -> None:
    asked = questions(0)
    forms = untouched.get_by_test_id("stForm")
    for number, wrong in enumerate(["0.01", "10", "88", "1"]):
        expect(forms.nth(number)).to_contain_text(asked[number].text)
        ask(untouched, number, wrong)
        said = asked[number].judge(float(wrong)).text
        expect(forms.nth(number)).to_contain_text(f"Not yet. {said}")
    for number, right in enumerate(["0.0192", "5", "105"]):
        ask(untouched, number, right)
        expect(forms.nth(number)).to_contain_text(f"Right. {asked[number].judge(float(right)).text}")
    ask(untouched, 1, "a few")
    expect(forms.nth(1)).to_contain_text("must be a whole number between 1 and 1000, not “a few”")


def test_the_notebook_is_taken_away_whole(untouched: Page, tmp_path: Path) -> None:
    with untouched.expect_download() as download:
        untouched.get_by_role("button", name="Download the notebook").click()
    assert download.value.suggested_filename == notebook.NAME
    taken = tmp_path / notebook.NAME
    download.value.save_as(taken)
    # That this text is a valid notebook, and runs, is tested beside its writer.
    assert taken.read_text(encoding="utf-8") == notebook.assignment()
    assert json.loads(taken.read_text(encoding="utf-8"))["nbformat"] == 4


def test_what_was_built_and_bet_outlives_a_visit_elsewhere_and_opens_in_the_lab(
    page: Page, server: str
) -> None:
    open_assignment(page, server)
    choose(page, "Layer 1: then", "Tanh")
    bet(page, "It bounces")
    expect(page.locator(".gd-verdict")).to_be_visible()
    told = page.locator(".gd-verdict").inner_text()
    page.get_by_role("link", name="Guide").click()
    expect(page.get_by_role("heading", name="How to read the Lab")).to_be_visible()
    page.get_by_role("link", name="5 Assignment").click()
    expect(code(page)).to_contain_text("nn.Tanh()")
    expect(page.locator(".gd-verdict")).to_have_text(re.compile(re.escape(told.split("\n")[0])))
    expect(page.get_by_role("button", name="Play again")).to_be_enabled()
    page.get_by_role("button", name="Open in the Lab").click()
    page.wait_for_selector(".gd-player .gd-canvas")
    expect(page).to_have_url(re.compile(rf"^{re.escape(server)}/(\?.*)?$"))


def test_every_word_is_readable(untouched: Page) -> None:
    assert readable(untouched, at_least=10)


@pytest.mark.parametrize("color_scheme", ["dark"])
def test_in_the_dark_it_is_readable_and_on_a_phone_the_drawing_stays_in_sight(
    page: Page, server: str
) -> None:
    open_assignment(page, server)
    assert readable(page, at_least=10)
    page.set_viewport_size(PHONE)
    page.wait_for_function("() => document.querySelector('.gd-drawing').clientWidth < 390")
    assert not scrolls_sideways(page)
    seed = page.get_by_role("textbox", name="Seed", exact=True)
    seed.scroll_into_view_if_needed()
    page.get_by_test_id("stMain").evaluate("main => main.scrollBy(0, 200)")
    assert inside(page, ".gd-drawing")
    assert inside(page, '[class*="st-key-assignment-seed"]')
    bet(page, "Show me without betting")
    expect(page.locator(".gb-curve")).to_be_visible()
    assert not scrolls_sideways(page)
