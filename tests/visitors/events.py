"""What our pictures may say to the server: as they do, and as no picture does but a stranger might."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

from gd_core import Experiment
from pages._ui.insights.names import NAMES as INSIGHTS
from pages._ui.page_fields import PAGES
from tests.visitors.links import two_at_a_time
from tests.visitors.values import values

# The door turns away what is no JSON, like NaN: that is tried there.
_JUNK: tuple[object, ...] = (
    *(None, True, 0, -1, 1e308, "", "x", "nan", "9" * 400, [], {}, [[]], [-1e308, 1e308], [1, 2, 3], "whole"),
    *([1e29, 1e30], ["1", "2"], [None, None], {"page": "shop"}, {"start": {}}, {1: 2}, [0] * 1000, "\x00"),
    {"page": "lab", "fields": {"epochs": ["1"], "list": "lab"}},
)


def event(component: Any, page: str, chance: Random) -> WidgetState | None:
    """What a browser says after something has happened in ``component`` on ``page``; None if nothing can."""
    kinds = _KINDS.get(component.component_name)
    if kinds is None:
        return None
    happened = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        name = chance.choice(list(kinds))
        value = kinds[name](page, chance) if chance.random() < 0.7 else chance.choice(_JUNK)
        happened.append({"event": name, "value": value})
    return said(component, happened)


def said(component: Any, happened: list[dict[str, object]]) -> WidgetState:
    """What a browser says when these events, a name and a value each, have ``happened`` in ``component``."""
    name = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{component.id}__events"
    return WidgetState(id=name, json_trigger_value=json.dumps(happened))


def _place(_: str, chance: Random) -> object:
    return [_anywhere(chance), _anywhere(chance)]


def _view(_: str, chance: Random) -> object:
    x, y, size = _anywhere(chance), _anywhere(chance), abs(_anywhere(chance))
    return chance.choice(("whole", [x, x + size, y, y + size]))


def _anywhere(chance: Random) -> float:
    return chance.choice((0.0, chance.uniform(-5, 5), chance.uniform(-1, 1) * 10 ** chance.uniform(-8, 29)))


def _rate(_: str, chance: Random) -> object:
    rate = 10 ** chance.uniform(-6, 1)
    return chance.choice((rate, f"{rate:.3g}"))


def _choose(page: str, chance: Random) -> object:
    fields, experiment = PAGES[page].fields, PAGES[page].experiment or Experiment()
    names = chance.sample(sorted(fields), min(len(fields), chance.choice((1, 1, 2, 4))))
    return {name: chance.choice(values(fields[name], experiment)) for name in names}


def _toggle(_: str, chance: Random) -> object:
    return chance.choice((*INSIGHTS, "log", "takeaway", "notebook"))


def _branch(_: str, chance: Random) -> object:
    return chance.choice((0, 1, 7, 100, "50", 1000, 10**6, 10**6 + 1, None))


def _go(page: str, chance: Random) -> object:
    to = chance.choice((page, page, *PAGES))
    (link,) = two_at_a_time(to, 1, chance.randrange(10**6))
    return {"page": to, "fields": dict(link.said)}


def _take(page: str, chance: Random) -> object:
    entries = [_go(page, chance), {"page": page, "name": "x" * 500, "note": 7}, *_JUNK]
    return {"entries": chance.sample(entries, 4)}


def _yes(_: str, chance: Random) -> object:
    return True


_KINDS: dict[str, dict[str, Callable[[str, Random], object]]] = {
    "live_player": {
        "start": _place,
        "view": _view,
        "rate": _rate,
        "choose": _choose,
        "toggle": _toggle,
        "branch": _branch,
    },
    "page_tools": {"go": _go, "take": _take},
    "sweep": {"choose": _choose},
    "starts": {"start": _place},
    "workbench": {"train": _yes},
    "bet_card": {"start": _yes},
}
"""What may happen in each of our components, and what it then says."""
