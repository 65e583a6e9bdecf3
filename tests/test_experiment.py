"""Every choice is checked once, and what is wrong with it is said."""

import math
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction
from typing import Any

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from gd_core import Experiment
from gd_core.fields import BATCH_MODES, MAX_UPDATES, NUMBERS

NUMERIC = ["batch_size", "learning_rate", "epochs", "seed"]
UPPER = {"batch_size": 4, "learning_rate": 100.0, "epochs": MAX_UPDATES, "seed": 2**31 - 1}


def refusal(**choices: Any) -> str:
    with pytest.raises(ValueError, match=" must ") as caught:
        Experiment(**choices)
    return str(caught.value)


@pytest.mark.parametrize("field", NUMERIC)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1, "3", True, None, [1], 1j])
def test_a_number_that_is_none_is_refused_with_its_field_and_value(field: str, value: object) -> None:
    message = refusal(**{field: value})
    assert message.startswith(f"{field} must be ")
    assert message.endswith(f"got {value!r}")


@pytest.mark.parametrize("field", ["batch_size", "learning_rate", "epochs"])
def test_zero_is_refused_with_the_lower_bound(field: str) -> None:
    assert refusal(**{field: 0}).startswith(f"{field} must be between {NUMBERS[field].low} and ")


@pytest.mark.parametrize("field", ["batch_size", "epochs", "seed"])
def test_a_count_must_be_whole(field: str) -> None:
    assert refusal(**{field: 2.0}) == f"{field} must be a whole number, got 2.0"


@pytest.mark.parametrize("field", NUMERIC)
def test_the_upper_bound_is_named_exactly(field: str) -> None:
    high = NUMBERS[field].high
    assert f" and {high}, got " in refusal(**{field: high + 1})


@pytest.mark.parametrize("rate", [1e-9, 100.0])
def test_the_bounds_themselves_are_allowed_and_nothing_beyond(rate: float) -> None:
    assert Experiment(learning_rate=rate).learning_rate == rate
    outside = math.nextafter(rate, 0 if rate < 1 else math.inf)
    assert refusal(learning_rate=outside).endswith(f"got {outside!r}")


@pytest.mark.parametrize("field", NUMERIC)
def test_a_number_too_large_for_a_float_is_refused_like_any_other(field: str) -> None:
    assert refusal(**{field: 10**400}).startswith(f"{field} must be between")


@pytest.mark.parametrize("field", ["problem", "batch", "optimizer"])
@pytest.mark.parametrize("value", ["", "Full", "adamax", None, 1, ["full"]])
def test_an_unknown_name_is_refused_with_the_known_ones(field: str, value: object) -> None:
    message = refusal(**{field: value})
    assert message.startswith(f"{field} must be one of {getattr(Experiment(), field)}")
    assert message.endswith(f"got {value!r}")


@pytest.mark.parametrize("start", [(), (1.0, 2.0), (1.0,) * 4, torch.zeros(2)])
def test_a_start_of_the_wrong_length_is_refused(start: Any) -> None:
    assert refusal(start=start) == f"start must hold 3 numbers (w1, w2, b), got {len(start)}"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.1e6, "1", True, None])
def test_a_start_names_the_place_of_a_wrong_number(value: Any) -> None:
    message = refusal(start=(0.0, value, 0.0))
    assert message.startswith("start[1] must be ")
    assert message.endswith(f"got {value!r}")


@pytest.mark.parametrize("start", ["abc", 3, 1.5, torch.tensor(1.0)])
def test_a_start_that_is_no_list_of_numbers_is_refused(start: Any) -> None:
    assert refusal(start=start) == f"start must be 3 numbers or None, got {start!r}"


def test_a_start_of_several_rows_is_refused() -> None:
    assert refusal(start=torch.zeros(3, 2)) == "start[0] must be a number, got [0.0, 0.0]"


@pytest.mark.parametrize("start", [[1, 2, 3], torch.tensor([1.0, 2.0, 3.0]), (torch.tensor(1), 2.0, 3)])
def test_a_start_becomes_a_tuple_of_floats(start: Any) -> None:
    assert Experiment(start=start).start == (1.0, 2.0, 3.0)
    assert hash(Experiment(start=start)) == hash(Experiment(start=(1.0, 2.0, 3.0)))


def test_a_batch_larger_than_the_data_is_refused() -> None:
    expected = "batch_size must be between 1 and 4 (the samples of neuron), got 5"
    assert refusal(batch="mini", batch_size=5) == expected


@pytest.mark.parametrize("batch", [mode for mode in BATCH_MODES if mode != "mini"])
def test_where_it_does_not_count_a_larger_batch_becomes_that_of_all_samples(batch: str) -> None:
    assert Experiment(batch=batch, batch_size=10) == Experiment(batch=batch, batch_size=4)
    assert replace(Experiment(batch=batch, batch_size=10), batch="mini").samples_per_update == 4
    assert Experiment("bowl", batch_size=10).batch_size == 10  # whoever comes back to data has it again


@pytest.mark.parametrize(("batch", "size", "most"), [("mini", 2, 500_000), ("stochastic", 1, 250_000)])
def test_too_many_updates_are_refused_with_the_epochs_that_fit(batch: str, size: int, most: int) -> None:
    choices: dict[str, Any] = {"batch": batch, "batch_size": size}
    assert Experiment(**choices, epochs=most).updates == MAX_UPDATES
    assert f"epochs must be between 1 and {most} here" in refusal(**choices, epochs=most + 1)


@pytest.mark.parametrize(
    ("batch", "size", "seen", "per_epoch"),
    [("full", 1, 4, 1), ("mini", 1, 1, 4), ("mini", 3, 3, 2), ("mini", 4, 4, 1), ("stochastic", 3, 1, 4)],
)
def test_updates_are_counted(batch: str, size: int, seen: int, per_epoch: int) -> None:
    experiment = Experiment(batch=batch, batch_size=size, epochs=7)
    assert experiment.samples_per_update == seen
    assert experiment.updates_per_epoch == per_epoch
    assert experiment.updates == 7 * per_epoch


def test_an_experiment_is_frozen_and_equal_by_value() -> None:
    with pytest.raises(FrozenInstanceError):
        Experiment().seed = 1  # type: ignore[misc]
    assert Experiment(learning_rate=1) == replace(Experiment(), learning_rate=Fraction(1))  # type: ignore[arg-type]


def test_numbers_become_plain_ones() -> None:
    experiment = Experiment(learning_rate=1)
    assert type(experiment.learning_rate) is float
    assert type(experiment.epochs) is int


VALID = {
    "batch": st.sampled_from(BATCH_MODES),
    "batch_size": st.integers(1, 4),
    "learning_rate": st.floats(1e-9, 100.0),
    "epochs": st.integers(1, MAX_UPDATES // 4),
    "seed": st.integers(0, 2**31 - 1),
    "start": st.none() | st.tuples(*[st.floats(-1e6, 1e6)] * 3),
}


@given(choices=st.fixed_dictionaries(VALID))
def test_any_valid_choice_is_kept(choices: dict[str, Any]) -> None:
    experiment = Experiment(**choices)
    assert {name: getattr(experiment, name) for name in choices} == choices


@given(
    choices=st.fixed_dictionaries(VALID),
    field=st.sampled_from(NUMERIC),
    value=st.integers() | st.floats(),
)
def test_any_number_out_of_bounds_is_refused_by_its_field(
    choices: dict[str, Any], field: str, value: float
) -> None:
    assume(not NUMBERS[field].low <= value <= UPPER[field])
    assert refusal(**choices | {field: value}).startswith(f"{field} must be ")
