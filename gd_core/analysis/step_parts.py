"""What an optimizer has in mind at every recorded point of a run, as far as it can be drawn.

The record holds the state itself, exact also where most updates are thinned away; the rest
follows from one step, taken anew at every point at once.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.optim.optimizers import Numbers, Optimizer, optimizer_for
from gd_core.training.runs import Run


@dataclass(frozen=True, eq=False)
class Inner:
    """The S recorded updates of a run, seen from within: each leaves point i for ``arrives`` (S, P).

    ``carried`` (S, P) is the part of that step which earlier gradients decide: the velocity's, or
    that of Adam's mean. What is left is the gradient's own. ``sizes`` (S, P) is the learning rate that
    each parameter has of its own, nan while it has felt no gradient. Each is None where the optimizer
    has nothing of the kind. All are nan before the ``first`` recorded update that is the run's own, and
    not its trunk's.
    """

    first: int
    arrives: Tensor
    carried: Tensor | None
    sizes: Tensor | None


def inner(run: Run) -> Inner:
    """What the optimizer of ``run`` does in every recorded update."""
    first = int((run.step[:-1] < run.experiment.branch).sum())
    optimizer = optimizer_for(run.experiment.optimizer, run.experiment.by_hand)
    if first == len(run.grad):  # it branches off at its end, or never moved
        none = torch.full_like(run.grad, torch.nan)
        return Inner(first, none, none if optimizer.carried else None, none if optimizer.sizes else None)
    numbers = _numbers(run, optimizer, first)
    before = tuple(part[first:-1] for part in run.state.values())
    arrives, state = run.params[first:-1].clone(), tuple(part.clone() for part in before)
    optimizer.step(arrives, run.grad[first:].clone(), state, tuple(n.expand_as(arrives) for n in numbers))
    sizes, carried = (
        each(before, state, numbers) if each else None for each in (optimizer.sizes, optimizer.carried)
    )
    if sizes is not None:
        felt = state[optimizer.state.index("squares")] > 0
        sizes = sizes.where(felt, torch.nan)
    return Inner(
        first,
        _filled(first, arrives),
        None if carried is None else _filled(first, carried),
        None if sizes is None else _filled(first, sizes),
    )


def _numbers(run: Run, optimizer: Optimizer, first: int) -> Numbers:
    """What the optimizer counted with in each update from ``first`` on, each (S, 1) or (1, 1)."""
    e = run.experiment
    settings = {n: torch.tensor([getattr(e, n)], dtype=torch.float64) for n in optimizer.settings}
    since = e.optimizers[-1][0]
    exact = optimizer.numbers(run.rate[first:].unsqueeze(1), settings, (run.step[first:-1] - since).tolist())
    return tuple(number.to(run.params.dtype) for number in exact)


def _filled(first: int, values: Tensor) -> Tensor:
    """``values`` behind ``first`` rows of nan."""
    return torch.cat([values.new_full((first, values.shape[1]), torch.nan), values]) if first else values
