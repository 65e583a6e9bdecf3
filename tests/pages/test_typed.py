"""What is typed into a field is a number within its bounds, or a message that says what it should be."""

import pytest

from gd_core.fields import Number
from pages._ui.typed import harmless, number_of

WHOLE, REAL = Number(int, 1, 500), Number(float, 1e-9, 100)


@pytest.mark.parametrize(("text", "value"), [("5", 5), (" 12 ", 12), ("5.0", 5), ("5e2", 500), ("1_0", 10)])
def test_a_whole_number_is_taken(text: str, value: int) -> None:
    number = number_of(text, "answer", WHOLE)
    assert (number, type(number)) == (value, int)


@pytest.mark.parametrize(("text", "value"), [("0.01", 0.01), ("1e-2", 0.01), ("0,01", 0.01), ("100", 100.0)])
def test_a_number_is_taken(text: str, value: float) -> None:
    assert number_of(text, "learning rate", REAL) == value


@pytest.mark.parametrize("text", ["five", "5.5", "0", "501", "-3", "nan", "inf", "1e999", "5 6"])
def test_what_is_no_such_number_is_named_with_its_bounds(text: str) -> None:
    with pytest.raises(ValueError, match="answer must be a whole number between 1 and 500, not") as caught:
        number_of(text, "answer", WHOLE)
    assert f"“{text}”" in str(caught.value)


def test_what_was_typed_can_be_no_markup() -> None:
    assert harmless("*a* <b> `c` [d](e) $f$ www.g.h") == "?a? ?b? ?c? ?d??e? ?f? www?g.h"
    assert harmless("1/3 //h a/b 1//2 3/") == "1/3 ??h a?b 1??2 3?"
    assert len(harmless("9" * 100)) == 40


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_an_empty_field_is_told_with_its_bounds(text: str) -> None:
    with pytest.raises(ValueError, match=r"between 10⁻⁹ and 100, not [ ?“”.]*The field is empty"):
        number_of(text, "rate", REAL)


MEANT = {
    "1/3": "Write 0.333333",
    "1 / 3": "Write 0.333333",
    "10^-2": "Write 0.01",
    "10^(-2)": "Write 0.01",
    "10**-2": "Write 0.01",
    "10⁻²": "Write 0.01",
    "5·10^-3": "Write 0.005",
    "3 × 10⁻³": "Write 0.003",
    "5%": "Write 0.05",
    "lr=0.01": "Write 0.01",
    "½": "Write 0.5",
    "−2": None,  # below the bound
    "1/0": None,
    "2^9999": None,
    "1/2/3": None,
    "1/x": None,
    "{0.1}": None,
    '{"lr": 0.1}': None,
}


@pytest.mark.parametrize("text", MEANT)
def test_where_a_number_is_meant_it_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="must be a number between 10⁻⁹ and 100, not “") as caught:
        number_of(text, "rate", REAL)
    told = str(caught.value)
    assert told.endswith(f"”. {MEANT[text]}." if MEANT[text] else "”.")


@pytest.mark.parametrize(
    ("text", "value"), [("０.０１", 0.01), (",01", 0.01), (" 1e-2 ", 0.01), ("1E-2", 0.01)]
)
def test_a_number_in_other_digits_is_taken(text: str, value: float) -> None:
    assert number_of(text, "rate", REAL) == value


def test_what_was_typed_is_quoted_as_it_is() -> None:
    for text in ("10^-2", "−2", "5%", "5·10^-3", "lr=0.1", "1/3"):
        assert harmless(text) == text
