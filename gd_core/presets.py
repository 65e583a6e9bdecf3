"""Named experiments, each showing one thing."""

from dataclasses import dataclass

import torch

from gd_core.experiment import Experiment


def _at(x: float, y: float) -> tuple[float, ...]:
    """A start as 32-bit numbers, which is how a link has it."""
    return tuple(torch.tensor((x, y)).tolist())


SHALLOW = _at(-0.037, 0.277)
"""The bottom of a shallow valley of the problem "wave": (w, b)."""

_SLOPE = _at(0.4, 0.0)
"""A place on that valley's side."""


@dataclass(frozen=True)
class Preset:
    """An experiment worth looking at, and what to look for in it; ``runs`` start together."""

    title: str
    hint: str
    experiment: Experiment
    runs: int = 1


PRESETS = {
    "notebook": Preset(
        "A good rate",
        "Rate 0.01, full batch, 1000 epochs: one leap into the valley, then a long walk along it.",
        Experiment(),
    ),
    "slow": Preset(
        "Too slow",
        "Rate 0.0001: every step goes the right way, but is far too short.",
        Experiment(learning_rate=0.0001),
    ),
    "bouncing": Preset(
        "Bouncing",
        "Rate 0.019: each step leaps to the other side of the valley, and still it settles.",
        Experiment(learning_rate=0.019),
    ),
    "past_limit": Preset(
        "Just past the limit",
        "Rate 0.0195: it never settles, and it does not die.",
        Experiment(learning_rate=0.0195),
    ),
    "too_far": Preset(
        "One step too far",
        "Rate 0.021: the second step switches the ReLU off for every sample, for ever.",
        Experiment(learning_rate=0.021),
    ),
    "adam": Preset(
        "Adam at rate 1",
        "Fifty times the rate that plain descent tolerates. Adam goes mostly by the signs of the gradient.",
        Experiment(optimizer="adam", learning_rate=1.0),
    ),
    "mini": Preset(
        "Mini-batch",
        "Two samples per update, shuffled every epoch: twice as many steps, each a little off.",
        Experiment(batch="mini", batch_size=2),
    ),
    "stochastic": Preset(
        "Stochastic",
        "One sample per update: four times as many steps, each of which ignores the other three samples.",
        Experiment(batch="stochastic"),
    ),
    "coin_tosses": Preset(
        "Random labels",
        "Ten points with labels from coin tosses. The 13 parameters fit them as well as they can.",
        Experiment(problem="network", epochs=500),
    ),
    "momentum": Preset(
        "With momentum",
        "The same labels and rate. Each step keeps nine tenths of the last one, so it gets much further.",
        Experiment(problem="network", epochs=500, optimizer="momentum"),
    ),
    "comparison": Preset(
        "Labels by a rule",
        "The same network with a rule that it can learn: which of two numbers is larger.",
        Experiment(problem="comparison", learning_rate=0.05, epochs=2000, seed=1),
    ),
    "shallow": Preset(
        "The nearest valley",
        "With the full batch the run goes down into the nearest valley, a shallow one, and stays there.",
        Experiment(problem="wave", learning_rate=0.1, epochs=300, start=_SLOPE),
    ),
    "escape": Preset(
        "Noise finds the way out",
        "The same start, one sample per update. Each sample pulls its own way, until one pulls the run out.",
        Experiment(problem="wave", batch="stochastic", learning_rate=0.1, epochs=100, start=_SLOPE),
    ),
    "bowl": Preset(
        "Ten times as steep",
        "Across the valley each step leaps to the other side. Along it, the same rate gives short steps.",
        Experiment("bowl", learning_rate=0.15, epochs=100, start=_at(-2.5, 2.0)),
    ),
    "zigzag": Preset(
        "Condition 100",
        "A hundred times as steep across. At 0.019, just below 2/100, the run zigzags and creeps forward.",
        Experiment("bowl", condition=100, learning_rate=0.019, epochs=300, start=_at(-2.5, 0.5)),
    ),
    "ravine": Preset(
        "At an angle",
        "The valley lies at an angle to both axes: most of the gradient points across it, little along it.",
        Experiment("ravine", learning_rate=0.4, epochs=300, start=_at(2.5, 1.0)),
    ),
    "beside_ridge": Preset(
        "Beside the ridge",
        "A thousandth off the ridge: the run lingers near the saddle, then falls without end.",
        Experiment("saddle", learning_rate=0.05, epochs=300, start=_at(1.5, 0.001)),
    ),
    "ridge": Preset(
        "On the ridge",
        "Exactly on the ridge nothing pulls sideways: the run stops on the saddle, which is not a valley.",
        Experiment("saddle", learning_rate=0.1, epochs=100, start=_at(1.5, 0.0)),
    ),
    "rosenbrock": Preset(
        "The banana valley",
        "A few steps find the valley; two thousand more creep along its bend towards (1, 1).",
        Experiment("rosenbrock", learning_rate=0.002, epochs=2_000, start=_at(-1.2, 1.0)),
    ),
    "himmelblau": Preset(
        "Four starts, four valleys",
        "All four valleys go down to 0. The start alone decides which one a run reaches.",
        Experiment("himmelblau", learning_rate=0.01, epochs=100, seed=8),
        runs=4,
    ),
    "beale": Preset(
        "A long plain",
        "Gentle ground leads to (3, 0.5). Start a run on one of the steep walls: one step throws it out.",
        Experiment("beale", learning_rate=0.01, epochs=2000, start=_at(1.0, 1.0)),
    ),
    "rastrigin": Preset(
        "The nearest dent",
        "Dents everywhere: the run settles in the nearest, at loss 12.9. It never finds the 0 at (0, 0).",
        Experiment("rastrigin", learning_rate=0.002, epochs=200, start=_at(-3.4, 2.3)),
    ),
    "near_valley": Preset(
        "The shallow valley",
        "A run from the right settles in the shallow valley on the right, and stays there.",
        Experiment("two_valleys", learning_rate=0.1, epochs=100, start=_at(2.9, 2.0)),
    ),
    "leap": Preset(
        "A leap too long",
        "The same start at rate 0.22: one step leaps over the ridge, into the deep valley.",
        Experiment("two_valleys", learning_rate=0.22, epochs=300, start=_at(2.9, 2.0)),
    ),
    "formula": Preset(
        "An example",
        "A bowl with bumps. Write a function of your own.",
        Experiment("formula", learning_rate=0.1, epochs=100, start=_at(3.5, 2.0)),
    ),
}
