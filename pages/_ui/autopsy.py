"""Why a run failed, as the player's card shows it: plain sentences, and the numbers behind them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gd_core import Experiment, Outcome, Run
from gd_core.fit import Fit
from gd_core.postmortems import Cause, Leap, PostMortem, SwitchOff, post_mortem
from pages._ui.figures import run_names
from pages._ui.page_fields import DECIDING, PAGES
from pages._ui.rates import working

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
        "goodLoss": f"{run.loss[found.good]:.4g}",
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
        since, begin, end = int(run.step[found.good]), run.loss[found.good], run.loss[-1]
        if not begin.isfinite():
            return "The loss has no finite value already at the start."
        overflow = run.ending is None or run.ending.overflow
        if since == run.updates:
            return f"The step after step {since}, from a loss of {begin:.4g}, overflowed."
        last = "after it the numbers overflowed" if overflow else "there the picture stops"
        return f"From step {since} on the loss grew from {begin:.4g} to {end:.4g}: {last}."
    if point == 0 and found.cause is Cause.SWITCHED_OFF:
        return "At the start already no ReLU is on for any sample: nothing before it can learn."
    if point == 0:
        return "It stands where nothing can move it: at the start already the gradient is exactly zero."
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
        return f"switched off {what}, the last to be on: none passes anything on, for any sample."
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
    if not found.leaps:
        return []
    worst = max(found.leaps, key=lambda leap: leap.rate / leap.limit)
    plain = found.run.experiment.optimizer == "sgd"
    whose = "" if plain else " of plain gradient descent"
    at = f"For step {_made(found, worst)}{_seen(found, worst)}"
    limit = f"{at} the limit{whose} was 2 / {worst.sharpness:.4g} = {worst.limit:.4g}"
    return [f"{limit}{_held(found, worst) if plain else f', and the rate {worst.rate:.4g}: only a guide.'}"]


def _held(found: PostMortem, leap: Leap) -> str:
    """The rate of that update held against the limit."""
    if leap.rate <= leap.limit:
        far = "across a kink" if found.off else "further away"
        return f", and the rate {leap.rate:.4g} is below it: it knows nothing of what lies {far}."
    beyond = leap.rate * leap.sharpness - 1
    by = f"{beyond:.0%}" if beyond < 10 else f"{beyond:.3g} times the distance"
    return (
        f"; the rate {leap.rate:.4g} is {leap.rate / leap.limit:.3g} times that: the step went "
        f"beyond the lowest point of the steepest direction, by {by}."
    )


def _seen(found: PostMortem, leap: Leap) -> str:
    """Which hill that update went down, where it was not that of all samples."""
    return "" if _full(found) else f", on the hill of {_batch(found, leap)},"


def _batch(found: PostMortem, leap: Leap) -> str:
    samples = sorted(i + 1 for i in found.run.batches[leap.point].tolist() if i >= 0)
    return f"sample{'s' if len(samples) > 1 else ''} {_listed(samples)}"


def _leaps(found: PostMortem) -> list[list[str]]:
    whose = [] if _full(found) else ["batch"]
    head = ["step", *whose, "curvature λ", "limit 2 / λ", "rate / limit", "loss before", "and after"]
    return [head, *(_leap(found, leap) for leap in found.leaps)] if found.leaps else []


def _leap(found: PostMortem, leap: Leap) -> list[str]:
    whose = [] if _full(found) else [_batch(found, leap).removeprefix("samples ").removeprefix("sample ")]
    return [
        _made(found, leap),
        *whose,
        f"{leap.sharpness:.4g}",
        f"{leap.limit:.4g}",
        f"{leap.rate / leap.limit:.3g}",
        f"{leap.loss:.4g}",
        f"{leap.after:.4g}",
    ]


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
        f"{off.before:.4g}",
        f"{off.after:.4g}",
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
