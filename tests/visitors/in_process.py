"""Visitors without a browser: those who come by a link, and those who act by chance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from tests.visitors.actions import Action, anything
from tests.visitors.faults import Faults, errors
from tests.visitors.host import HOSTS, host
from tests.visitors.links import Link
from tests.visitors.log import overheard
from tests.visitors.screen import Screen
from tests.visitors.wrong import wrong

LENGTH = 25
"""So many actions a visitor does before another one comes."""


@dataclass(frozen=True)
class Way:
    """What leads to a fault: the kind of host, and what is done there one after the other."""

    kind: str
    actions: tuple[Action, ...]

    def __str__(self) -> str:
        return f"on a host “{self.kind}”:" + "".join(f"\n      {action}" for action in self.actions)


def follow(links: Iterable[Link], faults: Faults[Way], length: int = 1) -> Iterator[Way]:
    """Open each link on the next kind of host, then do ``length`` things; where each got to."""
    for number, link in enumerate(links):
        yield _visit(_host(number), link, length, Random(str(link)), faults)


def wander(seeds: Iterable[int], faults: Faults[Way], length: int = LENGTH) -> Iterator[Way]:
    """Visitors who do ``length`` things each, one a seed; where each got to."""
    for seed in seeds:
        yield _visit(_host(seed), Link("lab", ()), length, Random(seed), faults)


def _host(number: int) -> str:
    return list(HOSTS)[number % len(HOSTS)]


def _visit(kind: str, link: Link, length: int, chance: Random, faults: Faults[Way]) -> Way:
    screen, way = Screen(), Way(kind, ())
    with host(kind):
        for number in range(length + 1):
            action = anything(screen, chance) if number else Action(to=link)
            way = Way(kind, (*way.actions, action))
            if faults.note(_done(screen, action), way):
                break
    return way


def faults_of(way: Way) -> list[str]:
    """What goes wrong where ``way`` leads."""
    screen = Screen()
    with host(way.kind):
        return next((found for action in way.actions if (found := _done(screen, action))), [])


def _done(screen: Screen, action: Action) -> list[str]:
    """What goes wrong when ``action`` is done on ``screen``."""
    with overheard() as log:
        try:
            action.do(screen)
            found = wrong(screen)
        except Exception as error:
            found = [f"harness: {error!r}"]
    return errors(log) or found  # what is said in the log says more than what a page says of it
