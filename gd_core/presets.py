"""Named experiments, each showing one thing."""

from dataclasses import dataclass

from gd_core.experiment import Experiment

SHALLOW = (-0.037, 0.277)
"""The bottom of a shallow valley of the problem "wave": (w, b)."""

_SLOPE = (0.4, 0.0)
"""A place on that valley's side."""


@dataclass(frozen=True)
class Preset:
    """An experiment worth looking at, and what to look for in it."""

    title: str
    hint: str
    experiment: Experiment


PRESETS = {
    "notebook": Preset(
        "The notebook's run",
        "Rate 0.01, full batch, 1000 epochs: one leap into the valley, then a long walk along it.",
        Experiment(),
    ),
    "slow": Preset(
        "Too slow",
        "Rate 0.0001: every step is right and far too short.",
        Experiment(learning_rate=0.0001),
    ),
    "bouncing": Preset(
        "Bouncing",
        "Rate 0.019: each step leaps to the other side of the valley, and still it settles.",
        Experiment(learning_rate=0.019),
    ),
    "past_limit": Preset(
        "Just past the limit",
        "Rate 0.0195: it neither settles nor dies.",
        Experiment(learning_rate=0.0195),
    ),
    "too_far": Preset(
        "One step too far",
        "Rate 0.021: the second step switches the ReLU off for every sample, for ever.",
        Experiment(learning_rate=0.021),
    ),
    "mini": Preset(
        "Mini-batch",
        "Two samples an update, shuffled every epoch: twice the steps, each a little off.",
        Experiment(batch="mini", batch_size=2),
    ),
    "stochastic": Preset(
        "Stochastic",
        "One sample an update: four times the steps, each blind to the other three samples.",
        Experiment(batch="stochastic"),
    ),
    "coin_tosses": Preset(
        "Random labels",
        "Ten points, labelled by coin tosses: 13 parameters bend as well as they can.",
        Experiment(problem="network", epochs=500),
    ),
    "comparison": Preset(
        "Labels by a rule",
        "The same network on a rule it can learn: a label says whether the second number is larger.",
        Experiment(problem="comparison", learning_rate=0.05, epochs=2000, seed=1),
    ),
    "shallow": Preset(
        "The nearest valley",
        "Full batch runs down into the nearest valley, a shallow one, and stays.",
        Experiment(problem="wave", learning_rate=0.1, epochs=300, start=_SLOPE),
    ),
    "escape": Preset(
        "Noise finds the way out",
        "The same start, one sample an update: each pulls its own way, until one pull leads out.",
        Experiment(problem="wave", batch="stochastic", learning_rate=0.1, epochs=100, start=_SLOPE),
    ),
}
