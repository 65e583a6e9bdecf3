"""What each page's link may say: its fields, and how the page begins without them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from gd_core import Experiment
from gd_core.experiment import SETTINGS
from gd_core.fields import BATCH_MODES, NUMBERS, Number
from gd_core.lessons.claims import TARGETS
from gd_core.lessons.curves import CURVES
from gd_core.lessons.escapes import SEEDS as ESCAPING
from gd_core.lessons.escapes import valley
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.problems.network.builder import LOSSES, Layer
from pages._ui import race
from pages._ui.assignment.layers import Layers
from pages._ui.batches.challenges import CHALLENGES, MOST_EPOCHS, OPENING, TARGET
from pages._ui.batches.escape import RATE, RATES, WATCHED
from pages._ui.fields import FIELDS, Amount, Field, Level, OneOf, SomeOf, Switch
from pages._ui.insights.names import NAMES as INSIGHTS
from pages._ui.lists import MOST, Entries
from pages._ui.network import CHALLENGES as NETWORK_CHALLENGES
from pages._ui.pins import CHOICES as PINNED
from pages._ui.pins import NOTHING, said
from pages._ui.planes import PlaneName, planes
from pages._ui.sweeps.plan import AREAS, RANGES

DECIDING = tuple(each.name for each in fields(Experiment) if each.name not in ("trunk", "branch"))
"""The fields that decide a training from its start."""

LOOK = ("runs", "plane", "axis", "view", *NOTHING, *race.NOTHING)
"""The choices that say how a problem is looked at, and what is shown beside its run."""

_SHARED = (*(name for name in DECIDING if name != "luck"), "plane", "axis", "view")
# The lessons tell of plain gradient descent, each on a problem of its own with data.
_NO_LESSON = ("problem", "condition", "formula", "optimizer", "schedule", *SETTINGS)
_LESSON = tuple(name for name in _SHARED if name not in _NO_LESSON)
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

    def opened_with(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Every choice as a link that makes the choices ``values`` opens the page."""
        if self.experiment is None:
            return self.beginning() | dict(values)
        deciding = {name: values[name] for name in DECIDING if name in values}
        first = self.beginning(replace(self.experiment, **deciding))
        return first | dict(values) | said(values, first)


def begun(experiment: Experiment) -> dict[str, Any]:
    """The choices with which a look at ``experiment`` begins."""
    chosen: dict[str, Any] = {name: getattr(experiment, name) for name in DECIDING}
    # A loss that falls by decades needs a logarithmic axis, one between guessing and knowing does not.
    problem = experiment.data
    axis = (
        "log" if experiment.problem == "neuron" or (problem.log_scale and not problem.batched) else "linear"
    )
    look = {"runs": 1, "plane": planes(problem.names)[0], "axis": axis, "view": None}
    return chosen | NOTHING | race.NOTHING | look


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

WATCHED_HILLS = ("stochastic", "mini")
"""The runs of the lesson's race whose batches see less than the whole surface."""

_BATCHES = _table(
    *_without(_LESSON, "batch", "plane"),
    "clock",
    epochs=Amount(Number(int, 1, MOST_EPOCHS)),
    challenge=OneOf(tuple(CHALLENGES)),
    hill=Switch(),
    hill_batch=OneOf(WATCHED_HILLS),
    hill_view=FIELDS["view"],
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
    "hill": False,
    "hill_batch": WATCHED_HILLS[0],
    "hill_view": None,
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

_NAMES = ("lab", "idea", "neuron", "batches", "network", "assignment", "guide")

_EVERYWHERE = _table("present", list=Entries(_NAMES), at=Amount(Number(int, 1, MOST)))
_PLAYING = _table(*_PLAYER) | _EVERYWHERE
HILL, VALLEY = "hill_", "valley_"
"""What the names of the fields of the lesson's further players begin with."""

_ALL_PLAYING = _PLAYING | {f"{prefix}{name}": FIELDS[name] for prefix in (HILL, VALLEY) for name in _PLAYER}
# Where a neuron switches off is drawn on the plane: on one that stands still.
_NEURON = _table(*_LESSON, "runs", plane=PlaneName(further=False))
_NETWORK = _table(*_LESSON, problem=OneOf(("network", "comparison")), open=SomeOf(("notebook",)))

_PINNED = {"branch": FIELDS["branch"]} | {f"pin_{name}": FIELDS[name] for name in PINNED}

_SWEEPS: Mapping[str, Field] = {
    "sweep_batches": SomeOf(BATCH_MODES),
    "sweep_rates": OneOf(tuple(RANGES)),
    "starts_area": Level(tuple(AREAS)),
}
_RACED: dict[str, Field] = {"race": SomeOf(tuple(OPTIMIZERS)), "race_rates": OneOf(race.RATES)}

PAGES: Mapping[str, Linked] = {
    "lab": Linked(
        _table(*_SHARED, "luck", "runs", band=Switch(), open=SomeOf(("log", "takeaway", *INSIGHTS)))
        | _PINNED
        | dict(_SWEEPS)
        | _RACED,
        Experiment(),
        {"open": (), "band": False, "sweep_batches": BATCH_MODES, "sweep_rates": "all", "starts_area": 1.0},
        _PLAYING,
    ),
    "idea": Linked({}, browsers=_WALKER | _EVERYWHERE),
    "neuron": Linked(_NEURON | {"open": SomeOf(("limit",))}, Experiment(), {"open": ()}, _PLAYING),
    "batches": Linked(_BATCHES, OPENING, _BATCHES_FIRST, _ALL_PLAYING),
    "network": Linked(_NETWORK, next(iter(NETWORK_CHALLENGES.values())), {"open": ()}, _PLAYING),
    "assignment": Linked(_BENCH, None, _BENCH_FIRST, _EVERYWHERE),
    "guide": Linked({}, browsers=_EVERYWHERE),
}
"""What each page's link may say."""
