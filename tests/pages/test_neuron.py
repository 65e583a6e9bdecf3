"""Lesson 2 without a browser: what is sent for the audit, and what lies on the surface."""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch
from streamlit.testing.v1 import AppTest

from gd_core import Experiment, Run, train, train_many
from gd_core.problems.catalog import NEURON
from pages._ui.bets import fate
from pages._ui.figures import Trace
from pages._ui.neuron.answers import ends_table, nearest_answer
from pages._ui.neuron.audit import audit_panel
from pages._ui.neuron.challenges import CHALLENGES, starts_bet
from pages._ui.neuron.overlays import neuron_overlays, with_kinks
from pages._ui.planes import planes
from pages._ui.scene import Scene, scene
from pages._ui.surface_figure import surface_figure
from tests.notebook import X, Y, descend, full_loss
from tests.pages.decoder import Tree
from tests.pages.lab import lab, press, shown
from tests.reading import NUMBER, value

every_plane = pytest.mark.parametrize("plane", planes(NEURON.names))
every_batch = pytest.mark.parametrize("batch", ["full", "mini", "stochastic"])

DEADLY = CHALLENGES["little_more"].experiment
FATES = {"notebook": "settle", "nearly_twice": "settle", "little_more": "die"}


def opened() -> AppTest:
    """The lesson as a new visitor gets it."""
    return lab().switch_page("../neuron.py").run()


@pytest.fixture(scope="module")
def app() -> AppTest:
    return opened()


def panel_of(message: Tree) -> Any:
    return next(panel for panel in message["panels"] if panel["kind"] == "audit")


def seen(experiment: Experiment, plane: str = "w1 and w2") -> tuple[Run, Scene, list[Trace]]:
    """A run, the picture of it, and what lies on it."""
    run = train(experiment)
    picture = scene([run], plane, widened=with_kinks)
    return run, picture, neuron_overlays(run, picture.surface.plane, picture.surface.extent)


def of(role: str, traces: list[Trace]) -> list[Trace]:
    return [trace for trace in traces if trace["meta"]["role"] == role]


def test_the_page_opens_with_a_question(app: AppTest) -> None:
    assert not app.exception
    message = shown(app)
    assert message["bet"]["answer"] == "settle"
    assert message["layout"] == "audit"
    assert not message["numbers"]
    assert not [block for block in app.markdown if "{{" in str(block.value)]


def test_the_lessons_numbers_are_true(app: AppTest) -> None:
    (marked,) = (str(block.value) for block in app.markdown if "dead zone" in str(block.value))
    text = re.sub(r"</?dfn[^>]*>", "", marked)
    assert f"the loss is {full_loss(-torch.ones(2, 1), -torch.ones(1)):g}" in text


@every_batch
def test_the_audit_gets_what_a_notebook_has(batch: str) -> None:
    run = train(Experiment(batch=batch, batch_size=3, epochs=30))
    panel = audit_panel(run)
    log = descend(run.params[0], run.batches, run.experiment.learning_rate)
    assert np.array_equal(panel["inputs"], X)
    assert np.array_equal(panel["targets"], Y.flatten())
    # The paths part by a rounding a step; gradients are differences of numbers up to 560.
    np.testing.assert_allclose(np.stack(panel["autograd"], 1)[:-1], torch.stack(log.grads), atol=2e-3)
    np.testing.assert_allclose(np.stack(panel["grad"], 1)[:-1], torch.stack(log.grads), atol=2e-3)
    np.testing.assert_allclose(panel["batchLoss"], [*log.batch_losses, log.losses[-1]], atol=1e-3)
    assert (panel["batches"] is None) == (batch == "full")
    if batch != "full":
        assert np.array_equal(np.stack(panel["batches"], 1), run.batches)


@pytest.mark.parametrize(("rate", "step"), [(0.021, 2), (0.01, None)])
def test_the_audit_is_told_of_a_death(rate: float, step: int | None) -> None:
    assert audit_panel(train(Experiment(learning_rate=rate)))["death"] == step


@every_plane
def test_every_kink_in_the_picture_is_drawn_where_its_sum_is_zero(plane: str) -> None:
    _, picture, traces = seen(DEADLY, plane)
    kinks = of("kink", traces)
    assert len(kinks) >= 3
    for kink in kinks:
        points = torch.tensor(np.stack([kink["x"], kink["y"]], 1))
        w1, w2, b = picture.surface.plane.lift(points).T
        x1, x2 = X[kink["meta"]["sample"] - 1]
        assert (w1 * x1 + w2 * x2 + b).abs().max() < 1e-4
        assert kink["text"][1] == str(kink["meta"]["sample"])


