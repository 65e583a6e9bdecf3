"""What an optimizer has in mind at every recorded point of a run, as far as it can be drawn.

The record holds the state itself, exact also where most updates are thinned away; the rest
follows from one step, taken anew at every point at once.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.optimizers import Numbers, Optimizer, State, optimizer_for
from gd_core.runs import Run


@dataclass(frozen=True, eq=False)
class Inner:
    """The S recorded updates of a run, seen from within: each leaves point i for ``arrives`` (S, P).

    ``carried`` (S, P) is the part of that step which earlier gradients decide: the velocity's, or
    that of Adam's mean. What is left is the gradient's own. ``sizes`` (S, P) is the learning rate that
    each parameter has of its own. Each is None where the optimizer has nothing of the kind.
    """

    arrives: Tensor
    carried: Tensor | None
    sizes: Tensor | None


def inner(run: Run) -> Inner:
    """What the optimizer of ``run`` does in every recorded update."""
    optimizer = optimizer_for(run.experiment.optimizer, run.experiment.by_hand)
    numbers = _numbers(run, optimizer)
    before = tuple(part[:-1] for part in run.state.values())
    arrives, state = _stepped(optimizer, run, before, numbers)
    sizes, carried = (
        each(before, state, numbers) if each else None for each in (optimizer.sizes, optimizer.carried)
    )
    return Inner(arrives, carried, sizes)


def _numbers(run: Run, optimizer: Optimizer) -> Numbers:
    """What the optimizer counted with in each update, each (S, 1) or (1, 1)."""
    settings = {
        name: torch.tensor([getattr(run.experiment, name)], dtype=torch.float64)
        for name in optimizer.settings
    }
    exact = optimizer.numbers(run.rate.unsqueeze(1), settings, run.step[:-1].tolist())
    return tuple(number.to(run.params.dtype) for number in exact)


def _stepped(optimizer: Optimizer, run: Run, before: State, numbers: Numbers) -> tuple[Tensor, State]:
    arrives, state = run.params[:-1].clone(), tuple(part.clone() for part in before)
    optimizer.step(arrives, run.grad.clone(), state, tuple(n.expand_as(arrives) for n in numbers))
    return arrives, state
