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


@pytest.mark.parametrize("text", ["", "five", "5.5", "0", "501", "-3", "nan", "inf", "1e999", "5 6"])
def test_what_is_no_such_number_is_named_with_its_bounds(text: str) -> None:
    with pytest.raises(ValueError, match="answer must be a whole number between 1 and 500, not") as caught:
        number_of(text, "answer", WHOLE)
    assert f"“{text}”" in str(caught.value)


def test_what_was_typed_can_be_no_markup() -> None:
    assert harmless("*a* <b> `c` [d](e) $f$ www.g.h") == "?a? ?b? ?c? ?d??e? ?f? www?g.h"
    assert harmless("1/3 //h a/b 1//2 3/") == "1/3 ??h a?b 1??2 3?"
    assert len(harmless("9" * 100)) == 40
