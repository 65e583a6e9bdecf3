"""A film's title is there to the last word, however long it is."""

import pytest

from pages._ui.takeaway.film.sheet import WIDTH, _in_room, wrapped

LONG = "f(x, y) = " + " + ".join(f"sin({i} * x) * cos({i} * y)" for i in range(1, 12))


@pytest.mark.parametrize("text", ["Short.", LONG, "x" * 296, f"{LONG}. Momentum, rate 0.01, 100 epochs."])
def test_a_title_is_never_cut(text: str) -> None:
    size, lines = _in_room(text)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped(text, size, WIDTH - 40) == lines
    assert len(lines) * size * 1.15 <= 48
