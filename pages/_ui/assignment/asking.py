"""The questions: a field for each answer, and the verdict on it."""

from typing import Any

import streamlit as st

from gd_core.lessons.questions import Question, Verdict, questions
from pages._ui import prose
from pages._ui.assignment import bench
from pages._ui.typed import number_of


def ask() -> None:
    """Every question of this turn, and others of their kind when these are done with."""
    asked = list(enumerate(questions(bench.turn())))
    for pair in zip(asked[::2], asked[1::2], strict=True):
        for column, (number, question) in zip(st.columns(2), pair, strict=True):
            with column:
                _ask(number, question)
    st.button(
        "Other numbers",
        on_click=bench.ask_others,
        icon=":material/casino:",
        help="Ask the same questions about other networks.",
    )


def _ask(number: int, question: Question) -> None:
    kept, place = _kept(), (bench.turn(), number)
    key = f"assignment answer {place}"
    st.session_state.setdefault(key, kept["typed"].get(place, ""))
    with st.form(f"assignment question {place}", border=True):
        prose.show(f"**Question {number + 1}.** {question.text}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(f"Your answer to question {number + 1}", key=key, width=200)
            asked = st.form_submit_button(f"Check answer {number + 1}")
        if asked:
            kept["typed"][place] = st.session_state[key]
            kept["verdicts"][place] = judge(question, st.session_state[key])
        if place in kept["verdicts"]:
            _tell(kept["verdicts"][place])


def judge(question: Question, text: str) -> Verdict | str:
    """The verdict on the answer ``text``, or what is wrong with it as a number."""
    try:
        return question.judge(number_of(text, "answer", question.limits))
    except ValueError as error:
        return str(error)


def _tell(verdict: Verdict | str) -> None:
    if isinstance(verdict, str):
        st.error(verdict)
    elif verdict.right:
        st.success(f"Right. {verdict.text}")
    else:
        st.warning(f"Not yet. {verdict.text}")


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.setdefault("assignment answers", {"typed": {}, "verdicts": {}})
    return kept
