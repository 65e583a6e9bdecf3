"""All numbers seen on a page have the one style, in a real browser: text, ticks, and what is spoken."""

from playwright.sync_api import Page, expect

from tests.browser.test_access import DRAWN, pass_bets, unfold
from tests.browser.waiting import settle
from tests.pages.test_numbers import STRANGE, TYPED

OPEN = "compare,limit,optimizer,batch,sweep,starts,slices"

LINKS = [
    f"?v=1&problem=rosenbrock&learning_rate=0.00001&epochs=200&runs=2&start=-1.5,-2&open={OPEN}",
    f"?v=1&problem=formula&formula=1e9*x^2%2By^2&learning_rate=0.00001&start=-1,-2&epochs=20&open={OPEN}",
    "?v=1&problem=bowl&view=-1e7,1e7,-3e7,1&learning_rate=0.00002&pin_learning_rate=0.00003&open=compare",
    f"?v=1&learning_rate=0.00001&epochs=300&batch=mini&open={OPEN}",
    f"?v=1&problem=network&optimizer=adam&epochs=50&open={OPEN}",
    "neuron?learning_rate=0.00001&open=limit",
    "batches?learning_rate=0.00001&epochs=50",
    "network?epochs=100",
    "idea",
    "assignment?learning_rate=1e-9&trained=1",
]
"""Pages with very large and very small numbers, and with numbers below 0."""

# Every text that is seen or spoken, but what is typed or pasted.
READ = """() => {
  const typed = "input, textarea, pre, code, script, style, .katex, .gd-torch, #first-picture, option"
  const main = document.querySelector('[data-testid="stMain"]')
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  const found = []
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text.parentElement.closest(typed) || !text.textContent.trim()) continue
    if (text.parentElement.checkVisibility()) found.push(text.textContent)
  }
  const named = [...main.querySelectorAll("[aria-label], [aria-valuetext]")]
  const spoken = named.filter((each) => !each.closest(typed))
  return [...found, ...spoken.flatMap((each) => [each.ariaLabel, each.ariaValueText]).filter(Boolean)]
}"""


def strange(page: Page) -> list[str]:
    """The numbers that are written in another style, each with its text."""
    read = [TYPED.sub(" ", text) for text in page.evaluate(READ)]
    return sorted({f"{found[0]!r} in {text[:100]!r}" for text in read for found in STRANGE.finditer(text)})


def test_all_numbers_that_are_seen_have_one_style(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for link in LINKS:
        page.goto(f"{server}/{link}")
        page.wait_for_selector(DRAWN, state="attached")
        pass_bets(page)
        unfold(page)
        expect(page.get_by_test_id("stProgress")).to_have_count(0)
        settle(page)
        found[link] = strange(page)
    assert not any(found.values()), found
