"""Each epoch's learning rate is that of torch.optim.lr_scheduler, to the last bit."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import Experiment, train, train_many
from gd_core.fields import NUMBERS
from gd_core.optim.schedules import FIRST_SHARE, SCHEDULES, SETTINGS
from gd_core.training.rates import Rates
from tests.oracles import optimizer_of, scheduler_of


def torchs(experiment: Experiment) -> list[float]:
    """The rate of each epoch."""
    optimizer = optimizer_of(experiment, [torch.zeros(1, requires_grad=True)])
    scheduler, rates = scheduler_of(experiment, optimizer), []
    for _ in range(experiment.epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def ours(experiment: Experiment) -> list[float]:
    """The rate of each update."""
    return Rates([experiment]).take(0, experiment.updates).expand(experiment.updates, 1)[:, 0].tolist()


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("epochs", [1, 2, 3, 250, 1000])
def test_it_is_torchs_own_to_the_last_bit(schedule: str, epochs: int) -> None:
    e = Experiment(schedule=schedule, epochs=epochs, learning_rate=0.1 / 3)
    assert ours(e) == torchs(e)


PROBLEM_FIELDS = {
    "drop_every": st.integers(1, 60),
    "drop": st.floats(NUMBERS["drop"].low, 1.0),
    "decay": st.floats(NUMBERS["decay"].low, 1.0),
    "warmup": st.integers(1, 60),
}


@settings(deadline=None)
@given(
    schedule=st.sampled_from(list(SCHEDULES)),
    epochs=st.integers(1, 80),
    rate=st.floats(1e-9, 100.0),
    own=st.fixed_dictionaries(PROBLEM_FIELDS),
)
def test_with_any_settings_too(schedule: str, epochs: int, rate: float, own: dict[str, Any]) -> None:
    e = Experiment(schedule=schedule, epochs=epochs, learning_rate=rate, **own)
    assert ours(e) == torchs(e)


def test_every_setting_is_drawn_above() -> None:
    assert set(PROBLEM_FIELDS) == set(SETTINGS)


def test_all_updates_of_an_epoch_have_its_rate() -> None:
    e = Experiment(schedule="exponential", batch="mini", batch_size=3, epochs=9)
    assert ours(e) == [rate for rate in torchs(e) for _ in range(2)]
    assert train(e).rate.tolist() == ours(e)


def test_a_warm_up_begins_low_and_arrives() -> None:
    rates = ours(Experiment(schedule="warmup", warmup=10, epochs=30))
    assert rates[0] == FIRST_SHARE * 0.01
    assert rates[10:] == pytest.approx([0.01] * 20)


def test_a_cosine_ends_at_next_to_nothing() -> None:
    rates = ours(Experiment(schedule="cosine", epochs=100))
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < 3e-4 * rates[0]


def test_runs_side_by_side_each_have_their_own_rates_and_none_when_through() -> None:
    several = [
        Experiment(schedule="step", drop_every=5, epochs=20),
        Experiment(epochs=12),
        Experiment(schedule="cosine", epochs=30, batch="stochastic"),
    ]
    together = Rates(several)
    taken = torch.cat([together.take(first, 7).expand(7, -1) for first in range(0, 126, 7)])
    for column, e in zip(taken.T.tolist(), several, strict=True):
        assert column[: e.updates] == ours(e)
        assert not any(column[e.updates :])
    for run, e in zip(train_many(several), several, strict=True):
        assert run.rate.tolist() == ours(e)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_thinned_record_has_the_rates_of_its_steps(schedule: str) -> None:
    e = Experiment(schedule=schedule, epochs=900, learning_rate=0.001)
    run = train(e, record_limit=40)
    assert run.rate.tolist() == [ours(e)[step] for step in run.step[:-1].tolist()]
