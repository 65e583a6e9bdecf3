"""A run that nothing moves any more is written down, not computed: to the same record."""

import pytest
from torch import Tensor

from gd_core import Experiment, Outcome, train, train_many
from gd_core.problems.network.backprop import Backprop
from gd_core.training.stack import Stack
from tests.compare import identical

DEAD = {
    "early": [Experiment(learning_rate=0.03, epochs=700)],
    "one of three": [Experiment(learning_rate=0.0197, epochs=700, seed=seed) for seed in range(3)],
    "from the start": [Experiment(start=(-1.0, -1.0, -1.0), epochs=700)],
    "beside one that lives": [Experiment(learning_rate=rate, epochs=700) for rate in (0.03, 0.01)],
    "by another rule": [Experiment(learning_rate=0.5, epochs=700, optimizer="momentum")],
    "on one sample at a time": [Experiment(learning_rate=0.5, epochs=200, batch="stochastic")],
}


@pytest.mark.parametrize("experiments", DEAD.values(), ids=DEAD)
def test_the_record_is_as_if_it_had_been_computed(
    experiments: list[Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = train_many(experiments)
    monkeypatch.setattr(
        Stack, "_still", property(lambda stack: False, lambda stack, still: None), raising=False
    )
    assert any(run.outcome is Outcome.DEAD for run in quick)
    assert all(identical(a, b) for a, b in zip(quick, train_many(experiments), strict=True))


def test_what_dies_at_once_is_hardly_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    computed, gradient = list[int](), Backprop.__call__

    def counted(backprop: Backprop, *batch: Tensor) -> None:
        computed.append(1)
        gradient(backprop, *batch)

    monkeypatch.setattr(Backprop, "__call__", counted)
    assert len(train(Experiment(learning_rate=0.03, epochs=1000)).loss) == 1001
    assert len(computed) < 100
    train(Experiment(learning_rate=0.01, epochs=1000))
    assert len(computed) > 1000
