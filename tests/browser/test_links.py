"""The address holds what is seen, and whoever opens it sees just that."""

import io
import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import READY, cells, choose_preset, do, open_still, pause_at, type_rate


def settled(page: Page, *parts: str) -> None:
    """Wait until the address says every one of ``parts``, and nothing of the default."""
    page.wait_for_function("parts => parts.every(part => location.search.includes(part))", arg=list(parts))


def seen(page: Page) -> tuple[dict[str, str], str]:
    """Every number shown, and the step."""
    return cells(page), page.locator(".gd-where").inner_text()


def test_a_reload_and_another_visitor_see_the_same(
    page: Page, server: str, fresh_server: str, context: BrowserContext
) -> None:
    open_still(page, server)
    type_rate(page, "0.019")
    page.get_by_text("Mini", exact=True).click()
    settled(page, "learning_rate=0.019", "batch=mini", "step=2000")
    page.get_by_label("Speed in steps a second").select_option("60")
    pause_at(page, 7)
    settled(page, "step=7", "speed=60")
    before, address = seen(page), page.url
    page.reload()
    page.wait_for_function(READY)
    settled(page, "step=7")
    assert seen(page) == before
    other = context.new_page()
    other.goto(address.replace(server, fresh_server))
    other.wait_for_function(READY)
    other.wait_for_function("() => document.querySelector('[data-cell$=step]').textContent === '7'")
    assert seen(other) == before
    assert other.get_by_label("Speed in steps a second").input_value() == "60"
    other.close()


def test_a_choice_clears_what_it_replaces(page: Page, server: str) -> None:
    open_still(page, f"{server}/?v=1&learning_rate=0.019&step=3")
    choose_preset(page, "slow")
    settled(page, "learning_rate=0.0001", "step=1000")
    page.get_by_role("link", name="Guide").click()
    page.wait_for_function("() => location.pathname.endsWith('/guide') && location.search === ''")


@pytest.mark.parametrize(
    "query",
    [
        "?v=1&batch=%3Cimg%20src=x%20onerror=alert(1)%3E&learning_rate=9&step=-1&start=1&foo=%60%24x",
        "?v=%00&list=%2F%2Fevil.example&at=x&view=1,2,3,nan&plane=![x](//evil.example/x)",
    ],
)
def test_a_bad_link_is_told_and_the_page_works(page: Page, server: str, query: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{query}")
    page.wait_for_function(READY)
    notice = page.locator(".st-key-notices")
    expect(notice).to_contain_text("Shown instead:")
    assert notice.locator("img, a, code").count() == 0
    settled(page, "step=1000")
    page.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)


def test_the_walk_comes_back_from_its_address(page: Page, server: str) -> None:
    page.goto(f"{server}/idea?v=1&curve=two_valleys&start=1.5&learning_rate=0.05&step=2&fog=0")
    expect(page.locator("[data-fact=steps]")).to_have_text("2")
    expect(page.get_by_label("Lift the fog")).to_be_checked()
    place = page.locator("[data-fact=w]").inner_text()
    page.get_by_role("button", name="Step", exact=True).click()
    settled(page, "step=3", "curve=two_valleys")
    page.reload()
    expect(page.locator("[data-fact=steps]")).to_have_text("3")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator("[data-fact=w]")).to_have_text(place)


def test_the_bench_comes_back_from_its_address(page: Page, server: str) -> None:
    page.goto(f"{server}/assignment?v=1&layers=2-3-ReLU,3-1-Sigmoid&loss=BCELoss&trained=1")
    expect(page.get_by_role("button", name="Play again")).to_be_visible()
    expect(page.get_by_text("nn.Linear(2, 3)")).to_be_visible()