@every_plane
def test_inside_the_hatched_zone_the_surface_is_flat_at_the_dead_loss(plane: str) -> None:
    _, picture, traces = seen(DEADLY, plane)
    (zone,) = of("dead zone", traces)
    middle = torch.tensor([[float(np.mean(zone["x"][:-1])), float(np.mean(zone["y"][:-1]))]])
    params = picture.surface.plane.lift(middle)
    assert float(NEURON.losses(params)) == 750
    assert not NEURON.gradients(params).any()


def told(text: str) -> list[float]:
    """The parameters that a best answer's hover says."""
    return [value(each) for each in re.findall(rf" ({NUMBER})(?=[,<])", text.removesuffix("loss 0"))]


@pytest.mark.parametrize("plane", planes(NEURON.names)[:3])
def test_the_green_line_holds_best_answers_and_the_diamond_lies_in_the_plane(plane: str) -> None:
    _, picture, traces = seen(Experiment(), plane)
    (line,) = of("best answers", traces)
    answers = torch.tensor(line["customdata"])
    assert float(NEURON.losses(answers).max()) < 1e-8
    says = [told(text) for text in line["text"]]
    torch.testing.assert_close(torch.tensor(says, dtype=answers.dtype), answers, rtol=6e-4, atol=1e-9)
    drawn = torch.tensor(np.stack([line["x"], line["y"]], 1))
    torch.testing.assert_close(picture.surface.plane.project(answers), drawn)
    for diamond in of("best answer", traces):
        place = torch.tensor(np.stack([diamond["x"], diamond["y"]], 1))
        assert float(NEURON.losses(picture.surface.plane.lift(place))) < 1e-6


@every_plane
def test_the_diamond_is_on_every_plane(plane: str) -> None:
    assert len(of("best answer", seen(Experiment(), plane)[2])) == 1


def test_the_plane_of_a_path_lies_across_the_green_line() -> None:
    run, _, traces = seen(Experiment(), "principal plane")
    assert not of("best answers", traces)
    (diamond,) = of("best answer", traces)
    assert diamond["customdata"][0] == pytest.approx(nearest_answer(run).tolist(), abs=1e-3)


def test_a_death_is_marked_where_and_when_the_run_crossed() -> None:
    run, picture, traces = seen(DEADLY)
    (mark,) = of("death", traces)
    before, there = run.params[1:3]
    assert ((X @ before[:2] + before[2]) > 0).any()
    assert not ((X @ there[:2] + there[2]) > 0).any()
    assert (mark["x"][0], mark["y"][0]) == tuple(picture.surface.plane.project(there).tolist())
    assert mark["meta"]["step"] == 2
    assert mark["text"] == ["dies at step 2"]
    assert mark["visible"] is False


def test_who_lives_has_no_such_mark() -> None:
    assert not of("death", seen(Experiment())[2])


@every_plane
@pytest.mark.parametrize("key", ["notebook", "little_more"])
def test_plotly_accepts_what_lies_on_the_surface(key: str, plane: str) -> None:
    run, picture, traces = seen(CHALLENGES[key].experiment, plane)
    figure = surface_figure(picture.surface, [run], traces)
    assert len(go.Figure(figure).data) == len(figure["data"])


@every_plane
def test_the_widened_picture_holds_the_framed_one(plane: str) -> None:
    run = train(Experiment())
    narrow, wide = scene([run], plane).surface.extent, scene([run], plane, widened=with_kinks).surface.extent
    assert wide[0] <= narrow[0] < narrow[1] <= wide[1]
    assert wide[2] <= narrow[2] < narrow[3] <= wide[3]


def test_whoever_looks_more_closely_gets_what_was_asked_for() -> None:
    view = (1.0, 2.0, 3.0, 4.0)
    assert scene([train(Experiment())], "w1 and w2", view, with_kinks).surface.extent == view


@pytest.mark.parametrize("key", FATES)
def test_a_challenge_ends_as_its_bet_says(key: str) -> None:
    run = train(CHALLENGES[key].experiment)
    assert CHALLENGES[key].bet([run])["answer"] == fate(run) == FATES[key]


