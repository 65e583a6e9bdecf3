"""What axe-core has to say of a page: nothing, be it critical or minor."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.waiting import settle

# Only what is wrong, or may be, is told: to tell of all that is right takes axe-core half as long again.
ALL: Mapping[str, object] = {"resultTypes": ["violations", "incomplete"]}
# Another theme has the same elements in other colours.
COLOURS: Mapping[str, object] = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}

_UNDECIDED = "color-contrast"
"""What axe-core cannot tell of text above a picture."""


def wrong(page: Page, options: Mapping[str, object] = ALL) -> list[str]:
    """What axe-core finds once the page stands still: rule, place, reason."""
    settle(page)
    found: Any = Axe().run(page, options=dict(options)).response
    doubted = [rule for rule in found["incomplete"] if rule["id"] != _UNDECIDED]
    return [
        f"{rule['id']} ({rule['impact']}) at {node['target']}: {node['failureSummary']}"
        for rule in found["violations"] + doubted
        for node in rule["nodes"]
    ]
