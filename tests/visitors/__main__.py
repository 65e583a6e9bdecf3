"""``python -m tests.visitors``: many visitors, and every fault they meet with what leads to it.

python -m tests.visitors --links all --actions 5000
python -m tests.visitors --links 500 --page lab
python -m tests.visitors --browser --links 50 --actions 5000
"""

import argparse
import sys
from collections.abc import Iterable
from contextlib import suppress
from time import monotonic
from typing import Any

from pages._ui.page_fields import PAGES
from tests.visitors import in_chromium, in_process, on_the_wire
from tests.visitors.faults import Faults
from tests.visitors.links import Link, by_pairs, pairs_of, some, two_at_a_time
from tests.visitors.served import served
from tests.visitors.shortest import report, told


def main() -> int:
    """Send them all; 1 if there was any fault."""
    asked = _asked()
    if asked.wire:
        return _wire(asked)
    return _browser(asked) if asked.browser else _without(asked)


def _without(asked: argparse.Namespace) -> int:
    faults = Faults[in_process.Way]()
    seeds = _seeds(asked)
    with suppress(KeyboardInterrupt):  # what was found by then is told
        for page in asked.page:
            links = _links(page, asked.links)
            _count(f"{page}: links", in_process.follow(links, faults), len(links), faults)
        _count("visitors", in_process.wander(seeds, faults), len(seeds), faults)
    print(report(faults))
    return 1 if faults.found else 0


def _wire(asked: argparse.Namespace) -> int:
    faults, seeds = Faults[in_process.Way](), _seeds(asked)
    with served() as server, suppress(KeyboardInterrupt):
        _count("visitors", on_the_wire.wander(seeds, faults, server), len(seeds), faults)
    print(told(faults))
    return 1 if faults.found else 0


def _browser(asked: argparse.Namespace) -> int:
    faults = Faults[str]()
    links = [link for page in asked.page for link in _links(page, asked.links)]
    with in_chromium.browsing() as context, served() as server, suppress(KeyboardInterrupt):
        actions = in_chromium.wander(asked.seed, asked.actions, faults, context, server)
        _count("links", in_chromium.follow(links, faults, context, server), len(links), faults)
        _count("actions", actions, asked.actions, faults)
    print(told(faults))
    return 1 if faults.found else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.visitors",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--links", default="0", help="how many a page: a number, or all")
    parser.add_argument("--page", nargs="*", default=list(PAGES), choices=list(PAGES))
    parser.add_argument("--actions", type=int, default=0, help="random actions over all pages")
    parser.add_argument("--seed", type=int, default=0, help="the first visitor's")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--browser", action="store_true", help="in Chromium instead of in process")
    how.add_argument("--wire", action="store_true", help="the actions over a WebSocket, without waiting")
    return parser.parse_args()


def _seeds(asked: argparse.Namespace) -> range:
    """One a visitor, as many as do all the actions together."""
    return range(asked.seed, asked.seed - (-asked.actions // in_process.LENGTH))


def _links(page: str, count: str) -> list[Link]:
    """So many links to ``page``."""
    if count != "all":
        return some(page, int(count))
    every = by_pairs(page)
    print(f"{page}: {pairs_of(page):,} pairs of choices, in {len(every)} links", flush=True)
    return [*every, *two_at_a_time(page, len(every) // 4)]


def _count(what: str, visits: Iterable[object], of: int, faults: Faults[Any]) -> None:
    began, known = monotonic(), set(faults.found)
    for number, _ in enumerate(visits, 1):
        for kind in faults.found.keys() - known:
            known.add(kind)
            print(f"  new: {kind}\n    {faults.found[kind][0][0]}", flush=True)
        if number % 100 == 0 or number == of:
            print(f"  {what}: {number} of {of}, {monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
