"""The assignment's page in Streamlit's own test frame, and what it sends to the workbench."""

import json
from dataclasses import replace
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, train
from gd_core.lessons.checks import Check
from gd_core.lessons.courses import Course
from gd_core.lessons.questions import Parameters, UpdatesAnEpoch, questions
from gd_core.lessons.trials import attempt
from gd_core.problems.network.builder import Layer, Plan, build, values
from pages._ui import glossary, notebook
from pages._ui.assignment import asking
from pages._ui.assignment.mount import columns, message, told
from pages._ui.assignment.report import report
from tests.pages.lab import asked_for, mounted

LESSON = Plan((Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid")), "BCELoss")
MISFIT = Plan((Layer(2, 4), Layer(3, 1)))


@pytest.fixture
def app() -> AppTest:
    """The assignment as a new visitor gets it."""
    return asked_for("assignment").run()


def field(app: AppTest, name: str) -> Any:
    """The widget that shows the choice ``name``."""
    kinds = ("text_input", "selectbox", "button_group")
    return next(
        w for kind in kinds for w in app.get(kind) if str(w.key).rpartition("-")[0] == f"assignment-{name}"
    )


def choose(app: AppTest, **choices: Any) -> AppTest:
    """Make ``choices`` one after the other, underscores for spaces."""
    for name, value in choices.items():
        field(app, name.replace("__", " ")).set_value(value)
        app.run()
    return app


def assembled(app: AppTest) -> AppTest:
    """The lesson's network, put together from the default with the widgets."""
    choose(app, count=2)
    choose(app, gives__1=3, activation__1="ReLU", takes__2=3, activation__2="Sigmoid", loss="BCELoss")
    return app


def sent(app: AppTest) -> dict[str, Any]:
    """What was sent to the workbench."""
    bench = mounted(app, "workbench")
    data: dict[str, Any] = json.loads(bench.proto.json)
    return data


def requirements(app: AppTest) -> str:
    """The list of requirements."""
    return str(next(m.value for m in app.markdown if "requirements met" in m.value))


def test_it_begins_with_one_layer_that_does_not_do(app: AppTest) -> None:
    assert not app.exception
    assert requirements(app).startswith("**1 of 8 requirements met**")
    assert "there is no hidden layer" in requirements(app)
    assert app.code[0].value == Plan((Layer(2, 1),)).code


def test_the_right_choices_make_the_lessons_network(app: AppTest) -> None:
    assembled(app)
    assert app.code[0].value == LESSON.code
    assert requirements(app).startswith("**7 of 8 requirements met**")
    assert sent(app)["params"] == pytest.approx(values(build(LESSON)).tolist(), rel=1e-5)
    app.session_state["assignment choices"]["trained"] = LESSON
    app.run()
    assert requirements(app).startswith("**8 of 8 requirements met**")
    loss = train(Experiment(problem="network", epochs=500)).loss[-1]
    assert f"a loss of {loss:.4f}" in app.success[0].value
    assert "lesson 4, which ends with the same loss at rate 0.01 and seed 0" in app.success[0].value


def test_another_bend_does_as_well_but_is_not_the_lessons(app: AppTest) -> None:
    choose(assembled(app), activation__1="Tanh")
    app.session_state["assignment choices"]["trained"] = replace(
        LESSON, layers=(Layer(2, 3, "Tanh"), Layer(3, 1, "Sigmoid"))
    )
    app.run()
    assert requirements(app).startswith("**8 of 8 requirements met**")
    assert "Lesson 4" not in app.success[0].value


def test_another_choice_is_another_network_which_is_not_trained_yet(app: AppTest) -> None:
    assembled(app)
    app.session_state["assignment choices"]["trained"] = LESSON
    choose(app, learning_rate="0.1")
    assert sent(app)["trial"] is None
    assert "not trained yet" in requirements(app)
    choose(app, learning_rate="0.01")
    assert sent(app)["trial"]["loss"] == pytest.approx(attempt(LESSON).loss.tolist(), rel=1e-5)


def test_a_misfit_is_drawn_with_a_gap_and_explained(app: AppTest) -> None:
    choose(app, count=2, gives__1=4, takes__2=3)
    assert (sent(app)["sizes"], sent(app)["gaps"], sent(app)["ready"]) == ([2, 4, 3, 1], [1], False)
    assert "mat1 and mat2 shapes cannot be multiplied" in requirements(app)
    assert "Layer 1 gives 4 numbers, layer 2 takes 3" in requirements(app)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("learning_rate", "fast", "The learning rate must be a number between 10⁻⁹ and 100, not “fast”."),
        ("learning_rate", "-1", "not “-1”"),
        ("learning_rate", "101", "between 10⁻⁹ and 100, not “101”"),
        ("seed", "1.5", "The seed must be a whole number between 0 and 2147483647, not “1.5”."),
        ("seed", "-1", "not “-1”"),
    ],
)
def test_what_is_no_such_number_is_named_and_changes_nothing(
    app: AppTest, name: str, text: str, said: str
) -> None:
    before = app.code[0].value
    choose(app, **{name: text})
    assert said in app.error[0].value
    assert app.code[0].value == before
    choose(app, **{name: "1"})
    assert not app.error
    assert app.code[0].value != before


def test_the_choices_outlive_a_visit_to_another_page(app: AppTest) -> None:
    assembled(app)
    choose(app, seed="3")
    code = app.code[0].value
    app.switch_page("../guide.py").run()
    app.switch_page("../assignment.py").run()
    assert app.code[0].value == code
    assert [field(app, name).value for name in ("gives 1", "takes 2", "loss", "seed")] == [
        3,
        3,
        "BCELoss",
        "3",
    ]


