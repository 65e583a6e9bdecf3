"""What is said of the three batches, measured over many seeds: the numbers, and sentences of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gd_core import Experiment
from gd_core.digits import number, toward
from gd_core.lessons.claims import SEEDS, Claim, measured, of_size, race, seconds_an_update, spread
from pages._ui.batches.pictures import Row, Say, bands, trade
from pages._ui.batches.verdicts import count, listed, on_clock
from pages._ui.figures import Clock
from pages._ui.naming import batch_name


@dataclass(frozen=True)
class Measured:
    """``claims`` of ``experiment`` by batch size and target, and the seconds that an update took."""

    experiment: Experiment
    claims: dict[int, dict[float, Claim]]
    seconds: dict[int, float]

    def claim(self, size: int, target: float) -> Claim:
        return self.claims[size][target]

    def middle(self, size: int, target: float) -> float:
        """How many updates the seed in the middle needs; infinite where it never gets there."""
        return spread(self.claim(size, target).updates)[2]


def settled_on(experiment: Experiment) -> Experiment:
    """``experiment`` without what the measurement goes through itself: seed, start and batch size."""
    return replace(experiment, batch="full", batch_size=1, seed=0, start=None)


def sizes(experiment: Experiment) -> range:
    """Every batch size, in the order in which they are measured."""
    return range(experiment.data.samples, 0, -1)


def add(found: Measured, size: int) -> None:
    """Measure batches of ``size`` too."""
    one = of_size(found.experiment, size)
    found.claims[size] = measured(one)


def take_time(found: Measured) -> None:
    """Measure what an update takes with each batch size."""
    kinds = [of_size(found.experiment, size) for size in found.claims]
    found.seconds.update(zip(found.claims, seconds_an_update(kinds), strict=True))


def lanes(m: int, samples: int) -> list[tuple[str, int]]:
    """The race's three runs by name, with their batch sizes."""
    experiments = race(Experiment(batch_size=m))
    return [(batch_name(e), size) for e, size in zip(experiments, (samples, m, 1), strict=True)]


def work(found: Measured, m: int, target: float) -> list[str]:
    """Pictures of the updates, the samples and the time until ``target``, with mini-batches of ``m``."""
    by_updates, by_samples = (_rows(found, m, target, clock) for clock in ("updates", "samples"))
    return [
        bands("Updates", by_updates, count),
        bands("Samples seen", by_samples, count),
        bands("Time on this server, ms", _timed(found, m, target), _short),
    ]


def accuracy(found: Measured, m: int, target: float) -> list[str]:
    """Pictures of how well a batch's direction agrees, and of how many steps go up."""
    named = [(name, found.claim(size, target)) for name, size in lanes(m, found.experiment.data.samples)]
    agreeing = [Row(name, claim.agreement) for name, claim in named]
    rising = [Row(name, [100 * share for share in claim.rising]) for name, claim in named]
    return [
        bands("Agreement with the full gradient (cosine)", agreeing, _short, most=1.0),
        bands("Updates that raise the loss, %", rising, _percent, most=100.0),
    ]


def _rows(found: Measured, m: int, target: float, clock: Clock) -> list[Row]:
    return [
        Row(name, [_on(found, size, clock, updates) for updates in found.claim(size, target).updates])
        for name, size in lanes(m, found.experiment.data.samples)
    ]


def _on(found: Measured, size: int, clock: Clock, updates: int | None) -> float | None:
    return None if updates is None else on_clock(of_size(found.experiment, size), updates, clock)


def _timed(found: Measured, m: int, target: float) -> list[Row]:
    rows = []
    for name, size in lanes(m, found.experiment.data.samples):
        milliseconds = 1000 * found.seconds[size]
        updates = found.claim(size, target).updates
        rows.append(Row(name, [None if n is None else milliseconds * n for n in updates]))
    return rows


def work_told(found: Measured, target: float) -> str:
    """What full batch and stochastic take to ``target``, in the middle of the seeds."""
    samples = found.experiment.data.samples
    full, one = found.middle(samples, target), found.middle(1, target)
    if float("inf") in (full, one):
        return _never_told(found, target)
    seen = _samples(found, samples, target), _samples(found, 1, target)
    return (
        f"The middle one of {SEEDS} seeds needs **{full:.0f} updates** with full batch, "
        f"**{one:.0f}** with stochastic. "
        f"Full batch has then looked at **{seen[0]:.0f} samples**, stochastic at **{seen[1]:.0f}**: "
        f"{_compared(*seen)}."
    )


