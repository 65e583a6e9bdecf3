"""What a browser says of a widget is taken only if that widget can be so.

Streamlit reads it when a page's script asks for it, and a value of another kind then ends the run,
and every later one. Here it is tried when it comes; what does not fit is as if it had not been said.
"""

from collections.abc import Callable
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata, unpack_widget_state_value
from streamlit.runtime.state.session_state import Serialized, SessionState


def checked() -> None:
    """From now on check what all browsers say to this process's server."""
    setattr(SessionState, "set_widgets_from_proto", _known(SessionState.set_widgets_from_proto))  # noqa: B010
    setattr(SessionState, "register_widget", _new(SessionState.register_widget))  # noqa: B010


def fits(state: WidgetState, metadata: WidgetMetadata[Any]) -> bool:
    """Whether the widget of ``metadata`` can be in ``state``; a state without a value is none at all."""
    said = state.WhichOneof("value")
    if said != metadata.value_type:
        return said is None
    try:
        value = unpack_widget_state_value(state)
        metadata.deserializer(value)
    except Exception:  # each kind of widget fails in its own way
        return False
    # A select box takes words that are none of its options.
    return (
        metadata.formatted_options is None
        or not isinstance(value, str)
        or value in metadata.formatted_options
    )


def _known(take: Callable[..., None]) -> Callable[..., None]:
    """The same as ``take``, but only for states that fit the widgets which the session knows."""

    def take_fitting(self: SessionState, said: WidgetStates) -> None:
        known = self._new_widget_state.widget_metadata
        fitting = [each for each in said.widgets if each.id not in known or fits(each, known[each.id])]
        take(self, WidgetStates(widgets=fitting))

    return take_fitting


def _new(register: Callable[..., Any]) -> Callable[..., Any]:
    """The same as ``register``, for a widget that has been spoken of before the session knew it."""

    def register_fitting(self: SessionState, metadata: WidgetMetadata[Any], user_key: str | None) -> Any:
        states = self._new_widget_state.states
        state = states.get(metadata.id)
        if isinstance(state, Serialized) and not fits(state.value, metadata):
            del states[metadata.id]
        return register(self, metadata, user_key)

    return register_fitting
