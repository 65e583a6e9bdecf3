"""Optimizers: an init/step pair of functions each, one per update rule.

``init(params)`` makes the state; ``step(params, grad, state, learning_rate)`` moves the
parameters in place, updates the state and may use up ``grad``. Every tensor is flat, one
entry a parameter of every run, the learning rate too: (R * P,).
"""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

State = tuple[Tensor, ...]


@dataclass(frozen=True)
class Optimizer:
    """One update rule: how its state begins, and how it takes a step."""

    init: Callable[[Tensor], State]
    step: Callable[[Tensor, Tensor, State, Tensor], None]


def _no_state(params: Tensor) -> State:
    return ()


def _sgd_step(params: Tensor, grad: Tensor, state: State, learning_rate: Tensor) -> None:
    # w <- w - eta g, rounded once, to the last bit as torch.optim.SGD rounds it
    params.addcmul_(grad, learning_rate, value=-1)


def _sgd_by_hand_step(params: Tensor, grad: Tensor, state: State, learning_rate: Tensor) -> None:
    # w <- w - eta g, rounded twice, to the last bit as a notebook's `w -= eta * w.grad`
    params.sub_(grad.mul_(learning_rate))


SGD = Optimizer(init=_no_state, step=_sgd_step)
SGD_BY_HAND = Optimizer(init=_no_state, step=_sgd_by_hand_step)

OPTIMIZERS = {"sgd": SGD}


def optimizer_for(name: str, by_hand: bool) -> Optimizer:
    """The optimizer ``name``, for a problem whose notebook writes its update ``by_hand`` or not."""
    return SGD_BY_HAND if by_hand and name == "sgd" else OPTIMIZERS[name]
