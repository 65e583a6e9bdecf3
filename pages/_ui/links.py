"""A page's choices as a link's query string, and back: short, checked, and never silently another.

A link says what differs from how its page begins. What it says wrongly is told, field by field,
with what is shown instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import quote

from gd_core import Experiment
from gd_core.builder import LOSSES, Layer
from gd_core.claims import TARGETS
from gd_core.curves import CURVES
from gd_core.escapes import SEEDS as ESCAPING
from gd_core.escapes import valley
from gd_core.fields import NUMBERS, Number
from pages._ui.assignment.layers import Layers
from pages._ui.batches.challenges import CHALLENGES, MOST_EPOCHS, OPENING, TARGET
from pages._ui.batches.escape import RATE, RATES, WATCHED
from pages._ui.fields import FIELDS, Amount, Field, Level, OneOf, SomeOf, Switch
from pages._ui.lists import MOST, Entries
from pages._ui.network import CHALLENGES as NETWORK_CHALLENGES
from pages._ui.scene import planes
from pages._ui.typed import harmless

VERSION = "1"
"""What the fields mean, and what is meant where one is left out. A new version reads the old ones."""

_MOST_NOTICES = 4
_TRACKERS = ("utm_", "fbclid", "gclid", "ref", "si")
"""What chats and mail programs add to links: none of it is ours."""

_DECIDING = tuple(each.name for each in fields(Experiment))
_SHARED = (*_DECIDING, "plane", "axis", "view")
_PLAYER = ("step", "speed", "play")


@dataclass(frozen=True)
class Linked:
    """What the link of a page may say: its ``fields``, and how the page begins.

    ``experiment`` is None on a page without one. ``browsers`` are the fields that only the
    browser writes.
    """

    fields: Mapping[str, Field]
    experiment: Experiment | None = None
    first: Mapping[str, Any] = field(default_factory=dict)
    browsers: Mapping[str, Field] = field(default_factory=dict)

    def beginning(self, experiment: Experiment | None = None) -> dict[str, Any]:
        """Every choice as the page begins with ``experiment``, or with its own."""
        start = experiment or self.experiment
        return (begun(start) if start else {}) | dict(self.first)


def begun(experiment: Experiment) -> dict[str, Any]:
    """The choices with which a look at ``experiment`` begins."""
    chosen: dict[str, Any] = {name: getattr(experiment, name) for name in _DECIDING}
    # A loss that falls by decades needs a logarithmic axis, one between guessing and knowing does not.
    axis = "log" if experiment.problem == "neuron" else "linear"
    return chosen | {"runs": 1, "plane": planes(experiment.data.names)[0], "axis": axis, "view": None}


def _table(*names: str, **own: Field) -> dict[str, Field]:
    """The fields ``names`` of the common table, and a page's ``own``."""
    return {name: FIELDS[name] for name in names} | own


def _without(names: Iterable[str], *left: str) -> tuple[str, ...]:
    return tuple(name for name in names if name not in left)


_WALKER = _table(
    bet=OneOf(("place", "valley", "rate")),
    curve=OneOf(tuple(CURVES)),
    start=Amount(Number(float, -1e3, 1e3)),
    learning_rate=Amount(Number(float, 1e-3, 2.0)),
    sight=Amount(Number(float, 0.04, 0.4)),
    fog=Switch(),
    step=Amount(Number(int, 0, 1_000)),
)

_BATCHES = _table(
    *_without(_SHARED, "problem", "batch", "plane"),
    "clock",
    epochs=Amount(Number(int, 1, MOST_EPOCHS)),
    challenge=OneOf(tuple(CHALLENGES)),
    target=Level(TARGETS),
    measured=Switch(),
    valley=Switch(),
    valley_learning_rate=Level(RATES),
    valley_batch_size=Amount(Number(int, 1, valley(RATE, WATCHED).data.samples)),
    valley_seed=Amount(Number(int, 0, ESCAPING - 1)),
    valley_view=FIELDS["view"],
)
_BATCHES_FIRST = {
    "clock": "samples",
    "challenge": "samples",
    "target": TARGET,
    "measured": False,
    "valley": False,
    "valley_learning_rate": RATE,
    "valley_batch_size": WATCHED,
    "valley_seed": 0,
    "valley_view": None,
}

_BENCH = _table(
    layers=Layers(),
    loss=OneOf(tuple(LOSSES)),
    learning_rate=Amount(NUMBERS["learning_rate"]),
    seed=Amount(NUMBERS["seed"]),
    trained=Switch(),
    questions=Amount(Number(int, 0, 1_000)),
)
_BENCH_FIRST = {
    "layers": (Layer(2, 1),),
    "loss": "MSELoss",
    "learning_rate": 0.01,
    "seed": 0,
    "trained": False,
    "questions": 0,
}

_LIST: dict[str, Field] = {
    "list": Entries(lambda: list(PAGES), lambda page, asked: _wrong_in_entry(page, asked)),
    "at": Amount(Number(int, 1, MOST)),
}
_EVERYWHERE = _table("present", **_LIST)
_PLAYING = _table(*_PLAYER) | _EVERYWHERE
_NETWORK = _table(
    *_without(_SHARED, "problem"), problem=OneOf(("network", "comparison")), open=SomeOf(("notebook",))
)

