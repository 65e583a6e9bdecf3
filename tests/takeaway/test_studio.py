"""Films are drawn one at a time, for all visitors: fair, bounded, and nobody's is drawn for nobody."""

import threading
from collections.abc import Callable

import pytest

from pages._ui import clients
from pages._ui.clients import Client
from pages._ui.takeaway import studio
from pages._ui.takeaway.studio import FAILED, FULL, Studio
from tests import patience

ONE, OTHER = Client("one", "home"), Client("other", "school")


class Drawing:
    """Draws films that are a name; each waits until it ``may`` go on."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.may = threading.Event()
        self.under_way = threading.Semaphore(0)

    def of(self, name: str) -> Callable[[Callable[[float], None]], bytes]:
        def draw(told: Callable[[float], None]) -> bytes:
            self.begun.append(name)
            self.under_way.release()
            assert self.may.wait(patience.SECONDS)
            told(0.5)
            return name.encode()

        return draw

    def wait(self) -> None:
        assert self.under_way.acquire(timeout=patience.SECONDS)


def finish(house: Studio) -> None:
    """Wait until nothing is drawn any more."""
    while (thread := next((t for t in threading.enumerate() if t.name == "film"), None)) is not None:
        thread.join(patience.SECONDS)
    assert house._drawing is None


def test_one_is_drawn_after_the_other_and_kept_and_how_long_it_takes_is_told() -> None:
    house, drawing = Studio(), Drawing()
    assert house.order(ONE, "a", drawing.of("a")) == ""
    drawing.wait()
    assert house.order(OTHER, "b", drawing.of("b")) == ""
    assert house.told(ONE, "a") == (0.0, "Drawing the film: 0%")
    share, told = house.told(OTHER, "b") or (1, "")
    assert (share, told) == (0, "Waiting for 1 other film: about 10 s.")
    assert house.told(OTHER, "a") is None
    assert drawing.begun == ["a"]
    drawing.may.set()
    finish(house)
    assert (house.film("a"), house.film("b")) == (b"a", b"b")
    assert house.told(ONE, "a") is None


def test_a_session_has_one_film_and_a_newer_wish_takes_its_place() -> None:
    house, drawing = Studio(), Drawing()
    for name in "abc":
        house.order(ONE, name, drawing.of(name))
        if name == "a":
            drawing.wait()
    assert house.told(ONE, "b") is None
    drawing.may.set()
    finish(house)
    assert drawing.begun == ["a", "c"]
    assert [house.film(name) for name in "abc"] == [None, None, b"c"]


def test_nothing_is_drawn_for_who_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    house, drawing, left = Studio(), Drawing(), set[str]()
    monkeypatch.setattr(clients.Client, "here", property(lambda client: client.session not in left))
    house.order(ONE, "a", drawing.of("a"))
    drawing.wait()
    for place in range(5):
        house.order(Client(f"hog {place}", "cellar"), place, drawing.of(str(place)))
    house.order(OTHER, "b", drawing.of("b"))
    left |= {"one", *(f"hog {place}" for place in range(5))}
    drawing.may.set()
    finish(house)
    assert drawing.begun == ["a", "b"]
    assert (house.film("a"), house.film("b")) == (None, b"b")


def test_a_full_queue_refuses_the_crowd_and_not_the_next_visitor() -> None:
    house, drawing = Studio(most=3), Drawing()
    crowd = [Client(f"hog {place}", "cellar") for place in range(6)]
    said = [house.order(hog, hog.session, drawing.of(hog.session)) for hog in crowd]
    assert said == ["", "", "", "", FULL, FULL]
    assert house.order(ONE, "mine", drawing.of("mine")) == ""
    assert house.told(ONE, "mine") is not None
    assert (house.wrong(crowd[3], "hog 3"), house.wrong(crowd[3], "hog 3")) == (FULL, "")
    drawing.may.set()
    finish(house)
    assert house.film("mine") == b"mine"


def test_a_film_that_fails_says_so_once_and_the_next_is_drawn(caplog: pytest.LogCaptureFixture) -> None:
    house, drawing = Studio(), Drawing()

    def fail(told: Callable[[float], None]) -> bytes:
        raise ValueError("no colours")

    drawing.may.set()
    house.order(ONE, "a", fail)
    house.order(OTHER, "b", drawing.of("b"))
    finish(house)
    assert [house.wrong(ONE, key) for key in ("b", "a", "a")] == ["", FAILED, ""]
    assert house.film("b") == b"b"
    assert "a film cannot be drawn" in caplog.text


def test_films_of_the_same_link_are_drawn_once() -> None:
    house, drawing = Studio(), Drawing()
    house.order(ONE, "a", drawing.of("a"))
    house.order(OTHER, "a", drawing.of("a"))
    drawing.may.set()
    finish(house)
    assert drawing.begun == ["a"]
    assert studio.STUDIO.film("a") is None
