"""Questions whose answers are found by running something, and judged by running it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count as from_on
from math import prod
from random import Random
from typing import Protocol

from gd_core.digits import distinct, number
from gd_core.endings.outcomes import Outcome
from gd_core.experiment import Experiment
from gd_core.fields import NUMBERS, Number
from gd_core.problems.network.builder import Layer, Plan, build, count
from gd_core.training.runs import Run
from gd_core.training.train import train, train_many

MORE = 1.01
"""The last rate that converges is one at which training converges, and with 1 % more no longer."""

_NETWORK = Experiment(problem="network", epochs=500)
_VISIBLE_FALL = 0.05


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what running it showed."""

    right: bool
    text: str


class Question(Protocol):
    """Something to find out; ``limits`` says what may be answered."""

    @property
    def text(self) -> str:
        """The question, in words."""

    @property
    def limits(self) -> Number:
        """The kind of number that an answer is, and its bounds."""

    def judge(self, answer: float) -> Verdict:
        """The verdict on ``answer``, which lies within ``limits``."""


def questions(turn: int) -> tuple[Question, ...]:
    """The questions of ``turn``: the first time those of the lesson, then others of their kind."""
    chance = Random(turn)
    size = 2 if turn == 0 else chance.choice([3, 4, 6, 7, 8, 9])
    hidden = (8, 8) if turn == 0 else (chance.randint(2, 8), chance.randint(2, 8))
    return LastRate(), UpdatesAnEpoch(size), Parameters((2, *hidden, 1)), first_below(turn)


@dataclass(frozen=True)
class LastRate:
    """Where the neuron stops converging."""

    experiment: Experiment = Experiment()  # noqa: RUF009, it is frozen

    @property
    def text(self) -> str:
        """The question."""
        e = self.experiment
        return (
            f"The neuron of lesson 2, {e.epochs} epochs, full batch, seed {e.seed}: find a learning "
            f"rate at which it settles, while at a rate {MORE - 1:.0%} larger it does not."
        )

    @property
    def limits(self) -> Number:
        """Any learning rate."""
        return NUMBERS["learning_rate"]

    def judge(self, answer: float) -> Verdict:
        """Train with ``answer``, and with 1 % more."""
        rates = answer, min(MORE * answer, self.limits.high)
        here, beyond = train_many([replace(self.experiment, learning_rate=rate) for rate in rates])
        text = f"With {_rate(here)} it {_ended(here)}, with {_rate(beyond)} it {_ended(beyond)}."
        if here.outcome is not Outcome.CONVERGED:
            # The lesson's own rate settles: the last that does lies above it.
            low = answer < self.experiment.learning_rate
            return Verdict(False, f"{text} It needs {'longer' if low else 'shorter'} steps.")
        right = beyond.outcome is not Outcome.CONVERGED
        return Verdict(right, text if right else f"{text} There is room for more.")


def _rate(run: Run) -> str:
    return number(run.experiment.learning_rate, 6)


def _ended(run: Run) -> str:
    ended = {Outcome.CONVERGED: "settles", Outcome.DIVERGED: "blows up", Outcome.DEAD: "dies"}
    assert run.outcome is not None
    return ended.get(run.outcome, f"does not settle in {run.experiment.epochs} epochs")


@dataclass(frozen=True)
class UpdatesAnEpoch:
    """How often one pass over the network's data moves the parameters."""

    batch_size: int

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"The {self._experiment.data.samples} points are split into mini-batches of {self.batch_size}. "
            "How many updates are there in one epoch?"
        )

    @property
    def limits(self) -> Number:
        """A whole number."""
        return Number(int, 1, 1000)

    @property
    def _experiment(self) -> Experiment:
        return replace(_NETWORK, batch="mini", batch_size=self.batch_size)

    def judge(self, answer: float) -> Verdict:
        """Count the updates that training makes in an epoch."""
        run = train(replace(self._experiment, epochs=1))
        updates, sizes = run.updates, ", ".join(str(int((batch >= 0).sum())) for batch in run.batches)
        if answer == updates:
            return Verdict(True, f"{updates} updates, on batches of {sizes} points.")
        if answer < updates:
            return Verdict(False, "More: every point is seen once an epoch, also those left over at the end.")
        return Verdict(
            False, "Fewer: an update looks at a whole batch, and no point is seen twice in an epoch."
        )


@dataclass(frozen=True)
class Parameters:
    """How many numbers a network of these sizes may change."""

    sizes: tuple[int, ...]

    @property
    def text(self) -> str:
        """The question."""
        first, *hidden, last = self.sizes
        layers = (
            f"one hidden layer of {hidden[0]}"
            if len(hidden) == 1
            else f"hidden layers of {' and '.join(map(str, hidden))}"
        )
        asked = f"{first} inputs, {layers} neurons and {last} output"
        return f"How many parameters does a network with {asked} have?"

    @property
    def limits(self) -> Number:
        """A whole number."""
        return Number(int, 1, 100_000)

    @property
    def _layers(self) -> tuple[Layer, ...]:
        return tuple(Layer(i, o) for i, o in zip(self.sizes, self.sizes[1:], strict=False))

    def judge(self, answer: float) -> Verdict:
        """Build the network, and count."""
        total = count(build(Plan(self._layers)))
        terms = " + ".join(f"({layer.takes}·{layer.gives} + {layer.gives})" for layer in self._layers)
        if answer == total:
            return Verdict(True, f"{terms} = {total}.")
        if answer == sum(prod((layer.takes, layer.gives)) for layer in self._layers):
            return Verdict(False, "Those are the weights. Every neuron has a bias too.")
        first = self._layers[0]
        way = "more" if answer < total else "fewer"
        return Verdict(
            False,
            f"There are {way}. The first layer alone has {first.takes}·{first.gives} weights and "
            f"{first.gives} biases; the others go by the same rule.",
        )


@dataclass(frozen=True)
class FirstBelow:
    """When the 2-3-1 network's loss first falls below ``level``."""

    seed: int
    level: float

    @property
    def text(self) -> str:
        """The question."""
        e = self._experiment
        return (
            f"The 2-3-1 network, rate {number(e.learning_rate, 6)}, full batch, seed {self.seed}: "
            f"after how many epochs is its loss first below {number(self.level, 6)}?"
        )

    @property
    def limits(self) -> Number:
        """A whole number of epochs."""
        return Number(int, 1, self._experiment.epochs)

    @property
    def _experiment(self) -> Experiment:
        return replace(_NETWORK, seed=self.seed)

    def judge(self, answer: float) -> Verdict:
        """Train, and read the loss after ``answer`` epochs and one before."""
        loss = train(self._experiment).loss
        here, before = float(loss[int(answer)]), float(loss[int(answer) - 1])
        told = distinct((here, before, self.level), 6)
        epochs = "1 epoch" if answer == 1 else f"{int(answer)} epochs"
        text = f"After {epochs} it is {told[0]}, one epoch before {told[1]}."
        first = int((loss < self.level).nonzero()[0])
        if answer == first:
            return Verdict(True, text)
        return Verdict(
            False, f"{text} The right answer is {'an earlier' if answer > first else 'a later'} epoch."
        )


@lru_cache(maxsize=64)
def first_below(turn: int) -> FirstBelow:
    """The question for the first seed from 10 ``turn`` on whose loss falls far enough to ask."""
    for seed in from_on(10 * turn):
        loss = train(replace(_NETWORK, seed=seed)).loss
        start, end = float(loss[0]), float(loss.min())
        if start - end > _VISIBLE_FALL * start:
            return FirstBelow(seed, round((start + end) / 2, 3))
    raise AssertionError("seeds do not end")
