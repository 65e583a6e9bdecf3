"""How a finished run ended, in plain sentences with its own numbers."""

from collections.abc import Callable

from gd_core import Outcome, Run
from gd_core.digits import distinct, number, percent, toward
from gd_core.endings.outcomes import Ending
from gd_core.problems.fit import Fit

ENDED = {
    Outcome.CONVERGED: "settled",
    Outcome.ARRIVING: "almost arrived",
    Outcome.IMPROVING: "ran out of epochs while improving",
    Outcome.FINISHED: "ran out of epochs",
    Outcome.BOUNCING: "kept bouncing",
    Outcome.CYCLING: "went back and forth",
    Outcome.GROWING: "moved away",
    Outcome.COASTING: "coasted without a gradient",
    Outcome.STALLED: "stood still on a slope",
    Outcome.RESTING: "rested where there is no valley",
    Outcome.SLOPELESS: "came to where there is no slope",
    Outcome.DIVERGED: "blew up",
    Outcome.DEAD: "died",
    Outcome.FALLING: "fell out of sight",
    Outcome.UNDEFINED: "came to a place without a value",
}
"""The endings as verbs, for several runs."""

_SOMETIMES = 0.05
"""When this share of the last steps goes up, it is told."""

_FASTER, _NEAR = 1.005, 0.05
_LARGEST = number(3.4e38, 2)
"""The largest 32-bit number."""


def ending(run: Run) -> str:
    """The sentence for one finished run."""
    if run.ending is None:
        return ""
    if not run.loss.isfinite().any():
        return "The loss has no finite value from the start on: there is nothing to see."
    return _TELL[run.ending.outcome](run, run.ending)


def _last(run: Run, digits: int = 4) -> str:
    return number(float(run.loss[-1]), digits)


def _epochs(run: Run) -> str:
    epochs = run.experiment.epochs
    return f"{epochs} epoch{'s' if epochs > 1 else ''}"


def _step(run: Run, point: int, exactly: str) -> str:
    """When ``point`` was reached: "at step 7", or "by step 700" if the steps before were not recorded."""
    skips = point > 0 and int(run.step[point] - run.step[point - 1]) > 1
    return f"{'by' if skips else exactly} step {int(run.step[point])}"


def _converged(run: Run, ending: Ending) -> str:
    small = run.experiment.data.small_loss
    below = (run.loss <= small).nonzero().flatten()
    if ending.kink:
        return (
            f"It settled in a crease of the ground, at loss {_last(run)}: the slope jumps there, "
            "and only steps that shrink come to rest."
        )
    if len(below) == 0 or run.loss[-1] > small:
        return f"It settled: the ground is flat here, at loss {_last(run)}."
    first = _step(run, int(below[0]), "at")
    return f"It settled: loss {_last(run, 2)} after {_epochs(run)}, first below {number(small, 6)} {first}."


def _arriving(run: Run, ending: Ending) -> str:
    loss, goal = _loss_and_goal(run, ending)
    return f"It has almost arrived: after {_epochs(run)} the loss is {loss}, and it is heading for {goal}."


def _improving(run: Run, ending: Ending) -> str:
    loss, goal = _loss_and_goal(run, ending)
    heading = f", on its way to {goal}" if goal and _close(run, ending) else ""
    ups = f" It went up in {percent(ending.rises)} of the last steps." if ending.rises > _SOMETIMES else ""
    return f"It ran out of epochs while still improving: loss {loss} after {_epochs(run)}{heading}.{ups}"


def _close(run: Run, ending: Ending) -> bool:
    """Whether loss and goal are so near to each other that few digits do not tell them apart."""
    loss, goal = float(run.loss[-1]), ending.goal or 0.0
    return abs(loss - goal) <= _NEAR * abs(goal)


def _loss_and_goal(run: Run, ending: Ending) -> tuple[str, str]:
    """The last loss and where it is heading, with as many digits as tell them apart, and from the start's."""
    start, loss = float(run.loss[0]), float(run.loss[-1])
    if ending.goal is None:
        return toward(loss, start, 3), ""
    told, _, goal = distinct((loss, start, ending.goal), 3)
    near = abs(ending.goal) < 1e-3 * abs(loss)
    return told, "0" if near else goal


def _bouncing(run: Run, ending: Ending) -> str:
    if ending.high - ending.low <= 1e-3 * abs(ending.high):
        return (
            f"It never settles: the parameters keep moving, and the loss stays near {_last(run)} "
            f"(after {_epochs(run)})."
        )
    return (
        f"It never settles: the loss keeps jumping. After {_epochs(run)} it is {_last(run, 3)}. In "
        f"the last steps it was between {number(ending.low, 3)} and {number(ending.high, 3)}, and it went up "
        f"in {percent(ending.rises)} of them."
    )


