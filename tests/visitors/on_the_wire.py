"""Visitors on the wire, who do not wait for answers: what the server then writes and draws."""

from collections.abc import Iterable, Iterator
from random import Random

from tests.visitors.actions import Action, anything
from tests.visitors.faults import Faults
from tests.visitors.in_process import LENGTH, Way
from tests.visitors.links import Link
from tests.visitors.served import Served
from tests.visitors.wire import Wire, wire
from tests.visitors.wrong import wrong


def wander(seeds: Iterable[int], faults: Faults[Way], served: Served, length: int = LENGTH) -> Iterator[Way]:
    """Visitors who do ``length`` things each, one a seed; where each got to.

    Whether a word cuts a run short is as much the machine's doing as the seed's.
    """
    for seed in seeds:
        chance, way = Random(seed), Way("served", ())
        with wire(served.address) as screen:
            for number in range(length + 1):
                action = anything(screen, chance) if number else Action(to=Link("lab", ()))
                way = Way("served", (*way.actions, action))
                if faults.note(_done(screen, action, served), way):
                    break
        yield way


def _done(screen: Wire, action: Action, served: Served) -> list[str]:
    """What goes wrong when ``action`` is done on ``screen``: what is still being drawn is not looked at."""
    try:
        action.do(screen)
        found = [] if action.hurried else wrong(screen)
    except Exception as error:
        found = [f"harness: {error!r}"]
    log = served.news()
    return [log] if "Traceback" in log or "ERROR" in log else found
