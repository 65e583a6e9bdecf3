"""One message for one scene: the figures and every step, as small as it gets.

A header of JSON, in which each array is a reference, and behind it the arrays as
32-bit columns. Neighbouring values are close, so a column travels as the differences
of its bit patterns, the four bytes of each apart, deflated: exact, and about a third.
payload.mjs undoes it.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from math import isfinite
from typing import Any

import numpy as np
import torch

from gd_core import Run
from gd_core.digits import number
from gd_core.problems.function.landscape import Landscape
from gd_core.sweeps.bands import Band
from pages._ui.figures import (
    FIRST_STEPS,
    RUN_COLORS,
    RUN_DASHES,
    RUN_SYMBOLS,
    TRAIL,
    Clock,
    Figure,
    LossAxis,
    Trace,
    run_names,
)
from pages._ui.loss_figure import loss_figure
from pages._ui.player.model import model
from pages._ui.scene import Scene
from pages._ui.surface_figure import surface_figure
from pages._ui.takeaway.made import versions
from pages._ui.takeaway.title import title
from pages._ui.typeset import typeset
from pages._ui.ways import Way

_LEVEL = 6


@dataclass(frozen=True)
class Caption:
    """What is said below the pictures: a hint, then at the end how it ended and what would work.

    That is a learning rate, the ``remedy``, or another ``way``: its label, and what it chooses.
    """

    hint: str = ""
    ending: str = ""
    remedy: float | None = None
    way: Way | None = None


@dataclass(frozen=True)
class Lesson:
    """What a lesson adds: the clock that the playhead follows, panels, a bet before the reveal.

    A panel is {"kind", "slot", ...}: panels/<kind>.mjs shows it among the "pictures", below the
    "end" of the player or "below" the numbers, with whatever else it holds, numpy arrays too. ``layout``
    names the arrangement of the pictures in layouts.css; ``numbers`` says whether the player's own are
    shown.
    ``overlays`` are traces that lie on the surface, below the paths. ``insights`` are what the
    buttons of See why and the keys 1, 2, ... open and fold away: {"name", "label", "help", "open"} each.
    ``bands`` lie in the loss picture, below the lines. ``data`` is the panel with what is learnt from.
    ``prefix`` begins the names that the address has for
    where this player is: a second player on a page has one. ``starts`` says whether a click on the map
    starts a run there.
    """

    clock: Clock = "updates"
    panels: Sequence[dict[str, Any]] = ()
    bet: dict[str, Any] | None = None
    layout: str = "two"
    numbers: bool = True
    overlays: Sequence[Trace] = ()
    insights: Sequence[dict[str, Any]] = ()
    bands: Sequence[Band] = ()
    data: dict[str, Any] | None = None
    prefix: str = ""
    starts: bool = True


def pack(
    scene: Scene,
    axis: LossAxis,
    caption: Caption,
    progress: float = 1.0,
    lesson: Lesson = Lesson(),
) -> bytes:
    """The message that shows ``scene``; ``progress`` is below 1 while its runs still train."""
    plane = scene.surface.plane
    alone = len(scene.runs) == 1
    header = {
        "id": _identity(scene.runs),
        "title": title([run.experiment for run in scene.runs]),
        "made": versions(),
        "complete": progress == 1.0,
        "progress": progress,
        "zoomed": scene.zoomed,
        "branch": scene.runs[0].experiment.branch,
        "names": scene.runs[0].names,
        "batched": scene.runs[0].experiment.data.batched,
        "plane": {"origin": plane.origin.tolist(), "axes": plane.axes.tolist(), "labels": plane.labels},
        "view": view_caption(scene),
        "follows": scene.follows,
        "model": model(scene.runs[0].experiment.data),
        "firstSteps": FIRST_STEPS,
        "trail": TRAIL,
        "surface": _slim(surface_figure(scene.surface, scene.runs, lesson.overlays, scene.slices)),
        "loss": _slim(loss_figure(scene.runs, axis, lesson.clock, lesson.bands)),
        "runs": [
            _look(place, name) | _run(run, alone)
            for place, (run, name) in enumerate(zip(scene.runs, run_names(scene.runs), strict=True))
        ],
        **asdict(caption),
        **{key: value for key, value in vars(lesson).items() if key not in ("overlays", "bands")},
    }
    return packed(header)


def packed(header: dict[str, Any]) -> bytes:
    """``header`` as a message; payload.mjs decodes it."""
    columns = _Columns()
    text = json.dumps(columns.lift(header), allow_nan=False, separators=(",", ":")).encode()
    body = len(text).to_bytes(4, "little") + text + columns.bytes()
    return zlib.compress(body, _LEVEL)


def header(message: bytes) -> dict[str, Any]:
    """What ``message`` says beside its arrays, each of which is a reference in it; an empty one nothing."""
    if not message:
        return {}
    body = zlib.decompress(message)
    end = 4 + int.from_bytes(body[:4], "little")
    said: dict[str, Any] = json.loads(body[4:end])
    return said


def view_caption(scene: Scene) -> str:
    """What the plane leaves out: the parameters it holds, and the movement it does not show.

    Of a function of x and y it leaves out nothing: that is written out.
    """
    finest = ["as near as 32-bit numbers tell points apart"] if scene.finest else []
    return " · ".join([_left_out(scene), *finest])


def _left_out(scene: Scene) -> str:
    problem = scene.runs[0].experiment.data
    if isinstance(problem, Landscape):
        return f"f(x, y) = {typeset(problem.expression)}"
    plane, names = scene.surface.plane, scene.runs[0].names
    moved = plane.axes.abs().sum(0) > 0
    held = [(n, v) for n, v, m in zip(names, plane.origin, moved, strict=True) if not m]
    others = held[0][0] if len(held) == 1 else f"the other {len(held)}"
    where = number(held[0][1], 4) if len(held) == 1 else "the best point"
    whose = "this step" if len(scene.runs) == 1 else "the first run's step"
    still = f"{others} as at {whose}" if scene.follows else f"{others} fixed at {where}"
    return " · ".join([f"shows {100 * scene.held:.1f} % of the path", *([still] if held else [])])


def _identity(runs: Sequence[Run]) -> str:
    # The same experiments are the same runs: a new plane or axis does not start them again.
    return sha256(repr([run.experiment for run in runs]).encode()).hexdigest()[:16]


def _slim(figure: Figure) -> Figure:
    """``figure`` without what the browser makes itself: the paths, and the losses to hover over."""
    made = {
        "path": ("x", "y"),
        "trail": ("x", "y"),
        "dots": ("x", "y"),
        "now": ("x", "y"),
        "batch": ("y",),
        "surface": ("customdata",),
    }
    traces = [
        {key: value for key, value in trace.items() if key not in made.get(trace["meta"]["role"], ())}
        for trace in figure["data"]
    ]
    return {"data": traces, "layout": figure["layout"]}


def _look(place: int, name: str) -> dict[str, Any]:
    """What tells a run from its neighbours: ``name``, colour, marker and dashes."""
    look = {"color": RUN_COLORS[place], "symbol": RUN_SYMBOLS[place]}
    return {"name": name, "dash": RUN_DASHES[place]} | look


def _run(run: Run, alone: bool) -> dict[str, Any]:
    experiment = run.experiment
    shuffled = experiment.batch != "full"
    final = experiment.data.gradients(run.params[-1:])
    grad = torch.cat([run.grad, final])
    return {
        "samples": experiment.data.samples,
        "batchSize": experiment.samples_per_update,
        "updatesPerEpoch": experiment.updates_per_epoch,
        # Where the batches change on the way, passes cannot be counted from the updates.
        "epoch": run.epoch.numpy() if experiment.trunk else None,
        "step": run.step.numpy(),
        "loss": run.loss.numpy(),
        "params": [column.numpy() for column in run.params.T],
        # Side by side, runs show the length of their gradients, and not their batches.
        "gradLength": None if alone else grad.norm(dim=1).numpy(),
        "grad": [column.numpy() for column in grad.T] if alone else None,
        # A full batch's loss and samples are the loss and the samples.
        "batchLoss": run.batch_loss.numpy() if shuffled and alone else None,
        "batches": [column.numpy() for column in run.batches.T] if shuffled and alone else None,
    }


class _Columns:
    """Takes arrays out of a tree, each different one once, and packs them."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}

    def lift(self, node: Any) -> Any:
        """``node`` with every numpy array replaced by {"column", "kind", "shape"}.

        JSON has no word for a number that is not finite: outside the arrays there is none.
        """
        if isinstance(node, np.ndarray):
            return self._reference(node)
        if isinstance(node, dict):
            return {key: self.lift(value) for key, value in node.items()}
        if isinstance(node, list | tuple):
            return [self.lift(value) for value in node]
        return None if isinstance(node, float) and not isfinite(node) else node

    def bytes(self) -> bytes:
        """All columns, one behind the other: the first bytes of all values, then the second, ..."""
        return b"".join(_shuffled(np.frombuffer(raw, np.int32)) for raw in self._places)

    def _reference(self, array: np.ndarray) -> dict[str, Any]:
        whole = np.issubdtype(array.dtype, np.integer)
        with np.errstate(over="ignore"):  # beyond all 32-bit numbers is infinite
            column = np.ascontiguousarray(array, np.int32 if whole else np.float32)
        place = self._places.setdefault(column.tobytes(), len(self._places))
        return {"column": place, "kind": "int" if whole else "float", "shape": list(array.shape)}


def _shuffled(bits: np.ndarray) -> bytes:
    differences = bits.copy()
    np.subtract(bits[1:], bits[:-1], out=differences[1:])
    return differences.view(np.uint8).reshape(-1, 4).T.tobytes()
