"""What optimizers and learning-rate schedules are called, and what may be set of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from gd_core import Experiment
from gd_core.digits import number

OPTIMIZER_NAMES = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
    "adadelta": "Adadelta",
}

SCHEDULE_NAMES = {
    "constant": "Constant",
    "step": "Step",
    "exponential": "Exponential",
    "cosine": "Cosine",
    "warmup": "Warm-up",
}


@dataclass(frozen=True)
class Setting:
    """One setting: its ``label``, its symbol in a sentence, the ``values`` of its slider, its ``help``."""

    label: str
    symbol: str
    values: Sequence[float]
    help: str


_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
_LONG_SHARES = (*_SHARES, 0.9995, 0.9999)
_COUNTS = tuple(m * 10**d for d in range(5) for m in (1, 2, 3, 5))

_SQUARES = "How much of its old value the mean of the squared gradients keeps."

SETTINGS = {
    "momentum": Setting("Momentum", "μ", _SHARES, "How much of its velocity a step keeps. 0 is plain SGD."),
    "beta1": Setting("Beta 1", "β1", _SHARES, "How much of its old value the mean of the gradients keeps."),
    "beta2": Setting("Beta 2", "β2", _LONG_SHARES, _SQUARES),
    "alpha": Setting("Alpha", "α", _LONG_SHARES, _SQUARES),
    "rho": Setting("Rho", "ρ", _LONG_SHARES, "How much of their old values the means of the squares keep."),
    "weight_decay": Setting(
        "Weight decay",
        "weight decay",
        (0.0, *(m * 10.0**d for d in (-4, -3, -2, -1) for m in (1, 2, 5)), 1.0),
        "Each step also shrinks every parameter by this share of the learning rate.",
    ),
    "drop_every": Setting("Drop every", "every", _COUNTS, "Epochs from one drop to the next."),
    "drop": Setting(
        "Drop factor",
        "factor",
        (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
        "What each drop multiplies the learning rate by.",
    ),
    "decay": Setting(
        "Decay",
        "decay",
        (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.997, 0.998, 0.999, 0.9995, 0.9999, 1.0),
        "What every epoch multiplies the learning rate by.",
    ),
    "warmup": Setting("Warm-up", "over", _COUNTS, "Epochs until the learning rate is reached."),
}


def optimizer_words(experiment: Experiment) -> str:
    """The optimizer of ``experiment``, with those of its settings that are not the usual ones."""
    usual = Experiment(optimizer=experiment.optimizer)
    names = [n for n in usual.settings if getattr(experiment, n) != getattr(usual, n)]
    unusual = ", ".join(f"{SETTINGS[n].symbol} {number(getattr(experiment, n), 6)}" for n in names)
    name = OPTIMIZER_NAMES[experiment.optimizer]
    return f"{name} ({unusual})" if unusual else name


def rate_words(experiment: Experiment) -> str:
    """The learning rate of ``experiment``, and how it goes on: "rate 0.01, multiplied by 0.5 every epoch"."""
    e = experiment
    ways = {
        "constant": "",
        "step": f", multiplied by {number(e.drop, 6)} every {e.drop_every} epochs",
        "exponential": f", multiplied by {number(e.decay, 6)} every epoch",
        "cosine": ", falling to 0 along a cosine curve",
        "warmup": f", reached step by step over {e.warmup} epochs",
    }
    return f"rate {number(e.learning_rate, 6)}{ways[e.schedule]}"
