"""A few of the visitors of ``python -m tests.visitors --browser``: by links of two choices, and by chance."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.visitors.faults import Faults
from tests.visitors.in_chromium import follow, wander
from tests.visitors.links import some
from tests.visitors.served import Served, served
from tests.visitors.shortest import told

LINKS = {"lab": 4, "neuron": 2, "batches": 2, "network": 2, "assignment": 1, "idea": 1}
ACTIONS = 30


@pytest.fixture(scope="module")
def hurrying() -> Iterator[Served]:
    """A server on which every training is short, and whose log is read."""
    with served() as server:
        yield server


def test_links_of_any_choices_are_pages(context: BrowserContext, hurrying: Served) -> None:
    faults = Faults[str]()
    links = [link for page, count in LINKS.items() for link in some(page, count)]
    assert len(list(follow(links, faults, context, hurrying))) == len(links)
    assert not faults.found, told(faults)


def test_whatever_is_pressed_the_page_stays(context: BrowserContext, hurrying: Served) -> None:
    faults = Faults[str]()
    assert len(list(wander(0, ACTIONS, faults, context, hurrying))) == ACTIONS
    assert not faults.found, told(faults)
