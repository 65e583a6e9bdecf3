"""What is wrong with a page: an exception, nothing drawn, a message no browser reads, no plain sentence."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.pages.decoder import decode, refuse
from tests.visitors.screen import Screen
from tests.visitors.wire import Wire

_PLAYER, _TOOLS = "live_player", "page_tools"
COMPONENTS = {
    "lab": (_PLAYER, _TOOLS),
    "idea": ("walker", _TOOLS),
    "neuron": (_PLAYER, _TOOLS),
    "batches": (_PLAYER, _TOOLS),
    "network": (_PLAYER, _TOOLS),
    "assignment": ("workbench", _TOOLS),
    "guide": (_TOOLS,),
}
"""What is drawn by the browser on each page, whatever is chosen."""

_PLAYED = ("Learning rate", "Learning rate, typed", "Epochs", "Seed")
CONTROLS = {
    "lab": (
        *_PLAYED,
        "Problem",
        "Optimizer",
        "Schedule",
        "Race against",
        "Plane",
        "Runs together",
    ),
    "idea": ("Open in the Lab",),
    "neuron": (*_PLAYED, "Predict, then see", "Batch", "Plane", "Runs together"),
    "batches": _PLAYED,
    "network": (*_PLAYED, "What to learn", "Batch", "Plane"),
    "assignment": ("Linear layers", "Loss", "Learning rate", "Seed", "Download the notebook"),
    "guide": (),
}
"""The widgets with which any choice of a page can be changed back."""

_TOLD = ("warning", "error", "info", "toast")
_SENTENCE = re.compile(r"[“A-Z0-9].*[.!?…]”?", re.DOTALL)
_QUOTED = re.compile("“[^”]*”")
_CODE = re.compile(r"Traceback|Error\b|Experiment\(|\bNone\b|\bnan\b|object at|<class|[{}`]")


def wrong(screen: Screen | Wire) -> list[str]:
    """All that is wrong with what the last run has drawn, a line each."""
    return [*_exceptions(screen), *_missing(screen), *_unreadable(screen), *_riddles(screen)]


def _exceptions(screen: Screen | Wire) -> Iterator[str]:
    for each in screen.tree.get("exception"):
        yield f"exception: {each.proto.type}: {each.proto.message}"


def _missing(screen: Screen | Wire) -> Iterator[str]:
    there = {proto.component_name for proto in screen.components}
    yield from (f"missing: {name}" for name in COMPONENTS[screen.page] if name not in there)
    labels = {str(getattr(widget, "label", "")) for widget in screen.widgets}
    yield from (f"no control: {label}" for label in CONTROLS[screen.page] if label not in labels)


def _unreadable(screen: Screen | Wire) -> Iterator[str]:
    for proto in screen.components:
        try:
            said = _read(proto)
        except (ValueError, AssertionError, KeyError) as error:
            yield f"unreadable: the message of {proto.component_name}: {error!r}"
        else:
            if not said:
                yield f"empty: the message of {proto.component_name}"


def _read(proto: Any) -> Any:
    if proto.WhichOneof("data") == "bytes":
        return decode(proto.bytes)
    return json.loads(proto.json, parse_constant=refuse)


def _riddles(screen: Screen | Wire) -> Iterator[str]:
    told: list[Any] = [each for name in _TOLD for each in screen.tree.get(name)]
    for line in (line for each in told for line in str(each.value).split("  \n")):
        if not _SENTENCE.fullmatch(line.strip()) or _CODE.search(_QUOTED.sub("", line)):
            yield f"no plain sentence: {line}"
