"""Optimizers, their settings, schedules and races in the Lab."""

from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment
from gd_core.experiment import SETTINGS
from gd_core.fields import NUMBERS
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from pages._ui import pins, race, rules
from pages._ui.links import opened, written
from pages._ui.naming import names
from pages._ui.page_fields import PAGES
from pages._ui.reconcile import reconcile
from pages._ui.sentences import summary
from tests.pages.lab import choose, lab, press, sent_exactly, shown, widget


@pytest.fixture
def app() -> AppTest:
    return lab()


def sliders(app: AppTest) -> set[str]:
    """The settings that there is a slider for."""
    keys = {str(slider.key).removeprefix("lab-").rpartition("-")[0] for slider in app.select_slider}
    return keys & set(SETTINGS)


def test_everything_has_a_name_and_a_slider_within_its_bounds() -> None:
    assert tuple(rules.OPTIMIZER_NAMES) == tuple(OPTIMIZERS)
    assert tuple(rules.SCHEDULE_NAMES) == tuple(SCHEDULES)
    assert set(rules.SETTINGS) == set(SETTINGS)
    for name, setting in rules.SETTINGS.items():
        assert getattr(Experiment(), name) in setting.values
        assert list(setting.values) == sorted(set(setting.values))
        assert all(NUMBERS[name].check(name, value) == value for value in setting.values)


def test_an_optimizer_is_what_is_trained_and_has_its_own_sliders(app: AppTest) -> None:
    for optimizer, rule in OPTIMIZERS.items():
        choose(app, optimizer=optimizer)
        assert not app.exception
        assert sliders(app) == set(rule.settings)
        assert sent_exactly(app, Experiment(optimizer=optimizer))


def test_a_setting_is_what_is_trained_and_is_kept(app: AppTest) -> None:
    choose(choose(app, optimizer="momentum"), momentum=0.5)
    assert sent_exactly(app, Experiment(optimizer="momentum", momentum=0.5))
    choose(choose(app, optimizer="sgd"), optimizer="nesterov")
    assert widget(app, "momentum").value == 0.5


def test_a_schedule_is_what_is_trained(app: AppTest) -> None:
    for schedule, rule in SCHEDULES.items():
        choose(app, schedule=schedule)
        assert not app.exception
        assert sliders(app) == set(rule.settings)
        assert sent_exactly(app, Experiment(schedule=schedule))


def test_a_race_is_from_one_start_on_the_same_batches(app: AppTest) -> None:
    choose(app, batch="mini", epochs=200)
    choose(app, race=["adam", "momentum"])
    assert not app.exception
    mini: dict[str, Any] = {"batch": "mini", "epochs": 200}
    runs = [Experiment(**mini), *(Experiment(optimizer=n, **mini) for n in ("momentum", "adam"))]
    assert sent_exactly(app, *runs)
    assert sliders(app) == {"momentum", "beta1", "beta2"}
    assert [run["name"] for run in shown(app)["runs"]] == ["SGD", "Momentum", "Adam"]
    assert "SGD, Momentum and Adam, rate 0.01" in shown(app)["hint"]


def test_all_eight_can_be_raced(app: AppTest) -> None:
    choose(app, race=[name for name in OPTIMIZERS if name != "sgd"])
    assert not app.exception
    runs = shown(app)["runs"]
    assert len({run["color"] for run in runs}) == len({run["symbol"] for run in runs}) == 8


def test_rivals_may_go_at_the_rates_that_pytorch_begins_with(app: AppTest) -> None:
    choose(choose(app, race=["adadelta"]), race_rates="own")
    assert sent_exactly(app, Experiment(), Experiment(optimizer="adadelta", learning_rate=1.0))
    assert [run["name"] for run in shown(app)["runs"]] == ["SGD, rate 0.01", "Adadelta, rate 1"]
    one = [torch.zeros(1, requires_grad=True)]
    makers = {
        "sgd": torch.optim.SGD,
        "momentum": torch.optim.SGD,
        "nesterov": torch.optim.SGD,
        "adagrad": torch.optim.Adagrad,
        "rmsprop": torch.optim.RMSprop,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "adadelta": torch.optim.Adadelta,
    }
    assert {name: make(one).defaults["lr"] for name, make in makers.items()} == race.OWN_RATES


