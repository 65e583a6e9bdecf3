"""Turns at the processor, and results that are kept."""

import threading
import time

import pytest

from pages._ui.kept import Kept
from pages._ui.turns import Turns


def test_first_come_first_served() -> None:
    turns, log = Turns(patience=9), []

    def work(place: int) -> None:
        with turns.turn():
            log.append(place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(6)]
    with turns.turn():
        for place, thread in enumerate(threads):
            thread.start()
            while len(turns._waiting) == place:
                time.sleep(0.001)
        assert log == []
    for thread in threads:
        thread.join()
    assert log == list(range(6))


def test_one_at_a_time() -> None:
    turns, inside, most = Turns(patience=9), set[int](), []

    def work(place: int) -> None:
        with turns.turn():
            inside.add(place)
            time.sleep(0.01)
            most.append(len(inside))
            inside.remove(place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 6


def test_who_takes_long_is_overtaken_and_takes_nothing_from_anybody() -> None:
    turns, log = Turns(patience=0.05), []

    def work(place: int) -> None:
        with turns.turn():
            log.append(place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(3)]
    with turns.turn():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)  # all of them, while this one is still within
        assert sorted(log) == [0, 1, 2]
    with turns.turn():
        log.append(3)
    assert turns._holder is None


def test_who_has_the_turn_keeps_it_and_one_that_fails_gives_it_back() -> None:
    turns = Turns(patience=9)
    with turns.turn():
        held = turns._holder
        with turns.turn():
            assert turns._holder is held is not None
        assert turns._holder is held
    with pytest.raises(KeyError), turns.turn():
        raise KeyError
    assert turns._holder is None


def test_the_least_used_is_forgotten_first() -> None:
    kept: Kept[str] = Kept(most_bytes=10)
    for name in "abc":
        kept.keep(name, name.upper(), 4 if name != "c" else 2)
    assert kept.get("a") == "A"
    kept.keep("d", "D", 4)
    assert [kept.get(name) for name in "abcd"] == ["A", None, "C", "D"]


def test_what_is_too_large_is_not_kept_and_what_is_made_anew_counts_once() -> None:
    kept: Kept[str] = Kept(most_bytes=10)
    kept.keep("a", "A", 8)
    kept.keep("a", "B", 8)
    assert kept.get("a") == "B"
    kept.keep("b", "C", 11)
    assert kept.get("b") is None
