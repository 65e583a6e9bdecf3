"""An experiment as a plain PyTorch program, in parts that a script and a notebook share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gd_core import Experiment, Outcome, Run
from gd_core.optim.schedules import FIRST_SHARE
from pages._ui.sentences import summary
from pages._ui.tables import notebook_log
from pages._ui.takeaway import branched, comparing
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.problems import WRITTEN, Part, Written
from pages._ui.takeaway.rounding import rounding

OPTIMIZERS: dict[str, Callable[[Experiment], str]] = {
    "sgd": lambda e: "SGD({parameters}, lr=learning_rate)",
    "momentum": lambda e: f"SGD({{parameters}}, lr=learning_rate, momentum={e.momentum!r})",
    # PyTorch refuses Nesterov's way without momentum, which is plain descent.
    "nesterov": lambda e: (
        f"SGD({{parameters}}, lr=learning_rate, momentum={e.momentum!r}, nesterov={e.momentum > 0})"
    ),
    "adagrad": lambda e: "Adagrad({parameters}, lr=learning_rate)",
    "rmsprop": lambda e: f"RMSprop({{parameters}}, lr=learning_rate, alpha={e.alpha!r})",
    "adam": lambda e: f"Adam({{parameters}}, lr=learning_rate, betas=({e.beta1!r}, {e.beta2!r}))",
    "adamw": lambda e: (
        f"AdamW(\n    {{parameters}}, lr=learning_rate, betas=({e.beta1!r}, {e.beta2!r}), "
        f"weight_decay={e.weight_decay!r}\n)"
    ),
    "adadelta": lambda e: f"Adadelta({{parameters}}, lr=learning_rate, rho={e.rho!r})",
}
"""How each optimizer is built in torch.optim; ``{parameters}`` is what it moves."""

SCHEDULES: dict[str, Callable[[Experiment], str]] = {
    "constant": lambda e: "",
    "step": lambda e: f"StepLR(optimizer, step_size={e.drop_every}, gamma={e.drop!r})",
    "exponential": lambda e: f"ExponentialLR(optimizer, gamma={e.decay!r})",
    "cosine": lambda e: (
        f"CosineAnnealingLR(optimizer, T_max={'epochs' if e.horizon == e.epochs else e.horizon})"
    ),
    "warmup": lambda e: f"LinearLR(optimizer, start_factor={FIRST_SHARE!r}, total_iters={e.warmup})",
}
"""How each schedule is built in torch.optim.lr_scheduler; a constant rate needs none."""

_BY_HAND = """\
loss.backward()
with torch.no_grad():
    w -= learning_rate * w.grad
    b -= learning_rate * b.grad
w.grad.zero_()
b.grad.zero_()"""

_WITH_OPTIMIZER = """\
optimizer.zero_grad()
loss.backward()
optimizer.step()"""


@dataclass(frozen=True)
class Program:
    """A program to take away: its ``title``, what is said of it, and its parts."""

    title: str
    about: tuple[str, ...]
    parts: tuple[Part, ...]


def program(run: Run, made: Made) -> Program:
    """The program that trains the finished ``run``'s experiment, and compares its losses with the run's."""
    e = run.experiment
    log = lab(run)
    about = (summary([e]), *_blown_up(run), rounding(e, tuple(log)).sentence, *made.lines)
    parts = (Part("", imports([e])), *body(e), comparing.beside(log), comparing.plot(e))
    return Program(WRITTEN[e.problem].learns, about, parts)


def lab(run: Run) -> dict[int, float]:
    """The Lab's own losses of ``run``, by the epochs that its log shows."""
    log = notebook_log(run)
    return {int(epoch): float(loss) for epoch, loss in zip(log["epoch"], log["loss"], strict=True)}


def body(e: Experiment) -> list[Part]:
    """Everything that trains ``e``: after it ``losses`` are those after each epoch, the first before any."""
    written = WRITTEN[e.problem]
    return [*written.parts(_drawing(e)), Part(_how(e), _training(e, written))]


def imports(experiments: Sequence[Experiment]) -> str:
    """What the programs of ``experiments``, all of one problem, import."""
    codes = [part.code for e in experiments for part in body(e)]
    own = WRITTEN[experiments[0].problem].imports
    return f"import math\n\n{own}" if any("math." in code for code in codes) else own


