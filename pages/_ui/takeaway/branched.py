"""The loop of a training that branches off: one program, in which a choice changes on the way."""

from collections.abc import Callable

from gd_core import Experiment
from gd_core.schedules import FIRST_SHARE

_RATES: dict[str, Callable[[Experiment], str]] = {
    "constant": lambda e: f"{e.learning_rate!r}",
    "step": lambda e: f"{e.learning_rate!r} * {e.drop!r} ** (epoch // {e.drop_every})",
    "exponential": lambda e: f"{e.learning_rate!r} * {e.decay!r} ** epoch",
    "cosine": lambda e: f"{e.learning_rate!r} * (1 + math.cos(math.pi * epoch / {e.horizon})) / 2",
    "warmup": lambda e: (
        f"{e.learning_rate!r} * min(1, {FIRST_SHARE!r} + {1 - FIRST_SHARE!r} * epoch / {e.warmup})"
    ),
}
"""The learning rate of an epoch, in closed form."""

_GROUPS: dict[str, Callable[[Experiment], str]] = {
    "sgd": lambda e: "",
    "momentum": lambda e: f", momentum={e.momentum!r}",
    "nesterov": lambda e: f", momentum={e.momentum!r}, nesterov={e.momentum > 0}",
    "adagrad": lambda e: "",
    "rmsprop": lambda e: f", alpha={e.alpha!r}",
    "adam": lambda e: f", betas=({e.beta1!r}, {e.beta2!r})",
    "adamw": lambda e: f", betas=({e.beta1!r}, {e.beta2!r}), weight_decay={e.weight_decay!r}",
    "adadelta": lambda e: f", rho={e.rho!r}",
}
"""The settings of an optimizer that goes on with its state."""


def loop(
    e: Experiment, whole: str, update: list[str], by_hand: bool, make: Callable[[Experiment], str]
) -> list[str]:
    """The lines of the loop over the epochs of ``e``, after its log: each pass, and what the branch changes.

    ``whole`` is the loss on all data, ``update`` are the lines of one update after its loss,
    ``make(experiment)`` builds an optimizer.
    """
    trunk = e.trunk
    assert trunk is not None
    lines = ["    note(epoch)", *_indented(_scheduled(trunk, e, by_hand), 1)]
    shuffled = "full" not in (trunk.batch, e.batch) or trunk.batch != e.batch
    head, loss = _batches(trunk, e) if shuffled else ([], f"loss = {whole}")
    body = [loss, *update, "step += 1", "if step == branch:"]
    body += _indented(_changes(trunk, e, by_hand, make), 1)
    return lines + _indented([*head, *_indented(body, 1 if shuffled else 0)], 1)


def before(e: Experiment) -> list[str]:
    """What the loop counts with, before it begins."""
    assert e.trunk is not None
    lines = [f"branch = {e.branch}  # after this update the choices change", "step = 0"]
    if _resized(e.trunk, e):
        lines.append(f"size = {_size(e.trunk)}")
    return lines


def needs_math(e: Experiment) -> bool:
    """Whether the loop uses Python's math."""
    return e.trunk is not None and "cosine" in (e.trunk.schedule, e.schedule)


def _resized(trunk: Experiment, e: Experiment) -> bool:
    return (trunk.batch == "full", trunk.samples_per_update) != (e.batch == "full", e.samples_per_update)


def _size(e: Experiment) -> str:
    return "None" if e.batch == "full" else str(e.samples_per_update)


def _batches(trunk: Experiment, e: Experiment) -> tuple[list[str], str]:
    """The head of the loop over a pass's batches, and the line of the loss on one."""
    loss = "loss = loss_on(x[batch], y[batch])"
    if not _resized(trunk, e):
        return [f"for batch in torch.randperm(len(x)).split({e.samples_per_update}):"], loss
    order = "order = torch.randperm(len(x)) if size else torch.arange(len(x))"
    return [order, "for batch in order.split(size or len(x)):"], loss


def _scheduled(trunk: Experiment, e: Experiment, by_hand: bool) -> list[str]:
    """At the beginning of an epoch, its learning rate, if that is not always the same."""
    if (trunk.schedule, e.schedule) == ("constant", "constant"):
        return []
    there, own = _RATES[trunk.schedule](trunk), _RATES[e.schedule](e)
    rate = f"learning_rate = {there} if step < branch else {own}"
    return [rate, *([] if by_hand else _group("lr=learning_rate"))]


def _changes(trunk: Experiment, e: Experiment, by_hand: bool, make: Callable[[Experiment], str]) -> list[str]:
    """What the branch does."""
    lines = [f"learning_rate = {_RATES[e.schedule](e)}"]
    if trunk.optimizer != e.optimizer:
        lines += make(e).splitlines()
    elif not by_hand:
        lines += _group(f"lr=learning_rate{_GROUPS[e.optimizer](e)}")
    if _resized(trunk, e):
        lines.append(f"size = {_size(e)}  # from the next pass on")
    if trunk.luck != e.luck and e.batch != "full":
        lines.append(f"torch.manual_seed({e.luck})  # other luck")
    return lines


def _group(settings: str) -> list[str]:
    return ["for group in optimizer.param_groups:", f"    group.update({settings})"]


def _indented(lines: list[str], levels: int) -> list[str]:
    return ["    " * levels + line for line in lines]