PAGES: Mapping[str, Linked] = {
    "lab": Linked(
        _table(*_SHARED, "runs", open=SomeOf(("log", "takeaway"))), Experiment(), {"open": ()}, _PLAYING
    ),
    "idea": Linked({}, browsers=_WALKER | _EVERYWHERE),
    "neuron": Linked(_table(*_without(_SHARED, "problem"), "runs"), Experiment(), {}, _PLAYING),
    "batches": Linked(_BATCHES, OPENING, _BATCHES_FIRST, _PLAYING),
    "network": Linked(_NETWORK, next(iter(NETWORK_CHALLENGES.values())), {"open": ()}, _PLAYING),
    "assignment": Linked(_BENCH, None, _BENCH_FIRST, _EVERYWHERE),
    "guide": Linked({}, browsers=_EVERYWHERE),
}
"""What each page's link may say."""


@dataclass(frozen=True)
class Opened:
    """What a link comes to: the choices it makes, what it asks of the browser, what was not taken."""

    values: dict[str, Any]
    opening: dict[str, Any]
    notices: list[str]


def written(page: str, values: Mapping[str, Any]) -> str:
    """The query string that opens ``page`` with ``values``: empty where all is as the page begins."""
    linked = PAGES[page]
    first = linked.beginning()
    if linked.experiment:
        deciding = [(name, values[name]) for name in _DECIDING if name in linked.fields]
        first = first | linked.beginning(Experiment(**{name: values[name] for name in _DECIDING}))
        first |= {name: getattr(linked.experiment, name) for name, _ in deciding}
    said = {name: f.write(values[name]) for name, f in linked.fields.items() if values[name] != first[name]}
    return query({"v": VERSION} | said) if said else ""


def query(said: Mapping[str, str]) -> str:
    """The query string of names and texts."""
    return "&".join(f"{name}={quote(text, safe=',')}" for name, text in said.items())


def opened(page: str, asked: Mapping[str, Sequence[str]]) -> Opened:
    """What the link to ``page`` with the fields ``asked`` comes to."""
    linked, notices = PAGES[page], []
    values, wrong = _read(linked, asked)
    if linked.experiment:
        experiment, refused = _settled(linked.experiment, values)
        wrong |= refused
        first = linked.beginning(experiment)
        wrong |= _not_there(first, experiment, values)
    else:
        first = linked.beginning()
    values = {name: value for name, value in values.items() if name not in wrong}
    for name, told in wrong.items():
        notices.append(f"{told} Shown instead: {_said(linked, name, (first | values).get(name))}.")
    notices += _surprises(linked, asked)
    chosen, opening = (
        {name: values[name] for name in names if name in values} for names in (linked.fields, linked.browsers)
    )
    return Opened(chosen, opening, _few(notices))


def _read(linked: Linked, asked: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that can be read, and what is wrong with the others."""
    values, wrong = {}, {}
    for name, each in {**linked.fields, **linked.browsers}.items():
        if name in asked:
            try:
                values[name] = each.read(name, asked[name][-1])
            except ValueError as error:
                wrong[name] = str(error)
    return values, wrong


def _settled(first: Experiment, values: Mapping[str, Any]) -> tuple[Experiment, dict[str, str]]:
    """``first`` with each of ``values`` that goes with those before it, and what is wrong with the rest."""
    experiment, wrong = first, {}
    for name in _DECIDING:
        if name in values:
            try:
                experiment = replace(experiment, **{name: values[name]})
            except ValueError as error:
                wrong[name] = f"{str(error)[0].upper()}{str(error)[1:]}."
    return experiment, wrong


def _not_there(first: Mapping[str, Any], experiment: Experiment, values: Mapping[str, Any]) -> dict[str, str]:
    """A plane of other parameters than the experiment's."""
    plane = values.get("plane", first["plane"])
    if plane in planes(experiment.data.names):
        return {}
    names = ", ".join(experiment.data.names)
    return {
        "plane": f"The plane must be two of {names} in this order, or principal, not “{harmless(plane)}”."
    }


def _said(linked: Linked, name: str, value: Any) -> str:
    if name in linked.browsers:
        return "as without it"
    if value is None:
        return "the start that the seed draws" if name == "start" else "the whole picture"
    return (linked.fields[name].write(value) or "none").replace(",", ", ")


def _surprises(linked: Linked, asked: Mapping[str, Sequence[str]]) -> list[str]:
    """What the link says beside its fields."""
    told = []
    version = asked.get("v", [VERSION])[-1]
    if version != VERSION:
        told.append(f"The link is of version “{harmless(version)}”; it was read as version {VERSION}.")
    for name, texts in asked.items():
        if name in linked.fields or name in linked.browsers or name == "v":
            if len(texts) > 1:
                told.append(f"The link says {name} {len(texts)} times; the last one counts.")
        elif not name.startswith(_TRACKERS):
            told.append(f"This page has no “{harmless(name)}”; that part of the link changes nothing.")
    return told


def _wrong_in_entry(page: str, asked: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with a list's entry of ``page``."""
    return ["A list is no part of a list."] if "list" in asked else opened(page, asked).notices


def _few(notices: list[str]) -> list[str]:
    """``notices``, when there are many the first of them and how many more."""
    more = len(notices) - _MOST_NOTICES
    return notices if more <= 0 else [*notices[:_MOST_NOTICES], f"And {more} more."]
