"""What a page's visitor has chosen, and the widgets that choose it.

What is chosen lies in the session apart from the widgets, so that it outlives a visit to
another page, and so that a page can read its experiment before it draws a widget. A
widget that has to show something else than its visitor last set gets a new key: a
browser may not have heard of the change yet, and what it still says of the old one must
not be taken for the visitor's wish.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gd_core import Experiment, Plane
from pages._ui import pins, toasts
from pages._ui import planes as named
from pages._ui.callbacks import call
from pages._ui.fields import FIELDS, Rectangle, SomeOf
from pages._ui.page_fields import DECIDING, LOOK, PAGES
from pages._ui.rates import rate_of
from pages._ui.reconcile import reconcile
from pages._ui.typed import harmless
from pages._ui.views import rounded, too_fine


@dataclass(frozen=True)
class PageState:
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

    def change(self, **wanted: Any) -> None:
        """Choose all that is ``wanted``; what cannot stand beside it yields, and that is told.

        Another problem begins with a new look at it. Everything that changes a choice comes here.
        """
        chosen = self.chosen
        wanted = {n: self._as_linked(n, value) for n, value in wanted.items() if self._can_be(n, value)}
        beside: Mapping[str, Any] = chosen
        if wanted.get("problem", chosen.get("problem")) != chosen.get("problem"):
            beside = {name: value for name, value in chosen.items() if name not in LOOK}
        found = reconcile(PAGES[self.page], {**beside, **wanted}, wanted.keys(), chosen)
        chosen.update(found.values)
        if "learning_rate" in wanted:
            self.write_rate()
        for sentence in found.told.values():
            toasts.tell(sentence)

    def _can_be(self, name: str, value: Any) -> bool:
        """Whether the choice ``name`` may be ``value``: what a browser says of a widget may be anything."""
        field = PAGES[self.page].fields.get(name)
        if field is None or value is None:
            return field is None or name in pins.NOTHING or name == "start" or isinstance(field, Rectangle)
        try:
            field.read(name, field.write(value))
        except (AttributeError, TypeError, ValueError):
            return False
        return True

    def _as_linked(self, name: str, value: Any) -> Any:
        """The choice ``value`` as the page's link says it: who opens that sees the same."""
        field = PAGES[self.page].fields.get(name)
        return value if field is None or value is None else field.read(name, field.write(value))

    def choose(self, experiment: Experiment, **look: object) -> None:
        """Choose ``experiment`` alone, seen whole, with other ways to ``look`` at it if given."""
        self.chosen.pop("formula_wrong", None)  # what was typed and could not be read
        deciding = {name: getattr(experiment, name) for name in DECIDING}
        self.change(**deciding, **{"runs": 1, "race": (), "view": None, **look})

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
            # A widget that is gone may have no value any more, or say once more what it said last: no wish.
            now = st.session_state.get(key, said[key])
            if now != said[key] and (among is None or now in among):
                said[key] = now
                call(changed, now)

        first = {shows: value} if among is None else {"index": list(among).index(value)}
        return {"key": key, "on_change": take, **first}

    def choice(
        self,
        name: str,
        also: Mapping[str, object] | None = None,
        shows: str = "value",
        among: Sequence[object] | None = None,
    ) -> dict[str, Any]:
        """The same for a widget that sets the choice ``name``, and with it what ``also`` says."""

        def take(value: object) -> None:
            self.change(**{name: value, **(also or {})})

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
        except ValueError as error:
            toasts.tell(str(error), icon=":material/error:")
            return
        if "branch" in values:
            values = self._branched(values.pop("branch")) | values
        self.change(**values)

    def _branched(self, branch: int | None) -> dict[str, Any]:
        """The choices that pin the present run, have it branch off elsewhere, or leave it alone."""
        if branch is None:
            return pins.ALONE
        return {"branch": branch} if pins.pinned(self.chosen) else pins.now(self.chosen, branch)

    def take_branch(self, step: object) -> None:
        """Have the run branch off at ``step``: what is chosen from now on holds from there on."""
        if "branch" in PAGES[self.page].fields:
            self.take_fields({"branch": step})
            self.change(open=tuple(sorted({*self.chosen["open"], "compare"})))

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
        self.change(open=tuple(sorted({*self.chosen["open"]} ^ {str(name)})))

    def take_rate(self, rate: object) -> None:
        """Set the learning rate to ``rate``, a number or its text.

        A bad one is named, stays in its field, and changes nothing else.
        """
        try:
            self.change(learning_rate=rate_of(str(rate)))
        except ValueError as error:
            self.chosen["rate_error"] = str(error)
        self.chosen["rate_text"] = str(rate)

    def take_start(self, plane: Plane, place: object) -> None:
        """Start the descent at ``place`` (x, y) on ``plane``.

        Behind it may stand the view (x0, x1, y0, y1) in which it was seen: where the directions stay the
        same, that stays too, so that the place stays under the pointer.
        """
        numbers = finite(place, 6) or finite(place, 2)
        if numbers is None:
            return
        start = plane.lift(plane.origin.new_tensor(numbers[:2])).tolist()
        if numbers[2:] and named.pair(self.chosen.get("plane", "")):
            self.take_view(list(numbers[2:]))
        self.take_fields({"start": FIELDS["start"].write(start)})

    def take_view(self, view: object, name: str = "view") -> None:
        """Look at ``view`` (x0, x1, y0, y1) more closely, or at the whole picture again."""
        numbers = finite(view, 4)
        if numbers is None:
            self.change(**{name: None})
            return
        x0, x1, y0, y1 = numbers
        if not too_fine((x0, x1, y0, y1)):
            self.change(**{name: rounded((x0, x1, y0, y1))})

    def write_rate(self) -> None:
        """Let the field for typed rates say the rate that is chosen."""
        self.chosen.update(rate_text=f"{self.chosen['learning_rate']:.6g}", rate_error=None)

    def clear_start(self) -> None:
        """Start where the seed draws it."""
        self.change(start=None)


def finite(value: object, count: int) -> tuple[float, ...] | None:
    """``value`` as ``count`` finite numbers, or None: it comes from a browser."""
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(v, int | float) and abs(v) < 1e30 for v in value):
        return None
    return tuple(float(v) for v in value)
