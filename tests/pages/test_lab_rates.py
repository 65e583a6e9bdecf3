"""Learning rates in the Lab: set by a slider or typed, and what is none is named."""

import pytest
from streamlit.testing.v1 import AppTest

from gd_core import Experiment
from tests.pages.lab import choose, experiment_of, lab, sent_exactly, shown, widget

BAD_RATES = ["5", "0", "-1", "nan", "inf", "-inf", "abc", "", " ", "1e-9", "1e", "0.0.1", "0x1", "1/0"]
MARKUP = [
    "<script>alert(1)</script>",
    "**bold**",
    "[a](http://b)",
    "$x$",
    "_x_",
    ":red[x]",
    "`x`",
    "![i](//h)",
]


@pytest.fixture
def app() -> AppTest:
    return lab()


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


def test_the_slider_writes_the_typed_rate(app: AppTest) -> None:
    for rate, text in ((0.0195, "0.0195"), (1e-5, "1e-05"), (1.0, "1"), (0.000_35, "0.00035")):
        choose(app, learning_rate=rate)
        assert widget(app, "rate_text").value == text


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.0123456", 0.0123456),
        ("1e-2", 0.01),
        ("0,02", 0.02),
        (" .5 ", 0.5),
        ("1", 1.0),
        ("1E-5", 1e-5),
        ("0.01000001", 0.01000001),
        ("0.01234567", 0.01234567),
    ],
)
def test_a_typed_rate_moves_the_slider_and_is_trained(app: AppTest, text: str, rate: float) -> None:
    choose(app, rate_text=text)
    assert not app.exception
    assert not app.error
    assert widget(app, "learning_rate").value == rate
    assert widget(app, "rate_text").value == text
    assert sent_exactly(app, Experiment(learning_rate=rate))


def test_a_typed_rate_outlives_other_choices(app: AppTest) -> None:
    choose(choose(app, rate_text="0.01000001"), seed=3)
    assert experiment_of(app) == Experiment(learning_rate=0.01000001, seed=3)


@pytest.mark.parametrize("text", BAD_RATES + MARKUP)
def test_a_bad_rate_is_named_with_its_bounds_and_changes_nothing(app: AppTest, text: str) -> None:
    before = shown(choose(app, learning_rate=0.012))
    choose(app, rate_text=text)
    (message,) = errors(app)
    assert not app.exception
    assert "learning rate" in message
    assert "between 10⁻⁵ and 1" in message
    assert not set(message.replace("1/0", "")) & set("<>*[]()$`!:/_\\#~|")
    assert "www." not in message.lower()
    assert text in MARKUP or f"“{text}”" in message
    assert widget(app, "rate_text").value == text
    assert widget(app, "learning_rate").value == 0.012
    assert shown(app)["id"] == before["id"]


def test_a_long_wrong_text_makes_a_short_message(app: AppTest) -> None:
    assert len(errors(choose(app, rate_text="a" * 5000))[0]) < 150


def test_a_good_rate_ends_the_message(app: AppTest) -> None:
    choose(app, rate_text="5")
    assert not errors(choose(app, rate_text="0.5"))


def test_the_slider_ends_the_message(app: AppTest) -> None:
    choose(app, rate_text="5")
    assert not errors(choose(app, learning_rate=0.02))
    assert widget(app, "rate_text").value == "0.02"


def test_a_preset_ends_the_message(app: AppTest) -> None:
    choose(app, rate_text="5")
    assert not errors(choose(app, preset="slow"))
