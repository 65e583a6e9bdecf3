"""Gradient descent, step by step: train small models and see the loss they walk on.

PyTorch and the standard library only, and Lark where a formula is read. The models are far
too small for several threads to help: ``torch.set_num_threads(1)`` makes stacked runs several
times faster.
"""

from gd_core.analysis.remedies import working_rate
from gd_core.analysis.surfaces import Surface, loss_surface, path_extent
from gd_core.endings.outcomes import Outcome
from gd_core.experiment import Experiment
from gd_core.presets import PRESETS, Preset
from gd_core.space.planes import Plane
from gd_core.sweeps.sweep import Ends, Sweep
from gd_core.training.runs import Run
from gd_core.training.train import Training, Update, steps, train, train_many

__all__ = [
    "PRESETS",
    "Ends",
    "Experiment",
    "Outcome",
    "Plane",
    "Preset",
    "Run",
    "Surface",
    "Sweep",
    "Training",
    "Update",
    "loss_surface",
    "path_extent",
    "steps",
    "train",
    "train_many",
    "working_rate",
]
