"""The interesting values of every field of a link: at, within and beyond its bounds, malformed, absent."""

from collections.abc import Sequence
from math import inf, nextafter, sqrt

from gd_core import Experiment
from gd_core.fields import Number
from gd_core.problems.network.builder import ACTIVATIONS
from pages._ui.assignment.layers import Layers
from pages._ui.fields import Amount, Field, Formula, Level, OneOf, Parameters, Rectangle, SomeOf, Switch
from pages._ui.lists import Entries
from pages._ui.planes import MOST_SEED, PlaneName

Value = str | None
"""The text of a link, or None where the link does not say the field."""

FORMULAS = (
    *("x^2+3y^2", "x-x", "0*x", "x", "y^1e308", "abs(y)-(y)", "sqrt(x)+y^2", "sqrt(x)%2By", "log(x)+y"),
    *("1e9*x^2", "1/x+1/y", "exp(exp(x))", "x^0.5*y", "sin(1e9x)", "1e-300*x^2", "-x^2-y^2", "x^x", "3"),
    *("x^2+sinh(y)", "", "(" * 100, "1e308*x*1e308"),
)
_VIEWS = (
    *(
        "-3,3,-3,3",
        "0,1e-7,0,1e-7",
        "1,1.0000001,5,5.0000001",
        "1e29,1e30,1e29,1e30",
        "-1e30,1e30,-1e30,1e30",
    ),
    *("-3,3,0,1e20", "-1e12,1e12,-1,1", "1e5,1e6,-1e6,-1e5", "0,1e-30,0,1e-30"),
    *("3,1,0,1", "-1e31,1,0,1", "1,2,3", "0,0,0,0"),
)
_LISTS = (
    "lab!guide",
    "neuron~epochs:50!lab~learning_rate:0.02~seed:3",
    "lab~epochs:0",
    "shop",
    "!".join(["idea"] * 40),
    "!".join(["idea"] * 41),
)
_LAYERS = (
    *("2-1-none", "2-3-ReLU,3-1-Sigmoid", "2-8-Tanh,8-8-ReLU,8-8-ReLU,8-1-Sigmoid", "2-3-ReLU,4-1-Sigmoid"),
    *("1-1-none", "8-8-Sigmoid", ",".join(["2-2-ReLU"] * 9), "0-1-none", "2-9-none", "2-3-Swish", "x"),
    *(f"2-3-{name},3-1-{name}" for name in ACTIVATIONS),
)


def values(field: Field, experiment: Experiment) -> tuple[Value, ...]:
    """What a link may say of ``field`` on the problem of ``experiment``, and that it says nothing."""
    return (None, *dict.fromkeys(_said(field, experiment)))


def _said(field: Field, experiment: Experiment) -> Sequence[str]:
    match field:
        case Amount(limits):
            return (*_amounts(limits), "x")
        case OneOf(options):
            return (*options, "none_such")
        case Level(options):
            return (*(f"{option:g}" for option in options), "0.123")
        case SomeOf(options):
            return ("", *options, ",".join(options), "none_such")
        case Switch():
            return ("0", "1", "2")
        case Rectangle():
            return _VIEWS
        case Formula():
            return FORMULAS
        case Parameters():
            return _starts(len(experiment.data.names))
        case PlaneName():
            return _planes(experiment.data.names)
        case Entries():
            return _LISTS
        case Layers():
            return _LAYERS
    raise AssertionError(f"no values for {field}")


def _amounts(limits: Number) -> list[str]:
    low, high = limits.low, limits.high
    if limits.kind is int:
        return [str(int(v)) for v in (low, low + 1, (low + high) // 2, high, low - 1, high + 1)]
    middle = sqrt(low * high) if low > 0 else (low + high) / 2
    return [repr(v) for v in (low, middle, high, nextafter(low, -inf), nextafter(high, inf))]


def _starts(count: int) -> list[str]:
    rising = ",".join(str(1.5 - i) for i in range(count))
    alike = (",".join([text] * count) for text in ("0", "1", "-1", "1e6", "-1e6", "1e-30", "1000001", "nan"))
    return [rising, *alike, ",".join(["1"] * (count + 1)), "0,5,0", "0,0", "x"]


def _planes(names: Sequence[str]) -> list[str]:
    first, last = f"{names[0]},{names[1]}", f"{names[-2]},{names[-1]}"
    there = [first, last, "principal", "random,0", f"random,{MOST_SEED}", f"follow,{first}"]
    return [*there, f"random,{MOST_SEED + 1}", f"follow,{names[1]},{names[0]}", "w1,b", "v1,b2", "x,y", "w1"]
