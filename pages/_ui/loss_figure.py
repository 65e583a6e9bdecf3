"""The figure of the loss at every step of runs."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gd_core import Run
from gd_core.digits import number
from gd_core.sweeps.bands import Band
from pages._ui.compare_figures import band_traces, branch_line
from pages._ui.figures import (
    RUN_COLORS,
    RUN_DASHES,
    Clock,
    Figure,
    LossAxis,
    Trace,
    base_layout,
    marker,
    note,
    run_names,
    scatter,
)
from pages._ui.zeros import arrivals, floor_below, floor_line, has_zero

_CLOCK_TITLES = {
    "updates": "step (parameter updates)",
    "epochs": "epochs (passes over the data)",
    "samples": "samples seen",
}


_CLOCK_UNITS = {"updates": "step", "epochs": "epoch", "samples": "samples"}


def loss_figure(
    runs: Sequence[Run], axis: LossAxis, clock: Clock = "updates", bands: Sequence[Band] = ()
) -> Figure:
    """The loss at every recorded step of every run; for one shuffled run each batch's loss too.

    ``clock`` says what the horizontal axis counts. ``bands`` of the first of ``runs`` lie below them, by
    updates.
    """
    several = len(runs) > 1
    names = run_names(runs) if several else ["all samples"]
    times = [clock_times(run, clock) for run in runs]
    traces = [
        _loss_line(run, times[i], i, name, clock)
        for i, (run, name) in enumerate(zip(runs, names, strict=True))
    ]
    if not several and runs[0].experiment.batch != "full":
        traces.insert(0, _batch_losses(runs[0], times[0]))
        several = True
    losses = _finite(runs, bands)
    loss_axis = _loss_axis(runs, axis, losses)
    log = loss_axis["type"] == "log"
    floor = _floor(loss_axis) if log and has_zero(runs, losses) else None
    low, high = (10.0**v if log else v for v in loss_axis["range"])
    far = 100 * (high - low)
    last = max(float(time[-1]) for time in times) or 1.0  # none got further than its start
    across = [-0.025 * last, 1.025 * last]
    traces = [
        *band_traces(bands, floor or (1e-30 if log else low - far), high + far),
        *branch_line(runs[0], times[0], low, high),
        *traces,
    ]
    if floor is not None:
        traces = [floor_line(floor, *across), *(_raised(trace, floor) for trace in traces)]
        traces += [dot for i, run in enumerate(runs) for dot in arrivals(run, times[i], i, floor)]
    traces += [_loss_now(run, times[i], i, names[i], floor) for i, run in enumerate(runs)]
    layout = base_layout(legend=several, left=62) | {
        "xaxis": {
            "title": {"text": _CLOCK_TITLES[clock], "standoff": 6},
            "range": across,
            "zeroline": False,
        },
        "yaxis": loss_axis,
        "uirevision": f"{axis} {clock}",  # a zoom stays while other runs come and go
    }
    layout |= _nothing(losses, axis) | ({} if floor is None else {"meta": {"floor": floor}})
    return {"data": traces, "layout": layout}


def clock_times(run: Run, clock: Clock) -> np.ndarray:
    """What ``clock`` shows at every recorded point (S+1,): updates, passes, or samples seen."""
    step: np.ndarray = run.step.numpy()
    e = run.experiment
    if clock == "updates":
        return step
    if clock == "epochs":
        fractions: np.ndarray = step / e.updates_per_epoch
        return fractions
    within = (step % e.updates_per_epoch) * e.samples_per_update
    passes: np.ndarray = step // e.updates_per_epoch
    seen: np.ndarray = passes * e.data.samples + np.minimum(within, e.data.samples)
    return seen


def _loss_line(run: Run, time: np.ndarray, i: int, name: str, clock: Clock) -> Trace:
    return scatter(
        "path",
        i,
        time,
        run.loss.numpy(),
        mode="lines",
        line={"color": RUN_COLORS[i], "width": 2, "dash": _dash(i)},
        name=name,
        hovertemplate=f"{_CLOCK_UNITS[clock]} %{{x}}<br>loss %{{y:.6g}}<extra>{name}</extra>",
    )


def _dash(i: int) -> str:
    """The run's dashes as Plotly writes them."""
    return ",".join(f"{length}px" for length in RUN_DASHES[i]) or "solid"


