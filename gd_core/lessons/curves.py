"""Curves: a loss along one single weight, the smallest ground there is to descend on.

A curve is made of polynomials, exactly, so that whoever knows its coefficients, in
whatever language, computes the same loss and the same slope, and so takes the same steps.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import torch
from torch import Tensor

from gd_core.experiment import Experiment
from gd_core.training.train import train

_LOOKS = 2000
"""How many places between ``low`` and ``high`` are looked at to find valleys and ridges."""


@dataclass(frozen=True)
class Curve:
    """A loss L(w) of one weight: polynomials, joined at ``breaks`` (K-1,) in ascending order.

    ``pieces`` holds the K polynomials, each as its coefficients of 1, w, w^2, ... A break belongs
    to the piece on its left: PyTorch, too, gives a ReLU the slope 0 where its input is 0.
    ``low`` to ``high`` is the part worth seeing; ``start`` and ``rate`` are a good first descent.
    """

    pieces: tuple[tuple[float, ...], ...]
    low: float
    high: float
    start: float
    rate: float
    breaks: tuple[float, ...] = ()

    def at(self, w: float) -> tuple[float, float]:
        """The loss and its slope dL/dw at ``w``.

        Horner's rule for both at once; in any language that follows IEEE 754, the same bits.
        """
        loss = slope = 0.0
        for coefficient in reversed(self.pieces[bisect_left(self.breaks, w)]):
            slope = slope * w + loss
            loss = loss * w + coefficient
        return loss, slope

    def step(self, w: float, rate: float) -> float:
        """Where one update of gradient descent leads from ``w``."""
        return w - rate * self.at(w)[1]

    def path(self, start: float, rate: float, steps: int) -> list[float]:
        """The weights of ``steps`` updates from ``start``: steps + 1 of them, the start first."""
        ws = [start]
        for _ in range(steps):
            ws.append(self.step(ws[-1], rate))
        return ws

    def valleys(self) -> list[float]:
        """The lowest places of all valleys between ``low`` and ``high``, from left to right."""
        return self._turns(1)

    def ridges(self) -> list[float]:
        """The highest places between the valleys, from left to right."""
        return self._turns(-1)

    def _turns(self, sign: int) -> list[float]:
        """The places where ``sign`` times the slope turns from negative to positive."""
        width = (self.high - self.low) / _LOOKS
        slopes = [(w, sign * self.at(w)[1]) for w in (self.low + i * width for i in range(_LOOKS + 1))]
        return [self._turn(a, b, sign) for (a, down), (b, up) in pairwise(slopes) if down < 0 <= up]

    def _turn(self, left: float, right: float, sign: int) -> float:
        """The one such place between ``left`` and ``right``, by halving."""
        while left < (middle := (left + right) / 2) < right:
            left, right = (middle, right) if sign * self.at(middle)[1] < 0 else (left, middle)
        return right


BOWL = Curve(pieces=((0.0, 0.0, 1.0),), low=-4.0, high=4.0, start=3.0, rate=0.1)
"""L = w^2: one valley. A step multiplies w by 1 - 2 rate, so it diverges above a rate of 1."""

TWO_VALLEYS = Curve(pieces=((6.0, 0.5, -2.0, 0.0, 0.25),), low=-3.1, high=3.1, start=2.9, rate=0.05)
"""L = w^4/4 - 2 w^2 + w/2 + 6: a deep valley on the left, a shallow one on the right."""


@cache
def neuron_curve() -> Curve:
    """The notebook's neuron along its first weight, the others held at seed 0's best values.

    Its start is that run's own first w1, its rate that run's learning rate.
    """
    run = train(Experiment())
    return _along_first_weight(
        run.experiment.fit.inputs.double(),
        run.experiment.fit.targets.double().flatten(),
        run.params[run.best].double(),
        run.params[0, 0].item(),
        run.experiment.learning_rate,
    )


def _along_first_weight(inputs: Tensor, targets: Tensor, params: Tensor, start: float, rate: float) -> Curve:
    """The mean of (relu(x w + rest) - y)^2 as a curve of w, for a first input x > 0 of each sample.

    ``inputs`` (N, D), ``targets`` (N,), ``params`` (D+1,), the bias last.
    """
    x, rest = inputs[:, 0], inputs[:, 1:] @ params[1:-1] + params[-1]
    kinks = (-rest / x).sort()
    pieces = [
        _mean_square(x, rest - targets, targets, on=kinks.indices[:count]) for count in range(len(x) + 1)
    ]
    breaks = tuple(kinks.values.tolist())
    dead, (_, b, a) = pieces[0][0], pieces[-1]
    # As far beyond the valley as the right flank takes to be as high as the dead ground.
    valley, reach = -b / (2 * a), (dead / a) ** 0.5
    low = breaks[0] - 0.15 * (valley + reach - breaks[0])
    return Curve(tuple(pieces), low, valley + reach, start, rate, breaks)


def _mean_square(x: Tensor, error: Tensor, targets: Tensor, on: Tensor) -> tuple[float, ...]:
    """The coefficients while the ReLUs of the samples ``on`` let through, the others giving 0."""
    off = torch.ones(len(x), dtype=torch.bool).index_fill(0, on, False)
    constant = error[on].square().sum() + targets[off].square().sum()
    if not len(on):
        return (constant.item() / len(x),)
    sums = constant, 2 * (x[on] * error[on]).sum(), x[on].square().sum()
    return tuple(s.item() / len(x) for s in sums)


CURVES: dict[str, Callable[[], Curve]] = {
    "bowl": lambda: BOWL,
    "two_valleys": lambda: TWO_VALLEYS,
    "neuron": neuron_curve,
}
"""Every curve by name."""
