"""Two-dimensional planes of parameter space, to see a loss on."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gd_core.problems.problem import Extent

_MARGIN = 0.15
_REACH = 3.0
_ROOM = 0.05


@dataclass(frozen=True, eq=False)
class Plane:
    """The points ``origin + x axes[0] + y axes[1]``, with orthonormal ``axes``.

    ``origin`` (P,), ``axes`` (2, P), and a name for each axis. A plane through two named
    weights has those weights as its coordinates.
    """

    origin: Tensor
    axes: Tensor
    labels: tuple[str, str]

    @classmethod
    def through(cls, names: Sequence[str], x: str, y: str, at: Tensor) -> "Plane":
        """The plane of the weights ``x`` and ``y`` (two of ``names``), the rest held as in ``at`` (P,)."""
        for field, name in (("x", x), ("y", y)):
            if name not in names:
                raise ValueError(f"{field} must be one of {', '.join(names)}, got {name!r}")
        if x == y:
            raise ValueError(f"y must differ from x, got {y!r} for both")
        chosen = [list(names).index(x), list(names).index(y)]
        axes = torch.eye(len(names), dtype=at.dtype)[chosen]
        origin = at.clone()
        origin[chosen] = 0
        return cls(origin, axes, (x, y))

    @classmethod
    def principal(cls, path: Tensor, at: Tensor | None = None) -> "Plane":
        """The plane of the two directions along which ``path`` (S+1, P) spreads most.

        The leading eigenvectors of the path's covariance, through ``at`` (P,) or the path's
        end. An axis points the way the path goes, so that equal paths give equal pictures.
        """
        centred = path.double() - path.double().mean(0)
        directions = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, -2:].flip(1).T
        ahead = directions @ (path[-1] - path[0]).double()
        axes = torch.where(ahead.unsqueeze(1) < 0, -directions, directions).to(path.dtype)
        origin = path[-1] if at is None else at
        return cls(origin.clone(), axes, ("1st principal direction", "2nd principal direction"))

    @classmethod
    def spanning(cls, directions: Tensor, at: Tensor, labels: tuple[str, str]) -> "Plane":
        """The plane of two ``directions`` (2, P) through ``at`` (P,), which are named by ``labels``.

        The x axis points along the first of them, the y axis along what the second has at a right
        angle to it: a distance in the picture is a distance of parameters. Directions that span
        less than a plane get some axis for what they lack.
        """
        axes, turned = torch.linalg.qr(directions.double().T)
        ahead = torch.where(turned.diagonal() < 0, -axes, axes)
        return cls(at.clone(), ahead.T.to(at.dtype).contiguous(), labels)

    def through_point(self, at: Tensor) -> "Plane":
        """The plane with these axes and coordinates that goes through ``at`` (P,)."""
        return Plane(at - self.project(at) @ self.axes, self.axes, self.labels)

    def project(self, params: Tensor) -> Tensor:
        """The coordinates (..., 2) of the points of the plane nearest to ``params`` (..., P)."""
        return (params - self.origin) @ self.axes.T

    def lift(self, points: Tensor) -> Tensor:
        """The parameters (..., P) at the coordinates ``points`` (..., 2)."""
        return self.origin + points @ self.axes

    def share(self, path: Tensor) -> float:
        """The share of the movement of ``path`` (S+1, P) that lies in the plane, from 0 to 1.

        Movement is the sum of the squared lengths of the steps; a path that stands still is held.
        """
        moves = torch.diff(path.double(), dim=0)
        total = moves.square().sum()
        inside = (moves @ self.axes.double().T).square().sum()
        return float(inside / total) if total > 0 else 1.0


_TOLD_APART = 1e-5
"""So much of its distance from zero a picture is wide at least: its 80 points are then different."""

_TINY = 1e-30
"""No picture is narrower: 32-bit numbers are few that near to zero."""


def told_apart(extent: Extent) -> Extent:
    """``extent``, made so wide about its middle that 32-bit numbers tell a picture's points apart."""
    x0, x1, y0, y1 = extent
    return *_told_apart(x0, x1), *_told_apart(y0, y1)


def _told_apart(low: float, high: float) -> tuple[float, float]:
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    least = max(_TOLD_APART * abs(middle), _TINY)
    return (low, high) if half >= least else (middle - least, middle + least)


def frame(points: Tensor, landmarks: Tensor) -> Extent:
    """An extent that shows ``landmarks`` (K, 2) with all of the path ``points`` (S+1, 2) near them.

    The landmarks' own box sets the scale; points farther off than three times its size are
    left outside, so that one diverging point never squashes the picture. Both axes keep a
    size of at least a fifth of the other's, of 1e-3, and of what 32 bits can tell apart there.
    """
    low, high = landmarks.amin(0), landmarks.amax(0)
    size = (high - low).clamp_min(float((high - low).max()) / 5).clamp_min(1e-3)
    near = ((points - (low + high) / 2).abs() <= _REACH * size).all(-1)
    shown = torch.cat([landmarks, points[near]])
    low, high = shown.amin(0), shown.amax(0)
    centre, half = (low + high) / 2, (high - low) / 2 * (1 + 2 * _MARGIN)
    half = half.maximum(_TOLD_APART * centre.abs()).clamp_min(1e-3)
    half = half.clamp_min(float(half.max()) / 5)
    (x0, y0), (x1, y1) = (centre - half).tolist(), (centre + half).tolist()
    return x0, x1, y0, y1


def widened(window: Extent, points: Tensor) -> Extent:
    """``window``, made so wide on each side that those of ``points`` (K, 2) are seen that are near it.

    Near is what lies no farther outside than ``_REACH`` times the window's size.
    """
    low, high = points.new_tensor([window[0], window[2]]), points.new_tensor([window[1], window[3]])
    size = high - low
    near = ((points >= low - _REACH * size) & (points <= high + _REACH * size)).all(-1)
    beyond = points[near & ((points < low) | (points > high)).any(-1)]
    shown = torch.cat([torch.stack([low, high]), beyond - _ROOM * size, beyond + _ROOM * size])
    (x0, y0), (x1, y1) = shown.amin(0).tolist(), shown.amax(0).tolist()
    return x0, x1, y0, y1
