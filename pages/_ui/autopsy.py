"""Why a run failed, as the player's card shows it: plain sentences, and the numbers behind them."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from gd_core import Experiment, Outcome, Run
from gd_core.analysis.postmortems import Cause, Leap, PostMortem, SwitchOff, post_mortem
from gd_core.analysis.rate_limits import reach_written
from gd_core.digits import apart, number, percent, toward
from gd_core.problems.fit import Fit
from pages._ui.figures import run_names
from pages._ui.page_fields import DECIDING, PAGES
from pages._ui.rates import working
from pages._ui.rules import OPTIMIZER_NAMES

Panel = dict[str, Any]


def autopsy(runs: Sequence[Run], page: str) -> list[Panel]:
    """The card of the first of ``runs`` that died or blew up, for ``page``; none if all did well."""
    failed = [place for place, run in enumerate(runs) if run.outcome in (Outcome.DIVERGED, Outcome.DEAD)]
    if not failed:
        return []
    found = post_mortem(runs[failed[0]])
    assert found is not None
    several = len(runs) > 1
    others = [f"{len(failed)} of {len(runs)} runs failed; this is the first of them."] if several else []
    return [card(found, page, run_names(runs)[failed[0]] if several else "", others)]


def card(found: PostMortem, page: str, name: str = "", first: Sequence[str] = ()) -> Panel:
    """The card for ``found``, the run called ``name`` among others; it is shown from ``step`` on.

    ``leaps`` and ``sums`` are tables, the first row their heads. ``good`` is the step to go back to, None
    for a run that never moved; ``again`` what to choose to start there with a ``rate`` that works from
    there: fields as a link says them, or None where that is no news or no smaller rate works.
    """
    run, moved = found.run, found.point > 0
    verb = "blew up" if found.cause is Cause.BLOWN_UP else "died" if moved else "is dead from the start"
    next_one = _from_good(found) if moved and (name or found.good > 0) else None
    return {
        "kind": "postmortem",
        "slot": "end",
        "step": int(run.step[found.point]),
        "title": f"Why {name or 'it'} {verb}",
        "lines": [*first, _fatal(found), *_too_long(found)],
        "leaps": _leaps(found),
        "sums": _sums(found),
        "good": int(run.step[found.good]) if moved else None,
        "goodLoss": number(float(run.loss[found.good])),
        "rate": next_one.learning_rate if next_one else None,
        "again": _chosen(next_one, page) if next_one else None,
    }


def _from_good(found: PostMortem) -> Experiment | None:
    """The same experiment from the last good point, with a rate that works from there."""
    start = tuple(found.run.params[found.good].tolist())
    again = replace(found.run.experiment, start=start, trunk=None, branch=0)
    rate = working(again)
    return None if rate is None else replace(again, learning_rate=rate)


def _chosen(experiment: Experiment, page: str) -> dict[str, str | None]:
    """What to choose on ``page`` to see ``experiment`` alone, and whole."""
    fields, whole = PAGES[page].fields, experiment.first(experiment.horizon)
    decided = {name: fields[name].write(getattr(whole, name)) for name in DECIDING if name in fields}
    return decided | {"runs": fields["runs"].write(1)} | {n: None for n in ("view", "branch") if n in fields}


def _fatal(found: PostMortem) -> str:
    """What happened in the last step that moved anything."""
    run, point = found.run, found.point
    if found.cause is Cause.BLOWN_UP:
        since, begin, end = int(run.step[found.good]), float(run.loss[found.good]), float(run.loss[-1])
        if not isfinite(begin):
            return "Even at the start the loss is not a finite number."
        overflow = run.ending is None or run.ending.overflow
        if since == run.updates:
            return (
                f"The step after step {since} (loss {number(begin)}) gave numbers too large for the computer."
            )
        last = "then the numbers became too large for the computer" if overflow else "there the picture stops"
        low, high = apart(begin, end)
        return f"From step {since} on the loss grew from {low} to {high}: {last}."
    if point == 0 and found.cause is Cause.SWITCHED_OFF:
        return "No ReLU is on for any sample, even at the start: the weights before the ReLU get no gradient."
    if point == 0:
        return "Nothing can move it: even at the start the gradient is exactly zero."
    if found.cause is Cause.SATURATED:
        return (
            f"{_step_to(run, point)} made the sums so large that the sigmoid is exactly 0 or 1 for "
            f"{found.rounded} of {run.experiment.data.samples} samples: there its slope is 0."
        )
    if found.cause is Cause.FLAT:
        return f"{_step_to(run, point)} led to ground that is exactly flat."
    return f"{_step_to(run, point)} {_switched_off(found)}"


def _switched_off(found: PostMortem) -> str:
    last = [off for off in found.off if off.point == found.point - 1]
    if _layered(found):
        units = sorted({off.unit + 1 for off in last})
        what = f"hidden neuron {units[0]}" if len(units) == 1 else f"the hidden neurons {_listed(units)}"
        return f"switched off {what}, the last one that was on: now every one gives 0 for every sample."
    samples = [off.sample + 1 for off in last]
    which = f"sample{'s' if len(samples) > 1 else ''} {_listed(samples)}"
    rest = "" if len(last) == len(found.off) else ", where it was the last that was still on"
    return f"switched off the ReLU for {which}{rest}: no sample lets a gradient through any more."


def _step_to(run: Run, point: int) -> str:
    """The step that leads to a recorded point, as far as the record knows it."""
    before, step = int(run.step[point - 1]), int(run.step[point])
    return f"Step {step}" if step == before + 1 else f"One of the steps {before + 1} to {step}"


def _too_long(found: PostMortem) -> list[str]:
    """The step whose rate was furthest above its limit, in numbers."""
    bounded = _bounded(found)
    if not bounded:
        return []
    worst = max(bounded, key=_over)
    made = found.run.experiment.choices_at(int(found.run.step[worst.point]))
    whose = "" if made.optimizer == "sgd" else f" of {OPTIMIZER_NAMES[made.optimizer]}"
    at = f"For step {_made(found, worst)}{_seen(found, worst)} the limit{whose} was {reach_written(made)} / "
    limit = f"{at}{number(worst.sharpness)} = {_told_limit(worst)[0]}"
    return [f"{limit}{_held(found, worst)}"]


def _bounded(found: PostMortem) -> list[Leap]:
    """The updates of optimizers that have a limit."""
    return [leap for leap in found.leaps if leap.limit is not None]


def _over(leap: Leap) -> float:
    """How many times its limit that update's rate was; 0 where nothing limits it."""
    return leap.rate / leap.limit if leap.limit else 0.0