def test_sharing_the_link_its_code_a_frame_and_a_list(page: Page, server: str) -> None:
    open_still(page, f"{server}/?v=1&learning_rate=0.019")
    pause_at(page, 5)
    settled(page, "step=5")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share = page.get_by_role("button", name="Share", exact=True)
    share.click()
    panel = page.get_by_role("dialog", name="Share")
    expect(panel.get_by_label("Link", exact=True)).to_have_value(f"{server}/?v=1&learning_rate=0.019")
    expect(panel.get_by_text("Phones cannot reach this link")).to_be_visible()
    panel.get_by_text("This step").click()
    pinned = f"{server}/?v=1&learning_rate=0.019&step=5"
    panel.get_by_role("button", name="Copy link").click()
    expect(panel.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == pinned
    assert read_code(page) == pinned
    framed = pinned.replace("&", "&amp;") + "&amp;embed=true"
    assert f'src="{framed}"' in panel.get_by_label("For a course page").input_value()
    panel.get_by_role("button", name="Add what is shown").click()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    do(page, "end")
    settled(page, "step=1000", "list=lab~learning_rate:0.019~step:5", "at=1")
    # Whoever opens it again shares what is shown then: the step is not kept.
    share.click()
    expect(panel.get_by_role("radio", name="From the start")).to_be_checked()


REACHABLE = """async ([url, host]) => {
  const served = performance.getEntriesByType("resource").map(entry => entry.name)
  const { reachable } = await import(served.find(name => name.endsWith("/reach.mjs")))
  return reachable(url, host)
}"""


@pytest.mark.parametrize(
    ("url", "host", "wanted", "told"),
    [
        (
            "http://localhost:8501/?v=1",
            "10.0.0.9",
            "http://10.0.0.9:8501/?v=1",
            "computer’s address, 10.0.0.9",
        ),
        ("http://127.0.0.1:80/a", "fd00::5", "http://[fd00::5]/a", "computer’s address, fd00::5"),
        ("http://[::1]:8501/", "", "http://[::1]:8501/", "Phones cannot reach this link"),
        ("https://lab.example/?v=1", "192.168.7.5", "https://lab.example/?v=1", ""),
    ],
)
def test_a_link_of_localhost_names_the_computers_address(
    page: Page, server: str, url: str, host: str, wanted: str, told: str
) -> None:
    page.goto(f"{server}/guide")
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_visible()
    found = page.evaluate(REACHABLE, [url, host])
    assert found["url"] == wanted
    assert told in found["told"] if told else not found["told"]


def read_code(page: Page) -> str:
    """What a phone's camera reads from the page's QR code."""
    code = page.get_by_alt_text("QR code of the link")
    page.wait_for_function("code => code.complete && code.naturalWidth > 0", arg=code.element_handle())
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    return str(read.text)


def test_a_list_is_walked_over_pages_and_steps(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    entries = "lab~learning_rate:0.019~step:5!lab~learning_rate:0.019~step:9!neuron~learning_rate:0.021"
    page.goto(f"{server}/?v=1&learning_rate=0.019&step=5&list={entries}&at=1")
    page.wait_for_function(READY)
    settled(page, "step=5", "at=1")
    walk = "by => document.dispatchEvent(new CustomEvent('gd-walk', { detail: by }))"
    page.evaluate(walk, 1)
    settled(page, "step=9", "at=2")
    page.evaluate(walk, 1)
    page.wait_for_url("**/neuron?*")
    settled(page, "learning_rate=0.021", "at=3")
    page.evaluate(walk, -1)
    settled(page, "step=9", "at=2")
    page.wait_for_function(READY)
    expect(page.locator('[data-cell$="step"]').first).to_have_text("9")


def test_within_another_page_only_the_pictures_are_shown(page: Page, server: str) -> None:
    open_still(page, f"{server}/?v=1&learning_rate=0.019&embed=true")
    settled(page, "embed=true", "step=1000")
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    expect(page.get_by_role("link", name="Guide")).to_be_hidden()


STILL = {"name": "Why? 50%! a~b <b>🙂</b>", "note": "What will the loss do next?"}
GUIDES = "guide!guide~name:Two!guide"


def open_list(page: Page, server: str, entries: str = GUIDES) -> None:
    """The Guide, where nothing is trained, with a list."""
    page.goto(f"{server}/guide?v=1&list={entries}&at=1")
    expect(page.locator(".gt-place")).to_contain_text(f"1 of {1 + entries.count('!')}")


def focused(page: Page) -> str:
    """What has the focus, by its name."""
    return str(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))


def test_a_list_is_made_with_the_keyboard_and_the_focus_stays(page: Page, server: str) -> None:
    open_list(page, server)
    page.get_by_role("button", name="Share", exact=True).click()
    panel = page.get_by_role("dialog", name="Share")
    panel.get_by_role("button", name="Name and note of entry 1").press("Enter")
    page.keyboard.insert_text(STILL["name"])
    page.keyboard.press("Tab")
    page.keyboard.insert_text(STILL["note"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "Name and note of entry 1"
    panel.get_by_role("button", name="Move entry 1 down").press("Enter")
    assert focused(page) == "Move entry 2 down"
    page.keyboard.press("Enter")
    assert focused(page) == "Move entry 3 up"
    panel.get_by_role("button", name="Duplicate entry 3").press("Enter")
    assert focused(page) == "Duplicate entry 4"
    panel.get_by_role("button", name="Remove entry 4").press("Enter")
    assert focused(page) == "Remove entry 3"
    panel.get_by_role("button", name="Empty the list").press("Enter")
    assert focused(page) == "Undo"
    expect(panel.get_by_text("Empty so far")).to_have_count(0)
    expect(page.locator(".gt-walk")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel.locator(".gt-list li")).to_have_count(3)
    # A name that is too long is cut, and that is said.
    panel.get_by_role("button", name="Name and note of entry 1").press("Enter")
    page.keyboard.insert_text("é" * 500)
    expect(panel.get_by_role("status")).to_contain_text("at most 80 characters")
    assert panel.locator(".gt-edit input").input_value().endswith("é")
    assert len(panel.locator(".gt-edit input").input_value()) == 80


def test_a_list_goes_into_a_link_a_code_a_frame_and_a_file(page: Page, server: str, tmp_path: Path) -> None:
    open_list(page, server)
    page.get_by_role("button", name="Share", exact=True).click()
    panel = page.get_by_role("dialog", name="Share")
    panel.get_by_text("The list (3)").click()
    link = panel.get_by_label("Link", exact=True).input_value()
    assert link.endswith("/guide?v=1&list=guide!guide~name:Two!guide&at=1")
    assert read_code(page) == link
    assert "list=guide" in panel.get_by_label("For a course page").input_value()
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save as a file").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert [entry.get("name") for entry in saved["entries"]] == [None, "Two", None]
    bad = [
        *saved["entries"],
        {"page": "shop"},
        {"page": "lab", "fields": {"learning_rate": 9}},
        STILL | {"page": "guide"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(bad), "utf-8")
    with page.expect_file_chooser() as chooser:
        panel.get_by_role("button", name="Open a file").click()
    chooser.value.set_files(tmp_path / "list.json")
    told = panel.get_by_role("status")
    for words in ("Added 4 entries", "Entry 4 of the list is left out.", "Entry 5 of the list", "not “9”"):
        expect(told).to_contain_text(words)
    expect(panel.locator(".gt-list li")).to_have_count(7)
    expect(panel.get_by_role("button", name="Show entry 7")).to_have_text(STILL["name"])
    # The tab keeps it where another link is opened, and a reload shows the same names.
    page.goto(f"{server}/guide")
    expect(page.locator(".gt-place")).to_contain_text("of 7")
    page.goto(f"{server}/guide?v=1&list=guide~name:Another&at=1")
    expect(page.locator(".gt-name")).to_have_text("Another")
    page.get_by_role("button", name="Bring mine back").click()
    expect(page.locator(".gt-place")).to_contain_text("of 7")


def test_back_leads_to_the_entry_that_was_shown(page: Page, server: str) -> None:
    open_list(page, server, "guide~name:A!assignment~name:B~note:Build it.!guide~name:C")
    page.keyboard.press("p")
    page.keyboard.press("PageDown")
    expect(page.locator(".gt-walk p").first).to_contain_text("2 of 3")
    expect(page.locator(".gt-note")).to_have_text("Build it.")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".gt-name")).to_have_text("C")
    page.wait_for_url("**/guide?*")
    page.go_back()
    expect(page.locator(".gt-name")).to_have_text("B")
    page.get_by_role("button", name="Next entry").click()
    expect(page.locator(".gt-place")).to_have_text("3 of 3")
