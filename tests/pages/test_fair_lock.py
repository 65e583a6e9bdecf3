"""FairLock at the processor, and results that are kept."""

import threading
import time
from collections import Counter

import pytest

from pages._ui import fairness
from pages._ui.byte_cache import ByteCache
from pages._ui.clients import Client
from pages._ui.fair_lock import QUANTUM, FairLock
from pages._ui.fairness import CLASS, CREDIT, Shares


def test_first_come_first_served() -> None:
    lock, log = FairLock(patience=9), []

    def work(place: int) -> None:
        with lock.turn():
            log.append(place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(6)]
    with lock.turn():
        for place, thread in enumerate(threads):
            thread.start()
            while len(lock._waiting) == place:
                time.sleep(0.001)
        assert log == []
    for thread in threads:
        thread.join()
    assert log == list(range(6))


def test_one_at_a_time() -> None:
    lock, inside, most = FairLock(patience=9), set[int](), []

    def work(place: int) -> None:
        with lock.turn():
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
    lock, log = FairLock(patience=0.05), []

    def work(place: int) -> None:
        with lock.turn():
            log.append(place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(3)]
    with lock.turn():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)  # all of them, while this one is still within
        assert sorted(log) == [0, 1, 2]
    with lock.turn():
        log.append(3)
    assert lock._holder is None


def test_who_has_the_turn_keeps_it_and_one_that_fails_gives_it_back() -> None:
    lock = FairLock(patience=9)
    with lock.turn():
        held = lock._holder
        with lock.turn():
            assert lock._holder is held is not None
        assert lock._holder is held
    with pytest.raises(KeyError), lock.turn():
        raise KeyError
    assert lock._holder is None


HOG, OTHER_HOG, VISITOR = Client("hog", "cellar"), Client("other hog", "cellar"), Client("visitor", "home")


