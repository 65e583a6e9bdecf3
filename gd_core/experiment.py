"""The frozen Experiment: every choice that decides a training, validated once."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import torch
from torch import Tensor

from gd_core.fields import BATCH_MODES, MAX_UPDATES, NUMBERS, Number, check_choice
from gd_core.optim import optimizers, schedules
from gd_core.optim.optimizers import OPTIMIZERS
from gd_core.optim.schedules import SCHEDULES
from gd_core.problems.catalog import PROBLEM_FIELDS, PROBLEMS, problem_of
from gd_core.problems.fit import Fit
from gd_core.problems.function.catalog import EXAMPLE, own
from gd_core.problems.function.formulas import LONGEST
from gd_core.problems.problem import Problem

_NUMBERS = ("batch_size", "learning_rate", "epochs", "seed", "condition", "luck", "branch")

SETTINGS = (*optimizers.SETTINGS, *schedules.SETTINGS)
"""The fields that only some optimizers or schedules have."""

_Steps = TypeVar("_Steps", int, Tensor)


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a training, and nothing else.

    ``start`` is P explicit initial parameters, or None for the draws that a
    notebook makes after ``torch.manual_seed(seed)``. ``batch_size`` counts only when
    ``batch == "mini"``: else one that is larger than the data becomes as large as these. With a
    ``luck`` above 0 that number, and not ``seed``, draws the order of the batches. ``condition`` is the
    condition number of the problem "bowl", ``formula`` the function of x and y of the problem
    "formula". Two equal experiments train to equal numbers.

    With a ``trunk`` the training branches off from that one after ``branch`` updates: what
    was learnt by then, the optimizer's state and the order of the batches go on, the other
    choices are this experiment's own. A pass over the data that the trunk has begun is
    finished in its batches; another optimizer begins with a fresh state.

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
    condition: float = 10.0
    formula: str = EXAMPLE
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
    luck: int = 0
    trunk: "Experiment | None" = None
    branch: int = 0

    def __post_init__(self) -> None:
        check_choice("problem", self.problem, tuple(PROBLEMS))
        check_choice("batch", self.batch, BATCH_MODES)
        check_choice("optimizer", self.optimizer, tuple(OPTIMIZERS))
        check_choice("schedule", self.schedule, tuple(SCHEDULES))
        for name in _NUMBERS:
            self._check(name)
        self._check_formula()
        object.__setattr__(self, "start", self._checked_start())
        self._check_trunk()
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
        return problem_of(self.problem, self.condition, self.formula).seeded(self.seed)

    @property
    def fit(self) -> Fit:
        """The same, of a problem that has data; TypeError for one that has none."""
        problem = self.data
        if not isinstance(problem, Fit):
            raise TypeError(f"{self.problem} has no data")
        return problem

    @property
    def kind(self) -> tuple[object, ...]:
        """The problem's name, and what that problem alone depends on: stacked runs share it."""
        return (self.problem, *(getattr(self, name) for name in PROBLEM_FIELDS.get(self.problem, ())))

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
        return sum(passes * each.updates_per_epoch for each, passes in self.pieces)

    @property
    def horizon(self) -> int:
        """How many epochs the training is planned for: a schedule may look ahead to their end."""
        return self.epochs

    @property
    def pieces(self) -> tuple[tuple["Experiment", int], ...]:
        """Whose batches are seen, and for how many passes: the trunk's as far as it has begun, its own."""
        if self.trunk is None:
            return ((self, self.epochs),)
        begun = -(-self.branch // self.trunk.updates_per_epoch)
        return (self.trunk, begun), (self, self.epochs - begun)

    @property
    def widest(self) -> int:
        """The most samples that an update of the whole training, its trunk included, looks at."""
        return max(each.samples_per_update for each, _ in self.pieces)

    def update_at(self, epoch: int) -> int:
        """How many updates come before the pass number ``epoch``, counted from 0."""
        first, begun = self.pieces[0]
        own = max(0, epoch - begun) * self.updates_per_epoch
        return min(epoch, begun) * first.updates_per_epoch + own

    def first(self, epochs: int) -> "Experiment":
        """The beginning of this training: its first ``epochs`` epochs, to the last bit."""
        return self._begun(epochs)

    def within(self, updates: int) -> "Experiment":
        """The beginning of this training that makes at most ``updates`` updates; all of it, if it is short.

        At least one epoch is left; a branch beyond the end moves there.
        """
        if self.trunk is None:
            return self.first(max(1, min(self.epochs, updates // self.updates_per_epoch)))
        trunk = self.trunk.within(updates)
        branch = min(self.branch, trunk.updates)
        begun = -(-branch // trunk.updates_per_epoch)
        own = (updates - begun * trunk.updates_per_epoch) // self.updates_per_epoch
        epochs = max(1, begun, min(self.epochs, begun + own))
        return self._begun(epochs, trunk=trunk, branch=branch)

    def _begun(self, epochs: int, **others: Any) -> "Experiment":
        """Its first ``epochs`` epochs, with ``others`` of its choices changed."""
        own = {each.name: getattr(self, each.name) for each in fields(Experiment)}
        begun = own | others | {"epochs": epochs}
        if epochs == self.horizon or not SCHEDULES[self.schedule].looks_ahead:
            return Experiment(**begun)
        return Beginning(**begun, planned=self.horizon)

    def from_start(self, start: tuple[float, ...]) -> "Experiment":
        """The same training from ``start``, its trunk's part too."""
        trunk = replace(self.trunk, start=start) if self.trunk else None
        return replace(self, start=start, trunk=trunk)

    def choices_at(self, update: int) -> "Experiment":
        """Whose learning rate and optimizer make the update that ``update`` others came before."""
        return self.trunk if self.trunk is not None and update < self.branch else self

    @property
    def optimizers(self) -> tuple[tuple[int, str, bool], ...]:
        """What moves the parameters: from which update on, its name, and whether it is written by hand."""
        own = (self.branch, self.optimizer, self.by_hand)
        if self.trunk is None or self.branch == 0 or self.trunk.optimizers[0][1:] == own[1:]:
            return ((0, *own[1:]),)
        return *self.trunk.optimizers, own

    def epoch_at(self, step: _Steps) -> _Steps:
        """The finished passes over the data after ``step`` updates, one number or a tensor of them."""
        first, begun = self.pieces[0]
        own = (step - begun * first.updates_per_epoch) * (step > begun * first.updates_per_epoch)
        return (step - own) // first.updates_per_epoch + own // self.updates_per_epoch

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
        found = tuple(float(v) for v in checked)
        self._check_place(found)
        return found

    def _check_place(self, start: tuple[float, ...]) -> None:
        """On a formula a start must lie where it has a value."""
        if self.problem == "formula" and not self.data.losses(torch.tensor([start])).isfinite():
            raise ValueError(f"start must be where the formula has a finite value, got {start}")

    def _check_formula(self) -> None:
        if not isinstance(self.formula, str) or len(self.formula) > LONGEST:
            raise ValueError(f"formula must be a text of at most {LONGEST} characters, got {self.formula!r}")
        if self.problem == "formula":
            try:
                own(self.formula)
            except ValueError as error:
                raise ValueError(f"formula {error}, got {self.formula!r}") from None

    def _check_trunk(self) -> None:
        trunk = self.trunk
        if trunk is None:
            if self.branch:
                raise ValueError(f"branch must be 0 without a trunk, got {self.branch}")
            return
        if not isinstance(trunk, Experiment) or trunk.trunk is not None:
            raise ValueError(f"trunk must be an Experiment without a trunk, or None, got {trunk!r}")
        for name in ("problem", *PROBLEM_FIELDS.get(self.problem, ()), "seed", "start"):
            own, there = getattr(self, name), getattr(trunk, name)
            if own != there:
                raise ValueError(f"{name} must be that of the trunk, {there!r}, got {own!r}")
        if self.branch > trunk.updates:
            raise ValueError(
                f"branch must be between 0 and {trunk.updates} (the updates of the trunk), got {self.branch}"
            )

    def _check_sizes(self) -> None:
        if not self.data.batched:
            if self.batch != "full":
                raise ValueError(
                    f"batch must be full for {self.problem}, a function without samples, got {self.batch!r}"
                )
        elif self.batch_size > self.data.samples and self.batch != "mini":
            object.__setattr__(self, "batch_size", self.data.samples)
        elif self.batch_size > self.data.samples:
            raise ValueError(
                f"batch_size must be between 1 and {self.data.samples} "
                f"(the samples of {self.problem}), got {self.batch_size}"
            )
        most = self._most_epochs()
        least = 1 if self.trunk is None else max(1, self.pieces[0][1])
        if not least <= self.epochs <= most:
            branched = f", the branch is in epoch {least}" if least > 1 else ""
            raise ValueError(
                f"epochs must be between {least} and {most} here ({self.updates_per_epoch} updates "
                f"an epoch, {MAX_UPDATES} in all{branched}), got {self.epochs}"
            )

    def _most_epochs(self) -> int:
        """As many epochs as make no more updates than are allowed."""
        if self.trunk is None:
            return MAX_UPDATES // self.updates_per_epoch
        begun = self.pieces[0][1]
        left = MAX_UPDATES - begun * self.trunk.updates_per_epoch
        return begun + left // self.updates_per_epoch


@dataclass(frozen=True)
class Beginning(Experiment):
    """The first ``epochs`` of the ``planned`` epochs of a training, whose schedule looks ahead to the end."""

    planned: int = MAX_UPDATES

    def __post_init__(self) -> None:
        super().__post_init__()
        bounds = Number(int, self.epochs, MAX_UPDATES)
        object.__setattr__(self, "planned", bounds.check("planned", self.planned))

    @property
    def horizon(self) -> int:
        return self.planned


def _plain(value: Any) -> Any:
    """A tensor or an array as Python numbers; anything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


_DEFAULTS = {each.name: each.default for each in fields(Experiment)}
