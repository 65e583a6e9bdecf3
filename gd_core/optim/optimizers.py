"""Optimizers: an init/step pair of functions each, one per update rule.

``init(w)`` makes the state at the start; ``step(w, g, state, numbers)`` moves the parameters
``w`` in place along the gradient ``g``, updates the state and may use up ``g``. The numbers of
an equation (eta, mu, beta, ...) come from ``numbers(rates, settings, steps)``: in float64, as
Python counts them, and then rounded once. Every tensor that a step sees is flat, one entry a
parameter of every run, the numbers too: (R * P,).

Each step rounds as torch.optim does, to the last bit: that decides the order of its operations.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

State = tuple[Tensor, ...]
Numbers = tuple[Tensor, ...]
Settings = Mapping[str, Tensor]
"""Each setting's value in every run (R,)."""


@dataclass(frozen=True)
class Optimizer:
    """One update rule: its ``settings``, what its ``state`` is called, how it begins and steps.

    ``numbers(rates, settings, steps)`` has the learning rates (C, R), or (1, R) where they stay the
    same, and the number of updates (C) made before each; what it gives is of these shapes.
    In the update from one state to the next, ``sizes(state, arrived, numbers)`` is the learning rate
    that each parameter has of its own, and ``carried(state, arrived, numbers)`` the part of the step
    that earlier gradients decide; None where the rule has nothing of the kind.
    """

    settings: tuple[str, ...]
    state: tuple[str, ...]
    init: Callable[[Tensor], State]
    step: Callable[[Tensor, Tensor, State, Numbers], None]
    numbers: Callable[[Tensor, Settings, Sequence[int]], Numbers]
    sizes: Callable[[State, State, Numbers], Tensor] | None = None
    carried: Callable[[State, State, Numbers], Tensor] | None = None


def _nothing(w: Tensor) -> State:
    return ()


def _zeros(w: Tensor) -> State:
    return (torch.zeros_like(w),)


def _two_zeros(w: Tensor) -> State:
    return torch.zeros_like(w), torch.zeros_like(w)


# Gradient descent. Cauchy, 1847.


def _rate(rates: Tensor, settings: Settings, steps: Sequence[int]) -> Numbers:
    return (rates,)


def _sgd_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (eta,) = numbers
    w.addcmul_(g, eta, value=-1)  # w <- w - eta g, rounded once, as torch.optim.SGD rounds it


def _sgd_by_hand_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (eta,) = numbers
    w.sub_(g.mul_(eta))  # w <- w - eta g, rounded twice, as a notebook's `w -= eta * w.grad`


# Momentum. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.


def _with_momentum(rates: Tensor, settings: Settings, steps: Sequence[int]) -> Numbers:
    return rates, settings["momentum"].unsqueeze(0)


def _momentum_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (v,), (eta, mu) = state, numbers
    v.mul_(mu).add_(g)  # v <- mu v + g
    w.addcmul_(v, eta, value=-1)  # w <- w - eta v


def _momentum_carried(state: State, arrived: State, numbers: Numbers) -> Tensor:
    (v,), (eta, mu) = state, numbers
    return -eta * mu * v


# Nesterov, 1983, in the form of Sutskever, Martens, Dahl and Hinton, ICML 2013.


def _nesterov_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (v,), (eta, mu) = state, numbers
    v.mul_(mu).add_(g)  # v <- mu v + g
    w.addcmul_(g.addcmul_(v, mu), eta, value=-1)  # w <- w - eta (g + mu v)


def _nesterov_carried(state: State, arrived: State, numbers: Numbers) -> Tensor:
    (v,), (eta, mu) = state, numbers
    return -eta * mu * mu * v


# AdaGrad. Duchi, Hazan and Singer, JMLR 2011.

_ADAGRAD_EPS = 1e-10


def _adagrad_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (s,), (eta,) = state, numbers
    s.addcmul_(g, g)  # s <- s + g^2
    w.addcdiv_(g.mul_(eta), s.sqrt().add_(_ADAGRAD_EPS), value=-1)  # w <- w - eta g / (sqrt s + eps)


def _adagrad_sizes(state: State, arrived: State, numbers: Numbers) -> Tensor:
    return numbers[0] / (arrived[0].sqrt() + _ADAGRAD_EPS)


# RMSProp. Tieleman and Hinton, "Lecture 6.5", Coursera 2012.

_RMSPROP_EPS = 1e-8


def _with_alpha(rates: Tensor, settings: Settings, steps: Sequence[int]) -> Numbers:
    alpha = settings["alpha"].unsqueeze(0)
    return rates, alpha, 1 - alpha


def _rmsprop_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (s,), (eta, alpha, rest) = state, numbers
    s.mul_(alpha).addcmul_(g * rest, g)  # s <- alpha s + (1 - alpha) g^2
    w.addcdiv_(g.mul_(eta), s.sqrt().add_(_RMSPROP_EPS), value=-1)  # w <- w - eta g / (sqrt s + eps)


def _rmsprop_sizes(state: State, arrived: State, numbers: Numbers) -> Tensor:
    return numbers[0] / (arrived[0].sqrt() + _RMSPROP_EPS)


# Adam. Kingma and Ba, ICLR 2015. AdamW. Loshchilov and Hutter, ICLR 2019.

_ADAM_EPS = 1e-8


