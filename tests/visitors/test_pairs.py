"""The rows of a covering array have every pair, and are few."""

from itertools import combinations, product

from pages._ui.page_fields import PAGES
from tests.visitors.links import by_pairs, strata
from tests.visitors.pairs import covering

FACTORS = {"a": "xyz", "b": "12", "c": "klmno", "d": "uvw"}


def test_every_pair_of_values_is_in_a_row() -> None:
    rows = covering(FACTORS)
    for one, other in combinations(FACTORS, 2):
        assert {(row[one], row[other]) for row in rows} == set(product(FACTORS[one], FACTORS[other]))


def test_the_rows_are_few_and_always_the_same() -> None:
    rows = covering(FACTORS)
    assert len(rows) < 22  # fifteen at the least, ninety without thought
    assert rows == covering(FACTORS)


def test_a_factor_alone_has_no_pairs() -> None:
    assert covering({"a": "xyz"}) == []


def test_every_field_of_every_page_is_in_its_links() -> None:
    for page, linked in PAGES.items():
        said = {name for link in by_pairs(page) for name, _ in link.said}
        every = {*linked.fields, *linked.browsers}
        left = {name for name in every - said if not name.startswith("pin_")}
        assert not left
        assert all(None in values or len(values) == 1 for each in strata(page) for values in each.values())
