"""One action of a scripted visitor: whatever can be done on the page that is shown, by chance."""

from dataclasses import dataclass
from random import Random

from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages._ui.page_fields import PAGES
from tests.visitors.events import event
from tests.visitors.links import Link
from tests.visitors.pokes import poke
from tests.visitors.screen import Screen
from tests.visitors.wire import Wire

_HURRIED = 0.2
"""The share of the actions before which nobody waits for the answer to the last one."""


@dataclass(frozen=True)
class Action:
    """What is done: a link is opened, a page turned to, or something said; it can be done once more."""

    to: Link | str | None = None
    said: WidgetState | None = None
    hurried: bool = False

    def do(self, screen: Screen | Wire) -> None:
        """Do it on ``screen``."""
        if isinstance(self.to, Link):
            screen.open(self.to)
        elif self.to:
            screen.turn_to(self.to)
        else:
            screen.send(*([self.said] if self.said else []), hurried=self.hurried)

    def __str__(self) -> str:
        if self.to:
            return f"go to {self.to}"
        if self.said is None:
            return "run again"
        kind = str(self.said.WhichOneof("value"))
        name = self.said.id.removeprefix("$$STREAMLIT_INTERNAL_KEY_").split("-", 2)[-1]
        value = " ".join(str(getattr(self.said, kind)).split())
        return f"{'at once, ' if self.hurried else ''}{name}: {value[:300]}"


def anything(screen: Screen | Wire, chance: Random) -> Action:
    """Something that can be done on ``screen``."""
    what = chance.choices(("widget", "component", "fold", "page", "again"), (50, 30, 8, 4, 2))[0]
    hurried = chance.random() < _HURRIED
    if what == "page":
        return Action(to=chance.choice(list(PAGES)))
    return Action(said=_word(screen, chance, what), hurried=hurried)


def _word(screen: Screen | Wire, chance: Random, what: str) -> WidgetState | None:
    if what == "fold" and screen.folds:
        fold = chance.choice(screen.folds)
        return WidgetState(id=fold.id, bool_value=not fold.expanded)
    if what == "component":
        each = chance.choice(screen.components)
        return event(each, screen.page, chance)
    if what == "widget" and screen.widgets:
        return poke(chance.choice(screen.widgets), chance)
    return None