def _cycling(run: Run, ending: Ending) -> str:
    way = "goes back and forth between two places" if ending.period == 2 else "goes round"
    every = "" if ending.period == 2 else f", the same way every {ending.period} steps"
    low, high = ending.low, ending.high
    same = high - low <= 1e-3 * max(abs(low), abs(high))
    loss = f"stays at {_last(run)}" if same else f"goes from {number(low, 3)} to {number(high, 3)} and back"
    return f"It {way}{every}, for ever: the loss {loss}. More epochs would not change that."


def _growing(run: Run, ending: Ending) -> str:
    times = (
        f": each step makes it {number(ending.growth, 3)} times as high" if ending.growth > _FASTER else ""
    )
    return (
        f"It moves away: after {_epochs(run)} the loss is {toward(float(run.loss[-1]), ending.low, 3)} and "
        f"rising{times}."
    )


def _coasting(run: Run, ending: Ending) -> str:
    when = _step(run, run.death, "on")
    return (
        f"It went too far {when}. Since then the gradient has been exactly zero, and the loss stays at "
        f"{_last(run)}: only what the optimizer remembers still moves it."
    )


def _stalled(run: Run, ending: Ending) -> str:
    return (
        f"It stands still on a slope: after {_epochs(run)} the loss is {_last(run)}, and the steps are "
        "too short to change 32-bit numbers."
    )


def _resting(run: Run, ending: Ending) -> str:
    return (
        f"It came to rest at loss {_last(run)}, but not in a valley: the ground is flat here and "
        "falls away to the side. A start beside it, on the lower side, would not stay."
    )


def _slopeless(run: Run, ending: Ending) -> str:
    lowest = ", and nothing around it is lower" if ending.lowest else ""
    return (
        f"It stopped after step {run.updates}, at {_where(run)}: the function has a value there, "
        f"{_last(run)}{lowest}, but no slope that says where to go."
    )


def _diverged(run: Run, ending: Ending) -> str:
    if ending.overflow:
        return (
            f"It blew up: after step {run.updates} the numbers overflowed (32-bit numbers end at "
            f"{_LARGEST}). The picture stops at the last finite step."
        )
    start, loss = float(run.loss[0]), float(run.loss[-1])
    grown = start > 0 and len(run.loss) > 1
    times = f", {number(loss / start, 2)} times that of the start" if grown else ""
    return (
        f"It blew up: after step {run.updates} the loss is {number(loss, 3)}{times}. The picture stops there."
    )


def _falling(run: Run, ending: Ending) -> str:
    return (
        f"It falls further and further: after step {run.updates} it was at loss {_last(run, 2)}, and has met "
        "no lowest place. The picture stops there."
    )


def _undefined(run: Run, ending: Ending) -> str:
    return (
        f"It stopped after step {run.updates}, at {_where(run)}: the next step would lead to a place where "
        "the function has no value."
    )


def _where(run: Run) -> str:
    return ", ".join(
        f"{name} = {number(value, 3)}" for name, value in zip(run.names, run.params[-1], strict=True)
    )


def _dead(run: Run, ending: Ending) -> str:
    when = "It was dead from the start" if run.death == 0 else f"It died {_step(run, run.death, 'on')}"
    moves = " What the optimizer remembers still moves it, to no avail." if ending.drifting else ""
    off = f"{_which(run)} off for every sample, " if ending.off else ""
    if ending.off and run.experiment.data.gradients(run.params[-1:]).any():
        return (
            f"{when}: {off}so only the output's bias can still learn. The loss is {_last(run)}, "
            "with one and the same answer for every sample."
        )
    return f"{when}: {off}the gradient is exactly zero, the loss stays at {_last(run)}.{moves}"


def _which(run: Run) -> str:
    problem = run.experiment.data
    single = isinstance(problem, Fit) and len(problem.model.sizes) == 2
    return "the ReLU is" if single else "every hidden ReLU is"


def _finished(run: Run, ending: Ending) -> str:
    return f"It ran out of epochs: loss {_last(run, 3)} after {_epochs(run)}."


_TELL: dict[Outcome, Callable[[Run, Ending], str]] = {
    Outcome.CONVERGED: _converged,
    Outcome.ARRIVING: _arriving,
    Outcome.IMPROVING: _improving,
    Outcome.FINISHED: _finished,
    Outcome.BOUNCING: _bouncing,
    Outcome.CYCLING: _cycling,
    Outcome.GROWING: _growing,
    Outcome.COASTING: _coasting,
    Outcome.STALLED: _stalled,
    Outcome.RESTING: _resting,
    Outcome.SLOPELESS: _slopeless,
    Outcome.DIVERGED: _diverged,
    Outcome.DEAD: _dead,
    Outcome.FALLING: _falling,
    Outcome.UNDEFINED: _undefined,
}
