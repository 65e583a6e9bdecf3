"""What the panel of the speed limit is sent is what the core found."""

import numpy as np
import pytest

from gd_core import Experiment
from gd_core.analysis.path_curvature import path_curvature
from gd_core.digits import number
from pages._ui.rates import rate_options
from tests.pages.decoder import Tree
from tests.pages.lab import choose, lab, see_why, shown, trained, widget


def panel(**choices: object) -> Tree:
    app = choose(see_why(lab(), "limit"), **choices)
    assert not app.exception
    (sent,) = (each for each in shown(app)["panels"] if each["kind"] == "limit")
    return sent


@pytest.mark.parametrize(
    ("chosen", "experiment"),
    [
        ({}, Experiment()),
        ({"batch": "stochastic", "epochs": 200}, Experiment(batch="stochastic", epochs=200)),
        ({"epochs": 5000}, Experiment(epochs=5000)),
    ],
)
def test_every_number_is_the_cores(chosen: dict[str, object], experiment: Experiment) -> None:
    sent, (run,) = panel(**chosen), trained(experiment)
    bends = path_curvature(run)
    assert sent["points"].tolist() == bends.points.tolist()
    for name in ("sharpness", "predicted", "happened", "kinks"):
        wanted = getattr(bends, name).float().numpy()
        assert np.array_equal(sent[name], wanted, equal_nan=True)
    assert set(sent["rates"].tolist()) == {np.float32(0.01)}


def test_the_mark_knows_what_the_slider_stops_at() -> None:
    app = choose(see_why(lab(), "limit"), rate_text="0.01934")
    slider = widget(app, "learning_rate")
    (sent,) = (each for each in shown(app)["panels"] if each["kind"] == "limit")
    assert [number(rate, 6) for rate in sent["options"]] == slider.options
    assert rate_options(0.01) == rate_options(0.02)


def test_the_zones_end_where_the_core_says() -> None:
    assert panel()["zones"] == [["crawls", 0.1], ["good", 1.0], ["bounces", 2.0], ["blows up", None]]


def test_it_says_plainly_where_it_holds() -> None:
    assert panel()["holds"].startswith("The limit holds for the full batch and plain gradient descent")
    assert "only a guide" in panel(batch="mini")["holds"]
    assert "up to the rate 2 (1 + 0.9) / λ." in panel(optimizer="momentum")["holds"]
    assert "sets no fixed limit" in panel(optimizer="adam")["holds"]


def test_a_limit_is_that_of_the_optimizer() -> None:
    bears = {each: panel(optimizer=each)["reach"][0] for each in ("sgd", "momentum", "nesterov", "adam")}
    assert bears == pytest.approx(
        {"sgd": 2, "momentum": 3.8, "nesterov": 3.8 / 2.8, "adam": np.nan}, nan_ok=True
    )
    assert "no fixed limit" in panel(optimizer="adam")["told"]


def test_the_path_is_told_in_words() -> None:
    assert panel()["told"] == (
        "The largest curvature along the path is 103.4; with this rate a run settles where it is below 200."
    )
