"""The Lab's shelf in Streamlit's own test frame: there on demand, with what can be taken away."""

import re
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gd_core import Experiment
from pages._ui.budgets import BUDGETS
from pages._ui.takeaway import movie, shelf
from pages._ui.takeaway.file_names import stem
from pages._ui.takeaway.studio import Studio
from tests import patience
from tests.pages.lab import choose, lab, press, widget
from tests.takeaway.test_pytorch import executed

FILES = ["Script", "Notebook", "Page", "CSV", "Parquet"]


def opened(**choices: object) -> AppTest:
    app = lab()
    if choices:
        choose(app, **choices)
    app.session_state["lab choices"]["open"] = ("takeaway",)
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_nothing_of_it_is_made_before_it_is_opened() -> None:
    app = lab()
    assert not app.get("download_button")
    assert not app.code


def test_it_has_every_file() -> None:
    app = opened()
    assert not app.exception
    assert labels(app) == FILES


def test_the_code_shown_is_that_of_all_runs_or_of_the_chosen_one() -> None:
    app = opened(epochs=20, runs=3)
    assert "def train(seed):" in app.code[0].value
    assert list(executed(app.code[0].value)["runs"]) == ["seed 0", "seed 1", "seed 2"]
    groups: list[Any] = list(app.get("button_group"))
    (picker,) = (group for group in groups if group.key == "lab-takeaway-run")
    picker.set_value("seed 2")
    app.run()
    assert "torch.manual_seed(2)" in app.code[0].value
    assert executed(app.code[0].value)["epochs"] == 20
    assert widget(app, "runs").value == 3


def test_it_follows_the_experiment() -> None:
    app = opened()
    choose(app, batch="mini", learning_rate=0.012)
    assert "learning_rate = 0.012" in app.code[0].value
    assert ".split(2)" in app.code[0].value
    assert labels(app) == FILES


def test_the_film_is_ordered_then_its_progress_is_shown_then_it_is_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = Studio()
    monkeypatch.setattr(movie, "STUDIO", house)
    may = threading.Event()

    def draw(*_: object) -> bytes:
        assert may.wait(patience.SECONDS)
        return b"GIF89a"

    monkeypatch.setattr(movie, "_draw", draw)
    app = press(opened(epochs=20), "Film")
    (bar,) = app.get("progress")
    assert bar.proto.text == "Drawing the film: 0%"
    assert "Save the film" not in labels(app)
    may.set()
    while house._drawing is not None:
        time.sleep(0.01)
    assert "Save the film" in labels(app.run())
    assert not app.get("progress")
    choose(app, epochs=50)
    assert "Save the film" not in labels(app)


def test_whose_minute_is_spent_is_told_when_a_film_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movie, "STUDIO", Studio())
    monkeypatch.setattr(BUDGETS, "told", lambda client: "It goes on in 3 s.")
    app = press(opened(epochs=20), "Film")
    assert [toast.value for toast in app.toast] == ["It goes on in 3 s."]
    assert not app.get("progress")


@pytest.mark.parametrize(
    ("url", "query", "link"),
    [
        ("https://lab.example", "v=1&seed=2", "https://lab.example/?v=1&seed=2"),
        ("https://lab.example/x/", "", "https://lab.example/x/"),
        (None, "v=1", ""),
    ],
)
def test_the_link_is_the_browsers_address_with_the_choices(url: str | None, query: str, link: str) -> None:
    assert shelf.link(url, query) == link


NAMES = {
    "neuron_sgd_rate0.01_full_1000epochs_seed0": [Experiment()],
    "network_adam_rate0.01_mini2_20epochs_seed3": [Experiment("network", "mini", 2, 0.01, 20, "adam", 3)],
    "bowl_momentum_rate0.01_1000epochs_seed0_momentum0.5_condition50": [
        Experiment("bowl", optimizer="momentum", momentum=0.5, condition=50)
    ],
    "neuron_sgd_rate0.01_full_1000epochs_seed0_step_drop0.5": [Experiment(schedule="step", drop=0.5)],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_says_what_was_trained_and_how(name: str) -> None:
    assert stem(NAMES[name]) == name


def test_no_two_runs_share_a_name() -> None:
    e = Experiment(epochs=9)
    each = [e, *(replace(e, seed=k) for k in (1, 2)), replace(e, start=(1.0, 2.0, 3.0)), replace(e, luck=1)]
    each += [replace(e, trunk=e, branch=k) for k in (3, 4)]
    each += [replace(e, learning_rate=0.01000001), replace(e, batch="mini"), replace(e, batch="stochastic")]
    each += [Experiment("formula", formula=text) for text in ("x^2", "y^2")]
    names = [stem([one]) for one in each] + [stem([one, e]) for one in each]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[\w.+-]{1,120}", name) for name in names)
