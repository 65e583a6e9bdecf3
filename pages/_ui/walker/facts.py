"""The numbers in the lesson's prose, worked out from the curves themselves."""

from functools import cache

from gd_core import Experiment, train
from gd_core.digits import number
from gd_core.lessons.curves import BOWL, TWO_VALLEYS, neuron_curve

_LEAP = 3.0
_BOLD = 0.2


@cache
def facts() -> dict[str, str]:
    """What the section "try" of the lesson asks for, as text."""
    return {**_bowl(), **_valleys(), **_neuron()}


def _bowl() -> dict[str, str]:
    # On w^2 the slope is 2 w: with the rate 2 / 2 = 1, a step leads from w to -w.
    limit = 2 / (2 * BOWL.pieces[0][2])
    start, mirror = BOWL.path(BOWL.start, limit, 1)
    return {"limit": _short(limit), "start": _short(start), "mirror": _short(mirror)}


def _valleys() -> dict[str, str]:
    deep, shallow = (TWO_VALLEYS.at(w)[0] for w in TWO_VALLEYS.valleys())
    return {
        "ridge": _short(TWO_VALLEYS.ridges()[0]),
        "deep": _short(deep),
        "shallow": _short(shallow),
        "far": _short(_LEAP),
        "bold": _short(_BOLD),
    }


def _neuron() -> dict[str, str]:
    run = train(Experiment())
    _, w2, b = run.params[run.best].tolist()
    return {"w2": _short(w2), "b": _short(b), "dead": _short(neuron_curve().breaks[0])}


def _short(value: float) -> str:
    return number(value, 3)
