"""What the race and the measurements of the lesson on batches came to, in sentences with their numbers."""

from collections.abc import Sequence

from gd_core import Experiment, Run
from gd_core.digits import number
from gd_core.lessons.claims import first_at, samples_seen
from pages._ui.figures import Clock
from pages._ui.naming import batch_name

UNITS: dict[Clock, str] = {"updates": "updates", "epochs": "passes", "samples": "samples seen"}
"""What each clock counts."""


def on_clock(experiment: Experiment, updates: int, clock: Clock) -> float:
    """What ``clock`` shows after ``updates`` updates of ``experiment``."""
    if clock == "updates":
        return updates
    if clock == "epochs":
        return updates / experiment.updates_per_epoch
    return samples_seen(experiment, updates)


def arrival(run: Run, target: float, clock: Clock) -> float | None:
    """When the loss of ``run`` is first at most ``target``, by ``clock``."""
    point = first_at(run, target)
    return None if point is None else on_clock(run.experiment, int(run.step[point]), clock)


def verdict(runs: Sequence[Run], target: float, clock: Clock) -> str:
    """Who brings the loss to ``target`` first, counted by ``clock``."""
    when = {batch_name(run.experiment): arrival(run, target, clock) for run in runs}
    there = sorted((time, name) for name, time in when.items() if time is not None)
    never = [name for name, time in when.items() if time is None]
    told = [f"{name} after {count(time)}" for time, name in there]
    parts = [f"{', '.join(told)} {UNITS[clock]}"] if told else []
    if never:
        do = "does" if len(never) == 1 else "do"
        parts.append(f"{listed(never)} {do} not get there in {runs[0].experiment.epochs} epochs")
    return (
        f"Loss {number(target, 6)} is reached: {'; '.join(parts)}."
        if told
        else f"Loss {number(target, 6)}: {parts[0]}."
    )


def first_of(runs: Sequence[Run], target: float, clock: Clock) -> str | None:
    """The name of the batch that reaches ``target`` before the others; None for a tie, or if none does."""
    times = {batch_name(run.experiment): arrival(run, target, clock) for run in runs}
    reached = {name: time for name, time in times.items() if time is not None}
    firsts = [name for name, time in reached.items() if time == min(reached.values())]
    return firsts[0] if len(firsts) == 1 else None


def listed(names: Sequence[str]) -> str:
    """``names`` with commas and an "and"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def count(value: float) -> str:
    """A count, or passes to the hundredth, or "never"."""
    if value == float("inf"):
        return "never"
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def size_told(experiment: Experiment) -> str:
    """What the batch size of ``experiment`` comes to: it is stochastic at 1 and full batch at N."""
    size, samples = experiment.batch_size, experiment.data.samples
    if size == 1:
        return "m = 1 is stochastic: the two runs make exactly the same updates."
    if size == samples:
        return f"m = {size} = N is full batch: each update sees all {samples} samples, in another order."
    cut = [str(min(size, samples - seen)) for seen in range(0, samples, size)]
    return f"An epoch of {samples} samples is {len(cut)} updates: batches of {listed(cut)}."
