"""A few of the visitors of ``python -m tests.visitors``, a share of them each time."""

import pytest

from pages._ui.page_fields import PAGES
from tests.visitors.faults import Faults
from tests.visitors.in_process import Way, follow, wander
from tests.visitors.links import some
from tests.visitors.shortest import report

LINKS = {"lab": 48, "neuron": 16, "batches": 9, "network": 16, "idea": 4, "assignment": 8, "guide": 2}


@pytest.mark.parametrize("page", PAGES)
def test_any_two_choices_of_a_link_are_a_page(page: str) -> None:
    faults = Faults[Way]()
    assert len(list(follow(some(page, LINKS[page]), faults))) == LINKS[page]
    assert not faults.found, report(faults)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_a_visitor_does_the_page_stays(seed: int) -> None:
    faults = Faults[Way]()
    (way,) = wander([seed], faults)
    assert way.actions
    assert not faults.found, report(faults)
