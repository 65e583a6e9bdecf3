"""Links by pairs: for every page, problem and way to compare, each two values of each two fields."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from random import Random
from urllib.parse import urlencode

from gd_core import Experiment
from gd_core.experiment import SETTINGS
from pages._ui.fields import OneOf
from pages._ui.page_fields import PAGES, Linked
from tests.visitors.pairs import covering
from tests.visitors.values import Value, values

_PINNED, _RACED = ("branch", "pin_"), ("race",)
# Beside a pinned run nobody races, and neither has other starts: each is tried without the next, too.
_WAYS = {"alone": (*_PINNED, *_RACED), "raced": _PINNED, "pinned": ()}
"""What is compared, and how the fields begin that a link of this way leaves out."""

_ONLY = {"formula": "formula", "condition": "bowl"}
"""Fields that one problem alone has."""


@dataclass(frozen=True)
class Link:
    """A link to ``page``: the texts of its fields in their order."""

    page: str
    said: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        path = "" if self.page == "lab" else self.page
        return f"/{path}?{urlencode({'v': '1'} | dict(self.said))}"


def link(page: str, said: Mapping[str, Value]) -> Link:
    """The link to ``page`` that says what of ``said`` is a text."""
    return Link(page, tuple((name, text) for name, text in said.items() if text is not None))


@cache
def by_pairs(page: str) -> tuple[Link, ...]:
    """The links to ``page`` in which every pair of values of its fields occurs, in each of its strata."""
    found = (link(page, row) for factors in strata(page) for row in covering(factors))
    return tuple(dict.fromkeys(found))


def two_at_a_time(page: str, count: int, seed: int = 0) -> list[Link]:
    """``count`` links to ``page`` that say the problem and two fields: nothing hides a fault there."""
    chance, found = Random(f"{page} {seed}"), list[Link]()
    every = strata(page)
    while len(found) < count:
        factors = chance.choice(every)
        two = chance.sample(sorted(factors), min(2, len(factors)))
        said = {n: chance.choice(factors[n]) for n in factors if n in two or len(factors[n]) == 1}
        found.append(link(page, said))
    return found


def some(page: str, count: int) -> list[Link]:
    """``count`` links to ``page``: half of them by pairs, spread evenly, half of two fields alone."""
    every, half = by_pairs(page), -(-count // 2)
    spread = every[:: max(1, len(every) // max(1, half))][:half]
    return [*spread, *two_at_a_time(page, count - half)]


def strata(page: str) -> list[dict[str, tuple[Value, ...]]]:
    """The fields of ``page`` with their values, once for each problem and each way to compare runs."""
    linked = PAGES[page]
    fields = {**linked.fields, **linked.browsers}
    ways = _WAYS.values() if "branch" in fields else ((),)
    return [
        {"problem": (problem,)} | {n: values(f, experiment) for n, f in fields.items() if n not in left}
        for problem, experiment in _problems(linked)
        for left in (_left(fields, experiment, way) for way in ways)
    ]


def pairs_of(page: str) -> int:
    """How many pairs of values of two fields the links by pairs to ``page`` have."""
    sizes = ([len(each) for each in factors.values()] for factors in strata(page))
    return sum(a * b for stratum in sizes for a, b in combinations(stratum, 2))


def _problems(linked: Linked) -> Iterator[tuple[Value, Experiment]]:
    """The problems of a page by their texts: none where it has one alone."""
    first = linked.experiment or Experiment()
    field = linked.fields.get("problem")
    if not isinstance(field, OneOf):
        yield None, first
    else:
        yield from ((name, Experiment(problem=name)) for name in field.options)


def _left(fields: Iterable[str], experiment: Experiment, beginnings: tuple[str, ...]) -> set[str]:
    """The fields that links on the problem of ``experiment`` leave out, beside those that begin so."""
    others = {name for name, problem in _ONLY.items() if problem != experiment.problem}
    # Of what is pinned, the settings are read alike: two of them stand for all.
    alike = {f"pin_{name}" for name in SETTINGS[2:]}
    return {"problem", *others, *alike, *(name for name in fields if name.startswith(beginnings or ("\0",)))}
