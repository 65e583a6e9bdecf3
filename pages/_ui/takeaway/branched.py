"""The loop of a training that branches off: one program, in which a choice changes on the way."""

from collections.abc import Callable

from gd_core import Experiment
from gd_core.optim.schedules import FIRST_SHARE

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
    """The lines of the loop over the epochs of ``e``: each pass, and what the branch changes.

    ``whole`` is the loss on all data, ``update`` are the lines of one update after its loss,
    ``make(experiment)`` builds an optimizer.
    """
    trunk = e.trunk
    assert trunk is not None
    shuffled = "full" not in (trunk.batch, e.batch) or trunk.batch != e.batch
    note = f"losses.append({whole if shuffled else 'loss'}.item())"
    head, loss = _batches(trunk, e) if shuffled else ([], f"loss = {whole}")
    changes = _changes(trunk, e, by_hand, make)
    body = [loss, *([] if shuffled else [note]), *update, "step += 1"]
    body += ["if step == branch:", *_indented(changes, 1)] if changes else []
    lines = [*([note] if shuffled else []), *_scheduled(trunk, e, by_hand), *head]
    return _indented(lines + _indented(body, 1 if shuffled else 0), 1)


def rate(e: Experiment) -> list[str]:
    """The learning rate before the loop, if it is not set at every epoch."""
    assert e.trunk is not None
    return [] if _is_scheduled(e) else [f"learning_rate = {e.trunk.learning_rate!r}"]


def first_rate(e: Experiment) -> str:
    """What the first optimizer is built with: a number, where every epoch sets another."""
    assert e.trunk is not None
    return repr(e.trunk.learning_rate) if _is_scheduled(e) else "learning_rate"


def _is_scheduled(e: Experiment) -> bool:
    assert e.trunk is not None
    return (e.trunk.schedule, e.schedule) != ("constant", "constant")


def before(e: Experiment) -> list[str]:
    """What the loop counts with, before it begins."""
    assert e.trunk is not None
    lines = [f"branch = {e.branch}  # after this update the choices change", "step = 0"]
    if _resized(e.trunk, e):
        lines.append(f"size = {_size(e.trunk)}")
    return lines


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
    if not _is_scheduled(e):
        return []
    there, own = _RATES[trunk.schedule](trunk), _RATES[e.schedule](e)
    rate = f"learning_rate = {there} if step < branch else {own}"
    return [rate, *([] if by_hand else _group("lr=learning_rate"))]


def _changes(trunk: Experiment, e: Experiment, by_hand: bool, make: Callable[[Experiment], str]) -> list[str]:
    """What the branch does."""
    another = _is_scheduled(e) or trunk.learning_rate != e.learning_rate
    lines = [f"learning_rate = {_RATES[e.schedule](e)}"] if another else []
    if trunk.optimizer != e.optimizer:
        lines += make(e).splitlines()
    elif not by_hand and (another or _GROUPS[trunk.optimizer](trunk) != _GROUPS[e.optimizer](e)):
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
