"""The message carries every bit of a run, and few bytes."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gd_core import PRESETS, Experiment, Training, train, train_many
from pages._ui.loss_figure import loss_figure
from pages._ui.planes import planes
from pages._ui.player.payload import Caption, _Columns, pack, packed
from pages._ui.scene import scene
from pages._ui.surface_figure import surface_figure
from tests.pages.decoder import Tree, decode, filled, references, unshuffled

PLANES = planes(("w1", "w2", "b"))

SHAPES = array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=40)
BITS = st.integers(-(2**31), 2**31 - 1)


def message(*experiments: Experiment, plane: str = "w1 and w2", **captions: Any) -> bytes:
    return pack(scene(train_many(experiments), plane), "log", Caption(**captions))


def sent(*experiments: Experiment, plane: str = "w1 and w2", **captions: Any) -> Tree:
    return decode(message(*experiments, plane=plane, **captions))


def same_bits(ours: Any, theirs: Any) -> bool:
    """Whether two arrays are equal bit for bit, signs of zero and kinds of NaN too."""
    ours, theirs = np.ascontiguousarray(ours), np.ascontiguousarray(theirs)
    return bool(ours.shape == theirs.shape and ours.tobytes() == theirs.tobytes())


def there_and_back(*columns: np.ndarray[Any, Any]) -> list[Any]:
    """``columns`` after the way into bytes and out of them."""
    packer = _Columns()
    header, raw = packer.lift(list(columns)), packer.bytes()
    sizes = {r["column"]: int(np.prod(r["shape"])) for r in references(header)}
    ends = np.cumsum([4 * sizes[place] for place in range(len(sizes))]).tolist()
    pieces = [raw[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    assert len(raw) == ends[-1]
    back: list[Any] = filled(header, [unshuffled(piece) for piece in pieces])
    return back


@given(column=arrays(np.int32, SHAPES, elements=BITS))
def test_any_pattern_of_bits_survives_as_a_float(column: np.ndarray[Any, Any]) -> None:
    (back,) = there_and_back(column.view(np.float32))
    assert same_bits(back, column.view(np.float32))


@given(column=arrays(np.float32, SHAPES))
def test_any_float_survives(column: np.ndarray[Any, Any]) -> None:
    assert same_bits(there_and_back(column)[0], column)


@given(column=arrays(np.int64, SHAPES, elements=BITS))
def test_any_whole_number_of_32_bits_survives(column: np.ndarray[Any, Any]) -> None:
    assert same_bits(there_and_back(column)[0], column.astype(np.int32))


@given(columns=st.lists(arrays(np.float32, SHAPES), min_size=1, max_size=5))
def test_columns_side_by_side_survive(columns: list[Any]) -> None:
    back = there_and_back(*columns, *columns)
    assert all(same_bits(ours, theirs) for ours, theirs in zip(back, columns * 2, strict=True))


@pytest.mark.parametrize("value", [np.nan, -np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4e38])
def test_the_odd_floats_survive(value: float) -> None:
    column = np.array([0, value, 1, value], np.float32)
    assert same_bits(there_and_back(column)[0], column)


def test_nothing_at_all_survives() -> None:
    empty, table = there_and_back(np.empty(0, np.float32), np.empty((0, 3), np.float32))
    assert (empty.shape, table.shape) == ((0,), (0, 3))


def test_equal_columns_travel_once() -> None:
    packer, column = _Columns(), np.arange(100, dtype=np.float32)
    packer.lift([column, column.copy(), column + 1])
    assert len(packer.bytes()) == 2 * 400


@pytest.mark.parametrize("preset", PRESETS)
def test_every_step_of_a_run_arrives_exactly(preset: str) -> None:
    experiment = PRESETS[preset].experiment
    run = train(experiment)
    (got,) = sent(experiment, plane=planes(run.names)[0])["runs"]
    assert same_bits(got["step"], run.step.numpy().astype(np.int32))
    assert same_bits(got["loss"], run.loss)
    assert same_bits(got["params"], run.params.T)
    assert same_bits(np.stack(got["grad"])[:, :-1], run.grad.T)


def test_runs_side_by_side_bring_the_lengths_of_their_gradients() -> None:
    experiments = [Experiment(epochs=40, batch="stochastic", seed=seed) for seed in (3, 4)]
    for run, got in zip(train_many(experiments), sent(*experiments)["runs"], strict=True):
        assert same_bits(got["gradLength"][:-1], run.grad.norm(dim=1))
        assert (got["grad"], got["batches"], got["batchLoss"]) == (None, None, None)


def test_the_last_point_has_the_gradient_of_all_samples() -> None:
    run = train(Experiment(epochs=7, batch="stochastic"))
    (got,) = sent(run.experiment)["runs"]
    expected = run.experiment.data.gradients(run.params[-1:])[0]
    assert same_bits([column[-1] for column in got["grad"]], expected)


@pytest.mark.parametrize("batch", ["mini", "stochastic"])
def test_a_shuffled_run_says_which_samples_each_update_saw(batch: Any) -> None:
    run = train(Experiment(batch=batch, batch_size=3, epochs=30))
    (got,) = sent(run.experiment)["runs"]
    assert same_bits(got["batches"], run.batches.T.to(torch.int32))
    assert same_bits(got["batchLoss"], run.batch_loss)
    assert got["updatesPerEpoch"] == run.experiment.updates_per_epoch


def test_a_full_batch_has_no_samples_to_name() -> None:
    (got,) = sent(Experiment(epochs=5))["runs"]
    assert (got["batches"], got["batchLoss"]) == (None, None)


@pytest.mark.parametrize("plane", PLANES)
def test_the_figures_arrive_without_what_the_browser_makes(plane: str) -> None:
    runs = train_many([Experiment(), PRESETS["too_far"].experiment])
    shown = scene(runs, plane)
    got = decode(pack(shown, "linear", Caption()))
    for name, whole in (
        ("surface", surface_figure(shown.surface, runs)),
        ("loss", loss_figure(runs, "linear")),
    ):
        assert got[name]["layout"] == as_json(whole["layout"])
        for ours, theirs in zip(got[name]["data"], whole["data"], strict=True):
            missing = set(theirs) - set(ours)
            assert missing <= {"x", "y", "customdata"}
            assert all(same_json(ours[key], theirs[key]) for key in ours)


def as_json(node: Any) -> Any:
    """``node`` with lists in the place of tuples."""
    if isinstance(node, dict):
        return {key: as_json(value) for key, value in node.items()}
    return [as_json(v) for v in node] if isinstance(node, list | tuple) else node


def same_json(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, np.ndarray):
        return same_bits(ours, theirs.astype(ours.dtype))
    return bool(as_json(theirs) == ours)


def test_the_surface_travels_as_it_was_computed() -> None:
    run = train(Experiment())
    surface = scene([run], "w1 and b").surface
    colours, lines = (t for t in sent(Experiment(), plane="w1 and b")["surface"]["data"] if "z" in t)
    assert same_bits(colours["x"], surface.x)
    assert same_bits(colours["y"], surface.y)
    np.testing.assert_allclose(colours["z"], np.log10(surface.loss.numpy()), rtol=1e-6)
    assert same_bits(lines["z"], colours["z"])


def test_the_plane_travels_with_what_it_holds() -> None:
    shown = scene([train(Experiment())], "w1 and b")
    got = decode(pack(shown, "log", Caption()))
    held = float(shown.surface.plane.origin[1])
    assert got["plane"]["axes"] == [[1, 0, 0], [0, 0, 1]]
    assert got["plane"]["labels"] == ["w1", "b"]
    assert got["view"] == f"shows {100 * shown.held:.1f} % of the path · w2 fixed at {held:.4g}"


def test_the_caption_travels() -> None:
    got = sent(Experiment(epochs=5), hint="look", ending="“over” <b>", remedy=0.017)
    assert (got["hint"], got["ending"], got["remedy"]) == ("look", "“over” <b>", 0.017)


def test_a_run_keeps_its_identity_on_another_plane_and_axis() -> None:
    runs = train_many([Experiment(), Experiment(seed=1)])
    ids = {decode(pack(scene(runs, p), a, Caption()))["id"] for p in PLANES for a in ("log", "linear")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    "change",
    [{"seed": 1}, {"learning_rate": 0.02}, {"epochs": 9}, {"batch": "mini"}, {"start": (1.0, 1.0, 1.0)}],
)
def test_another_experiment_is_another_run(change: Any) -> None:
    experiment = Experiment(epochs=8)
    assert sent(experiment)["id"] != sent(replace(experiment, **change))["id"]


def test_a_run_that_blew_up_travels(line: str) -> None:
    run = train(Experiment(problem=line, learning_rate=0.1))
    (got,) = sent(run.experiment)["runs"]
    assert same_bits(got["loss"], run.loss)


def test_an_unfinished_run_says_so() -> None:
    training = Training([Experiment(epochs=100_000)])
    runs = training.runs()
    got = decode(pack(scene(runs, "w1 and w2"), "log", Caption(), training.progress))
    assert not got["complete"]
    assert 0 < got["progress"] == training.progress < 1
    assert same_bits(got["runs"][0]["loss"], runs[0].loss)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_thousand_epochs_fit_in_60_kilobytes(preset: str) -> None:
    experiment = PRESETS[preset].experiment
    shown = message(experiment, plane=planes(experiment.data.names)[0])
    assert len(shown) <= 60_000 * max(1, experiment.epochs / 1000)


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize(("batch", "epochs"), [("full", 2000), ("mini", 1000), ("stochastic", 500)])
def test_four_runs_of_2000_steps_fit_in_160_kilobytes(batch: Any, epochs: int, plane: str) -> None:
    experiments = [Experiment(batch=batch, epochs=epochs, seed=seed) for seed in range(4)]
    assert [experiment.updates for experiment in experiments] == [2000] * 4
    assert len(message(*experiments, plane=plane)) <= 160_000


def test_a_number_that_json_lacks_is_none_in_the_browser() -> None:
    assert sent(Experiment(epochs=5), remedy=float("nan"))["remedy"] is None


def test_a_number_that_is_not_finite_is_nothing_outside_the_columns() -> None:
    tree = {"a": [np.nan, 1.5, (np.inf, {"b": -np.inf})], "c": np.array([np.nan], np.float32)}
    got = decode(packed(tree))
    assert got["a"] == [None, 1.5, [None, {"b": None}]]
    assert np.isnan(got["c"]).all()


def test_what_32_bits_cannot_hold_is_infinite() -> None:
    assert decode(packed({"c": np.array([1e300, -1e300, 1.0])}))["c"].tolist() == [np.inf, -np.inf, 1.0]
