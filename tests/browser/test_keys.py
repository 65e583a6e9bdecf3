"""The keys of a presenter: one table, what each of them does, and where they are not taken."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.lab import cell, open_still

GUIDE = Path(__file__).parents[2] / "pages" / "_ui" / "guide" / "guide.md"
WALKS = "document.addEventListener('gd-walk', event => (window.walked ??= []).push(event.detail))"
TABLE = """async () => {
  const served = performance.getEntriesByType("resource").map(({ name }) => name)
  const { KEYS } = await import(served.find(name => name.endsWith("/key_table.mjs")))
  return KEYS.map(({ shown, does }) => [shown, does])
}"""


def test_one_table_says_what_is_bound_listed_and_written(page: Page, server: str) -> None:
    open_still(page, server)
    table = page.evaluate(TABLE)
    focused = page.get_by_role("button", name="Keys (?)")
    focused.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    rows = dialog.locator("tbody tr")
    assert [rows.nth(i).locator("td").all_inner_texts() for i in range(rows.count())] == table
    # What is typed into the dialog reaches nobody behind it.
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(focused).to_be_focused()
    expect(cell(page, "step")).to_have_text("1000")
    written = [line.strip("| ").split(" | ") for line in GUIDE.read_text("utf-8").splitlines() if "|" in line]
    assert written[2:] == table


def test_a_clicker_walks_the_list_or_steps_the_player(page: Page, server: str) -> None:
    open_still(page, server)
    page.keyboard.press("Home")
    page.evaluate(WALKS)
    # Without a list and outside presentation mode these keys scroll the page, as everywhere.
    page.keyboard.press("PageDown")
    expect(cell(page, "step")).to_have_text("0")
    page.keyboard.press("p")
    for key, step in (("PageDown", 1), ("PageDown", 2), ("PageUp", 1)):
        page.keyboard.press(key)
        expect(cell(page, "step")).to_have_text(str(step))
    assert page.evaluate("window.walked") == [1, 1, 1, -1]
    page.evaluate("document.addEventListener('gd-walk', event => event.preventDefault())")
    page.keyboard.press("PageDown")
    expect(cell(page, "step")).to_have_text("1")
    page.keyboard.press("p")
    # Fields keep their letters, sliders their arrows.
    page.get_by_role("textbox", name="Learning rate, typed").press("p")
    assert page.evaluate("document.documentElement.dataset.gdPresent") is None
    slider = page.get_by_role("slider", name="Learning rate")
    slider.press("ArrowRight")
    expect(cell(page, "step")).not_to_have_text("2")
    # Full screen, and back.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")


PRESENTED = "document.documentElement.dataset.gdPresent !== undefined"


def presented(page: Page, on: bool) -> None:
    """Wait until presentation mode is on, or off."""
    page.wait_for_function(f"on => ({PRESENTED}) === on", arg=on)


def test_a_clickers_black_screen_comes_and_goes_and_escape_leaves(lab: Page) -> None:
    black = lab.locator(".gt-blank")
    lab.keyboard.press("Home")
    # Outside presentation mode a clicker's button does nothing, above all it branches nothing.
    lab.keyboard.press("b")
    expect(black).to_be_hidden()
    expect(lab.locator(".gd-compare")).to_have_count(0)
    lab.keyboard.press("p")
    presented(lab, True)
    for ask, wake in (("b", "PageDown"), (".", "Escape"), ("b", "b"), ("b", " ")):
        lab.keyboard.press(ask)
        expect(black).to_be_visible()
        box = black.bounding_box()
        assert box == {"x": 0, "y": 0, **lab.viewport_size}  # type: ignore[dict-item]
        assert black.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(0, 0, 0)"
        lab.keyboard.press(wake)
        expect(black).to_be_hidden()
        presented(lab, True)
    # The key that woke it did nothing else.
    expect(cell(lab, "step")).to_have_text("0")
    expect(lab.locator(".gd-compare")).to_have_count(0)
    # What is open is closed first, and then the mode; from a control, too.
    lab.keyboard.press("?")
    expect(lab.get_by_role("dialog", name="Keys")).to_be_visible()
    lab.keyboard.press("Escape")
    expect(lab.get_by_role("dialog", name="Keys")).to_be_hidden()
    presented(lab, True)
    lab.get_by_role("slider", name="Learning rate").focus()
    lab.keyboard.press("Escape")
    presented(lab, False)
    # Out of full screen Escape reaches the browser alone.
    lab.evaluate("document.activeElement.blur()")
    lab.keyboard.press("p")
    lab.keyboard.press("f")
    lab.wait_for_function("() => document.fullscreenElement !== null")
    lab.evaluate("document.exitFullscreen()")
    presented(lab, False)


def test_the_walker_has_the_same_keys(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/idea")
    page.locator(".gw .gd-skip").click()
    steps = page.locator("[data-fact=steps]")
    page.keyboard.press("Home")
    expect(steps).to_have_text("0")
    # The picture has the focus now: there the arrows move the walker itself.
    page.evaluate("document.activeElement.blur()")
    for key, step in (("ArrowRight", "1"), ("ArrowRight", "2"), ("ArrowLeft", "1"), ("Home", "0")):
        page.keyboard.press(key)
        expect(steps).to_have_text(step)
    page.keyboard.press("End")
    expect(page.locator(".gw-say")).to_contain_text("level")
    assert int(steps.inner_text()) > 5
