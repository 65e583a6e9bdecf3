"""Lesson 1: a walker in the fog, who feels only the ground at the feet, finds the way down."""

import streamlit as st

from gd_core import PRESETS
from gd_core.lessons.curves import CURVES
from pages._ui import controls
from pages._ui.prose import tell
from pages._ui.walker.facts import facts
from pages._ui.walker.mount import walker

curves = {key: curve() for key, curve in CURVES.items()}

tell("idea", "definition")
walker(curves)

left, right = st.columns(2, gap="large")
with left:
    tell("idea", "rule")
    tell("idea", "symbols")
with right:
    tell("idea", "why")

tell("idea", "try", **facts())
tell("idea", "lab")
controls.open_in_lab(PRESETS["notebook"].experiment)
st.page_link("../neuron.py", label="Next: one neuron, with every number of an update")