def _told_limit(leap: Leap) -> tuple[str, str]:
    """The limit and the rate, told apart."""
    return apart(leap.limit or 0.0, leap.rate)


def _held(found: PostMortem, leap: Leap) -> str:
    """The rate of that update held against the limit."""
    rate = _told_limit(leap)[1]
    if _over(leap) <= 1:
        far = "across a kink" if found.off else "further away"
        return f". The rate {rate} is below that limit, but the limit says nothing about what lies {far}."
    times = f"; the rate {rate} is {toward(_over(leap), 1, 3)} times that"
    made = found.run.experiment.choices_at(int(found.run.step[leap.point]))
    if made.optimizer != "sgd":
        return f"{times}: along the steepest direction the steps grow."
    beyond = leap.rate * leap.sharpness - 1
    by = percent(beyond) if beyond < 10 else f"{number(beyond, 3)} times the distance"
    return f"{times}: the step went beyond the lowest point of the steepest direction, by {by}."


def _seen(found: PostMortem, leap: Leap) -> str:
    """Which hill that update went down, where it was not that of all samples."""
    return "" if _full(found) else f", on the hill of {_batch(found, leap)},"


def _batch(found: PostMortem, leap: Leap) -> str:
    samples = sorted(i + 1 for i in found.run.batches[leap.point].tolist() if i >= 0)
    return f"sample{'s' if len(samples) > 1 else ''} {_listed(samples)}"


def _leaps(found: PostMortem) -> list[list[str]]:
    whose = [] if _full(found) else ["batch"]
    bound = _bounded(found)
    reaches = {
        reach_written(found.run.experiment.choices_at(int(found.run.step[leap.point]))) for leap in bound
    }
    limit = f"limit {reaches.pop()} / λ" if len(reaches) == 1 else "limit"
    limits = [limit, "rate / limit"] if bound else []
    head = ["step", *whose, "curvature λ", *limits, "loss before", "and after"]
    return [head, *(_leap(found, leap) for leap in found.leaps)] if found.leaps else []


def _leap(found: PostMortem, leap: Leap) -> list[str]:
    whose = [] if _full(found) else [_batch(found, leap).removeprefix("samples ").removeprefix("sample ")]
    return [
        _made(found, leap),
        *whose,
        number(leap.sharpness),
        *(_limit(leap) if _bounded(found) else []),
        *apart(leap.loss, leap.after),
    ]


def _limit(leap: Leap) -> list[str]:
    return ["none", "–"] if leap.limit is None else [_told_limit(leap)[0], toward(_over(leap), 1, 3)]


def _made(found: PostMortem, leap: Leap) -> str:
    """The number of that step: it led to the point after it, as far as the record knows."""
    before, after = found.run.step[leap.point : leap.point + 2].tolist()
    return f"{after}" if after == before + 1 else f"{before + 1} to {after}"


def _sums(found: PostMortem) -> list[list[str]]:
    if not found.off:
        return []
    head = ["ReLU", "off at step", "sum z before", "and after"]
    return [head, *(_sum(found, off) for off in _telling(found))]


def _sum(found: PostMortem, off: SwitchOff) -> list[str]:
    sample = f"sample {off.sample + 1}"
    return [
        f"hidden {off.unit + 1}, {sample}" if _layered(found) else sample,
        f"{int(found.run.step[off.point + 1])}",
        number(off.before),
        number(off.after),
    ]


def _telling(found: PostMortem) -> list[SwitchOff]:
    """Every sample's of a neuron; of each hidden neuron of a network the last that was on."""
    if not _layered(found):
        return list(found.off)
    units = sorted({off.unit for off in found.off})
    return [
        max((off for off in found.off if off.unit == unit), key=lambda off: (off.point, off.before))
        for unit in units
    ]


def _layered(found: PostMortem) -> bool:
    problem = found.run.experiment.data
    return isinstance(problem, Fit) and len(problem.model.sizes) > 2


def _full(found: PostMortem) -> bool:
    return found.run.experiment.batch == "full"


def _listed(numbers: Sequence[int]) -> str:
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last
