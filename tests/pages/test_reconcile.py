"""Whatever is asked for together, the choices that come of it can stand beside each other, and it is told."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import Experiment
from gd_core.fields import MAX_UPDATES
from pages._ui import pins
from pages._ui.choices import choices
from pages._ui.page_fields import PAGES
from pages._ui.page_state import PageState
from pages._ui.reconcile import Reconciled, reconcile
from tests.pages.test_links import wishes

WITH_EXPERIMENT = [name for name, linked in PAGES.items() if linked.experiment]


def asked(page: str = "lab", **wanted: Any) -> Reconciled:
    """What comes of ``wanted`` on a page as it begins."""
    return reconcile(PAGES[page], wanted, wanted)


@pytest.mark.parametrize("page", WITH_EXPERIMENT)
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_any_wish_comes_to_something_that_can_be_trained(page: str, data: st.DataObject) -> None:
    wanted = data.draw(wishes(PAGES[page]))
    found = asked(page, **wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageState, "chosen", found.values)
        shown = choices(PageState(page)) if "runs" in PAGES[page].fields else None
    assert all(each.updates <= MAX_UPDATES for each in (shown.experiments if shown else ()))
    # Who asks for what came of it gets it, and is told nothing.
    again = reconcile(PAGES[page], found.values, found.values)
    assert (again.values, again.told) == (found.values, {})


@pytest.mark.parametrize("page", WITH_EXPERIMENT)
@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_what_was_asked_for_and_not_taken_is_told(page: str, data: st.DataObject) -> None:
    wanted = data.draw(wishes(PAGES[page]))
    found = asked(page, **wanted)
    missing = {name for name, value in wanted.items() if found.values[name] != value}
    for name in missing - pins.ALONE.keys():
        assert name in found.told
    for sentence in found.told.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "Shown instead: " in sentence


@pytest.mark.parametrize(
    ("wanted", "name", "value", "told"),
    [
        (
            {"problem": "network", "batch": "stochastic", "epochs": 200_000},
            "epochs",
            100_000,
            "The epochs must be between 1 and 100000 here (10 updates an epoch, 1000000 in all), not 200000. "
            "Shown instead: 100000.",
        ),
        (
            {"batch": "mini", "batch_size": 9},
            "batch_size",
            4,
            "The batch size must be between 1 and 4 (the samples of neuron), not 9. Shown instead: 4.",
        ),
        (
            {"problem": "bowl", "batch": "mini"},
            "batch",
            "full",
            "The batch must be full for bowl, a function without samples, not 'mini'. Shown instead: full.",
        ),
        (
            {"start": (1.0, 2.0)},
            "start",
            None,
            "The start must hold 3 numbers (w1, w2, b), not 2. Shown instead: the start that the seed draws.",
        ),
        (
            {"branch": 0, "runs": 4},
            "runs",
            1,
            "Other starts cannot be shown together with a pinned run. Shown instead: 1.",
        ),
    ],
)
def test_what_yields_is_brought_within_its_bounds_and_told(
    wanted: dict[str, Any], name: str, value: object, told: str
) -> None:
    found = asked(**wanted)
    assert found.values[name] == value
    assert found.told == {name: told}


def test_a_start_or_plane_that_cannot_be_stays_what_it_was() -> None:
    lab = PAGES["lab"]
    before = lab.beginning() | {"start": (1.0, 2.0, 3.0), "plane": "w1 and b"}
    found = reconcile(lab, before | {"start": (1.0,), "plane": "v1 and v2"}, ["start", "plane"], before)
    assert (found.values["start"], found.values["plane"]) == ((1.0, 2.0, 3.0), "w1 and b")
    assert set(found.told) == {"start", "plane"}


def test_of_two_that_exclude_each_other_the_one_just_asked_for_stays() -> None:
    lab = PAGES["lab"]
    pinned = lab.beginning() | pins.now(lab.beginning())
    assert not pins.pinned(reconcile(lab, pinned | {"runs": 3}, ["runs"]).values)
    assert not pins.pinned(reconcile(lab, pinned | {"race": ("adam",)}, ["race"]).values)
    racing = lab.beginning() | {"race": ("adam",)}
    assert reconcile(lab, racing | pins.now(racing), ["branch"]).values["race"] == ()
    assert reconcile(lab, racing | {"runs": 2}, ["runs"]).values["race"] == ()


@pytest.mark.parametrize(
    ("name", "junk"),
    [
        *(
            ("batch", None),
            ("runs", None),
            ("batch", "half"),
            ("epochs", "x"),
            ("epochs", 0),
            ("plane", None),
        ),
        *(("axis", ["log"]), ("learning_rate", float("nan")), ("open", ("no such",)), ("seed", True)),
    ],
)
def test_a_widget_that_says_what_cannot_be_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str, junk: object
) -> None:
    chosen = PAGES["lab"].beginning()
    monkeypatch.setattr(PageState, "chosen", chosen)
    before = dict(chosen)
    PageState("lab").change(**{name: junk})
    assert chosen == before
    assert PageState("lab").experiment == Experiment()