def _drawing(e: Experiment) -> Experiment:
    """The one of ``e`` and its trunk that says what has to be drawn: the one that shuffles."""
    return e.trunk if e.trunk is not None and e.batch == "full" else e


def _blown_up(run: Run) -> list[str]:
    how = {Outcome.DIVERGED: "It blows up", Outcome.FALLING: "It falls out of sight"}
    how[Outcome.UNDEFINED] = "It comes to where the function has no value"
    how[Outcome.SLOPELESS] = "It comes to where the function has no slope"
    if run.outcome not in how:
        return []
    end = f"the Lab stops after step {run.updates}, but this loop goes on to its last epoch."
    return [f"{how[run.outcome]}: {end}"]


def _how(experiment: Experiment) -> str:
    if not experiment.data.batched:
        return "The training."
    batches = {
        "full": "Every update looks at all the data.",
        "mini": f"Each epoch shuffles the data and cuts it into batches of {experiment.batch_size}.",
        "stochastic": "Each epoch shuffles the data; each update looks at one sample.",
    }
    first = experiment.trunk or experiment
    branch = f" After update {experiment.branch} it goes on with other settings." if experiment.trunk else ""
    luck = " Other luck: the order has a seed of its own." if first.luck and first.batch != "full" else ""
    return f"The training. {batches[first.batch]}{luck}{branch}"


def _training(e: Experiment, written: Written) -> str:
    if e.trunk is not None:
        return _branched_training(e, e.trunk, written)
    head = [f"learning_rate = {e.learning_rate!r}", f"epochs = {e.epochs}", *_other_luck(e)]
    if not e.by_hand:
        head.append(_optimizer(e, written))
    schedule = SCHEDULES[e.schedule](e)
    if schedule:
        head.append(f"scheduler = torch.optim.lr_scheduler.{schedule}")
    loop = _updates(e, written.whole, _BY_HAND if e.by_hand else _WITH_OPTIMIZER)
    loop += ["    scheduler.step()"] if schedule else []
    return _looped(head, loop, written)


def _looped(head: Sequence[str], loop: Sequence[str], written: Written) -> str:
    last = f"losses.append({written.whole}.item())"
    count = "epoch" if any("epoch" in line for line in loop) else "_"
    return "\n".join([*head, "losses = []", "", f"for {count} in range(epochs):", *loop, last])


def _branched_training(e: Experiment, trunk: Experiment, written: Written) -> str:
    by_hand = trunk.by_hand and e.data.by_hand and e.optimizer == "sgd"
    head = [*branched.rate(e), f"epochs = {e.epochs}", *branched.before(e), *_other_luck(trunk)]
    if not by_hand:
        head.append(_optimizer(trunk, written, branched.first_rate(e)))
    update = (_BY_HAND if by_hand else _WITH_OPTIMIZER).splitlines()
    loop = branched.loop(e, written.whole, update, by_hand, lambda each: _optimizer(each, written))
    return _looped(head, loop, written)


def _optimizer(e: Experiment, written: Written, rate: str = "learning_rate") -> str:
    made = OPTIMIZERS[e.optimizer](e).format(parameters=written.parameters)
    return f"optimizer = torch.optim.{made.replace('lr=learning_rate', f'lr={rate}')}"


def _other_luck(e: Experiment) -> list[str]:
    return [f"torch.manual_seed({e.luck})"] if e.luck and e.batch != "full" else []


def _updates(e: Experiment, whole: str, update: str) -> list[str]:
    """The lines of an epoch: its loss is noted, then come its updates."""
    if e.batch == "full":
        return _indented(f"loss = {whole}\nlosses.append(loss.item())\n{update}", 1)
    head = f"losses.append({whole}.item())\n"
    head += f"for batch in torch.randperm(len(x)).split({e.samples_per_update}):"
    return _indented(head, 1) + _indented("loss = loss_on(x[batch], y[batch])\n" + update, 2)


def _indented(code: str, levels: int) -> list[str]:
    return ["    " * levels + line for line in code.splitlines()]
