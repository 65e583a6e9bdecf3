"""The oracle for optimizers and schedules: torch.optim, as a notebook calls it."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import lr_scheduler

from gd_core import Experiment

_MAKE: dict[str, Callable[[list[Tensor], Experiment], torch.optim.Optimizer]] = {
    "sgd": lambda p, e: torch.optim.SGD(p, lr=e.learning_rate, foreach=False),
    "momentum": lambda p, e: torch.optim.SGD(p, lr=e.learning_rate, momentum=e.momentum, foreach=False),
    "nesterov": lambda p, e: torch.optim.SGD(
        p, lr=e.learning_rate, momentum=e.momentum, nesterov=e.momentum > 0, foreach=False
    ),
    "adagrad": lambda p, e: torch.optim.Adagrad(p, lr=e.learning_rate, foreach=False),
    "rmsprop": lambda p, e: torch.optim.RMSprop(p, lr=e.learning_rate, alpha=e.alpha, foreach=False),
    "adam": lambda p, e: torch.optim.Adam(p, lr=e.learning_rate, betas=(e.beta1, e.beta2), foreach=False),
    "adamw": lambda p, e: torch.optim.AdamW(
        p, lr=e.learning_rate, betas=(e.beta1, e.beta2), weight_decay=e.weight_decay, foreach=False
    ),
    "adadelta": lambda p, e: torch.optim.Adadelta(p, lr=e.learning_rate, rho=e.rho, foreach=False),
}

_SCHEDULE: dict[str, Callable[[torch.optim.Optimizer, Experiment], lr_scheduler.LRScheduler]] = {
    "constant": lambda o, e: lr_scheduler.ConstantLR(o, factor=1.0),
    "step": lambda o, e: lr_scheduler.StepLR(o, step_size=e.drop_every, gamma=e.drop),
    "exponential": lambda o, e: lr_scheduler.ExponentialLR(o, gamma=e.decay),
    "cosine": lambda o, e: lr_scheduler.CosineAnnealingLR(o, T_max=e.epochs),
    "warmup": lambda o, e: lr_scheduler.LinearLR(o, start_factor=0.01, total_iters=e.warmup),
}


def optimizer_of(experiment: Experiment, params: Iterable[Tensor]) -> torch.optim.Optimizer:
    """The optimizer of ``experiment`` on ``params``."""
    return _MAKE[experiment.optimizer](list(params), experiment)


def scheduler_of(experiment: Experiment, optimizer: torch.optim.Optimizer) -> lr_scheduler.LRScheduler:
    """The schedule of ``experiment`` for ``optimizer``."""
    return _SCHEDULE[experiment.schedule](optimizer, experiment)
