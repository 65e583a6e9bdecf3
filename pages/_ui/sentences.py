"""An experiment and how its run ended, in plain sentences with their own numbers."""

from collections.abc import Sequence

from gd_core import Experiment, Outcome, Run
from pages._ui.endings import ENDED, ending
from pages._ui.naming import differing, names, told_of
from pages._ui.rules import optimizer_words, rate_words


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
    return f"; from step {experiment.branch} on {', '.join(changed) or 'unchanged'}"


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


def endings(runs: Sequence[Run]) -> str:
    """One sentence for all ``runs``."""
    if len(runs) == 1:
        return ending(runs[0])
    experiments = [run.experiment for run in runs]
    if differing(experiments):
        pairs = zip(names(experiments), runs, strict=True)
        told = "; ".join(f"{name} {ENDED[run.outcome]}" for name, run in pairs if run.outcome)
        return f"{told[:1].upper()}{told[1:]}."
    return f"Of {len(runs)} runs, {counted([run.outcome for run in runs])}."


def counted(outcomes: Sequence[Outcome | None]) -> str:
    """How many of ``outcomes`` were which."""
    counts = {o: outcomes.count(o) for o in Outcome}
    return ", ".join(f"{n} {ENDED[o]}" for o, n in counts.items() if n)
