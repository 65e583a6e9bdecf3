"""An experiment and how its run ended, in plain sentences with their own numbers."""

from collections.abc import Sequence

import torch

from gd_core import Experiment, Outcome, Run
from gd_core.curvature import hessians
from gd_core.outcomes import rises
from pages._ui.naming import differing, names, told_of
from pages._ui.rates import working
from pages._ui.rules import optimizer_words, rate_words

_ENDED = {
    Outcome.CONVERGED: "settled",
    Outcome.FINISHED: "ran out of epochs",
    Outcome.DIVERGED: "blew up",
    Outcome.DEAD: "died",
    Outcome.FALLING: "fell for ever",
    Outcome.UNDEFINED: "left the function",
}

_BENT = 1e-3
"""A ground that bends less than this share of its largest curvature is as good as level."""

_BOUNCING = 0.2
"""When this share of the last steps goes up, a run does not settle."""


def summary(experiments: Sequence[Experiment]) -> str:
    """What ``experiments`` are, in a line: the first of them, and what the others differ in."""
    first = experiments[0].trunk or experiments[0]
    batch = {"full": "full batch", "mini": f"mini-batches of {first.batch_size}"}.get(
        first.batch, "one sample an update"
    )
    branches, differs = experiments[0].trunk is not None, differing(experiments)
    racing = "optimizer" in differs and not branches
    rule = _rule(experiments if racing else [first])
    starts = _starts([first] if differs or branches else experiments)
    samples = f", {batch}" if first.data.batched else ""
    line = f"{rule}{samples}, {first.epochs} epochs, {starts}"
    return f"{line}{_branched(experiments[0])}.{'' if racing else _beside(experiments, differs)}"


def _rule(experiments: Sequence[Experiment]) -> str:
    """The optimizers, unless there is plain descent alone, and the learning rates."""
    optimizers = list(dict.fromkeys(optimizer_words(e) for e in experiments))
    rates = list(dict.fromkeys(e.learning_rate for e in experiments))
    rate = rate_words(experiments[0]) if len(rates) == 1 else "each at its own rate"
    if optimizers == ["SGD"]:
        return f"{rate[0].upper()}{rate[1:]}"
    return f"{_listed(optimizers)}, {rate}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _branched(experiment: Experiment) -> str:
    """What a branch does from its step on."""
    if experiment.trunk is None:
        return ""
    changed = told_of(experiment, differing([experiment, experiment.trunk]))
    return f"; from step {experiment.branch} on {', '.join(changed) or 'the same'}"


def _beside(experiments: Sequence[Experiment], differs: Sequence[str]) -> str:
    """What stands beside a run that others differ from in what was chosen."""
    if experiments[0].trunk is not None and len(experiments) > 1:
        return " Beside it, the run that goes on as it was."
    if not differs:
        return ""
    others = (", ".join(told_of(each, differs)) for each in experiments[1:])
    return f" Beside it {'; '.join(others)}."


def _starts(experiments: Sequence[Experiment]) -> str:
    first, last = experiments[0], experiments[-1]
    own = first.start is not None
    luck = f", luck {first.luck}" if first.luck else ""
    if own and len(experiments) == 1:
        return f"your own start{luck}"
    low = first.seed + own
    seeds = f"seed {low}" if low == last.seed else f"seeds {low} to {last.seed}"
    return f"your own start and {seeds}" if own else f"{seeds}{luck}"


def ending(run: Run) -> str:
    """The sentence for one finished run."""
    if not run.loss.isfinite().any():
        return "From the start on the loss is no number that a computer holds: there is nothing to see."
    tell = {
        Outcome.CONVERGED: _converged,
        Outcome.FINISHED: _finished,
        Outcome.DIVERGED: _diverged,
        Outcome.DEAD: _dead,
        Outcome.FALLING: _falling,
        Outcome.UNDEFINED: _undefined,
    }
    return tell[run.outcome](run) if run.outcome else ""


def endings(runs: Sequence[Run]) -> str:
    """One sentence for all ``runs``."""
    if len(runs) == 1:
        return ending(runs[0])
    experiments = [run.experiment for run in runs]
    if differing(experiments):
        pairs = zip(names(experiments), runs, strict=True)
        told = "; ".join(f"{name} {_ENDED[run.outcome]}" for name, run in pairs if run.outcome)
        return f"{told[:1].upper()}{told[1:]}."
    return f"Of {len(runs)} runs, {counted([run.outcome for run in runs])}."