def _floor(axis: dict[str, Any]) -> float:
    """Makes room for a floor below all that a logarithmic ``axis`` shows; the loss there."""
    low, high = axis["range"]
    floor, low = floor_below(low, high)
    axis["range"] = [low, high]
    return float(10.0**floor)


def _raised(trace: Trace, floor: float) -> Trace:
    """``trace`` with its zeros on the ``floor``."""
    y = np.asarray(trace["y"])
    return trace | {"y": np.where(y == 0, y.dtype.type(floor), y)} if (y == 0).any() else trace


def _loss_now(run: Run, time: np.ndarray, i: int, name: str, floor: float | None) -> Trace:
    """The dot at the end of a run's line; in the legend, the run: its marker on its line."""
    loss = run.loss[-1:].numpy()
    dot = marker(i, 11, line={"color": "#ffffff", "width": 2})
    return scatter(
        "now",
        i,
        time[-1:],
        np.where(loss == 0, np.float32(floor), loss) if floor is not None else loss,
        mode="lines+markers",
        line={"color": RUN_COLORS[i], "width": 2, "dash": _dash(i)},
        marker=dot,
        name=name,
        showlegend=True,
        hoverinfo="skip",
    )


def _batch_losses(run: Run, time: np.ndarray) -> Trace:
    return scatter(
        "batch",
        0,
        time[:-1],
        run.batch_loss.numpy(),
        mode="markers",
        marker={"size": 3, "color": "#8a94a6", "opacity": 0.5},
        name="the step's batch",
        showlegend=True,
        hovertemplate="step %{x}<br>batch loss %{y:.6g}<extra></extra>",
    )


def _finite(runs: Sequence[Run], bands: Sequence[Band]) -> np.ndarray:
    """All losses of ``runs`` and ``bands`` that are finite."""
    seen = [run.loss.numpy() for run in runs] + [band.loss.numpy().ravel() for band in bands]
    losses = np.concatenate(seen)
    finite: np.ndarray = losses[np.isfinite(losses)]
    return finite


def _nothing(losses: np.ndarray, axis: LossAxis) -> dict[str, Any]:
    """The part of a layout that says why there is nothing to see, if so."""
    if not len(losses):
        return note("The loss has no finite value", "at any step.")
    if axis == "log" and not losses.any():
        return note("Every loss is exactly 0.")
    return {}


def _loss_axis(runs: Sequence[Run], axis: LossAxis, losses: np.ndarray) -> dict[str, Any]:
    starts = [float(run.loss[0]) for run in runs if run.loss[0].isfinite()]
    common = {"title": {"text": "loss", "standoff": 6}, "zeroline": False}
    if not losses.any():  # there are none, or 0 alone, which has no logarithm
        return common | {"type": "linear", "range": [-0.03, 1.05]}
    start = max(starts, default=0.0) or float(losses.max())  # who starts at 0 says nothing of the rest
    if axis == "linear" or losses.min() < 0:
        low, high = _ends(losses, start)
        return common | {"type": "linear", "range": [low - 0.03 * (high - low), high + 0.05 * (high - low)]}
    common |= {"type": axis}
    high = min(float(losses.max()), 20 * max(start, 1e-12))
    low = max(float(losses[losses > 0].min()), min(1e-14, high / 10))
    decades = max(1.0, float(np.log10(high / low)))
    centre, half = float(np.log10(high * low)) / 2, 0.54 * decades
    if decades < 2:
        values = [m * 10.0**d for d in range(-15, 39) for m in (1, 2, 5)]
        values = [v for v in values if low / 10 <= v <= high * 10]
        names = [number(v, 6) for v in values]  # alone, Plotly would call 0.05 "5"
        return common | {"range": [centre - half, centre + half], "tickvals": values, "ticktext": names}
    ticks = {"dtick": 1 if decades < 7 else 2 if decades < 14 else 4}
    return common | ticks | {"range": [centre - half, centre + half]}


def _ends(losses: np.ndarray, start: float) -> tuple[float, float]:
    """Zero and the highest of ``losses``, or the lowest where some are negative.

    One exploding point must not squash the rest: the axis ends 20 starting losses away.
    """
    lowest, highest = float(losses.min()), float(losses.max())
    reach = 20 * max(abs(start), 1e-12)
    if lowest >= 0:
        return 0.0, min(highest, reach)
    low, high = max(lowest, start - max(reach, 1.0)), min(highest, start + max(reach, 1.0))
    return low, max(high, low + max(1e-9, 1e-6 * abs(low)))
