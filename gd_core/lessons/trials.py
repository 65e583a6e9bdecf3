"""Training any module on a problem's data, as a notebook with torch.optim.SGD does, and noting it."""

from dataclasses import dataclass
from math import isfinite

import torch
from torch import Tensor, nn

from gd_core.experiment import Experiment
from gd_core.problems.network.builder import LOSSES, Plan, build, values

EPOCHS = 500
"""How long the lesson's network trains: one update an epoch, on all ten points."""


_MOMENTS = 60
"""So many points of a training are kept, evenly spread: enough to draw it."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A training of a plan: ``loss`` (S+1,) before and after each of S updates.

    ``params`` (M, P) are the parameters at ``steps`` (M,), the first and the last among them. The
    last loss is not finite if the training blew up. ``refusal`` is what PyTorch said if it could
    not go on: ``loss`` is then as long as it got, perhaps empty.
    """

    loss: Tensor
    params: Tensor
    steps: Tensor
    refusal: str = ""

    @property
    def finite(self) -> bool:
        """Whether every loss is a number."""
        return bool(self.loss.isfinite().all())


def lesson_data(seed: int) -> tuple[Tensor, Tensor]:
    """The ten points (10, 2) and labels (10, 1) of the lesson's network with ``seed``."""
    problem = Experiment(problem="network", seed=seed).fit
    return problem.inputs, problem.targets


def attempt(plan: Plan, updates: int = EPOCHS) -> Trial:
    """Train the module of ``plan`` for ``updates`` full-batch updates on the lesson's data."""
    model, loss_function = build(plan), LOSSES[plan.loss]()
    inputs, targets = lesson_data(plan.seed)
    losses: list[float] = []
    points: dict[int, Tensor] = {}
    refusal, every = "", max(1, updates // _MOMENTS)
    try:
        for step in range(updates + 1):
            loss = measure(model, loss_function, inputs, targets)
            losses.append(loss.item())
            last = step == updates or not isfinite(losses[-1])
            if last or step % every == 0:
                points[step] = values(model)
            if last:
                break
            descend(model, loss, plan.learning_rate)
    except (RuntimeError, ValueError) as error:
        refusal = str(error)
    params = torch.stack(list(points.values())) if points else torch.empty(0)
    return Trial(torch.tensor(losses), params, torch.tensor(list(points)), refusal)


def measure(model: nn.Module, loss_function: nn.Module, inputs: Tensor, targets: Tensor) -> Tensor:
    """The loss of ``model`` on this data; RuntimeError or ValueError if they do not fit together."""
    outputs: Tensor = model(inputs)
    if outputs.shape != targets.shape:
        # nn.MSELoss would only warn, and then compare every output with every target.
        raise ValueError(
            f"the output has the shape {tuple(outputs.shape)}, the labels {tuple(targets.shape)}"
        )
    try:
        loss: Tensor = loss_function(outputs, targets)
    except RuntimeError:
        # A network that blew up gives no numbers, which nn.BCELoss refuses like numbers out of bounds.
        if outputs.isfinite().all():
            raise
        return outputs.sum() * float("nan")
    return loss


def descend(model: nn.Module, loss: Tensor, learning_rate: float) -> None:
    """One update against the gradient of ``loss``, to the last bit that of torch.optim.SGD.

    (Which is not used: its first call loads torch's compiler, for more than a second.)
    """
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            if p.grad is not None:
                p.add_(p.grad, alpha=-learning_rate)
