"""The Lab in Streamlit's own test frame: no browser, the same script."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Training
from pages._ui import trainings
from pages._ui.page_fields import DECIDING
from pages._ui.page_state import PageState
from tests import patience
from tests.pages.decoder import Tree, decode

SHELL = Path(__file__).parents[2] / "pages" / "_ui" / "shell.py"


def asked_for(page: str = "", **link: str) -> AppTest:
    """The page of this name, else the Lab, as a new visitor asks for it by ``link``; it has not run yet."""
    app = AppTest.from_file(str(SHELL), default_timeout=patience.SECONDS)
    app.query_params.update(link)
    return app.switch_page(f"../{page}.py") if page else app


def lab() -> AppTest:
    """The Lab as a new visitor gets it."""
    return asked_for().run()


def choose(app: AppTest, **choices: Any) -> AppTest:
    """Set widgets by their keys, all of them before one rerun."""
    for key, value in choices.items():
        widget(app, key).set_value(value)
    return app.run()


def widget(app: AppTest, key: str) -> Any:
    """The widget that shows the choice ``key``; its own key ends in how often it was replaced."""
    kinds = ("select_slider", "slider", "text_input", "number_input", "selectbox", "button_group")
    return next(w for kind in kinds for w in app.get(kind) if str(w.key).rpartition("-")[0] == f"lab-{key}")


def see_why(app: AppTest, *names: Any) -> AppTest:
    """Open the insights of these ``names``, or close those that are open, as the player asks for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageState, "chosen", app.session_state["lab choices"])
        for name in names:
            PageState("lab").take_toggle(name)
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins with ``label``."""
    (button,) = (b for b in app.button if b.label.startswith(label))
    return button.click().run()


def shown(app: AppTest) -> Tree:
    """What was sent to the player, decoded."""
    return decode(mounted(app, "live_player").proto.bytes)


def mounted(app: AppTest, name: str) -> Any:
    """The first of our components that goes by ``name``."""
    return next(each for each in app.get("bidi_component") if each.proto.component_name == name)


def experiment_of(app: AppTest) -> Experiment:
    """The experiment that is chosen."""
    return Experiment(**{key: app.session_state["lab choices"][key] for key in DECIDING})


def trained(*experiments: Experiment) -> list[Any]:
    """The finished runs of ``experiments``, recorded as the Lab records them."""
    training = Training(experiments, record_limit=trainings._RECORDED)
    training.advance()
    return training.runs()


def sent_exactly(app: AppTest, *experiments: Experiment) -> bool:
    """Whether the player was sent the runs of ``experiments``, to the last bit."""
    got = shown(app)["runs"]
    assert len(got) == len(experiments)
    return all(
        np.array_equal(ours["loss"], run.loss)
        and np.array_equal(ours["params"], run.params.T)
        and np.array_equal(ours["step"], run.step)
        and np.array_equal(gradients(ours)[..., :-1], run.grad.T if len(got) == 1 else run.grad.norm(dim=1))
        for ours, run in zip(got, trained(*experiments), strict=True)
    )


def gradients(run: dict[str, Any]) -> Any:
    """The gradients that a lone run brings, or the lengths that one of several does."""
    return run["gradLength"] if run["grad"] is None else np.stack(run["grad"])