def _with_betas(rates: Tensor, settings: Settings, steps: Sequence[int]) -> Numbers:
    """eta / (1 - beta1^t), sqrt(1 - beta2^t), 1 - beta1, beta2, 1 - beta2 in the t-th update."""
    first, second = (_corrections(settings[name], steps) for name in ("beta1", "beta2"))
    root = torch.tensor([[c**0.5 for c in row] for row in second], dtype=torch.float64)
    size = rates / torch.tensor(first, dtype=torch.float64)
    beta1, beta2 = settings["beta1"].unsqueeze(0), settings["beta2"].unsqueeze(0)
    return size, root, 1 - beta1, beta2, 1 - beta2


def _corrections(betas: Tensor, steps: Sequence[int]) -> list[list[float]]:
    """1 - beta^t of every update and run (C, R), by Python's own power, as torch.optim takes it."""
    columns = {beta: [1 - beta ** (step + 1) for step in steps] for beta in set(betas.tolist())}
    return [list(row) for row in zip(*(columns[beta] for beta in betas.tolist()), strict=True)]


def _adam_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (m, v), (size, root, rest1, beta2, rest2) = state, numbers
    m.lerp_(g, rest1)  # m <- beta1 m + (1 - beta1) g
    v.mul_(beta2).addcmul_(g * rest2, g)  # v <- beta2 v + (1 - beta2) g^2
    # w <- w - eta m' / (sqrt v' + eps), with m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t)
    w.addcdiv_(m * size, v.sqrt().div_(root).add_(_ADAM_EPS), value=-1)


def _adam_sizes(state: State, arrived: State, numbers: Numbers) -> Tensor:
    size, root, *_ = numbers
    return size / (arrived[1].sqrt() / root + _ADAM_EPS)


def _adam_carried(state: State, arrived: State, numbers: Numbers) -> Tensor:
    (m, _), (_, _, rest1, *_) = state, numbers
    return -_adam_sizes(state, arrived, numbers) * (1 - rest1) * m


def _with_decay(rates: Tensor, settings: Settings, steps: Sequence[int]) -> Numbers:
    return *_with_betas(rates, settings, steps), 1 - rates * settings["weight_decay"]


def _adamw_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    *of_adam, kept = numbers
    w.mul_(kept)  # w <- (1 - eta lambda) w
    _adam_step(w, g, state, tuple(of_adam))


# Adadelta. Zeiler, arXiv:1212.5701, 2012.

_ADADELTA_EPS = 1e-6


def _with_rho(rates: Tensor, settings: Settings, steps: Sequence[int]) -> Numbers:
    rho = settings["rho"].unsqueeze(0)
    return rates, rho, 1 - rho


def _adadelta_step(w: Tensor, g: Tensor, state: State, numbers: Numbers) -> None:
    (s, u), (eta, rho, rest) = state, numbers
    s.mul_(rho).addcmul_(g * rest, g)  # s <- rho s + (1 - rho) g^2
    # d = sqrt(u + eps) / sqrt(s + eps) g
    d = u.add(_ADADELTA_EPS).sqrt_().div_(s.add(_ADADELTA_EPS).sqrt_()).mul_(g)
    u.mul_(rho).addcmul_(d * rest, d)  # u <- rho u + (1 - rho) d^2
    w.addcmul_(d, eta, value=-1)  # w <- w - eta d


def _adadelta_sizes(state: State, arrived: State, numbers: Numbers) -> Tensor:
    return numbers[0] * (state[1] + _ADADELTA_EPS).sqrt() / (arrived[0] + _ADADELTA_EPS).sqrt()


_MOMENTUM = ("momentum",), ("velocity",), _zeros
_BETAS = ("beta1", "beta2")
_MOMENTS = ("mean", "squares"), _two_zeros

SGD = Optimizer((), (), _nothing, _sgd_step, _rate)
SGD_BY_HAND = Optimizer((), (), _nothing, _sgd_by_hand_step, _rate)

OPTIMIZERS = {
    "sgd": SGD,
    "momentum": Optimizer(*_MOMENTUM, _momentum_step, _with_momentum, carried=_momentum_carried),
    "nesterov": Optimizer(*_MOMENTUM, _nesterov_step, _with_momentum, carried=_nesterov_carried),
    "adagrad": Optimizer((), ("squares",), _zeros, _adagrad_step, _rate, _adagrad_sizes),
    "rmsprop": Optimizer(("alpha",), ("squares",), _zeros, _rmsprop_step, _with_alpha, _rmsprop_sizes),
    "adam": Optimizer(_BETAS, *_MOMENTS, _adam_step, _with_betas, _adam_sizes, _adam_carried),
    "adamw": Optimizer(
        (*_BETAS, "weight_decay"), *_MOMENTS, _adamw_step, _with_decay, _adam_sizes, _adam_carried
    ),
    "adadelta": Optimizer(
        ("rho",), ("squares", "changes"), _two_zeros, _adadelta_step, _with_rho, _adadelta_sizes
    ),
}


def optimizer_for(name: str, by_hand: bool) -> Optimizer:
    """The optimizer ``name``, for a problem whose notebook writes its update ``by_hand`` or not."""
    return SGD_BY_HAND if by_hand and name == "sgd" else OPTIMIZERS[name]


SETTINGS = tuple(dict.fromkeys(name for each in OPTIMIZERS.values() for name in each.settings))
"""Every setting that some optimizer has; its bounds are in fields.NUMBERS."""