def _compared(full: float, one: float) -> str:
    if full == one:
        return "the same number"
    times = toward(max(full, one) / min(full, one), 1, 2)
    return f"{times} times as many" if full > one else f"stochastic {times} times as many"


def _never_told(found: Measured, target: float) -> str:
    told = []
    for size in (found.experiment.data.samples, 1):
        updates = found.claim(size, target).updates
        there = sum(n is not None for n in updates)
        told.append(f"{batch_name(of_size(found.experiment, size))} on **{there} of {len(updates)}** seeds")
    epochs = found.experiment.epochs
    return f"Within {epochs} epochs loss {number(target, 6)} is reached by {' and by '.join(told)}."


def time_told(found: Measured) -> str:
    """What an update took, on the clock of this server."""
    samples = found.experiment.data.samples
    full, one = (1e6 * found.seconds[size] for size in (samples, 1))
    share = f"{samples} times the samples in {number(full / one, 2)} times the time"
    return f"**{full:.0f} µs** on all {samples} samples and **{one:.0f} µs** on one: {share}"


def accuracy_told(found: Measured, m: int, target: float) -> str:
    """How accurate and how noisy the three are on the way to ``target``."""
    cosines, shares = [], []
    for name, size in lanes(m, found.experiment.data.samples):
        claim = found.claim(size, target)
        cosines.append(f"**{_short(spread(claim.agreement)[2])}** ({name})")
        shares.append(f"**{_percent(100 * spread(claim.rising)[2])} %** ({name})")
    return (
        "How well does a batch's gradient agree with the full one, at the points that full batch passes? The "
        "cosine of the angle between them says it: 1 is the same direction, 0 a right angle. It is "
        f"{', '.join(cosines)}. Not every update lowers the loss. Along each one's own path, these shares of "
        f"the updates raise it: {', '.join(shares)}."
    )


def balance_picture(found: Measured, target: float) -> str:
    """Accuracy beside work, a point for each batch size."""
    title = f"Work to loss {number(target, 6)}, and the accuracy of a step"
    return trade(title, balance(found, target), "samples seen", "agreement")


def balance_told(found: Measured, target: float) -> str:
    """Whether the batch sizes between the ends lie between them, in samples and in agreement."""
    points = balance(found, target)
    seen, agreeing = ([point[i] for point in points] for i in (1, 2))
    (first, *_), (last, *_) = points[0], points[-1]
    if float("inf") in seen:
        never = listed([f"m = {size}" for size, work, _ in points if work == float("inf")])
        return (
            f"The middle seed does not get to loss {number(target, 6)} with {never}: nothing to balance here."
        )
    if seen == sorted(seen) and agreeing == sorted(agreeing):
        return (
            f"Here it does: from m = {first} to m = {last} the work grows ({_arrow(seen, count)} samples), "
            f"and so does the agreement ({_arrow(agreeing, _short)}): more accurate steps cost more work."
        )
    return (
        f"Not in every way: from m = {first} to m = {last} the middle seed needs {_arrow(seen, count)} "
        f"samples, and the cosine of a step goes {_arrow(agreeing, _short)}."
    )


def _arrow(values: Sequence[float], say: Say) -> str:
    return ", ".join(f"**{say(value)}**" for value in values)


def balance(found: Measured, target: float) -> list[tuple[int, float, float]]:
    """For each batch size the samples that the middle seed needs, and the middle agreement."""
    rows = []
    for size in sorted(found.claims):
        seen = _samples(found, size, target)
        rows.append((size, seen, spread(found.claim(size, target).agreement)[2]))
    return rows


def _samples(found: Measured, size: int, target: float) -> float:
    updates = found.middle(size, target)
    if updates == float("inf"):
        return updates
    return on_clock(of_size(found.experiment, size), int(updates), "samples")


def _short(value: float) -> str:
    return "never" if value == float("inf") else number(value, 2)


def _percent(value: float) -> str:
    """A share in whole percent."""
    return f"{value:.0f}"
