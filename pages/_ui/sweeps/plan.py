"""What a sweep goes through: which rates, seeds and epochs, within what the host allows."""

from dataclasses import dataclass, replace

from gd_core import Experiment, Sweep
from gd_core.fields import BATCH_MODES, MAX_UPDATES
from pages._ui.fields import limits as bounds

RATES = 200
SEEDS = 20
_LEAST_RATES = 50
_LEAST_SEEDS = 5


@dataclass(frozen=True)
class RatePlan:
    """``experiments``, one a batch mode, each with ``rates`` from the starts that ``seeds`` draw.

    ``notice`` says what the host's limits have changed; empty if nothing.
    """

    experiments: tuple[Experiment, ...]
    rates: tuple[float, ...]
    seeds: tuple[int, ...]
    notice: str = ""

    @property
    def epochs(self) -> int:
        """How many epochs each run has."""
        return self.experiments[0].epochs

    def sweep(self, experiment: Experiment) -> Sweep:
        """The sweep of one of the experiments."""
        return Sweep.of_rates(experiment, self.rates, self.seeds)


RANGES = {"all": "All rates", "near": "Near this rate"}
"""Which rates a sweep goes through."""

_NEAR = 2.0
"""Near are the rates up to so many times as large or as small."""


def rate_plan(experiment: Experiment, batches: tuple[str, ...], most: int, among: str = "all") -> RatePlan:
    """The sweep around ``experiment`` in the modes ``batches``, each of at most ``most`` updates.

    ``among`` is one of RANGES.
    """
    # All modes get the same, whichever are shown: what they need most updates for decides.
    possible = BATCH_MODES if experiment.data.batched else batches
    most_an_epoch = max(_settled(experiment, batch, 1).updates for batch in possible)
    longest = most_an_epoch * experiment.epochs
    seeds = _between(_LEAST_SEEDS, most // (RATES * longest), SEEDS)
    rates = _between(_LEAST_RATES, most // (seeds * longest), RATES)
    share = most * experiment.epochs // (seeds * rates * longest)
    epochs = _between(1, min(share, MAX_UPDATES // most_an_epoch), experiment.epochs)
    modes = tuple(_settled(experiment, batch, epochs) for batch in batches)
    first = min(experiment.seed, int(bounds("seed").high) - seeds + 1)
    chosen = log_rates(rates) if among == "all" else log_rates(rates, experiment.learning_rate)
    seen = tuple(range(first, first + seeds))
    return RatePlan(modes, chosen, seen, _told(seeds, rates, epochs, experiment))


def log_rates(count: int, middle: float | None = None) -> tuple[float, ...]:
    """``count`` rates, evenly in their logarithm: all that may be chosen, or those near ``middle``."""
    low, high = bounds("learning_rate").low, bounds("learning_rate").high
    if middle is not None:
        low, high = max(low, middle / _NEAR), min(high, middle * _NEAR)
    steps = (low * (high / low) ** (place / (count - 1)) for place in range(count))
    # Nearer to each other they need a digit more.
    return tuple(float(f"{rate:.{3 if middle is None else 4}g}") for rate in steps)


def _settled(experiment: Experiment, batch: str, epochs: int) -> Experiment:
    """The first ``epochs`` without what the sweep goes through itself, or what makes no difference in it."""
    size = experiment.batch_size if batch == "mini" else 1
    own = replace(experiment, trunk=None, branch=0, start=None).first(epochs)
    return replace(own, batch=batch, batch_size=size, learning_rate=0.01, seed=0)


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))


def _told(seeds: int, rates: int, epochs: int, experiment: Experiment) -> str:
    if (seeds, rates, epochs) == (SEEDS, RATES, experiment.epochs):
        return ""
    less = f"{rates} rates and {seeds} seeds"
    shorter = "" if epochs == experiment.epochs else f", of {epochs:,} epochs each"
    return f"This server limits the updates of a sweep, so it shows {less}{shorter}."


AREAS = {1.0: "As above", 3.0: "3 × as wide", 10.0: "10 × as wide"}
"""How much more than the picture a map of starts covers."""

MAP = 60
"""So many starts along each side of a map."""


@dataclass(frozen=True)
class StartPlan:
    """``experiment`` from ``side`` x ``side`` starts; ``notice`` says what the host's limits have changed."""

    experiment: Experiment
    side: int
    notice: str = ""

    @property
    def runs(self) -> int:
        """How many starts there are."""
        return self.side**2

    @property
    def epochs(self) -> int:
        """How many epochs each run has."""
        return self.experiment.epochs


def start_plan(experiment: Experiment, most: int) -> StartPlan:
    """The map of starts for ``experiment``, of at most ``most`` updates."""
    side = _between(20, int((most / experiment.updates) ** 0.5), MAP)
    epochs = _between(1, most // (side**2 * experiment.updates_per_epoch), experiment.epochs)
    shorter = replace(experiment, start=None, trunk=None, branch=0).first(epochs)
    if (side, epochs) == (MAP, experiment.epochs):
        return StartPlan(shorter, side)
    less = f"{side} × {side} starts" + ("" if epochs == experiment.epochs else f", of {epochs:,} epochs each")
    return StartPlan(shorter, side, f"This server limits the updates of a map, so it shows {less}.")
