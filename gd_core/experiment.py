"""The frozen Experiment: every choice that decides a training, validated once."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from gd_core import optimizers, schedules
from gd_core.fields import BATCH_MODES, MAX_UPDATES, NUMBERS, check_choice
from gd_core.optimizers import OPTIMIZERS
from gd_core.problem import Problem
from gd_core.problems import PROBLEMS
from gd_core.schedules import SCHEDULES

_NUMBERS = ("batch_size", "learning_rate", "epochs", "seed")

SETTINGS = (*optimizers.SETTINGS, *schedules.SETTINGS)
"""The fields that only some optimizers or schedules have."""


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a training, and nothing else.

    ``start`` is P explicit initial parameters, or None for the draws that a
    notebook makes after ``torch.manual_seed(seed)``. ``batch_size`` counts only
    when ``batch == "mini"``. Two equal experiments train to equal numbers.

    The settings of optimizers (``momentum``, ``beta1``, ``beta2``, ``alpha``, ``rho``,
    ``weight_decay``) are those of torch.optim. A ``schedule`` changes the learning rate from epoch
    to epoch: "step" multiplies it by ``drop`` every ``drop_every`` epochs, "exponential" by ``decay``
    every epoch, "cosine" takes it to 0 over all epochs, "warmup" begins with a hundredth of it and
    reaches it after ``warmup`` epochs. A setting that the chosen optimizer or schedule does not
    have is checked, and then is its default.

    Raises ValueError on construction, naming the field, its bound and the value.
    """

    problem: str = "neuron"
    batch: str = "full"
    batch_size: int = 2
    learning_rate: float = 0.01
    epochs: int = 1000
    optimizer: str = "sgd"
    seed: int = 0
    start: tuple[float, ...] | None = None
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    alpha: float = 0.99
    rho: float = 0.9
    weight_decay: float = 0.01
    schedule: str = "constant"
    drop_every: int = 100
    drop: float = 0.1
    decay: float = 0.99
    warmup: int = 100

    def __post_init__(self) -> None:
        check_choice("problem", self.problem, tuple(PROBLEMS))
        check_choice("batch", self.batch, BATCH_MODES)
        check_choice("optimizer", self.optimizer, tuple(OPTIMIZERS))
        check_choice("schedule", self.schedule, tuple(SCHEDULES))
        for name in _NUMBERS:
            self._check(name)
        object.__setattr__(self, "start", self._checked_start())
        self._check_sizes()
        self._settle()

    @property
    def settings(self) -> dict[str, float]:
        """The settings of its optimizer and of its schedule, by name."""
        names = OPTIMIZERS[self.optimizer].settings + SCHEDULES[self.schedule].settings
        return {name: getattr(self, name) for name in names}

    @property
    def by_hand(self) -> bool:
        """Whether its notebook writes ``w -= eta * w.grad`` itself, which rounds unlike torch.optim.SGD."""
        return self.data.by_hand and self.optimizer == "sgd" and self.schedule == "constant"

    @property
    def data(self) -> Problem:
        """The problem that ``problem`` names, with the data that ``seed`` draws."""
        return PROBLEMS[self.problem].seeded(self.seed)

    @property
    def samples_per_update(self) -> int:
        """B, the samples that one update looks at (the last batch of an epoch may be smaller)."""
        if self.batch == "full":
            return self.data.samples
        return self.batch_size if self.batch == "mini" else 1

    @property
    def updates_per_epoch(self) -> int:
        """How many parameter updates one pass over the data makes."""
        return -(-self.data.samples // self.samples_per_update)

    @property
    def updates(self) -> int:
        """How many parameter updates the whole training makes."""
        return self.epochs * self.updates_per_epoch

    def _check(self, name: str) -> None:
        object.__setattr__(self, name, NUMBERS[name].check(name, getattr(self, name)))

    def _settle(self) -> None:
        """Check the settings, of which those that do not count become their defaults."""
        changed = [name for name in SETTINGS if getattr(self, name) is not _DEFAULTS[name]]
        for name in changed:
            self._check(name)
        if changed:
            unused = set(changed) - set(self.settings)
            self.__dict__.update({name: _DEFAULTS[name] for name in unused})

    def _checked_start(self) -> tuple[float, ...] | None:
        if self.start is None:
            return None
        start = _plain(self.start)
        if isinstance(start, str) or not isinstance(start, Iterable):
            raise ValueError(f"start must be {len(self.data.names)} numbers or None, got {self.start!r}")
        values = [_plain(v) for v in start]
        if len(values) != len(self.data.names):
            raise ValueError(
                f"start must hold {len(self.data.names)} numbers "
                f"({', '.join(self.data.names)}), got {len(values)}"
            )
        checked = (NUMBERS["start"].check(f"start[{i}]", v) for i, v in enumerate(values))
        return tuple(float(v) for v in checked)

    def _check_sizes(self) -> None:
        if self.batch_size > self.data.samples:
            raise ValueError(
                f"batch_size must be between 1 and {self.data.samples} "
                f"(the samples of {self.problem}), got {self.batch_size}"
            )
        if self.updates > MAX_UPDATES:
            raise ValueError(
                f"epochs must be between 1 and {MAX_UPDATES // self.updates_per_epoch} here "
                f"({self.updates_per_epoch} updates an epoch, {MAX_UPDATES} in all), got {self.epochs}"
            )


def _plain(value: Any) -> Any:
    """A tensor or an array as Python numbers; anything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


_DEFAULTS = {each.name: each.default for each in fields(Experiment)}
