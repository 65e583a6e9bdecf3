"""Where the Lab's runs start: by seeds, or by a click on the surface."""

import pytest
import torch
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from gd_core import Experiment
from pages._ui import controls
from pages._ui.start_controls import typed_start
from tests.pages.lab import asked_for, choose, lab, press, sent_exactly, shown, widget


@pytest.fixture
def app() -> AppTest:
    return lab()


def test_a_new_start_is_the_next_seed(app: AppTest) -> None:
    press(app, "New start")
    assert widget(app, "seed").value == 1
    assert sent_exactly(app, Experiment(seed=1))


def test_a_new_start_after_the_last_seed_begins_again(app: AppTest) -> None:
    choose(app, seed=controls._LAST_SEED, runs=4)
    assert not press(app, "New start").exception
    assert widget(app, "seed").value == 0


def field(app: AppTest, name: str) -> TextInput:
    """The field for the start of the parameter ``name``."""
    (found,) = (each for each in app.text_input if each.label == f"Start {name}")
    return found


def start_at(app: AppTest, *place: float) -> AppTest:
    """The Lab after a click on the surface."""
    app.session_state["lab choices"]["start"] = place
    return app.run()


def test_a_clicked_start_is_what_is_trained_and_is_named(app: AppTest) -> None:
    start_at(app, 2.0, 1.0, 0.25)
    assert sent_exactly(app, Experiment(start=(2.0, 1.0, 0.25)))
    assert [field(app, name).value for name in ("w1", "w2", "b")] == ["2", "1", "0.25"]
    assert any(button.label == "Start of the seed" for button in app.button)
    assert "your own start" in shown(app)["hint"]


@pytest.mark.parametrize("way", ["New start", "Start of the seed"])
def test_a_clicked_start_can_be_given_up(app: AppTest, way: str) -> None:
    press(start_at(app, 2.0, 1.0, 0.25), way)
    assert app.session_state["lab choices"]["start"] is None
    assert sent_exactly(app, Experiment(seed=int(way == "New start")))


def test_another_seed_gives_up_a_clicked_start(app: AppTest) -> None:
    choose(start_at(app, 2.0, 1.0, 0.25), seed=4)
    assert sent_exactly(app, Experiment(seed=4))


def test_a_clicked_start_races_against_the_next_seeds(app: AppTest) -> None:
    choose(start_at(app, 2.0, 1.0, 0.25), runs=2)
    assert sent_exactly(app, Experiment(start=(2.0, 1.0, 0.25)), Experiment(seed=1))


def test_the_fields_say_where_the_seed_starts_to_the_last_bit(app: AppTest) -> None:
    drawn = Experiment().data.draw(torch.Generator().manual_seed(0))
    typed = [float(field(app, name).value or "") for name in ("w1", "w2", "b")]
    assert torch.equal(torch.tensor(typed), drawn)


def test_one_number_is_typed_and_the_others_stay(app: AppTest) -> None:
    start_at(app, 2.0, 1.0, 0.25)
    field(app, "w2").set_value("-1,2").run()
    assert sent_exactly(app, Experiment(start=(2.0, -1.2, 0.25)))
    assert field(app, "w2").value == "-1.2"


def test_a_start_that_cannot_be_is_told_stays_and_changes_nothing(app: AppTest) -> None:
    start_at(app, 2.0, 1.0, 0.25)
    field(app, "w2").set_value("1e7").run()
    told = "The start w2 must be a number between −10⁶ and 10⁶, not “1e7”."
    assert [error.value for error in app.error] == [told]
    assert field(app, "w2").value == "1e7"
    assert sent_exactly(app, Experiment(start=(2.0, 1.0, 0.25)))
    field(app, "w2").set_value("1").run()
    assert not app.error


@pytest.mark.parametrize(
    ("page", "names"), [("lab", "w1 w2 b"), ("neuron", "w1 w2 b"), ("batches", "w1 w2 b"), ("network", "")]
)
def test_every_page_with_a_start_has_it_typed(page: str, names: str) -> None:
    app = asked_for("" if page == "lab" else page).run()
    if not names:
        assert [each.proto.popover.label for each in app.get("popover")].count("Start") == 1
        app.session_state["network-starts"] = True
        names = " ".join(Experiment("network").data.names)
        app.run()
    assert not app.exception
    for name in names.split():
        assert float(field(app, name).value or "")
    start = [0.5] * len(names.split())
    field(app, names.split()[-1]).set_value(", ".join(map(str, start))).run()
    assert app.session_state[f"{page} choices"]["start"] == tuple(start)


PAIRS = [
    "-1.2, 1",
    "(-1.2, 1)",
    "[-1.2,1]",
    "-1.2 1",
    "-1,2; 1",
    "x = -1.2, y = 1",
    "-1.2\t1",
    "-1.2,1",
    "-1,2 1",
]


@pytest.mark.parametrize("text", [*PAIRS, "-1,2 1", "tensor([-1.2000,  1.0000])", "(-12e-1,1e0)"])
def test_a_pasted_pair_is_a_whole_start(text: str) -> None:
    for place in (0, 1):
        typed = typed_start(text, place, (5.0, 5.0), ("x", "y"))
        assert typed == pytest.approx((-1.2, 1.0), rel=1e-7)


@pytest.mark.parametrize("text", ["-1.2", "-1,2", " -1.2 ", "x=-1.2", "(-1.2)", "-12e-1", "-.12e1"])
def test_a_lone_number_is_one_coordinate(text: str) -> None:
    assert typed_start(text, 1, (5.0, 5.0), ("x", "y")) == pytest.approx((5.0, -1.2), rel=1e-7)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The start y must be a number between −10⁶ and 10⁶, not “”. The field is empty."),
        ("1, 2, 3", "The start must be one number for y, or 2 numbers for x, y, not 3 numbers: “1, 2, 3”."),
        ("1/3", "not “1/3”. Write 0.333333."),
        ("up", "The start y must be a number between −10⁶ and 10⁶, not “up”."),
        ("1, x", "The start y must be a number"),
        ("1e7, 0", "The start x must be a number between −10⁶ and 10⁶, not “1e7”."),
        ("nan", "not “nan”."),
    ],
)
def test_a_wrong_start_names_the_coordinate_the_bounds_and_what_was_typed(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=r"^The start ") as caught:
        typed_start(text, 1, (5.0, 5.0), ("x", "y"))
    assert told in str(caught.value)
