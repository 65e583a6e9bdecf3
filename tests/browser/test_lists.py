"""Lists where a teacher has them: in two tabs, of forty entries, in a course page's frame."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_hosted import FRAME, course_page
from tests.browser.test_links import open_list, settled

FORTY = "!".join(f"guide~name:N{number}" for number in range(1, 41))


def test_each_tab_has_its_own_list(page: Page, server: str, context: BrowserContext) -> None:
    open_list(page, server, "guide~name:A!guide~name:B")
    other = context.new_page()
    open_list(other, server, "guide~name:C!guide~name:D!guide~name:E")
    other.keyboard.press("PageDown")
    expect(other.locator(".gt-place")).to_have_text("2 of 3")
    page.keyboard.press("PageDown")
    expect(page.locator(".gt-place")).to_have_text("2 of 2")
    expect(page.locator(".gt-name")).to_have_text("B")
    settled(page, "at=2")
    page.reload()
    expect(page.locator(".gt-place")).to_have_text("2 of 2")
    settled(other, "at=2")
    other.reload()
    expect(other.locator(".gt-name")).to_have_text("D")
    other.close()


def test_forty_entries_are_all_reached_and_no_more_are_taken(page: Page, server: str) -> None:
    open_list(page, server, FORTY)
    page.get_by_role("button", name="Share", exact=True).click()
    panel = page.get_by_role("dialog", name="Share")
    expect(panel.locator(".gt-list li")).to_have_count(40)
    for button in ("Add what is shown", "Duplicate entry 1"):
        expect(panel.get_by_role("button", name=button, exact=True)).to_be_disabled()
    last = panel.get_by_role("button", name="Show entry 40")
    last.scroll_into_view_if_needed()
    last.click()
    expect(page.locator(".gt-place")).to_have_text("40 of 40")
    expect(page.locator(".gt-name")).to_have_text("N40")
    page.keyboard.press("Escape")
    page.keyboard.press("PageUp")
    expect(page.locator(".gt-name")).to_have_text("N39")
    settled(page, "at=39")
    page.reload()
    expect(page.locator(".gt-place")).to_have_text("39 of 40")


def test_a_list_is_walked_in_a_frame(page: Page, server: str) -> None:
    entries = "guide~name:A!assignment~name:B~note:Build it.!guide~name:C"
    with course_page(FRAME.format(address=f"{server}/guide?v=1&list={entries}&at=1&embed=true")) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator(".gt-place")).to_have_text("1 of 3")
        frame.get_by_role("button", name="Next entry").click()
        expect(frame.locator(".gt-name")).to_have_text("B")
        expect(frame.locator(".gt-note")).to_have_text("Build it.")
        expect(frame.locator(".gb-drawing .gd-drawing")).to_be_visible()
        frame.get_by_role("button", name="Next entry").click()
        expect(frame.locator(".gt-place")).to_have_text("3 of 3")
        expect(frame.get_by_test_id("stHeader")).to_be_hidden()