def test_a_race_other_starts_and_a_preset_exclude_each_other(app: AppTest) -> None:
    choose(app, runs=3)
    choose(app, race=["adam"])
    assert app.session_state["lab choices"]["runs"] == 1
    choose(app, runs=2)
    assert app.session_state["lab choices"]["race"] == ()
    choose(app, race=["adam"])
    choose(app, preset="slow")
    assert app.session_state["lab choices"]["race"] == ()


def test_a_race_and_a_pinned_run_exclude_each_other() -> None:
    lab, raced = PAGES["lab"], {"race": ("adam",)}
    both = lab.beginning() | raced | pins.now(lab.beginning())
    pinned = reconcile(lab, both, ["branch"])
    assert race.raced(pinned.values, Experiment()) == ()
    assert pinned.told["race"].startswith("Other optimizers cannot be shown together with a pinned run.")
    racing = reconcile(lab, both, ["race"])
    assert not pins.pinned(racing.values)
    assert race.raced(racing.values, Experiment()) == (Experiment(optimizer="adam"),)


def test_the_optimizer_that_is_chosen_does_not_race_against_itself(app: AppTest) -> None:
    choose(app, race=["adam", "rmsprop"])
    choose(app, optimizer="adam")
    assert [run["name"] for run in shown(app)["runs"]] == ["Adam", "RMSProp"]


def test_a_new_start_is_the_start_of_all(app: AppTest) -> None:
    choose(app, race=["adam"])
    press(app, "New start")
    assert sent_exactly(app, Experiment(seed=1), Experiment(seed=1, optimizer="adam"))


def test_the_link_says_a_race_and_its_settings() -> None:
    chosen = PAGES["lab"].beginning() | {"race": ("momentum", "adam"), "momentum": 0.5}
    text = written("lab", chosen)
    assert "momentum=0.5" in text
    assert "race=momentum,adam" in text
    back = opened("lab", {"race": ["momentum,adam"], "momentum": ["0.5"]})
    assert back.values == {"race": ("momentum", "adam"), "momentum": 0.5}
    assert not back.notices


@pytest.mark.parametrize(
    ("field", "text"), [("momentum", "1"), ("beta1", "-1"), ("optimizer", "adamax"), ("race", "adam,x")]
)
def test_a_link_that_says_one_wrongly_is_told(field: str, text: str) -> None:
    back = opened("lab", {field: [text], "v": ["1"]})
    assert field not in back.values
    assert len(back.notices) == 1


@pytest.mark.parametrize("page", ["neuron", "batches", "network"])
def test_the_lessons_are_of_plain_descent(page: str) -> None:
    assert not set(PAGES[page].fields) & {"optimizer", "schedule", "race", *SETTINGS}


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"optimizer": "adam"}, "Adam, rate 0.01, full batch"),
        ({"optimizer": "adam", "beta1": 0.5}, "Adam (β1 0.5), rate 0.01"),
        ({"schedule": "cosine"}, "Rate 0.01, falling to 0 along a cosine curve, full batch"),
        ({"schedule": "step"}, "Rate 0.01, multiplied by 0.1 every 100 epochs, full"),
        ({"schedule": "exponential", "decay": 0.95}, "Rate 0.01, multiplied by 0.95 every epoch"),
        (
            {"optimizer": "momentum", "schedule": "warmup"},
            "Momentum, rate 0.01, reached step by step over 100 epochs",
        ),
    ],
)
def test_a_summary_names_optimizer_and_schedule(choices: dict[str, Any], said: str) -> None:
    assert summary([Experiment(**choices)]).startswith(said)


def test_runs_of_one_optimizer_are_told_apart_by_their_starts() -> None:
    assert names([Experiment(optimizer="adam", seed=s) for s in (3, 4)]) == ["seed 3", "seed 4"]
