"""See why: buttons, keys and links open the same insights, and only what is open is computed."""

import pytest

from gd_core import Experiment
from pages._ui import live
from pages._ui.byte_cache import ByteCache
from pages._ui.insights import pills
from pages._ui.insights.insight import Insight, Look, Panel
from pages._ui.insights.names import NAMES
from pages._ui.insights.table import INSIGHTS
from pages._ui.page_state import PageState
from tests.pages.lab import asked_for, lab, see_why, shown


class Asked:
    """Stands in for an insight, and counts how often it is asked."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self.shelves = 0

    def panel(self, look: Look) -> Panel:
        self.looks.append(look)
        return {"kind": "asked", "slot": "below", "steps": len(look.runs[0].loss)}

    def shelf(self, desk: PageState, look: Look) -> None:
        self.shelves += 1
        assert look.scene.runs == look.runs


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    everyone = Insight("Why", "What it answers", panel=asked.panel, shelf=asked.shelf)
    nobody = Insight("Never", "Nothing", applies=lambda experiment: False, panel=asked.panel)
    # What the Lab has sent before, it would send again.
    monkeypatch.setattr(live, "_MESSAGES", ByteCache(most_bytes=2**20))
    monkeypatch.setattr(pills, "INSIGHTS", {NAMES[0]: everyone, NAMES[1]: nobody})
    return asked


def test_what_is_not_open_is_not_computed(asked: Asked) -> None:
    app = lab()
    (why,) = shown(app)["insights"]
    assert why == {"name": NAMES[0], "label": "Why", "help": "What it answers", "open": False}
    assert shown(app)["panels"] == []
    assert not asked.looks
    assert not asked.shelves


def test_a_button_opens_its_insight_and_shuts_it(asked: Asked) -> None:
    app = see_why(lab(), NAMES[0])
    assert not app.exception
    assert shown(app)["insights"][0]["open"]
    assert shown(app)["panels"] == [{"kind": "asked", "slot": "below", "steps": 1001, "insight": "batch"}]
    assert asked.looks[0].complete
    assert asked.shelves == 1
    assert shown(see_why(app, NAMES[0]))["panels"] == []


def test_a_link_opens_an_insight_but_none_that_does_not_apply(asked: Asked) -> None:
    app = asked_for(open=",".join(NAMES[:2])).run()
    assert [panel["kind"] for panel in shown(app)["panels"]] == ["asked"]
    # Who closes one keeps what does not apply just now.
    see_why(app, NAMES[0])
    assert app.session_state["lab choices"]["open"] == (NAMES[1],)


def test_what_is_no_insight_is_not_opened(asked: Asked) -> None:
    app = lab()
    for nothing in ("no such", None, 3):
        assert shown(see_why(app, nothing))["panels"] == []


def test_a_panel_chooses_fields_or_nothing_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    app = lab()
    desk, chosen = PageState("lab"), app.session_state["lab choices"]
    told: list[str] = []
    monkeypatch.setattr(PageState, "chosen", chosen)
    monkeypatch.setattr("pages._ui.toasts.tell", lambda text, **_: told.append(text))
    desk.take_fields({"learning_rate": "0.02", "seed": 3, "start": "1,2,3"})
    assert desk.experiment == Experiment(learning_rate=0.02, seed=3, start=(1.0, 2.0, 3.0))
    assert chosen["rate_text"] == "0.02"
    desk.take_fields({"start": None})
    before = dict(chosen)
    for bad in ({"seed": "4", "learning_rate": "9"}, {"seed": "4", "nonsense": "1"}, {"batch_size": "5"}):
        desk.take_fields(bad)
    desk.take_fields("seed=4")
    assert chosen == before | {"batch_size": 4}  # 5 are more than there are samples
    assert len(told) == 3
    desk.take_fields({"problem": "wave", "seed": "2"})
    assert (desk.experiment.problem, desk.experiment.seed, chosen["plane"]) == ("wave", 2, "w and b")


def test_every_insight_has_a_word_in_the_link() -> None:
    assert set(INSIGHTS) <= set(NAMES)
