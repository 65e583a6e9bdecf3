"""Functions of x and y in the Lab: their controls, their pictures, and a formula that is wrong."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gd_core import PRESETS, Experiment, loss_surface, train
from gd_core.problems.catalog import PROBLEMS
from gd_core.problems.function.landscape import Landscape
from gd_core.space.planes import Plane
from pages._ui.controls import PROBLEM_NAMES
from pages._ui.links import opened, written
from pages._ui.loss_figure import loss_figure
from pages._ui.scales import by_decades, evenly, logarithm
from pages._ui.surface_figure import heights
from pages._ui.typeset import typeset
from tests.pages.lab import asked_for, choose, experiment_of, lab, press, sent_exactly, shown, widget
from tests.problems import WITH_DATA
from tests.reading import value

FUNCTIONS = [name for name in PROBLEMS if name not in WITH_DATA]


@pytest.fixture(scope="module")
def app() -> AppTest:
    return lab()


def labels(app: AppTest) -> set[str]:
    kinds = ("select_slider", "slider", "text_input", "number_input", "selectbox", "button_group")
    return {str(getattr(each, "label", "")) for kind in kinds for each in app.get(kind)}


def trace(app: AppTest, role: str) -> dict[str, object]:
    found: dict[str, object] = next(t for t in shown(app)["surface"]["data"] if t["meta"]["role"] == role)
    return found


def test_every_problem_has_a_name_and_a_preset() -> None:
    assert set(PROBLEM_NAMES) == set(PROBLEMS)
    assert {preset.experiment.problem for preset in PRESETS.values()} == set(PROBLEMS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_begins_with_its_first_preset_and_has_no_batches(app: AppTest, name: str) -> None:
    choose(app, problem="neuron")
    choose(app, problem=name)
    assert not app.exception
    first = next(preset for preset in PRESETS.values() if preset.experiment.problem == name)
    assert experiment_of(app) == first.experiment
    assert "Batch" not in labels(app)
    assert any(caption.value.startswith("There are no batches") for caption in app.caption)
    problem = PROBLEMS[name]
    assert isinstance(problem, Landscape)
    sent = shown(app)
    assert sent["hint"] == first.hint
    assert sent["view"].startswith("f(x, y) = ")
    assert sent["batched"] is False
    assert ("Loss axis" in labels(app)) == problem.log_scale
    x0, x1, y0, y1 = problem.window
    assert sent["surface"]["layout"]["xaxis"]["range"] == pytest.approx([x0, x1])
    assert sent["surface"]["layout"]["yaxis"]["range"] == pytest.approx([y0, y1])


def test_the_condition_number_is_chosen_on_a_slider(app: AppTest) -> None:
    choose(app, problem="bowl")
    choose(app, condition=50.0)
    assert experiment_of(app).condition == 50
    assert "50y²" in shown(app)["view"]
    assert sent_exactly(app, experiment_of(app))


def test_a_formula_is_typed_and_trained(app: AppTest) -> None:
    choose(app, problem="formula")
    choose(app, formula="x^2 + 3(y - 1)^2")
    assert not app.exception
    assert not app.error
    assert experiment_of(app).formula == "x^2 + 3(y - 1)^2"
    assert shown(app)["view"] == "f(x, y) = x² + 3(y − 1)²"
    assert sent_exactly(app, experiment_of(app))
    link = written("lab", app.session_state["lab choices"])
    assert "formula=x%5E2%20%2B%203%28y%20-%201%29%5E2" in link


def test_a_wrong_formula_stays_is_told_and_changes_nothing(app: AppTest) -> None:
    choose(app, problem="formula")
    choose(app, formula="x^2 + y^2")
    before = shown(app)
    choose(app, formula="x^2 + foo(y)")
    assert not app.exception
    (error,) = app.error
    told = "The formula has “foo” at character 7, a name that is not known here."
    assert error.value == f"{told} The page still shows the one before."
    assert app.code[0].value.splitlines()[1].index("^") == 6
    assert any(caption.value.startswith("Allowed are numbers, x, y, ") for caption in app.caption)
    assert widget(app, "formula").value == "x^2 + foo(y)"
    assert experiment_of(app).formula == "x^2 + y^2"
    assert shown(app)["id"] == before["id"]
    choose(app, formula="x^2 + sin(y)")
    assert not app.error
    assert experiment_of(app).formula == "x^2 + sin(y)"


def test_a_preset_takes_the_wrong_formula_away(app: AppTest) -> None:
    choose(app, problem="formula")
    choose(app, formula="x +")
    assert app.error
    choose(app, problem="saddle")
    choose(app, problem="formula")
    assert not app.error
    assert widget(app, "formula").value == experiment_of(app).formula == PRESETS["formula"].experiment.formula
    choose(app, formula="x + 1")
    choose(app, formula="x +")
    choose(app, preset="formula")
    assert not app.error
    assert widget(app, "formula").value == experiment_of(app).formula


def test_a_start_where_the_new_formula_has_no_value_is_given_up(app: AppTest) -> None:
    choose(app, problem="formula")
    app.session_state["lab choices"]["start"] = (-2.0, 1.0)
    choose(app, formula="log(x) + y^2")
    assert not app.exception
    assert experiment_of(app).start is None
    hole = np.asarray(trace(app, "surface")["z"])
    assert np.isnan(hole[:, :39]).all()
    assert np.isfinite(hole[:, 41:]).all()


def test_a_losing_axis_is_linear_where_the_loss_goes_below_zero(app: AppTest) -> None:
    choose(app, problem="formula")
    choose(app, formula="x^2 + y^2")
    choose(app, axis="log")
    choose(app, formula="x^2 - y^2")
    assert app.session_state["lab choices"]["axis"] == "linear"
    assert opened("lab", {}).notices == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_heights_and_marks_say_the_true_loss(name: str) -> None:
    problem = PROBLEMS[name]
    assert problem.window is not None
    run = train(Experiment(name, learning_rate=1e-4, epochs=2))
    plane = Plane.through(run.names, "x", "y", run.params[0])
    surface = loss_surface(run.experiment, plane, 40, problem.window)
    colors, lines = heights(surface, decades=problem.log_scale)
    loss = surface.loss.numpy()
    drawn = 10.0 ** colors["z"] if problem.log_scale else colors["z"]
    assert drawn == pytest.approx(np.clip(loss, 1e-6, None) if problem.log_scale else loss, rel=1e-5)
    bar = colors["colorbar"]
    marked = [value(text) for text in bar["ticktext"]]
    wanted = [10.0**tick for tick in bar["tickvals"]] if problem.log_scale else bar["tickvals"]
    assert marked == pytest.approx(wanted, rel=6e-3, abs=1e-12)
    assert 2 < len(marked) < 10
    assert colors["zmin"] <= lines["contours"]["start"] <= lines["contours"]["end"] <= colors["zmax"]


def test_few_losses_far_beyond_the_rest_do_not_take_all_the_colours() -> None:
    loss = np.linspace(-1, 1, 10_000).reshape(100, 100)
    loss[50, 50] = 1e9
    scale = evenly(loss)
    assert scale.low == -1
    assert scale.high < 10
    assert by_decades(np.abs(loss) + 1, logarithm(np.abs(loss) + 1)).high > 8


def test_the_axis_of_a_run_that_falls_for_ever_shows_how_it_began() -> None:
    run = train(PRESETS["beside_ridge"].experiment)
    axis = loss_figure([run], "log")["layout"]["yaxis"]
    low, high = axis["range"]
    assert axis["type"] == "linear"
    assert -60 < low < -40
    assert 2.2 < high < 6


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2 * pi * x^10", "2πx¹⁰"),
        ("-x*y - 3.5(x+1)^2", "−x·y − 3.5(x + 1)²"),
        ("x^-2 + x^y + x^0.5", "x^−2 + x^y + x^0.5"),
    ],
)
def test_a_formula_is_printed_as_in_a_book(text: str, printed: str) -> None:
    problem = Experiment("formula", formula=text).data
    assert isinstance(problem, Landscape)
    assert typeset(problem.expression) == printed


QUESTIONS = "limit,optimizer,compare,sweep,starts,solid"
SEEN = ["problem=rosenbrock", "problem=saddle", "problem=formula&formula=log%28x%29%2By%5E2"]


@pytest.mark.parametrize("query", SEEN)
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_see_why_answers_for_functions_too(query: str, optimizer: str) -> None:
    said = f"v=1&{query}&optimizer={optimizer}&learning_rate=0.01&epochs=20&open={QUESTIONS}"
    app = asked_for(**dict(parse_qsl(said))).run()
    assert not app.exception
    assert not app.warning
    kinds = [panel["kind"] for panel in shown(app)["panels"]]
    assert "solid" in kinds
    assert "batch" not in [each["name"] for each in shown(app)["insights"]]


def test_what_to_write_instead_is_one_click_away(app: AppTest) -> None:
    choose(app, problem="formula")
    choose(app, formula="x² + |y|")
    (error,) = app.error
    assert "write x^2 for x²; write abs(y) for |y|" in error.value
    assert app.code[0].value == "x^2 + abs(y)"
    press(app, "Write this instead")
    assert not app.error
    assert experiment_of(app).formula == widget(app, "formula").value == "x^2 + abs(y)"


def test_a_paste_that_is_too_long_is_told_with_the_bound(app: AppTest) -> None:
    choose(app, problem="formula")
    field = widget(app, "formula")
    assert field.proto.max_chars == 0  # the browser would drop it without a word
    choose(app, formula="x^2 + " * 49 + "y^2")
    (error,) = app.error
    assert error.value.startswith("The formula must have at most 200 characters, not 297.")
