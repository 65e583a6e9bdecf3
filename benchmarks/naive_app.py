"""The Lab the plain Streamlit way: a loop that redraws a chart in a placeholder.

It trains with the same core and shows the same surface and paths, so that all the
difference lies in how the picture reaches the screen. The address may say ``?epochs=``,
``?runs=`` and ``?frames=``, the pictures that a run is shown in.
"""

import plotly.graph_objects as go
import streamlit as st

from gd_core import Experiment, Plane, Run, Surface, loss_surface, path_extent, train_many

RATES = tuple(float(f"{10 ** (k / 70):.3g}") for k in range(-350, 1))
EPOCHS = tuple(m * 10**d for d in range(5) for m in (1, 2, 3, 5))
RESOLUTION = 80


def asked(name: str, otherwise: int) -> int:
    """The number called ``name`` in the page's address."""
    return int(st.query_params.get(name, otherwise))


def picture(surface: Surface, runs: list[Run], steps: int) -> go.Figure:
    """The surface, every run's path over its first ``steps``, and where it is."""
    contours = go.Contour(
        x=surface.x.numpy(), y=surface.y.numpy(), z=surface.loss.log10().numpy(), contours_coloring="heatmap"
    )
    paths = [surface.plane.project(run.params[: steps + 1]).T.numpy() for run in runs]
    lines = [go.Scatter(x=x, y=y, mode="lines") for x, y in paths]
    points = [go.Scatter(x=x[-1:], y=y[-1:], mode="markers", marker_size=13) for x, y in paths]
    return go.Figure([contours, *lines, *points])


pictures, controls = st.columns([3, 1])
with controls:
    rate = st.select_slider("Learning rate", RATES, value=0.01)
    epochs = st.select_slider("Epochs", EPOCHS, value=asked("epochs", 1000))
    count = st.segmented_control("Runs together", range(1, 5), default=asked("runs", 1), required=True)

runs = train_many([Experiment(learning_rate=rate, epochs=epochs, seed=seed) for seed in range(count)])
plane = Plane.through(runs[0].names, "w1", "w2", at=runs[0].params[runs[0].best])
surface = loss_surface(runs[0].experiment, plane, RESOLUTION, path_extent(plane, runs))

placeholder = pictures.empty()
frames = asked("frames", 100)
for frame in range(frames):
    placeholder.plotly_chart(picture(surface, runs, epochs * (frame + 1) // frames))