def counted(outcomes: Sequence[Outcome | None]) -> str:
    """How many of ``outcomes`` were which."""
    counts = {o: outcomes.count(o) for o in Outcome}
    return ", ".join(f"{n} {_ENDED[o]}" for o, n in counts.items() if n)


def remedy(runs: Sequence[Run]) -> float | None:
    """A learning rate that works where a single run did not, found by training with it."""
    if len(runs) > 1:
        return None
    (run,) = runs
    failed = run.outcome in (Outcome.DIVERGED, Outcome.DEAD) or bounces(run) or rolls(run)
    return working(run.experiment) if failed else None


def bounces(run: Run) -> bool:
    """Whether a run that used up its epochs goes from side to side instead of down."""
    return run.outcome is Outcome.FINISHED and rises(run.loss) > _BOUNCING


def rolls(run: Run) -> bool:
    """Whether a run that used up its epochs has no gradient left, and only earlier ones still move it."""
    if run.outcome is not Outcome.FINISHED or not run.state:
        return False
    return not run.experiment.data.gradients(run.params[-1:]).any()


def _epochs(run: Run) -> str:
    epochs = run.experiment.epochs
    return f"{epochs} epoch{'s' if epochs > 1 else ''}"


def _step(run: Run, point: int, exactly: str) -> str:
    """When ``point`` was reached: "at step 7", or "by step 700" if the steps before were not recorded."""
    skips = point > 0 and int(run.step[point] - run.step[point - 1]) > 1
    return f"{'by' if skips else exactly} step {int(run.step[point])}"


def _converged(run: Run) -> str:
    small = run.experiment.data.small_loss
    below = (run.loss <= small).nonzero().flatten()
    if len(below) == 0 or run.loss[-1] > small:
        return _flat(run)
    first = _step(run, int(below[0]), "at")
    return f"It settled: loss {run.loss[-1]:.2g} after {_epochs(run)}, first below {small:g} {first}."


def _flat(run: Run) -> str:
    if on_a_ridge(run):
        return (
            f"It came to rest at loss {run.loss[-1]:.4g}, but not in a valley: the ground is flat here and "
            "falls away to the side. A start a little beside it would not stay."
        )
    return f"It settled: the ground is flat here, at loss {run.loss[-1]:.4g}."


def on_a_ridge(run: Run) -> bool:
    """Whether a function bends downwards where ``run`` ended: on a saddle, or on top of a hill."""
    if run.experiment.data.batched:
        return False
    bends = torch.linalg.eigvalsh(hessians(run.experiment.data, run.params[-1:].double()))[0]
    return bool(bends[0] < -_BENT * bends.abs().max())


def _finished(run: Run) -> str:
    if bounces(run):
        return (
            f"It never settles: the loss keeps jumping. After {_epochs(run)} it is {run.loss[-1]:.3g}, "
            f"and it went up in {rises(run.loss):.0%} of the last steps."
        )
    if rolls(run):
        when = _step(run, run.death, "on")
        return (
            f"The gradient is exactly zero since it went too far {when}, and the loss stays at "
            f"{run.loss[-1]:.4g}: what the optimizer remembers still moves it, to no avail."
        )
    return f"It ran out of epochs while still improving: loss {run.loss[-1]:.3g} after {_epochs(run)}."


def _diverged(run: Run) -> str:
    return (
        f"It blew up: after step {run.updates} the numbers overflowed. "
        "The picture stops at the last finite step."
    )


def _falling(run: Run) -> str:
    told = (
        f"It falls for ever: this ground has no lowest place. After step {run.updates} it was at "
        f"loss {run.loss[-1]:.2g}; the picture stops there."
    )
    return told.replace("-", "−")


def _undefined(run: Run) -> str:
    where = ", ".join(f"{name} {value:.3g}" for name, value in zip(run.names, run.params[-1], strict=True))
    return (
        f"It left the function after step {run.updates}: from {where} the next step leads to where there "
        "is no value, or none that a computer holds."
    )


def _dead(run: Run) -> str:
    when = _step(run, run.death, "on")
    off = "the ReLU is off for every sample, " if run.experiment.problem == "neuron" else ""
    return f"It died {when}: {off}the gradient is exactly zero, the loss stays at {run.loss[-1]:.4g}."
