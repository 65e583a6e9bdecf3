"""Lesson 5, the assignment: build the network, have it checked, and take it away as a notebook."""

import streamlit as st

from gd_core import Experiment
from gd_core.digits import number
from gd_core.lessons.checks import PARAMETERS, SIZES, checks
from gd_core.lessons.trials import EPOCHS
from pages._ui import controls, notebook
from pages._ui.assignment import asking, bench
from pages._ui.assignment.mount import workbench
from pages._ui.assignment.report import report
from pages._ui.prose import prose, tell

LESSON = Experiment(problem="network", epochs=EPOCHS)

inputs, hidden, outputs = SIZES
points = LESSON.data.samples
tell("assignment", "task", inputs=inputs, hidden=hidden, outputs=outputs, points=points)

plan = bench.plan()
trial = bench.trial(plan)
found = checks(plan, trial)
picture, choices = st.columns([3, 2], gap="medium")
listed, code = st.columns([3, 2], gap="medium")

with picture:
    workbench(plan, trial, ready=found[0].passed is True, train=bench.train)

with choices:
    bench.show()

with listed, st.container(key="requirements"):
    st.markdown(report(found))
    if trial and all(check.passed for check in found):
        loss = number(trial.loss[-1])
        said = prose("assignment", "done", parameters=PARAMETERS, epochs=EPOCHS, loss=loss)
        if bench.is_the_lessons(plan):
            said += "\n\n" + prose("assignment", "same", rate=number(plan.learning_rate, 6), seed=plan.seed)
        st.success(said)

with code:
    st.code(plan.code, language="python")

tell("assignment", "ask")
asking.ask()

take, watch = st.columns(2, gap="medium")
with take:
    tell("assignment", "notebook")
    st.download_button(
        "Download the notebook",
        notebook.assignment,  # made once it is pressed: who has left by then asks for nothing
        notebook.NAME,
        "application/x-ipynb+json",
        icon=":material/download:",
        on_click="ignore",
    )
with watch:
    tell("assignment", "lab", points=points)
    controls.open_in_lab(LESSON)
