"""A few of the visitors of ``python -m tests.visitors --browser``: by links of two choices, and by chance."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from pages._ui.page_fields import PAGES
from tests.visitors.faults import Faults
from tests.visitors.in_chromium import follow, wander
from tests.visitors.links import some
from tests.visitors.served import Served, served
from tests.visitors.shortest import told


@pytest.fixture(scope="module")
def hurrying() -> Iterator[Served]:
    """A server on which every training is short, and whose log is read."""
    with served() as server:
        yield server


def test_links_of_any_choices_are_pages(context: BrowserContext, hurrying: Served) -> None:
    faults = Faults[str]()
    links = [link for page in PAGES for link in some(page, 2)]
    assert len(list(follow(links, faults, context, hurrying))) == len(links)
    assert not faults.found, told(faults)


def test_whatever_is_pressed_the_page_stays(context: BrowserContext, hurrying: Served) -> None:
    faults = Faults[str]()
    assert len(list(wander(0, 40, faults, context, hurrying))) == 40
    assert not faults.found, told(faults)
