"""What a page's visitor has chosen, and the widgets that choose it.

What is chosen lies in the session apart from the widgets, so that it outlives a visit to
another page, and so that a page can read its experiment before it draws a widget. A
widget that has to show something else than its visitor last set gets a new key: a
browser may not have heard of the change yet, and what it still says of the old one must
not be taken for the visitor's wish.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any

import streamlit as st

from gd_core import Experiment, Plane
from pages._ui import pins
from pages._ui.fields import SomeOf
from pages._ui.page_fields import DECIDING, PAGES, begun
from pages._ui.planes import PlaneName
from pages._ui.rates import rate_of
from pages._ui.typed import harmless


@dataclass(frozen=True)
class Desk:
    """The choices of one ``page`` of this session, which begin as page_fields.PAGES says."""

    page: str

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices by name: the experiment's fields, and how it is looked at."""
        kept: dict[str, Any] | None = st.session_state.get(f"{self.page} choices")
        if kept is None:
            link = st.session_state.pop(f"{self.page} link", {})
            kept = st.session_state[f"{self.page} choices"] = PAGES[self.page].opened_with(link)
            self.write_rate()
        return kept

    @property
    def experiment(self) -> Experiment:
        """The experiment that is chosen."""
        chosen = self.chosen
        return Experiment(**{name: chosen[name] for name in DECIDING})

    def choose(self, experiment: Experiment, **look: object) -> None:
        """Choose ``experiment`` alone, seen whole, with other ways to ``look`` at it if given."""
        chosen = self.chosen
        if experiment.problem != chosen["problem"]:
            chosen.update(begun(experiment))
        chosen.update({name: getattr(experiment, name) for name in DECIDING}, runs=1, race=())
        chosen.pop("formula_wrong", None)  # what was typed and could not be read
        self.write_rate()
        self.show_whole()
        chosen.update(look)

    def widget(
        self,
        name: str,
        value: object,
        changed: Callable[[Any], None],
        shows: str = "value",
        among: Sequence[object] | None = None,
    ) -> dict[str, Any]:
        """The key, callback and first value of the widget ``name``, which has to show ``value``.

        ``shows`` is what this kind of widget calls its first value; a select box wants the place
        of it ``among`` its options. It is given at every run: a value that is only set in the
        session travels once, and is lost if that run is cut short before it has left.
        """
        turns: dict[str, int] = st.session_state.setdefault("turns", {})
        said: dict[str, object] = st.session_state.setdefault("said", {})
        name = f"{self.page}-{name}"
        key = f"{name}-{turns.setdefault(name, 0)}"
        if st.session_state.get(key, value) != value:
            turns[name] += 1
            key = f"{name}-{turns[name]}"
        said[key] = value

        def take() -> None:
            # A widget that is gone may say once more what it said last, or nothing: that is no wish.
            now = st.session_state.get(key, said[key])
            if now != said[key]:
                said[key] = now
                changed(now)

        first = {shows: value} if among is None else {"index": list(among).index(value)}
        return {"key": key, "on_change": take, **first}

    def choice(
        self,
        name: str,
        then: Callable[[], None] | None = None,
        shows: str = "value",
        among: Sequence[object] | None = None,
    ) -> dict[str, Any]:
        """The same for a widget that sets the choice ``name``."""

        def take(value: object) -> None:
            if value is None:  # one of these is always chosen, whatever a browser says
                return
            self.chosen[name] = value
            if then:
                then()

        return self.widget(name, self.chosen[name], take, shows, among)

    def events(self, plane: Plane) -> dict[str, Callable[[object], None]]:
        """What the player's events do here, when its surface is ``plane``."""
        return {
            "start": lambda place: self.take_start(plane, place),
            "view": self.take_view,
            "rate": self.take_rate,
            "choose": self.take_fields,
            "toggle": self.take_toggle,
            "branch": self.take_branch,
        }

    def take_fields(self, said: object) -> None:
        """Choose what ``said`` says: each field as a link writes it, None for none at all.

        If one of them cannot be taken, it is told, and nothing is changed.
        """
        if not isinstance(said, dict):
            return
        try:
            values = {str(name): self._read(str(name), text) for name, text in said.items()}
            deciding = {name: value for name, value in values.items() if name in DECIDING}
            experiment = replace(self.experiment, **deciding)
            self._check_plane(experiment, values)
        except ValueError as error:
            st.toast(str(error), icon=":material/error:")
            return
        if experiment.problem != self.chosen["problem"]:
            self.choose(experiment)
        if "branch" in values:
            self._take_branch(values.pop("branch"))
        self.chosen.update(values)
        self.write_rate()

    def _check_plane(self, experiment: Experiment, values: dict[str, Any]) -> None:
        field = PAGES[self.page].fields.get("plane")
        if "plane" in values and isinstance(field, PlaneName):
            names = experiment.data.names
            if not field.there(names, values["plane"]):
                raise ValueError(field.missing(names, values["plane"]))

    def _take_branch(self, branch: int | None) -> None:
        """Pin the present run, have it branch off elsewhere, or leave it alone."""
        if branch is None:
            pins.unpin(self.chosen)
        elif pins.pinned(self.chosen):
            self.chosen["branch"] = branch
        else:
            pins.pin(self.chosen, branch)

    def take_branch(self, step: object) -> None:
        """Have the run branch off at ``step``: what is chosen from now on holds from there on."""
        if "branch" in PAGES[self.page].fields:
            self.take_fields({"branch": step})
            self.chosen["open"] = tuple(sorted({*self.chosen["open"], "compare"}))

    def _read(self, name: str, text: object) -> Any:
        if name not in PAGES[self.page].fields:
            raise ValueError(f"This page has no {harmless(name)}.")
        if text is None and name in ("start", "view", "branch"):
            return None
        return PAGES[self.page].fields[name].read(name, str(text))

    def take_toggle(self, name: object) -> None:
        """Open what this page has folded away as ``name``, or fold it away again."""
        field = PAGES[self.page].fields.get("open")
        if not isinstance(field, SomeOf) or name not in field.options:
            return
        was = self.chosen["open"]
        self.chosen["open"] = tuple(sorted({*was} ^ {str(name)}))

    def take_rate(self, rate: object) -> None:
        """Set the learning rate to ``rate``, a number or its text.

        A bad one is named, stays in its field, and changes nothing else.
        """
        chosen = self.chosen
        chosen["rate_text"] = str(rate)
        try:
            chosen["learning_rate"] = rate_of(chosen["rate_text"])
            chosen["rate_error"] = None
        except ValueError as error:
            chosen["rate_error"] = str(error)

    def take_start(self, plane: Plane, place: object) -> None:
        """Start the descent at ``place`` (x, y) on ``plane``."""
        numbers = finite(place, 2)
        if numbers is None:
            return
        start = tuple(plane.lift(plane.origin.new_tensor(numbers)).tolist())
        try:
            replace(self.experiment, start=start)
        except ValueError as error:
            st.toast(str(error), icon=":material/error:")
        else:
            self.chosen["start"] = start

    def take_view(self, view: object, name: str = "view") -> None:
        """Look at ``view`` (x0, x1, y0, y1) more closely, or at the whole picture again."""
        numbers = finite(view, 4)
        if numbers is None:
            self.chosen[name] = None
            return
        x0, x1, y0, y1 = numbers
        finest = 1e-5 * max(1.0, *map(abs, numbers))  # below it, float32 cannot tell the points apart
        if x1 - x0 > finest and y1 - y0 > finest:
            self.chosen[name] = (*_rounded(x0, x1), *_rounded(y0, y1))

    def write_rate(self) -> None:
        """Let the field for typed rates say the rate that is chosen."""
        self.chosen.update(rate_text=f"{self.chosen['learning_rate']:.6g}", rate_error=None)

    def clear_start(self) -> None:
        """Start where the seed draws it."""
        self.chosen["start"] = None

    def show_whole(self) -> None:
        """Look at the whole picture."""
        self.chosen["view"] = None


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Both ends to a thousandth of what lies between them, finer than a pixel: a link stays short."""
    digits = 3 - floor(log10(high - low))
    return round(low, digits), round(high, digits)


def finite(value: object, count: int) -> tuple[float, ...] | None:
    """``value`` as ``count`` finite numbers, or None: it comes from a browser."""
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(v, int | float) and abs(v) < 1e30 for v in value):
        return None
    return tuple(float(v) for v in value)
