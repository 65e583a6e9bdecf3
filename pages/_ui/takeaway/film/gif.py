"""The run as a moving picture for slides: an animated GIF of real steps, drawn on the server."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from gd_core import Run
from gd_core.digits import number
from pages._ui.figures import Figure, LossAxis, Trace
from pages._ui.loss_figure import loss_figure
from pages._ui.scales import logarithm
from pages._ui.scene import Scene
from pages._ui.surface_figure import surface_figure
from pages._ui.takeaway.film import pen, sheet
from pages._ui.takeaway.film.axes import axis_of
from pages._ui.takeaway.film.heights import heights
from pages._ui.takeaway.film.palette import palette_of
from pages._ui.takeaway.film.panel import Line, Panel, pixels
from pages._ui.takeaway.film.schedule import Frame, frames
from pages._ui.takeaway.film.sheet import LOSS, SURFACE, Box
from pages._ui.takeaway.made import Made
from pages._ui.zeros import SAID

_SLICE = 48
"""Points a side of a slice that follows the point, for each frame another one."""


def gif(
    scene: Scene, axis: LossAxis, made: Made, told: Callable[[float], None] = lambda share: None
) -> bytes:
    """The film of ``scene``'s finished runs as a GIF that goes round.

    ``told`` hears before each frame which share of them is drawn; an exception in it ends the film.
    """
    plan = schedule(scene.runs)
    # Frame by frame: all of them in full colours would be 200 MB.
    pictures = _frames(scene, axis, made, plan, told)
    buffer = BytesIO()
    next(pictures).save(
        buffer,
        format="GIF",
        save_all=True,
        append_images=pictures,
        duration=[frame.duration for frame in plan],
        loop=0,
        comment=" ".join(made.lines).encode("ascii", "replace"),
    )
    return buffer.getvalue()


def _frames(
    scene: Scene, axis: LossAxis, made: Made, plan: Sequence[Frame], told: Callable[[float], None]
) -> Iterator[Image.Image]:
    """Every frame in the colours of the film's palette."""
    surface = surface_figure(scene.surface, scene.runs, slices=scene.slices)
    palette = palette_of(_trace(surface, "surface"), len(scene.runs))
    for place, picture in enumerate(_film(scene, axis, made, plan)):
        told(place / len(plan))
        yield _smaller(picture).quantize(palette=palette, dither=Image.Dither.NONE)


def schedule(runs: Sequence[Run]) -> list[Frame]:
    """The frames of a film of ``runs``, by the steps of the longest."""
    return frames(max(runs, key=lambda run: run.updates).step.numpy())


def _film(scene: Scene, axis: LossAxis, made: Made, plan: Sequence[Frame]) -> Iterator[Image.Image]:
    surface, loss = (
        surface_figure(scene.surface, scene.runs, slices=scene.slices),
        loss_figure(scene.runs, axis),
    )
    ground = _sheet(surface, loss, made)
    panels = [(SURFACE, _surface_panel(surface)), (LOSS, _loss_panel(loss))]
    for frame in plan:
        indices = [points_at(run, frame.step) for run in scene.runs]
        picture = ground.copy()
        if scene.follows:
            panels[0][1].lay(_ground(_followed(scene, surface, indices[0])))
        for box, panel in panels:
            picture.paste(panel.at(indices), (box.left * pen.SCALE, box.top * pen.SCALE))
        pen.write(ImageDraw.Draw(picture), sheet.STATUS, _status(scene, indices), 15, "lm", pen.TEXT)
        yield picture


def points_at(run: Run, step: int) -> int:
    """The recorded point of ``run`` at or before ``step``."""
    return int(np.searchsorted(run.step.numpy(), step, side="right")) - 1


def _status(scene: Scene, indices: Sequence[int]) -> str:
    place = max(range(len(indices)), key=lambda i: int(scene.runs[i].step[indices[i]]))
    run, index = scene.runs[place], indices[place]
    told = f"step {int(run.step[index])}   epoch {int(run.epoch[index])}"
    return told if len(indices) > 1 else f"{told}   loss {number(float(run.loss[index]), 4)}"


def _sheet(surface: Figure, loss: Figure, made: Made) -> Image.Image:
    picture = pen.canvas(sheet.WIDTH, sheet.HEIGHT)
    draw = ImageDraw.Draw(picture)
    sheet.title(draw, made)
    sheet.frame(draw, SURFACE, surface["layout"])
    sheet.frame(draw, LOSS, loss["layout"])
    sheet.color_bar(draw, _trace(surface, "surface"))
    sheet.legend(draw, loss)
    return picture


def _surface_panel(figure: Figure) -> Panel:
    ground = _ground((_trace(figure, "surface"), _trace(figure, "contours")))
    sheet.note(ground, figure["layout"])
    return Panel(ground, _lines(figure, SURFACE), surface=True)


def _ground(traces: tuple[Trace, Trace]) -> Image.Image:
    """The heights and their lines as the plot area shows them."""
    size = SURFACE.width * pen.SCALE, SURFACE.height * pen.SCALE
    return Image.fromarray(heights(*traces, *size, 0.6 * pen.SCALE))


def _followed(scene: Scene, figure: Figure, point: int) -> tuple[Trace, Trace]:
    """The traces of ``figure`` with the slice through the first run's ``point``."""
    z = logarithm(scene.slice_at(point, _SLICE).loss.numpy())
    return _trace(figure, "surface") | {"z": z}, _trace(figure, "contours") | {"z": z}


def _loss_panel(figure: Figure) -> Panel:
    ground = pen.canvas(LOSS.width, LOSS.height)
    draw = ImageDraw.Draw(ground)
    sheet.grid(draw, LOSS, figure["layout"])
    sheet.note(ground, figure["layout"])
    for trace in figure["data"]:
        if trace["meta"]["role"] == "batch":
            for x, y in _places(trace, figure, LOSS):
                pen.dot(draw, (x, y), pen.BATCH, 1)
        elif trace["meta"] == {"role": "zero"}:
            (left, y), right = _places(trace, figure, LOSS)
            pen.line(draw, [(left, y), tuple(right)], pen.LINE, 1)
            pen.write(draw, (left + 6, y - 9), SAID, 12, "lm", pen.TEXT)
    return Panel(ground, _lines(figure, LOSS), surface=False)


def _lines(figure: Figure, box: Box) -> list[Line]:
    paths = [trace for trace in figure["data"] if trace["meta"]["role"] == "path"]
    return [Line(place, _places(trace, figure, box)) for place, trace in enumerate(paths)]


def _places(trace: Trace, figure: Figure, box: Box) -> np.ndarray:
    layout = figure["layout"]
    across = axis_of(layout["xaxis"], box.width)
    down = axis_of(layout["yaxis"], box.height, upward=True)
    return pixels(np.asarray(trace["x"], float), np.asarray(trace["y"], float), across, down)


def _trace(figure: Figure, role: str) -> Trace:
    return next(trace for trace in figure["data"] if trace["meta"]["role"] == role)


def _smaller(picture: Image.Image) -> Image.Image:
    return picture.reduce(pen.SCALE)
