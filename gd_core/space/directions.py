"""Random directions of parameter space, as long as the model that they set out from."""

import torch
from torch import Tensor

from gd_core.problems.network.models import Perceptron
from gd_core.space.planes import Plane

RANDOM_LABELS = ("1st random direction", "2nd random direction")


def filter_normalised(model: Perceptron, at: Tensor, seed: int) -> Tensor:
    """Two random directions (2, P) from ``at`` (P,), every filter as long as that of ``at``.

    As in Li, Xu, Taylor, Studer and Goldstein, Visualizing the Loss Landscape of Neural Nets
    (2018): a filter is what goes into one neuron, its row of weights. A bias is a filter of one
    number. Scaled so, a network with large weights is not shown flatter than its equal with small
    ones. The directions are normal draws after ``seed``, in float64.
    """
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randn(2, model.count, generator=generator, dtype=torch.float64)
    for (weight, bias), (wanted, wanted_bias) in zip(
        model.layers(drawn), model.layers(at.double()), strict=True
    ):
        weight.mul_(_lengths(wanted) / _lengths(weight))
        bias.copy_(bias.sign() * wanted_bias.abs())
    return drawn


def random_plane(model: Perceptron, at: Tensor, seed: int) -> Plane:
    """The plane through ``at`` (P,) that two filter-normalised directions of ``seed`` span."""
    return Plane.spanning(filter_normalised(model, at, seed), at, RANDOM_LABELS)


def _lengths(weight: Tensor) -> Tensor:
    """The length of every row of ``weight`` (..., out, in), as (..., out, 1)."""
    return weight.square().sum(-1, keepdim=True).sqrt()
