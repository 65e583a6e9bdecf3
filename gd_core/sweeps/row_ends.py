"""How the runs of a sweep ended, of which nothing but the ends is known: as one run is told."""

from typing import NamedTuple

import torch
from torch import Tensor

from gd_core.endings.evidence import much_left, nothing_left
from gd_core.endings.outcomes import Outcome, place
from gd_core.problems.problem import Problem
from gd_core.space.bottoms import gains
from gd_core.space.relu_sums import stays_off
from gd_core.space.surroundings import lower_beside

_FINE = 1e-3
"""Ends that lie nearer than this share of what is worth seeing lie on the same ground."""

_CONVERGED, _FINISHED, _DEAD, _RESTING = map(
    place, (Outcome.CONVERGED, Outcome.FINISHED, Outcome.DEAD, Outcome.RESTING)
)


class EndsOfRow(NamedTuple):
    """Where L runs ended (L, P), and an update ``before``; their ``loss`` (L,), and how far it fell.

    ``outcome`` (L,) is what their last slope tells. There may be a leading axis of rows.
    """

    params: Tensor
    before: Tensor
    loss: Tensor
    fall: Tensor
    outcome: Tensor

    def only(self, row: int, who: Tensor) -> "EndsOfRow":
        """Those of the runs ``who`` of a ``row``, open to autograd."""
        with torch.inference_mode(False):
            return EndsOfRow(*(each[row, who].clone() for each in self))


@torch.inference_mode(False)
def corrected(problem: Problem, ends: EndsOfRow, reach: float) -> Tensor:
    """The outcome (L,) of ``ends``, corrected by what lies around them."""
    found = ends.outcome.clone()
    if problem.zero_gradient_means_dead:
        found[stays_off(problem, ends.before, ends.params, torch.tensor([reach]))] = _DEAD
        return found
    unsettled = (found == _FINISHED).nonzero().flatten()
    if len(unsettled):
        through = nothing_left(problem, ends.params[unsettled], ends.fall[unsettled].clamp_min(0))
        found[unsettled[through]] = _CONVERGED
    rests = ((found == _CONVERGED) & (ends.loss > problem.small_loss)).nonzero().flatten()
    if len(rests):
        lower, gain = _around(problem, ends.params[rests])
        found[rests[lower]] = _RESTING
        found[rests[~lower & much_left(gain, ends.fall[rests].clamp_min(0))]] = _FINISHED
    return found


def _around(problem: Problem, params: Tensor) -> tuple[Tensor, Tensor]:
    """Where it is lower beside ``params`` (G, P), and what is to gain (G,); looked up once for a place."""
    size = 1.0
    if problem.window is not None:
        size = max(problem.window[1] - problem.window[0], problem.window[3] - problem.window[2])
    cells, which = (params / (_FINE * size)).round().unique(dim=0, return_inverse=True)
    first = torch.full((len(cells),), len(params)).scatter_reduce_(
        0, which, torch.arange(len(params)), reduce="amin"
    )
    at = params[first].double()
    return lower_beside(problem, at)[which], gains(problem, at, problem.gradients(at))[which]
