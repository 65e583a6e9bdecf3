"""A visit begins as its link says, and tells the browser the link to what is chosen."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import visits
from pages._ui.planes import planes
from tests.pages.lab import asked_for, choose, experiment_of, mounted, press, shown


def visit(**asked: str) -> AppTest:
    """The Lab, opened by a link."""
    return asked_for(**asked).run()


def tools(app: AppTest) -> dict[str, Any]:
    """What the page's tools are told."""
    data: dict[str, Any] = json.loads(mounted(app, "page_tools").proto.json)
    return data


def test_a_plain_visit_has_no_query() -> None:
    app = visit()
    told = tools(app)
    assert told.pop("visit") == app.session_state["visit"]
    assert isinstance(told.pop("host"), str)
    assert told == {"page": "lab", "query": "", "arrival": 1, "opening": {"same": True}, "taken": {}}
    assert not app.warning


def test_a_file_of_entries_is_looked_through_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.session_state", {})
    assert visits.taken() == {}
    visits.take({"entries": [{"page": "lab", "fields": {"seed": 3}, "name": "A"}, {"page": "shop"}]})
    visits.take("junk")
    answer = visits.taken()
    assert answer["entries"] == [{"page": "lab", "fields": {"seed": "3"}, "name": "A"}]
    (told,) = answer["told"] if isinstance(answer["told"], list) else ("",)
    assert told.startswith("Entry 2 of the list is left out. Its page must be one of")
    assert told.endswith("not “shop”.")


def test_a_link_opens_its_experiment_and_sends_the_browser_to_its_step() -> None:
    app = visit(v="1", learning_rate="0.019", batch="mini", plane="w1,b", step="7", speed="60")
    experiment = experiment_of(app)
    assert (experiment.learning_rate, experiment.batch) == (0.019, "mini")
    assert shown(app)["plane"]["labels"] == ["w1", "b"]
    told = tools(app)
    assert told["query"] == "v=1&batch=mini&learning_rate=0.019&plane=w1,b"
    assert (told["opening"]["step"], told["opening"]["speed"]) == (7, "60")


@pytest.mark.parametrize("problem", ["network", "comparison", "wave"])
def test_a_link_to_another_problem_opens_it_as_it_begins(problem: str) -> None:
    app = visit(problem=problem, epochs="50")
    assert not app.exception
    assert app.session_state["lab choices"]["plane"] == planes(experiment_of(app).data.names)[0]
    assert tools(app)["query"] == f"v=1&problem={problem}&epochs=50"


def test_the_query_follows_the_choices() -> None:
    app = choose(visit(), learning_rate=0.02)
    assert tools(app)["query"] == "v=1&learning_rate=0.02"
    assert tools(app)["arrival"] == 1


def test_a_bad_link_is_told_until_that_is_closed() -> None:
    app = visit(batch="half", learning_rate="0.02")
    (warning,) = app.warning
    assert warning.value.startswith("The batch must be one of full, mini, stochastic, not “half”.")
    assert experiment_of(app).learning_rate == 0.02
    assert not press(app, "Close").warning


def test_an_entry_of_a_list_replaces_what_was_chosen() -> None:
    app = choose(visit(), learning_rate=0.02, epochs=500)
    app.session_state["arrived"] = True
    follow(app, {"page": "lab", "fields": {"batch": "mini", "step": "3"}})
    experiment = experiment_of(app)
    assert (experiment.batch, experiment.learning_rate, experiment.epochs) == ("mini", 0.01, 1000)
    assert tools(app)["opening"] == {"step": 3, "same": False}
    assert tools(app)["arrival"] == 2


def test_an_entry_that_differs_in_its_step_alone_brings_no_other_message() -> None:
    app = visit()
    follow(app, {"page": "lab", "fields": {"step": "3"}})
    assert tools(app)["opening"] == {"step": 3, "same": True}


def test_what_is_no_entry_changes_nothing() -> None:
    app = visit(learning_rate="0.02")
    for junk in (None, 3, {}, {"page": "shop", "fields": {}}, {"page": "lab", "fields": [1]}):
        follow(app, junk)
    assert experiment_of(app).learning_rate == 0.02
    assert tools(app)["arrival"] == 1


def follow(app: AppTest, entry: object) -> None:
    """Have the browser ask for ``entry``: AppTest cannot speak for a component."""
    names = ("arrived", "arrivals", "opening", "notices", "told", "lab choices")
    session: dict[str, Any] = {name: app.session_state[name] for name in names}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.session_state", session)
        visits.go(entry)
    for name in [*names, "lab link", "go to"]:
        if name in session:
            app.session_state[name] = session[name]
        elif name in app.session_state:
            del app.session_state[name]
    app.run()
