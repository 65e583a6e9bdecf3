"""Inside the optimizer, in a real browser: the rule's numbers lead where the run goes."""

from playwright.sync_api import Page, expect

from gd_core import Experiment, train_many
from gd_core.optim.optimizers import OPTIMIZERS
from tests.browser.lab import open_still

STEP = 7
SETTINGS = "learning_rate=0.002&epochs=50&schedule=cosine"


def test_every_rule_ends_where_the_run_goes(page: Page, server: str) -> None:
    names = list(OPTIMIZERS)
    runs = train_many(
        [Experiment(optimizer=n, learning_rate=0.002, epochs=50, schedule="cosine") for n in names]
    )
    open_still(page, f"{server}?{SETTINGS}&race={','.join(names)}&open=optimizer&step={STEP}")
    panel = page.locator(".gd-inner")
    expect(panel.locator(".gd-inner-choice button")).to_have_count(len(names))
    for place, run in enumerate(runs):
        panel.locator(".gd-inner-choice button").nth(place).click()
        told = panel.locator(".gd-inner-rule span").last.inner_text()
        reached = float(told.rpartition("=")[2].replace("−", "-"))
        assert abs(reached - float(run.params[STEP + 1, 0])) < 1e-3, (names[place], told)
        expect(panel.locator(".gd-inner-bar")).to_have_count(0 if place < 3 else 3)
        expect(panel).to_contain_text(f"The learning rate is {run.rate[STEP]:.4g} now.")
    # Without a rival, it offers what has a memory.
    open_still(page, f"{server}?open=optimizer")
    panel.get_by_role("button", name="Adam").click()
    expect(panel.locator(".gd-inner-bar")).to_have_count(3)
