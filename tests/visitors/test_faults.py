"""A visitor who meets a fault notices it, and tells the shortest way to it."""

import logging

import pytest

from pages._ui import controls
from pages._ui.page_state import PageState
from tests.visitors.faults import Faults, kind
from tests.visitors.in_process import Way, follow
from tests.visitors.links import link
from tests.visitors.log import overheard
from tests.visitors.shortest import report


def _breaks(desk: PageState) -> None:
    if desk.chosen["seed"] == 7:
        raise ZeroDivisionError(f"no seed {desk.chosen['seed']}")


def test_a_page_that_breaks_is_told_with_the_choices_that_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "axis", _breaks)
    faults = Faults[Way]()
    links = [link("lab", {"epochs": "50", "seed": seed, "runs": "2"}) for seed in ("6", "7")]
    assert len(list(follow(links, faults, length=0))) == 2
    ((name, cases),) = faults.by_number()
    assert name == "ZeroDivisionError: no seed # [visitors/test_faults.py _breaks]"
    assert len(cases) == 1
    assert "\n      go to /?v=1&seed=7\n" in report(faults)


def test_a_page_without_its_controls_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "show", lambda desk: None)
    faults = Faults[Way]()
    list(follow([link("lab", {})], faults, length=0))
    assert "no control: Learning rate" in faults.found


def test_what_is_logged_is_overheard_with_its_traceback() -> None:
    with overheard() as heard:
        try:
            raise KeyError("gone")
        except KeyError:
            logging.getLogger("streamlit.error_util").exception("Uncaught")
    assert heard[0].startswith("ERROR streamlit.error_util: Uncaught\nTraceback")


def test_faults_of_a_kind_differ_in_numbers_alone() -> None:
    trace = 'File "/somewhere/pages/_ui/desk.py", line {}, in take\nValueError: {} is too much'
    assert kind(trace.format(7, 1.5)) == kind(trace.format(9, "-2e+30")) != kind("ValueError: 1 is too much")
