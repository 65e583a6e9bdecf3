"""What a visitor may do to one widget: any of its options or numbers, its bounds, and typed nonsense."""

from collections.abc import Callable
from random import Random
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1.element_tree import Widget

from tests.visitors.values import FORMULAS

_RATES = ("0.02", "1e-2", "0,05", "1", "1e-5", "0", "-1", "2", "x", "", "nan", "1e999", "٣", "9" * 200)


def poke(widget: Widget, chance: Random) -> WidgetState | None:
    """What a browser says after a visitor has done something to ``widget``; None where none can."""
    act = _ACTS.get(widget.type)
    if act is None or getattr(widget.proto, "disabled", False):
        return None
    return act(widget, chance)


def _press(widget: Widget, _: Random) -> WidgetState:
    return WidgetState(id=widget.id, trigger_value=True)


def _switch(widget: Widget, chance: Random) -> WidgetState:
    return WidgetState(id=widget.id, bool_value=chance.random() < 0.5)


def _pick(widget: Widget, chance: Random) -> WidgetState:
    return WidgetState(id=widget.id, string_value=chance.choice(list(widget.proto.options)))


def _group(widget: Widget, chance: Random) -> WidgetState:
    options = [option.content for option in widget.proto.options]
    several = widget.proto.click_mode == widget.proto.ClickMode.MULTI_SELECT
    count = chance.randint(0, len(options)) if several else chance.random() < 0.9
    return _strings(widget, chance.sample(options, min(int(count), len(options))))


def _slide(widget: Widget, chance: Random) -> WidgetState:
    """To either end, or anywhere between."""
    proto, state = widget.proto, WidgetState(id=widget.id)
    if proto.options:
        options = list(proto.options)
        return _strings(widget, [chance.choice((options[0], options[-1], chance.choice(options)))])
    state.double_array_value.data.append(_between(proto.min, proto.max, chance))
    return state


def _count(widget: Widget, chance: Random) -> WidgetState:
    proto = widget.proto
    return WidgetState(id=widget.id, double_value=_between(proto.min, proto.max, chance))


def _type(widget: Widget, chance: Random) -> WidgetState:
    texts = FORMULAS if str(widget.key).startswith("lab-formula") else _RATES
    return WidgetState(id=widget.id, string_value=chance.choice(texts))


def _between(low: float, high: float, chance: Random) -> float:
    return float(chance.choice((low, high, round(chance.uniform(low, high)), low + 1)))


def _strings(widget: Widget, texts: list[str]) -> WidgetState:
    state = WidgetState(id=widget.id)
    state.string_array_value.data[:] = texts
    return state


_ACTS: dict[str, Callable[[Any, Random], WidgetState]] = {
    "button": _press,
    "checkbox": _switch,
    "toggle": _switch,
    "selectbox": _pick,
    "button_group": _group,
    "slider": _slide,
    "select_slider": _slide,
    "number_input": _count,
    "text_input": _type,
}
"""How each kind of widget is used. A download is no news to the page."""