def four(**choices: Any) -> list[Run]:
    return train_many([Experiment(seed=seed, **choices) for seed in range(4)])


def test_four_starts_end_at_other_weights_with_the_same_loss() -> None:
    runs = four(epochs=CHALLENGES["four_starts"].experiment.epochs)
    assert starts_bet(runs)["answer"] == "different"
    assert max(float(run.loss[-1]) for run in runs) < 1e-9


def test_one_start_four_times_ends_at_the_same_weights() -> None:
    runs = train_many([Experiment(seed=seed, start=(1.0, 1.0, 1.0)) for seed in range(4)])
    assert starts_bet(runs)["answer"] == "same"


def test_starts_that_do_not_arrive_end_at_other_losses() -> None:
    assert starts_bet(four(epochs=5))["answer"] == "worse"


def test_a_start_decides_the_end() -> None:
    for run in four(epochs=3000):
        w1, w2, b = run.params[0].tolist()
        t = (5 + w1 - w2 + b) / 3
        assert nearest_answer(run).tolist() == pytest.approx([t, 5 - t, t], abs=1e-6)
        # float32 stops where a step is smaller than half a unit in the last place.
        assert run.params[-1].tolist() == pytest.approx([t, 5 - t, t], abs=1e-4)


def test_the_table_says_where_each_start_leads() -> None:
    runs = four(epochs=2000)
    rows = ends_table(runs).split("\n")
    assert len(rows) == 2 + len(runs)
    cells = [cell.strip() for cell in rows[2].strip("|").split("|")]
    assert cells[0] == "seed 0"
    for text, values in zip(
        cells[1:4], (runs[0].params[0], nearest_answer(runs[0]), runs[0].params[-1]), strict=True
    ):
        assert [value(v) for v in text.split(", ")] == pytest.approx(values.tolist(), rel=6e-5, abs=1e-9)
    assert value(cells[4]) == pytest.approx(float(runs[0].loss[-1]), rel=0.1)


def test_a_button_lets_three_other_starts_run_along() -> None:
    app = press(opened(), "Three other starts")
    message = shown(app)
    assert [run["name"] for run in message["runs"]] == ["seed 0", "seed 1", "seed 2", "seed 3"]
    assert message["numbers"]
    assert message["bet"] is None
    assert len(panel_of(message)["autograd"]) == 3
    (table,) = (str(block.value) for block in app.markdown if "its answer on the line" in str(block.value))
    assert len(table.split("\n")) == 6


@pytest.mark.parametrize("key", ["little_more", "three_steps", "four_starts"])
def test_a_challenge_shows_its_experiment_and_asks(key: str) -> None:
    app = opened()
    pills: Any = next(w for w in app.get("button_group") if "challenge" in str(w.key))
    pills.set_value(key)
    message = shown(app.run())
    assert len(message["runs"]) == CHALLENGES[key].runs
    assert panel_of(message)["rate"] == CHALLENGES[key].experiment.learning_rate
    assert message["bet"]


def test_what_is_no_challenge_is_not_asked_about() -> None:
    app = opened()
    (field,) = (w for w in app.text_input if "rate_text" in str(w.key))
    message = shown(field.set_value("0.005").run())
    assert message["bet"] is None
    assert panel_of(message)["rate"] == 0.005


def test_the_speed_limit_opens_with_its_numbers_and_a_try_on_either_side() -> None:
    app = opened()
    assert [panel["kind"] for panel in shown(app)["panels"]] == ["audit"]
    text = " ".join(part.value for part in app.markdown)
    assert "= 103.4$" in text
    assert "= 0.01934$" in text
    press(app, "Rate 0.0194")
    assert [panel["kind"] for panel in shown(app)["panels"]] == ["limit", "audit"]
    assert "never settles" in shown(app)["ending"]
    press(app, "Rate 0.0193")
    assert shown(app)["ending"].startswith("It settled")
    assert [(each["name"], each["open"]) for each in shown(app)["insights"]] == [("limit", True)]


def test_a_death_has_its_card_beside_the_audit() -> None:
    app = opened()
    next(each for each in app.button_group if "challenge" in str(each.key)).set_value("little_more").run()
    assert [panel["kind"] for panel in shown(app)["panels"]] == ["postmortem", "audit"]