def work(seconds: float) -> None:
    """Use so much of this thread's processor time."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def queue(lock: FairLock, log: list[str], *there: Client) -> list[threading.Thread]:
    """Have ``there`` wait, in this order; each logs its turn."""

    def enter(client: Client) -> None:
        with lock.turn(client):
            log.append(client.session)

    threads = [threading.Thread(target=enter, args=(client,)) for client in there]
    for place, thread in enumerate(threads):
        thread.start()
        while len(lock._waiting) <= place:
            time.sleep(0.001)
    return threads


def test_next_is_who_has_used_least() -> None:
    log: list[str] = []
    used: dict[str, float] = {}
    lock = FairLock(patience=99, charge=lambda client, s: used.update({client.session: s}))
    with lock.turn(HOG):
        work(0.02)
    with lock.turn(OTHER_HOG):
        threads = queue(lock, log, HOG, VISITOR)
        work(0.01)
    for thread in threads:
        thread.join()
    assert log == ["visitor", "hog"]
    assert used["hog"] >= 0
    assert sum(used.values()) > 0.01


def test_long_work_gives_way_at_its_checkpoints_to_who_has_used_less_and_goes_on_afterwards() -> None:
    lock, log = FairLock(patience=99), list[str]()
    with lock.turn(HOG):
        threads = queue(lock, log, VISITOR)
        lock.give_way()
        assert log == []  # nobody is interrupted at once
        work(QUANTUM)
        lock.give_way()
        assert log == ["visitor"]
        log.append("hog again")
        lock.give_way()
    for thread in threads:
        thread.join()
    assert log == ["visitor", "hog again"]
    assert lock._holder is None


def test_who_was_overtaken_waits_at_the_next_checkpoint() -> None:
    lock, log = FairLock(patience=0.0), list[str]()
    inside = threading.Event()
    done = threading.Event()

    def overtake() -> None:
        with lock.turn(VISITOR):
            inside.set()
            done.wait(20)
            log.append("visitor")

    with lock.turn(HOG):
        thread = threading.Thread(target=overtake)
        thread.start()
        assert inside.wait(20)
        lock._patience = 99
        done.set()
        work(QUANTUM)
        lock.give_way()
        log.append("hog")
    thread.join()
    assert log == ["visitor", "hog"]


def test_a_turn_that_nobody_wants_any_more_is_given_up() -> None:
    over = threading.Event()

    def unless_over() -> None:
        if over.is_set():
            raise InterruptedError

    lock = FairLock(patience=99, unless_over=unless_over)
    ended = []

    def enter() -> None:
        try:
            with lock.turn(VISITOR):
                ended.append("had it")
        except InterruptedError:
            ended.append("gave it up")

    thread = threading.Thread(target=enter)
    with lock.turn(HOG):
        thread.start()
        while not lock._waiting:
            time.sleep(0.001)
        over.set()
        thread.join(20)
        assert (ended, lock._waiting) == (["gave it up"], [])
    assert lock._holder is None


def served(shares: Shares, crowd: list[Client], seconds: float = 10.0) -> Counter[str]:
    """How often each address is served when all of ``crowd`` want pieces of 50 ms all the time."""
    counts: Counter[str] = Counter()
    for _ in range(round(seconds / 0.05)):
        client = min(crowd, key=shares.time)
        shares.begin(client)
        shares.use(client, 0.05)
        counts[client.address] += 1
    return counts


def test_all_sessions_get_the_same() -> None:
    crowd = [Client(str(place), f"home {place}") for place in range(20)]
    assert set(served(Shares(), crowd).values()) == {10}


def test_a_class_behind_one_address_is_not_slowed_down_by_it() -> None:
    students = [Client(f"student {place}", "school") for place in range(25)]
    counts = served(Shares(), [*students, HOG])
    assert counts["school"] >= 24 * counts["cellar"]


def test_a_thousand_sessions_get_no_more_than_a_class() -> None:
    crowd = [Client(f"hog {place}", "cellar") for place in range(1000)]
    homes = [Client(f"visitor {place}", f"home {place}") for place in range(10)]
    counts = served(Shares(), [*crowd, *homes], seconds=40)
    assert counts["cellar"] / counts["home 0"] == pytest.approx(CLASS, rel=0.3)


def test_new_sessions_from_one_address_do_not_go_first_for_ever() -> None:
    shares, counts = Shares(), Counter[str]()
    for place in range(3000):
        client = min((Client(f"fresh {place}", "cellar"), VISITOR), key=shares.time)
        shares.begin(client)
        shares.use(client, 0.05)
        counts[client.address] += 1
    assert counts["cellar"] / counts["home"] == pytest.approx(CLASS, rel=0.5)


def test_who_was_away_goes_first_but_saves_up_no_more_than_a_little() -> None:
    shares = Shares()
    served(shares, [HOG, OTHER_HOG], seconds=100)
    assert shares.time(VISITOR) < shares.time(HOG)
    counts = served(shares, [HOG, OTHER_HOG, VISITOR], seconds=3)
    assert counts["home"] * 0.05 == pytest.approx(1 + CREDIT * 2 / 3, abs=0.2)


def test_virtual_times_of_many_who_came_once_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fairness, "_MOST", 10)
    shares = Shares()
    for place in range(100):
        shares.use(Client(str(place), str(place)), 1)
    assert len(shares._times) == 10


def test_the_least_used_is_forgotten_first() -> None:
    kept: ByteCache[str] = ByteCache(most_bytes=10)
    for name in "abc":
        kept.keep(name, name.upper(), 4 if name != "c" else 2)
    assert kept.get("a") == "A"
    kept.keep("d", "D", 4)
    assert [kept.get(name) for name in "abcd"] == ["A", None, "C", "D"]


def test_what_is_too_large_is_not_kept_and_what_is_made_anew_counts_once() -> None:
    kept: ByteCache[str] = ByteCache(most_bytes=10)
    kept.keep("a", "A", 8)
    kept.keep("a", "B", 8)
    assert kept.get("a") == "B"
    kept.keep("b", "C", 11)
    assert kept.get("b") is None
