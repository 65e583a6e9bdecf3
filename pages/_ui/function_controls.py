"""The controls of a function of x and y: the bowl's condition number, and the learner's own formula."""

import streamlit as st

from gd_core.digits import number
from gd_core.problems.function.catalog import own
from gd_core.problems.function.formulas import ALLOWED, LONGEST, FormulaError
from pages._ui.page_state import PageState

_CONDITIONS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
_EXAMPLES = ("x^4 - 2x^2 + y^2", "sin(3x) + cos(2y) + x^2/4", "exp(-x^2 - y^2)", "abs(x) + 5 abs(y)")

_KEPT = 2_000
"""So much of what was typed stays in the field, to be mended."""


def function(desk: PageState) -> None:
    """What the chosen function leaves open."""
    if desk.chosen["problem"] == "bowl":
        condition(desk)
    if desk.chosen["problem"] == "formula":
        formula(desk)


def condition(desk: PageState) -> None:
    """How many times as steep the bowl is along y as along x."""
    st.select_slider(
        "Condition number",
        sorted({*_CONDITIONS, desk.chosen["condition"]}),
        format_func=lambda value: number(value, 6),
        help="How many times as steep across the valley as along it: f(x, y) = (x^2 + condition * y^2) / 2.",
        **desk.choice("condition"),
    )


def formula(desk: PageState) -> None:
    """The learner's own f(x, y); a bad one is told, and stays to be mended."""
    text, error = _typed(desk)
    st.text_input(
        "f(x, y) =",
        placeholder=_EXAMPLES[0],
        help=f"At most {LONGEST} characters, made of {ALLOWED}. "
        f"For example: {'; '.join(f'`{example}`' for example in _EXAMPLES)}.",
        **desk.widget("formula", text, lambda said: take_formula(desk, said)),
    )
    if error is not None:
        st.error(f"The formula {error}. The page still shows the one before.")
        if isinstance(error, FormulaError):
            _mend(desk, text, error)


def _mend(desk: PageState, text: str, error: FormulaError) -> None:
    """What to write instead, one click away; else where reading stopped, and what may be written."""
    if error.instead:
        st.code(error.instead, language=None, wrap_lines=True)
        st.button(
            "Write this instead",
            key=f"{desk.page}-formula instead",
            on_click=take_formula,
            args=(desk, error.instead),
            icon=":material/edit:",
        )
    elif error.place is not None:
        st.code(_pointed(text, error.place), language=None)
        st.caption(f"Allowed are {ALLOWED}.")


def take_formula(desk: PageState, text: str) -> None:
    """Choose the function that ``text`` says; what is wrong with it changes nothing else."""
    try:
        own(text)
    except ValueError as error:
        desk.chosen["formula_wrong"] = desk.chosen["formula"], text[:_KEPT], error
        return
    desk.chosen["formula_wrong"] = None
    desk.change(formula=text, view=None)


def _typed(desk: PageState) -> tuple[str, ValueError | None]:
    """What stands in the field, and what is wrong with it: until another formula is chosen."""
    beside, text, error = desk.chosen.get("formula_wrong") or (None, "", None)
    shown: str = desk.chosen["formula"]
    return (text, error) if beside == shown else (shown, None)


def _pointed(text: str, place: int) -> str:
    """``text`` around ``place``, and below it a mark there: as much as fits beside the pictures."""
    first = max(0, place - 14)
    return f"{text[first : place + 14]}\n{' ' * (place - first)}^"
