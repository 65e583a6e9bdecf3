"""Numbers in prose never hide what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.digits import apart, distinct, minus, number, percent, toward


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (434.2, 2, "434"),
        (-31.99876, 3, "−32"),
        (7246.4, 3, "7246"),
        (0.0001, 3, "0.0001"),
        (5.24362e-6, 4, "5.244 × 10⁻⁶"),
        (1e-12, 4, "10⁻¹²"),
        (6e6, 4, "6 × 10⁶"),
        (999_999.7, 3, "10⁶"),
        (0.5, 4, "0.5"),
        (2.5, 1, "3"),
        (float("inf"), 4, "∞"),
        (float("-inf"), 4, "−∞"),
        (float("nan"), 4, "no number"),
        (-0.0, 4, "0"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_zeros_may_stay() -> None:
    assert number(0.5, 4, zeros=True) == "0.5000"
    assert number(1e-7, 4, zeros=True) == "1.000 × 10⁻⁷"


def test_what_is_compared_is_told_apart() -> None:
    assert apart(7246.11, 7246.34) == ("7246.1", "7246.3")
    assert toward(-31.99876, -32, 3) == "−31.999"
    assert toward(0.29999, 0.3, 2) == "0.29999"
    assert apart(2.0, 2.0) == ("2", "2")


@pytest.mark.parametrize(
    ("share", "text"),
    [(1.0, "100"), (0.0, "0"), (0.99970, "99.97"), (1e-5, "0.001"), (0.234, "23"), (1.17, "117")],
)
def test_all_is_all_and_none_is_none(share: float, text: str) -> None:
    assert percent(share) == f"{text}\u00a0%"


@given(st.floats(-1e6, 1e6, width=32), st.floats(-1e6, 1e6, width=32), st.integers(1, 6))
def test_no_number_is_off_by_more_than_it_says(one: float, other: float, digits: int) -> None:
    texts = apart(one, other, digits)
    assert (texts[0] == texts[1]) <= (abs(one - other) <= 1e-8 * max(abs(one), abs(other)))
    assert not set("e-+") & set("".join(texts))


def test_a_minus_is_a_minus() -> None:
    assert minus("-1 to 1") == "−1 to 1"


def test_of_several_all_that_differ_are_told_apart() -> None:
    assert distinct((0.39998, 0.4, 0.0), 3) == ["0.39998", "0.4", "0"]
    assert distinct((2.0, 2.0, 3.0)) == ["2", "2", "3"]
