"""A page for a visitor without a browser: opened by a link, its widgets set, its pictures spoken for."""

from pathlib import Path
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ElementTree, Widget

from tests import patience
from tests.visitors.links import Link

_SHELL = Path(__file__).parents[2] / "pages" / "_ui" / "shell.py"

_ONCE = ("trigger_value", "json_trigger_value")


class Screen:
    """One visitor's session, and what its last run has drawn."""

    def __init__(self) -> None:
        self.app = AppTest.from_file(str(_SHELL), default_timeout=patience.SECONDS)
        self._said: dict[str, WidgetState] = {}

    def open(self, link: Link) -> None:
        """Come by ``link``."""
        self.app.query_params.update({"v": "1"} | dict(link.said))
        self.turn_to(link.page)

    def turn_to(self, page: str) -> None:
        """Go to ``page`` by the navigation."""
        self.app.switch_page(f"../{page}.py")
        self.app._run()
        self.app._page_hash = ""  # from now on it stays on the page that it came to
        self._said = {}

    def send(self, *states: WidgetState, hurried: bool = False) -> None:
        """Have the browser say ``states``, beside all that it shows.

        ``hurried``, the visitor has not waited for the last answer: the browser says what it showed
        before that, and what was said last, once more.
        """
        shown = self._said if hurried and self._said else self._shown()
        said = shown | {state.id: state for state in states}
        self.app._run(WidgetStates(widgets=said.values()))
        self._said = {name: state for name, state in said.items() if state.WhichOneof("value") not in _ONCE}

    def _shown(self) -> dict[str, WidgetState]:
        folds = {fold.id: WidgetState(id=fold.id, bool_value=fold.expanded) for fold in self.folds}
        return folds | {state.id: state for state in self.app._tree.get_widget_states().widgets}

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        at = self.app._registered_pages[self.app._finished_page_script_hash]
        return str(at["url_pathname"]) or "lab"

    @property
    def tree(self) -> ElementTree:
        """All that is drawn."""
        return self.app._tree

    @property
    def widgets(self) -> list[Widget]:
        """What can be set or pressed, in order."""
        return [each for each in self.tree if isinstance(each, Widget)]

    @property
    def folds(self) -> list[Any]:
        """The shelves that tell the server when they are opened."""
        return [each.proto for each in self.tree.get("expander") if each.proto.id]

    @property
    def components(self) -> list[Any]:
        """What each of our components was sent last."""
        return [each.proto for each in self.tree.get("bidi_component")]
