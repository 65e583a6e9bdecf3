"""Bets on the foggy mountain, in a real browser: nothing moves before one is placed or passed by."""

from playwright.sync_api import Page, expect

from gd_core.lessons.curves import BOWL, TWO_VALLEYS
from tests.browser.idea import do, open_idea, path, set_rate, spot


def test_nothing_moves_before_the_bet_which_then_stands_beside_what_happened(page: Page, server: str) -> None:
    open_idea(page, server)
    expect(do(page, "step")).to_be_disabled()
    expect(do(page, "play")).to_be_disabled()
    truth = BOWL.path(3, 0.1, 5)
    page.mouse.click(*spot(page, BOWL, truth[-1] + 0.2))  # within 0.4, a twentieth of the picture
    verdict = page.locator(".gw-verdict")
    expect(verdict).to_contain_text("You saw it coming")
    expect(verdict).to_contain_text(f"w = {truth[-1]:.4g}")
    expect(verdict).to_contain_text("1 of 1 bet right")
    assert path(page) == truth
    expect(page.locator(".gw-flag")).to_have_count(2)
    page.get_by_role("button", name="Another bet").click()
    expect(do(page, "step")).to_be_disabled()
    start = path(page)[0]
    page.locator(".gw-picture").press("Shift+ArrowLeft")  # the mark, not the walker
    assert path(page) == [start]
    page.locator(".gw-picture").press("Enter")
    expect(verdict).to_contain_text("of 2 bets right")


def test_bets_on_the_valley_are_decided_by_the_walk(mountain: Page) -> None:
    mountain.get_by_role("button", name="Which valley").click()
    for right in (True, False):
        rate = float(mountain.locator(".gw-rate-now").inner_text())
        end = TWO_VALLEYS.path(path(mountain)[0], rate, 200)[-1]
        left, other = TWO_VALLEYS.valleys()
        side = "left" if (abs(end - left) < abs(end - other)) == right else "right"
        mountain.get_by_role("button", name=f"The {side} one").click()
        expect(mountain.locator(".gw-verdict")).to_contain_text(
            "You saw it coming" if right else "Not this time"
        )
        mountain.get_by_role("button", name="Another bet").click()


def test_bets_on_the_learning_rate_are_decided_by_the_walk(mountain: Page) -> None:
    mountain.get_by_role("button", name="Step size").click()
    for _ in range(3):
        rate = float(mountain.locator(".gw-rate-now").inner_text())
        factor = 1 - 2 * rate  # what a step on w^2 multiplies w by
        name = "leaps out" if abs(factor) > 1 else "crawls" if factor > 0.9 else "settles"
        mountain.get_by_role("button", name=name).click()
        expect(mountain.locator(".gw-verdict")).to_contain_text("You saw it coming")
        mountain.get_by_role("button", name="Another bet").click()


def test_a_bet_can_be_skipped_and_left(page: Page, server: str) -> None:
    open_idea(page, server)
    page.get_by_role("button", name="Show me without betting").click()
    expect(page.get_by_role("button", name="Another bet")).to_be_visible()
    assert path(page) == BOWL.path(3, 0.1, 5)
    expect(page.locator(".gw-verdict")).to_be_hidden()
    page.get_by_role("button", name="Another bet").click()
    set_rate(page, -1)  # whoever changes the walk walks freely
    expect(page.locator(".gw-card")).to_be_hidden()
    expect(do(page, "step")).to_be_enabled()
