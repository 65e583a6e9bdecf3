"""Lesson 1 without a browser: what is sent to the walker, and the truth of the prose's numbers."""

import json
import re
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, train
from gd_core.lessons.curves import BOWL, CURVES, TWO_VALLEYS, neuron_curve
from pages._ui.walker.facts import facts
from pages._ui.walker.mount import message
from tests.pages.lab import experiment_of, lab, mounted, press

FACTS = {name: text.replace("−", "-") for name, text in facts().items()}


def close(name: str, value: float) -> bool:
    """Whether the fact ``name`` is ``value``, to the three digits that it has."""
    return FACTS[name] == f"{value:.3g}"


def opened() -> AppTest:
    """The lesson as a new visitor gets it."""
    return lab().switch_page("../idea.py").run()


@pytest.fixture(scope="module")
def app() -> AppTest:
    return opened()


def markdown(app: AppTest) -> str:
    return "\n".join(str(block.value) for block in app.markdown)


def test_the_page_opens_and_leaves_no_blank(app: AppTest) -> None:
    assert not app.exception
    assert "Gradient descent" in markdown(app)
    assert "{{" not in markdown(app)


def test_every_symbol_of_the_rule_is_named(app: AppTest) -> None:
    rows = re.findall(r"^\| \$(.+?)\$ \|", re.sub("</?dfn[^>]*>", "", markdown(app)), re.MULTILINE)
    assert rows == ["w", "L", r"\frac{dL}{dw}", r"\eta", r"\leftarrow"]


def test_the_walker_gets_the_curves_themselves(app: AppTest) -> None:
    component = mounted(app, "walker")
    sent: Any = json.loads(component.proto.json)
    assert [curve["key"] for curve in sent["curves"]] == list(CURVES)
    for got in sent["curves"]:
        curve = CURVES[got["key"]]()
        assert [tuple(piece) for piece in got["pieces"]] == list(curve.pieces)
        assert tuple(got["breaks"]) == curve.breaks
        assert (got["low"], got["high"], got["start"], got["rate"]) == (
            curve.low,
            curve.high,
            curve.start,
            curve.rate,
        )


def test_its_experiment_opens_in_the_lab_and_the_next_lesson_is_near(app: AppTest) -> None:
    (link,) = app.get("page_link")
    assert link.proto.page == "neuron"
    assert experiment_of(press(opened(), "Open in the Lab")) == Experiment()


@pytest.mark.parametrize("key", CURVES)
def test_a_message_is_json_to_the_last_bit(key: str) -> None:
    sent = message(key, CURVES[key]())
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent


def test_at_the_limit_the_walker_jumps_to_and_fro() -> None:
    limit = float(FACTS["limit"])
    path = BOWL.path(BOWL.start, limit, 100)
    assert [path[0], path[1]] == [float(FACTS["start"]), float(FACTS["mirror"])]
    assert path[::2] == [path[0]] * 51
    assert abs(BOWL.path(BOWL.start, 0.95 * limit, 200)[-1]) < 1e-6
    assert abs(BOWL.path(BOWL.start, 1.05 * limit, 200)[-1]) > 1e6


def test_the_ridge_parts_the_valleys_and_the_left_one_is_deeper() -> None:
    rounding = 0.005
    left, right = TWO_VALLEYS.valleys()
    for side, valley in ((-rounding, left), (rounding, right)):
        end = TWO_VALLEYS.path(float(FACTS["ridge"]) + side, TWO_VALLEYS.rate, 500)[-1]
        assert end == pytest.approx(valley, abs=1e-6)
    assert close("deep", TWO_VALLEYS.at(left)[0])
    assert close("shallow", TWO_VALLEYS.at(right)[0])
    assert float(FACTS["deep"]) < float(FACTS["shallow"])


def test_a_bold_step_carries_it_over_the_ridge() -> None:
    far, bold = float(FACTS["far"]), float(FACTS["bold"])
    assert TWO_VALLEYS.low < far < TWO_VALLEYS.high
    assert TWO_VALLEYS.path(far, bold, 1)[1] < float(FACTS["ridge"]) < far
    assert TWO_VALLEYS.path(far, bold, 500)[-1] == pytest.approx(TWO_VALLEYS.valleys()[0], abs=1e-6)
    assert TWO_VALLEYS.path(far, TWO_VALLEYS.rate, 500)[-1] == pytest.approx(
        TWO_VALLEYS.valleys()[1], abs=1e-6
    )


def test_the_neuron_is_dead_where_the_prose_says() -> None:
    run = train(Experiment())
    best = run.params[run.best].double()
    assert close("w2", best[1].item())
    assert close("b", best[2].item())
    for side, dead in ((-0.01, True), (0.01, False)):
        at = best.clone()
        at[0] = neuron_curve().breaks[0] + side
        sums = run.experiment.fit.inputs.double() @ at[:2] + at[2]
        assert bool(torch.all(sums <= 0)) is dead
    assert close("dead", neuron_curve().breaks[0])
