"""The Lab's controls offer every kind of plane, and send what was chosen."""

import pytest
from streamlit.testing.v1 import AppTest

from gd_core.space.directions import RANDOM_LABELS
from pages._ui.page_state import PageState
from tests.pages.lab import choose, lab, press, shown, widget


@pytest.fixture
def app() -> AppTest:
    return lab()


def follow(app: AppTest, on: bool) -> AppTest:
    (toggle,) = app.toggle
    return toggle.set_value(on).run()


def plane(app: AppTest) -> str:
    found: str = app.session_state["lab choices"]["plane"]
    return found


def test_a_slice_follows_the_point_and_stands_still_again(app: AppTest) -> None:
    still = shown(app)
    got = shown(follow(app, True))
    assert plane(app) == "following w1 and w2"
    assert (got["follows"], still["follows"]) == (True, False)
    assert got["id"] == still["id"]
    assert got["view"] == "shows 98.3 % of the path · b as at this step"
    assert widget(app, "plane").value == "w1 and w2"
    assert not shown(follow(app, False))["follows"]
    assert plane(app) == "w1 and w2"


def test_following_is_kept_along_with_the_zoom_when_the_rate_changes(app: AppTest) -> None:
    follow(app, True)
    assert shown(choose(app, learning_rate=0.012))["follows"]


def test_a_random_plane_is_drawn_and_then_another(app: AppTest) -> None:
    got = shown(choose(app, plane="random plane 0"))
    assert tuple(got["plane"]["labels"]) == RANDOM_LABELS
    assert not app.toggle
    other = shown(press(app, "Other directions"))
    assert plane(app) == "random plane 1"
    assert other["plane"]["axes"] != got["plane"]["axes"]
    assert got["id"] == other["id"]


def test_the_last_random_plane_is_followed_by_the_first(app: AppTest) -> None:
    app.session_state["lab choices"]["plane"] = "random plane 9999"
    press(app.run(), "Other directions")
    assert plane(app) == "random plane 0"


def test_where_a_plane_shows_everything_there_is_no_more_to_choose(app: AppTest) -> None:
    choose(app, problem="wave")
    assert widget(app, "plane").options == ["w and b"]
    assert not app.toggle
    assert shown(app)["model"] is None


def test_the_browser_is_sent_the_model_to_compute_with(app: AppTest) -> None:
    model = shown(choose(app, problem="network"))["model"]
    assert (model["sizes"], model["loss"]) == ([2, 3, 1], "sigmoid cross entropy")
    assert (len(model["inputs"]), len(model["targets"])) == (10, 10)


def test_another_problem_begins_on_its_own_plane(app: AppTest) -> None:
    follow(app, True)
    choose(app, problem="network")
    assert plane(app) == "principal plane"


def test_only_a_plane_that_is_there_is_chosen(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, chosen, told = PageState("lab"), app.session_state["lab choices"], list[str]()
    monkeypatch.setattr(PageState, "chosen", chosen)
    monkeypatch.setattr("pages._ui.toasts.tell", lambda text, **_: told.append(text))
    for text, name in (("random,7", "random plane 7"), ("follow,w1,b", "following w1 and b")):
        desk.take_fields({"plane": text, "view": None})
        assert chosen["plane"] == name
    for text in ("w1,v3", "follow,w1,v3", "random,-1"):
        desk.take_fields({"plane": text})
    assert chosen["plane"] == "following w1 and b"
    assert len(told) == 3
    # Of another problem it is that problem's.
    desk.take_fields({"problem": "network", "plane": "follow,w11,v3"})
    assert chosen["plane"] == "following w11 and v3"
