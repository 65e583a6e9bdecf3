"""``python -m tests.visitors``: many visitors, and every fault they meet with what leads to it.

python -m tests.visitors --links all --actions 5000
python -m tests.visitors --links 500 --page lab
"""

import argparse
import sys
from collections.abc import Iterable
from time import monotonic

from pages._ui.page_fields import PAGES
from tests.visitors.faults import Faults
from tests.visitors.in_process import LENGTH, Way, follow, wander
from tests.visitors.links import Link, by_pairs, pairs_of, some, two_at_a_time
from tests.visitors.shortest import report


def main() -> int:
    """Send them all; 1 if there was any fault."""
    asked = _asked()
    faults = Faults[Way]()
    for page in asked.page:
        links = _links(page, asked.links)
        if links:
            print(
                f"{page}: {len(links)} links, of {pairs_of(page):,} pairs in {len(by_pairs(page))}",
                flush=True,
            )
            _count(follow(links, faults), len(links))
    visitors = -(-asked.actions // LENGTH)
    _count(wander(range(asked.seed, asked.seed + visitors), faults), visitors)
    print(report(faults))
    return 1 if faults.found else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.visitors", description=__doc__)
    parser.add_argument("--links", default="0", help="how many a page: a number, or all")
    parser.add_argument("--page", nargs="*", default=list(PAGES), choices=list(PAGES))
    parser.add_argument("--actions", type=int, default=0, help="random actions over all pages")
    parser.add_argument("--seed", type=int, default=0, help="the first visitor's")
    return parser.parse_args()


def _links(page: str, count: str) -> list[Link]:
    """So many links to ``page``."""
    every = by_pairs(page)
    if count == "all":
        return [*every, *two_at_a_time(page, len(every) // 4)]
    return some(page, int(count))


def _count(visits: Iterable[Way], of: int) -> None:
    began = monotonic()
    for number, _ in enumerate(visits, 1):
        if number % 100 == 0:
            print(f"  {number} of {of}, {monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
