"""A network that a learner puts together: a frozen plan, and the real nn.Sequential it stands for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import torch
from torch import Tensor, nn

from gd_core.fields import NUMBERS, Number, check_choice

ACTIVATIONS: dict[str, type[nn.Module] | None] = {
    "none": None,
    "ReLU": nn.ReLU,
    "Tanh": nn.Tanh,
    "Sigmoid": nn.Sigmoid,
}
"""What may follow a layer."""

LOSSES: dict[str, Callable[[], nn.Module]] = {
    "MSELoss": nn.MSELoss,
    "L1Loss": nn.L1Loss,
    "BCELoss": nn.BCELoss,
    "BCEWithLogitsLoss": nn.BCEWithLogitsLoss,
}
"""What may be made small, by its name in torch.nn."""

MOST_LAYERS = 4
SIZE = Number(int, 1, 8)
"""How many numbers a layer may take or give."""


@dataclass(frozen=True)
class Layer:
    """``nn.Linear(takes, gives)`` and the activation after it. ValueError names field, bound, value."""

    takes: int
    gives: int
    activation: str = "none"

    def __post_init__(self) -> None:
        SIZE.check("in_features", self.takes)
        SIZE.check("out_features", self.gives)
        check_choice("activation", self.activation, tuple(ACTIVATIONS))


@dataclass(frozen=True)
class Plan:
    """A network as it was put together, whether it works or not, and how it is to be trained.

    ValueError on construction names the field, its bound and the value.
    """

    layers: tuple[Layer, ...]
    loss: str = "MSELoss"
    learning_rate: float = 0.01
    seed: int = 0

    def __post_init__(self) -> None:
        Number(int, 1, MOST_LAYERS).check("layers", len(self.layers))
        check_choice("loss", self.loss, tuple(LOSSES))
        for name in ("learning_rate", "seed"):
            NUMBERS[name].check(name, getattr(self, name))

    @property
    def mismatches(self) -> tuple[int, ...]:
        """Each i whose layer gives another count of numbers than layer i + 1 takes."""
        pairs = enumerate(pairwise(self.layers))
        return tuple(i for i, (one, two) in pairs if one.gives != two.takes)

    @property
    def code(self) -> str:
        """The lines of PyTorch that this plan is."""
        parts = "".join(f"    {_call(module)},\n" for module in build(self))
        return (
            f"torch.manual_seed({self.seed})\n\nmodel = nn.Sequential(\n{parts})\n\n"
            f"loss_function = nn.{self.loss}()\n"
            f"optimizer = torch.optim.SGD(\n    model.parameters(), lr={self.learning_rate:g}\n)"
        )


def build(plan: Plan) -> nn.Sequential:
    """The real module, with the initial values that PyTorch draws after ``torch.manual_seed``."""
    # A generator of its own: torch.manual_seed sets one for the whole process, which visitors share.
    generator = torch.Generator().manual_seed(plan.seed)
    return nn.Sequential(*_modules(plan, generator))


def shapes(model: nn.Module) -> tuple[tuple[int, ...], ...]:
    """The shapes of the parameters, in PyTorch's order."""
    return tuple(tuple(p.shape) for p in model.parameters())


def count(model: nn.Module) -> int:
    """How many numbers a training of ``model`` may change."""
    return sum(p.numel() for p in model.parameters())


def values(model: nn.Module) -> Tensor:
    """The parameters (P,), as they are now, in PyTorch's order."""
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def _modules(plan: Plan, generator: torch.Generator) -> Iterator[nn.Module]:
    for layer in plan.layers:
        yield _linear(layer, generator)
        if activation := ACTIVATIONS[layer.activation]:
            yield activation()


def _linear(layer: Layer, generator: torch.Generator) -> nn.Linear:
    linear = nn.Linear(layer.takes, layer.gives)
    bound = 1 / sqrt(layer.takes)
    nn.init.kaiming_uniform_(linear.weight, a=sqrt(5), generator=generator)
    nn.init.uniform_(linear.bias, -bound, bound, generator=generator)
    return linear


def _call(module: nn.Module) -> str:
    name = type(module).__name__
    if isinstance(module, nn.Linear):
        return f"nn.{name}({module.in_features}, {module.out_features})"
    return f"nn.{name}()"
