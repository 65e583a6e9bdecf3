"""What files are called: by what was trained and how, so that two runs never share a name."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from hashlib import sha256

from gd_core import Experiment
from gd_core.experiment import SETTINGS

_SAID = ("problem", "optimizer", "learning_rate", "batch", "batch_size", "epochs", "seed", "schedule")
"""What every name says, apart from the settings that are not the usual ones."""

_DIGITS = 6


def stem(experiments: Sequence[Experiment]) -> str:
    """The name of a file of ``experiments``, without its ending.

    As neuron_sgd_rate0.01_full_1000epochs_seed0: problem, optimizer, rate, batches, epochs, seed, and
    what else was chosen. Where that does not say all, a few signs at the end tell it apart.
    """
    first = experiments[0]
    parts = [first.problem, first.optimizer, f"rate{first.learning_rate:g}", _batch(first)]
    parts += [f"{first.epochs}epochs", f"seed{first.seed}", *_settings(first)]
    if len(experiments) > 1:
        parts.append(f"{len(experiments)}runs")
    if len(experiments) > 1 or not _says_all(first):
        parts.append(sha256(repr(list(experiments)).encode()).hexdigest()[:_DIGITS])
    return re.sub(r"[^\w.+-]", "", "_".join(part for part in parts if part))


def _batch(e: Experiment) -> str:
    if not e.data.batched:
        return ""
    return f"mini{e.batch_size}" if e.batch == "mini" else e.batch


def _settings(e: Experiment) -> list[str]:
    usual = Experiment()
    told = [] if e.schedule == "constant" else [e.schedule]
    names = [name for name in (*SETTINGS, "condition") if getattr(e, name) != getattr(usual, name)]
    return told + [f"{name.replace('_', '')}{getattr(e, name):g}" for name in names]


def _says_all(e: Experiment) -> bool:
    """Whether the name of ``e`` says every choice that decides it."""
    unsaid = [each.name for each in fields(Experiment) if each.name not in (*_SAID, *SETTINGS, "condition")]
    usual = replace(e, start=None, luck=0, trunk=None, branch=0) if e.trunk else Experiment()
    plain = float(f"{e.learning_rate:g}") == e.learning_rate
    return plain and all(getattr(e, name) == getattr(usual, name) for name in unsaid)
