"""Twins: the same network with its hidden neurons in another order.

A hidden neuron has no place of its own. With its weights, its bias and what the next layer makes
of it, it can stand anywhere in its layer, and the network says the same. So every minimum of a
network with H hidden neurons has H! - 1 twins elsewhere in parameter space, just as deep.
"""

from collections.abc import Sequence
from itertools import combinations, permutations

import torch
from torch import Tensor

from gd_core.problems.network.models import Perceptron
from gd_core.space.planes import Plane

TWIN_LABELS = ("from a minimum to its twin", "towards the start")


def orders(model: Perceptron) -> list[tuple[int, ...]]:
    """All orders of the first hidden layer's neurons, their own first; none without such a layer."""
    return list(permutations(range(model.sizes[1]))) if len(model.sizes) > 2 else []


def swaps(model: Perceptron) -> list[tuple[int, ...]]:
    """The orders in which two of the first hidden layer's neurons have changed places."""
    if len(model.sizes) <= 2:
        return []
    return [_swap(model.sizes[1], i, j) for i, j in combinations(range(model.sizes[1]), 2)]


def twin(model: Perceptron, params: Tensor, order: Sequence[int]) -> Tensor:
    """The network ``params`` (..., P) with its first hidden layer's neurons in another ``order``.

    Raises ValueError if ``order`` does not name each neuron of that layer once.
    """
    width = model.sizes[1] if len(model.sizes) > 2 else 0
    if sorted(order) != list(range(width)):
        raise ValueError(f"order must name each of {width} hidden neurons once, got {tuple(order)}")
    moved, kept = params.clone(), model.layers(params)
    places = list(order)
    (weight, bias), (after, _) = model.layers(moved)[:2]
    weight.copy_(kept[0][0][..., places, :])
    bias.copy_(kept[0][1][..., places])
    after.copy_(kept[1][0][..., places])
    return moved


def twin_plane(model: Perceptron, end: Tensor, start: Tensor, order: Sequence[int]) -> Plane:
    """The plane on which ``end`` (P,) and its twin lie as mirror images, at equal distances from x = 0.

    For an ``order`` that swaps. The y axis points from the middle between the twins to the middle
    between ``start`` (P,) and its twin: swapping leaves both where they are, and so it maps the
    plane onto itself, x to -x.
    """
    other = twin(model, end, order)
    middle = (end.double() + other.double()) / 2
    ahead = (start.double() + twin(model, start, order).double()) / 2 - middle
    across = other.double() - end.double()
    # Where the run never left its start, any direction that swapping leaves alone will do.
    towards = ahead if bool(ahead.abs().max() > 0) else middle
    plane = Plane.spanning(torch.stack([across, towards]), middle, TWIN_LABELS)
    return Plane(middle.to(end.dtype), plane.axes.to(end.dtype), plane.labels)


def _swap(width: int, i: int, j: int) -> tuple[int, ...]:
    places = list(range(width))
    places[i], places[j] = j, i
    return tuple(places)