def answer(app: AppTest, number: int, text: str) -> AppTest:
    """Type ``text`` below question ``number`` and press its Check."""
    fields = [w for w in app.text_input if w.label.startswith("Your answer")]
    fields[number].set_value(text)
    buttons = [b for b in app.button if b.label.startswith("Check answer")]
    return buttons[number].click().run()


def test_questions_are_judged_by_running(app: AppTest) -> None:
    answer(app, 1, "5")
    assert app.success[0].value == "Right. 5 updates, on batches of 2, 2, 2, 2, 2 points."
    answer(app, 2, "88")
    assert app.warning[0].value == "Not yet. Those are the weights. Every neuron has a bias too."
    answer(app, 2, "many")
    assert app.error[0].value == "The answer must be a whole number between 1 and 100000, not “many”."
    assert not app.warning


def test_other_numbers_ask_anew(app: AppTest) -> None:
    answer(app, 1, "5")
    next(b for b in app.button if b.label == "Other numbers").click().run()
    assert not app.success
    texts = {m.value for m in app.markdown}
    assert {
        glossary.marked(f"**Question {place}.** {question.text}")
        for place, question in enumerate(questions(1), start=1)
    } <= texts


def test_answers_outlive_a_visit_to_another_page(app: AppTest) -> None:
    answer(app, 1, "5")
    app.switch_page("../guide.py").run()
    app.switch_page("../assignment.py").run()
    assert app.success[0].value.startswith("Right.")
    assert [w.value for w in app.text_input if w.label.startswith("Your answer")] == ["", "5", "", ""]


def test_the_notebook_is_there_to_take_away(app: AppTest) -> None:
    (button,) = app.get("download_button")
    assert button.proto.label == "Download the notebook"
    assert notebook.NAME.endswith(".ipynb")


@pytest.mark.parametrize("text", ["", "x", "0", "1001", "2.5"])
def test_an_answer_that_is_none_is_told_its_bounds(text: str) -> None:
    said = asking.judge(UpdatesAnEpoch(2), text)
    empty = "" if text else ". The field is empty"
    assert said == f"The answer must be a whole number between 1 and 1000, not “{text}”{empty}."


def test_an_answer_may_be_written_as_one_likes() -> None:
    assert asking.judge(Parameters((2, 8, 8, 1)), " 105.0 ") == Parameters((2, 8, 8, 1)).judge(105)


def test_columns_that_fit_are_drawn_once_and_others_twice() -> None:
    assert columns(LESSON) == {"sizes": [2, 3, 1], "activations": ["ReLU", "Sigmoid"], "gaps": []}
    assert columns(MISFIT) == {"sizes": [2, 4, 3, 1], "activations": ["", "", ""], "gaps": [1]}
    first = columns(Plan((Layer(5, 1, "Tanh"),)))
    assert first == {"sizes": [2, 5, 1], "activations": ["", "Tanh"], "gaps": [0]}


def test_a_trial_is_sent_with_every_loss_and_the_moments_to_draw() -> None:
    trial = attempt(LESSON)
    data = message(LESSON, trial, ready=True)
    assert data["trial"]["loss"] == pytest.approx(trial.loss.tolist(), rel=1e-5)
    assert data["trial"]["frames"][0] == data["params"]
    assert data["trial"]["frames"][-1] == pytest.approx(trial.params[-1].tolist(), rel=1e-5)
    assert data["trial"]["steps"] == trial.steps.tolist()
    assert (data["trial"]["steps"][0], data["trial"]["steps"][-1]) == (0, 500)
    assert data["trial"]["course"] == "CRAWLS"
    assert {option["key"] for option in data["bet"]["options"]} == {kind.name for kind in Course}


def test_what_is_sent_holds_nothing_that_json_lacks() -> None:
    wild = Plan((Layer(2, 8, "ReLU"), Layer(8, 1)), "MSELoss", 100.0)
    data = message(wild, attempt(wild), ready=True)
    json.dumps(data, allow_nan=False)
    assert data["trial"]["loss"][-1] is None
    assert data["trial"]["course"] == "BLOWS_UP"
    assert data["trial"]["told"].endswith(f"to no number in {len(data['trial']['loss']) - 1} updates.")


@pytest.mark.parametrize("plan", [MISFIT, Plan((Layer(2, 1),), "BCELoss")])
def test_on_a_training_that_cannot_be_no_bet_is_offered(plan: Plan) -> None:
    data = message(plan, attempt(plan), ready=plan is not MISFIT)
    assert data["bet"] is data["trial"] is None
    assert data["refusal"]


def test_a_training_that_is_refused_on_its_way_says_when() -> None:
    # Its output begins within 0 and 1, and leaves.
    plan = Plan((Layer(2, 3, "ReLU"), Layer(3, 1)), "BCELoss", seed=1)
    trial = attempt(plan)
    assert 0 < len(trial.loss) < 501
    data = message(plan, trial, ready=True)
    assert data["bet"] is not None
    assert data["trial"] is None
    assert data["refusal"] == f"PyTorch refuses after {len(trial.loss)} updates: {trial.refusal}."


def test_what_a_loss_did_is_told_with_its_numbers() -> None:
    assert (
        told(torch.tensor([1.0, 1.5, 2.0])) == "The loss ends higher than it began: from 1 to 2 in 2 updates."
    )


def test_the_report_says_in_words_what_its_marks_show() -> None:
    checks = [Check("A", True, "a"), Check("B", False, "b", "look"), Check("C", None, "c")]
    text = report(checks)
    assert text.startswith("**1 of 3 requirements met**")
    assert all(f"{said}\n" in f"{text}\n" for said in ("**A** met: a", "**C** not yet: c"))
    assert "**B** not met: b  \n  *look*" in text
