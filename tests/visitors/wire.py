"""A visitor on the wire: a WebSocket that speaks Streamlit's protocol, and need not wait for answers.

In a test frame one run follows another. Here a word may cut a run short, as a quick hand's does.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1.element_tree import ElementTree, Widget, parse_tree_from_messages
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.visitors.links import Link

_MOST_BYTES = 50_000_000
_PATIENCE = 120.0
_ONCE = ("trigger_value", "json_trigger_value")
_QUIET = 0.15
"""Seconds without a word, after which a server that has finished a run is at rest."""

_TICKS = 4
"""So many slices of a long training are waited for, no more."""


class Wire:
    """One session on the server at the other end of ``socket``, and what it has drawn so far."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._query = self._page = self._timer = ""
        self._pages: dict[str, str] = {}
        self._said: dict[str, WidgetState] = {}
        self._drawn: dict[tuple[int, ...], ForwardMsg] = {}

    def open(self, link: Link) -> None:
        """Come by ``link``."""
        self._query = urlencode({"v": "1"} | dict(link.said))
        self._ask(name=link.page)
        self._settle()

    def turn_to(self, page: str) -> None:
        """Go to ``page`` by the navigation."""
        self._said, self._query = {}, ""
        self._ask(page=next(hash_ for hash_, name in self._pages.items() if name == page))
        self._settle()

    def send(self, *states: WidgetState, hurried: bool = False) -> None:
        """Have the browser say ``states``; ``hurried``, another word follows before there is an answer."""
        self._said |= {state.id: state for state in states}
        self._ask(page=self._page)
        self._said = {name: s for name, s in self._said.items() if s.WhichOneof("value") not in _ONCE}
        if not hurried:
            self._settle()

    def _ask(self, page: str = "", name: str = "", fragment: str = "") -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.page_name = self._query, page, name
        asked.fragment_id, asked.is_auto_rerun = fragment, bool(fragment)
        asked.widget_states.widgets.extend(self._said.values())
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en-US"
        self._socket.send(message.SerializeToString())

    def _settle(self) -> None:
        """Hear all that is said until nothing runs any more, and a few slices of what goes on."""
        self._until_end()
        for _ in range(_TICKS):
            if self._timer:
                self._ask(page=self._page, fragment=self._timer)
                self._until_end()

    def _until_end(self) -> None:
        while not self._hear(self._next(_PATIENCE)):
            pass
        # A word that came too late to cut that run short has one of its own.
        with suppress(TimeoutError):
            while True:
                self._hear(self._next(_QUIET))

    def _next(self, patience: float) -> ForwardMsg:
        data = self._socket.recv(patience)
        assert isinstance(data, bytes)
        said = ForwardMsg()
        said.ParseFromString(data)
        return said

    def _hear(self, said: ForwardMsg) -> bool:
        """Note what is ``said``; whether it ends a run that no other follows."""
        kind = said.WhichOneof("type")
        if kind == "new_session":
            self._begin(said)
        elif kind == "navigation":
            self._pages = {p.page_script_hash: p.url_pathname or "lab" for p in said.navigation.app_pages}
            self._page = said.navigation.page_script_hash
        elif kind == "delta":
            self._drawn[tuple(said.metadata.delta_path)] = said
        elif kind == "auto_rerun":
            self._timer = said.auto_rerun.fragment_id
        elif kind == "stop_auto_rerun":
            self._timer = ""
        return kind == "script_finished" and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _begin(self, said: ForwardMsg) -> None:
        if not said.metadata.run.fragment_ids:
            self._drawn, self._timer = {}, ""
            self._page = said.new_session.page_script_hash

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._pages.get(self._page, "lab")

    @property
    def tree(self) -> ElementTree:
        """All that is drawn, as a test frame has it."""
        return parse_tree_from_messages(list(self._drawn.values()))

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


@contextmanager
def wire(address: str) -> Iterator[Wire]:
    """A new session on the server at ``address``."""
    socket = connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(address),
        max_size=_MOST_BYTES,
        open_timeout=_PATIENCE,
    )
    with socket:
        yield Wire(socket)
