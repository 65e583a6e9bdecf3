"""A run branches off at the step shown: two lines, of which the first part is one."""

from playwright.sync_api import Page, expect

from gd_core import Experiment, train_many
from tests.browser.lab import as_shown, cell, pause_at, trace, wait_at_rest

AT = 40


def do(page: Page, what: str) -> None:
    page.locator(f'.gd-compare [data-compare="{what}"]').click()


def test_a_run_branches_off_where_it_is_stopped(desk: Page) -> None:
    pause_at(desk, AT)
    desk.keyboard.press("y")
    expect(desk.locator(".gd-compare-words")).to_contain_text(f"Up to step {AT} both are one run")
    expect(cell(desk, "1 step")).to_have_text(str(AT))  # the playhead stays
    do(desk, "rate Half the rate")
    trunk = Experiment()
    for i, run in enumerate(train_many([Experiment(learning_rate=0.005, trunk=trunk, branch=AT), trunk])):
        expect(cell(desk, f"{i} loss")).to_have_text(as_shown(run.loss[-1]))
    wait_at_rest(desk, 1000)
    for picture in ("surface", "loss"):
        ours, theirs = (trace(desk, picture, "path", run=i) for i in range(2))
        for axis in ("x", "y"):
            assert ours[axis][: AT + 1] == theirs[axis][: AT + 1]
        assert ours["y"][AT + 1] != theirs["y"][AT + 1]
    expect(desk.locator(".gd-compare-now")).to_contain_text("apart")
    do(desk, "unpin")
    expect(cell(desk, "step")).to_have_text("1000")
    desk.get_by_role("button", name="Compare & branch").click()
    expect(desk.locator(".gd-compare")).to_have_count(0)
