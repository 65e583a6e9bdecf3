"""Which samples each update sees: index plans drawn from a run's own generator."""

import torch
from torch import Tensor

from gd_core.experiment import Experiment

PADDING = -1
"""Fills the row of an epoch's last, smaller batch."""


class BatchPlan:
    """The batches of one run, in order.

    Full batch needs no chance. Mini-batch and stochastic take a fresh
    ``torch.randperm(N)`` each epoch and cut it into batches, as a notebook that
    goes on after its initial draws does: ``generator`` must be that same one.
    """

    def __init__(self, experiment: Experiment, generator: torch.Generator):
        self._samples = experiment.data.samples
        self._width = experiment.samples_per_update
        self._rows_per_epoch = experiment.updates_per_epoch
        self._shuffled = experiment.batch != "full"
        self._generator = generator
        self._waiting = torch.empty(0, self._width, dtype=torch.long)

    def take(self, updates: int) -> Tensor:
        """The sample indices (updates, B) of the next updates, short batches padded with -1."""
        missing = updates - len(self._waiting)
        epochs = -(-missing // self._rows_per_epoch)
        if epochs > 0:
            self._waiting = torch.cat([self._waiting, self._epochs(epochs)])
        taken, self._waiting = self._waiting[:updates], self._waiting[updates:]
        return taken

    def _epochs(self, epochs: int) -> Tensor:
        rows = torch.full((epochs, self._rows_per_epoch * self._width), PADDING)
        rows[:, : self._samples] = self._orders(epochs)
        return rows.view(-1, self._width)

    def _orders(self, epochs: int) -> Tensor:
        if not self._shuffled:
            return torch.arange(self._samples).expand(epochs, -1)
        return torch.stack([torch.randperm(self._samples, generator=self._generator) for _ in range(epochs)])
