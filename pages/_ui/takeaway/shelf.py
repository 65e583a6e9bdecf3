"""What a page shows where a run can be taken away: each file is made when its button is pressed."""

from collections.abc import Callable, Sequence

import streamlit as st

from gd_core import Run
from pages._ui.figures import LossAxis, run_names
from pages._ui.prose import prose
from pages._ui.scene import Scene
from pages._ui.takeaway import data, movie
from pages._ui.takeaway.file_names import stem
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.page import html
from pages._ui.takeaway.pytorch import program
from pages._ui.takeaway.script import notebook, script
from pages._ui.takeaway.title import title
from pages._ui.takeaway.together import program_of_all

LABEL = "Take it away: as PyTorch, as a page, a film, or data"

_CODE_HEIGHT = 380
_ALL = "All runs"

Shown = Callable[[Sequence[Run]], tuple[Scene, bytes]]
"""What the page's player shows of runs: their scene, and the message for it."""


def show(runs: Sequence[Run], shown: Shown, axis: LossAxis, query: str, key: str = "lab-takeaway") -> None:
    """The files of the finished ``runs``, which ``shown`` packs for the player.

    ``query`` is the query string of the page's link; ``key`` begins the keys of the widgets.
    """
    made = Made(title([run.experiment for run in runs]), link(st.context.url, query))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _pytorch(runs, made.link, key)
    with right:
        _run(runs, shown, axis, made, query, key)
        _data(runs, made, key)
        st.caption(prose("takeaway", "pictures"))


def link(url: str | None, query: str) -> str:
    """The Lab's address ``url`` with ``query``, or nothing where the browser has not told it."""
    return f"{url.rstrip('/')}/{'?' if query else ''}{query}" if url else ""


def _pytorch(runs: Sequence[Run], address: str, key: str) -> None:
    st.markdown(prose("takeaway", "pytorch"))
    chosen = _chosen(runs, key)
    experiments = [run.experiment for run in chosen]
    made, name = Made(title(experiments), address), stem(experiments)
    written = program_of_all(chosen, made) if len(chosen) > 1 else program(chosen[0], made)
    with st.container(horizontal=True):
        _file("Script", lambda: script(written), f"{name}.py", "text/x-python", "code", key)
        _file(
            "Notebook", lambda: notebook(written), f"{name}.ipynb", "application/x-ipynb+json", "book_2", key
        )
    st.code(script(written), language="python", height=_CODE_HEIGHT)


def _chosen(runs: Sequence[Run], key: str) -> Sequence[Run]:
    """Which of ``runs`` are written as PyTorch: all of them, or one that can be chosen."""
    if len(runs) == 1:
        return runs
    names = run_names(runs)
    options = [_ALL, *names]
    chosen = st.segmented_control(
        "Which run", options, default=_ALL, required=True, label_visibility="collapsed", key=f"{key}-run"
    )
    return [runs[names.index(chosen)]] if chosen in names else runs


def _run(runs: Sequence[Run], shown: Shown, axis: LossAxis, made: Made, query: str, key: str) -> None:
    st.markdown(prose("takeaway", "run"))
    name = stem([run.experiment for run in runs])
    with st.container(horizontal=True):
        _file("Page", lambda: html(shown(runs)[1], made), f"{name}.html", "text/html", "web", key)
        movie.button(lambda: shown(runs)[0], [run.experiment for run in runs], axis, made, query, key)


def _data(runs: Sequence[Run], made: Made, key: str) -> None:
    st.markdown(prose("takeaway", "data", coverage=data.coverage(runs)))
    name = stem([run.experiment for run in runs])
    with st.container(horizontal=True):
        _file("CSV", lambda: data.csv(runs, made), f"{name}.csv", "text/csv", "table", key)
        kind = "application/vnd.apache.parquet"
        _file("Parquet", lambda: data.parquet(runs, made), f"{name}.parquet", kind, "database", key)


def _file(label: str, make: Callable[[], str | bytes], name: str, mime: str, icon: str, key: str) -> None:
    """A button whose file ``make`` makes once it is pressed, apart from the page."""
    st.download_button(
        label,
        make,
        name,
        mime,
        key=f"{key}-{label}",
        on_click="ignore",
        icon=f":material/{icon}:",
    )
