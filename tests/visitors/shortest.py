"""What it takes to come to a fault, and nothing beside it: ways and links without what can be left out."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from tests.visitors.actions import Action
from tests.visitors.faults import Faults, kind
from tests.visitors.in_process import Way, faults_of
from tests.visitors.links import Link

_LINES = 12
"""So many of a traceback are told, the last ones."""

_Way = TypeVar("_Way")


def shortest(way: Way, wanted: str) -> Way:
    """``way`` without what it does not take to come to a fault of the kind ``wanted``.

    It is left as it is where the fault took what other visitors had done before.
    """
    shorter: Way | None = way if _comes(way, wanted) else None
    while shorter is not None:
        way = shorter
        shorter = next((less for less in _less(way) if _comes(less, wanted)), None)
    return way


def _comes(way: Way, wanted: str) -> bool:
    return any(kind(told) == wanted for told in faults_of(way))


def _less(way: Way) -> Iterator[Way]:
    """``way`` without a half, a quarter ... of its actions, and with less in its links."""
    for place in _parts(len(way.actions)):
        yield Way(way.kind, way.actions[: place.start] + way.actions[place.stop :])
    for number, action in enumerate(way.actions):
        if isinstance(action.to, Link):
            for less in _less_said(action.to):
                yield Way(way.kind, (*way.actions[:number], Action(to=less), *way.actions[number + 1 :]))


def _less_said(link: Link) -> Iterator[Link]:
    for place in _parts(len(link.said)):
        yield Link(link.page, link.said[: place.start] + link.said[place.stop :])


def _parts(length: int) -> Iterator[slice]:
    """The halves, the quarters ... of a sequence, down to each element."""
    size = length // 2
    while size:
        yield from (slice(start, start + size) for start in range(0, length, size))
        size //= 2


def report(faults: Faults[Way]) -> str:
    """Every kind of fault, with the shortest way to it and what was told."""
    return told(faults, shortest)


def told(faults: Faults[_Way], shorter: Callable[[_Way, str], _Way] = lambda way, _: way) -> str:
    """The same, with the way that was the shortest and is made ``shorter``."""
    lines = [f"{faults.tried} tried, {faults.count} faults of {len(faults.found)} kinds."]
    for name, cases in faults.by_number():
        way, said = min(cases, key=lambda case: len(str(case[0])))
        lines += ["", f"{len(cases)} x {name}", f"  {shorter(way, name)}"]
        lines += [f"    | {line}" for line in said.splitlines()[-_LINES:]]
    return "\n".join(lines)
