"""One visitor without a browser: a WebSocket that speaks Streamlit's protocol, as its front end does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PLAYER = "live_player"
"""What the app calls the component that shows the pictures."""

_MOST_BYTES = 50_000_000
_PATIENCE = 60.0


class SpoiltError(Exception):
    """What a visitor must never see: an exception on the page, or no answer."""


class Session:
    """A visitor's session; after each run ``picture`` is the player's last message."""

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self._socket = socket
        self._query = query
        self._page = ""
        self._values: dict[str, str] = {}
        self._repeated: tuple[str, float] | None = None
        self.sliders: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.picture = b""
        self.received = 0

    async def open(self) -> float:
        """Run the page for the first time; seconds until its picture is there."""
        return await self._run()

    async def move(self, slider: str, value: str) -> float:
        """Move the ``slider`` of this label to the option ``value``; seconds to the new picture."""
        self.places[slider] = self._values[self.sliders[slider]] = value
        return await self._run()

    async def _run(self) -> float:
        asked, before, painted = perf_counter(), self.picture, 0.0
        self._repeated = None
        await self._socket.send(self._message())
        while True:
            data = await self._socket.recv()
            assert isinstance(data, bytes)
            self.received += len(data)
            finished = self._take(ForwardMsg.FromString(data))
            if not painted and self.picture != before:
                painted = perf_counter() - asked
            if finished and self._repeated is None:
                break
            if finished:
                await self._repeat(*self._repeated)
        if not painted:
            raise SpoiltError("a run ended without a new picture")
        return painted

    async def _repeat(self, fragment: str, interval: float) -> None:
        """Ask for the fragment that wants to run again, as the front end's timer does."""
        await asyncio.sleep(interval)
        await self._socket.send(self._message(fragment))

    def _message(self, fragment: str = "") -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment)
        state.query_string = self._query
        state.page_script_hash = self._page
        state.widget_states.SetInParent()
        for widget, value in self._values.items():
            each = state.widget_states.widgets.add(id=widget)
            each.string_array_value.data.append(value)
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-US"
        return bytes(message.SerializeToString())

    def _take(self, message: ForwardMsg) -> bool:
        """Note what ``message`` says; whether it is the last of its run."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "delta":
            self._look(message)
        elif kind == "auto_rerun":
            self._repeated = message.auto_rerun.fragment_id, message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            self._repeated = None
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise SpoiltError("a page cannot be compiled")
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return True
            self._repeated = None  # the whole page runs again
        return False

    def _look(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise SpoiltError(element.exception.message)
        if kind == "slider":
            slider = element.slider
            self.sliders[slider.label] = slider.id
            if slider.options:
                self.places.setdefault(slider.label, slider.options[int(slider.default[0])])
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith(PLAYER):
            self.picture = element.bidi_component.bytes or self.picture


@asynccontextmanager
async def session(url: str, query: str = "", kind: type[Session] = Session) -> AsyncIterator[Session]:
    """A session of the app at ``url`` (http://...) by a link with ``query``, of some ``kind``."""
    address = url.replace("http", "ws", 1).rstrip("/") + "/_stcore/stream"
    opening = connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(url.rstrip("/")),
        max_size=_MOST_BYTES,
        open_timeout=_PATIENCE,
    )
    async with opening as socket:
        yield kind(socket, query)
