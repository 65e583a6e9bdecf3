"""What a page may say over its WebSocket, looked at before Streamlit works on it.

A browser's own messages are far within these bounds; what is beyond them was not sent by a page. It
is turned away here, where it costs little and leaves no traceback in the log.
"""

import json
import re
from dataclasses import dataclass

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState

MOST_BYTES = 256 * 1024
"""The largest honest message is a link with a long list and some dozens of widgets: a tenth of this."""

MOST_WIDGETS = 400
"""No page has a tenth of them."""

MOST_EVENTS = 20
"""So many events of one component may come in one message; more than a few never gather in a browser."""

_DEEPEST = 40
_NAME = re.compile(r"[\w.:/-]{0,200}", re.ASCII)


@dataclass(frozen=True)
class Refusal:
    """Why a message closes its socket: WebSocket's code, and the reason in words."""

    code: int
    reason: str


_UNREADABLE = Refusal(1002, "not a message of Streamlit's protocol")
_TEXT = Refusal(1003, "messages are binary")
_NO_JSON = Refusal(1007, "a component's value is not JSON")
_NO_STATE = Refusal(1007, "a component's state is an object")
_NO_EVENTS = Refusal(1007, "a component's events are a list of objects that name them")
_TOO_LARGE = Refusal(1009, f"a message has at most {MOST_BYTES} bytes")
_TOO_MANY = Refusal(1008, f"a message has at most {MOST_WIDGETS} widgets and {MOST_EVENTS} events each")
_STRANGE = Refusal(1008, "a name in the message is none that a page has")
FLOOD = Refusal(1008, "too many messages for too long")


def judged(data: bytes | None) -> Refusal | bool:
    """Whether a page needs what ``data`` says, or why its socket is closed; a text comes as None."""
    if data is None:
        return _TEXT
    if len(data) > MOST_BYTES:
        return _TOO_LARGE
    try:
        message = BackMsg.FromString(data)
    except DecodeError:
        return _UNREADABLE
    if message.HasField("rerun_script"):
        return _of_a_run(message.rerun_script) or True
    return _needed(message)


def _needed(message: BackMsg) -> bool:
    """Whether any page says that: what else Streamlit's protocol has is for developers."""
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.HasField("deferred_file")
    return kind in ("stop_script", "app_heartbeat")


def _of_a_run(state: ClientState) -> Refusal | None:
    names = (state.fragment_id, state.page_script_hash, *state.cached_message_hashes)
    if not all(map(_NAME.fullmatch, names)):
        return _STRANGE
    widgets = state.widget_states.widgets
    if len(widgets) > MOST_WIDGETS:
        return _TOO_MANY
    return next((found for widget in widgets if (found := _of_a_widget(widget))), None)


def _of_a_widget(widget: WidgetState) -> Refusal | None:
    kind = widget.WhichOneof("value")
    if kind not in ("json_value", "json_trigger_value"):
        return None
    try:
        value = json.loads(getattr(widget, kind), parse_constant=_constant)
    except (ValueError, RecursionError):
        return _NO_JSON
    if kind == "json_value":
        return _NO_STATE if _deep(value) or not isinstance(value, dict) else None
    if not isinstance(value, list) or not all(map(_is_event, value)):
        return _NO_EVENTS
    return _TOO_MANY if len(value) > MOST_EVENTS else None


def _is_event(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("event"), str) and not _deep(value)


def _constant(text: str) -> None:
    raise ValueError(f"JSON has no {text}")


def _deep(value: object, depth: int = 0) -> bool:
    """Whether ``value`` is nested so deeply that what works on it could not."""
    if depth > _DEEPEST:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deep(each, depth + 1) for each in inner)
