"""A link says what is chosen, and nothing that it says can do harm."""

import re
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import parse_qs

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import Experiment
from gd_core.fields import MAX_UPDATES, Number
from gd_core.problems.network.builder import ACTIVATIONS, Layer
from pages._ui import pins
from pages._ui.assignment.layers import Layers
from pages._ui.fields import Amount, Field, Formula, Level, OneOf, Parameters, Rectangle, SomeOf, Switch
from pages._ui.links import VERSION, opened, written
from pages._ui.page_fields import DECIDING, PAGES, Linked
from pages._ui.planes import MOST_SEED, PlaneName, following, pairs, planes, random
from pages._ui.reconcile import reconcile
from tests.expressions import FORMULAS

NAMED = [Experiment(problem=name).data.names for name in ("bowl", "neuron", "network")]
"""The names of two, three and thirteen parameters."""

WITH_FIELDS = [name for name, linked in PAGES.items() if linked.fields]


def numbers(limits: Number) -> st.SearchStrategy[Any]:
    if limits.kind is int:
        return st.integers(int(limits.low), int(limits.high))
    return st.floats(limits.low, limits.high)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Any value of ``field``."""
    match field:
        case Amount(limits):
            return numbers(limits)
        case OneOf(options) | Level(options):
            return st.sampled_from(options)
        case SomeOf(options):
            return st.sets(st.sampled_from(options)).map(lambda s: tuple(o for o in options if o in s))
        case Switch():
            return st.booleans()
        case Rectangle(limits):
            corners = st.lists(numbers(limits), min_size=2, max_size=2, unique=True).map(sorted)
            return st.none() | st.tuples(corners, corners).map(lambda c: (*c[0], *c[1]))
        case Formula():
            return FORMULAS
        case Parameters():
            number = st.floats(-1e6, 1e6, width=32)
            sizes = st.sampled_from([2, 3, 13])
            return sizes.flatmap(lambda count: st.tuples(*[number] * count))
        case PlaneName(further):
            kinds = [w for names in NAMED for w in planes(names)]
            more = [following(w) for names in NAMED[1:] for w in pairs(names)] + [
                random(0),
                random(MOST_SEED),
            ]
            return st.sampled_from(kinds + more if further else kinds)
        case Layers():
            size = st.integers(1, 8)
            layer = st.builds(Layer, size, size, st.sampled_from(list(ACTIVATIONS)))
            return st.lists(layer, min_size=1, max_size=4).map(tuple)
    raise AssertionError(f"no values for {field}")


@st.composite
def wishes(draw: st.DrawFn, linked: Linked) -> dict[str, Any]:
    """Whatever may be asked for on a page, field by field: together it may be impossible."""
    asked = [name for name in linked.fields if draw(st.booleans())]
    return {name: draw(values(linked.fields[name])) for name in asked}


def parsed(text: str) -> dict[str, list[str]]:
    """The query string ``text`` as a server reads it."""
    return parse_qs(text, keep_blank_values=True)


@pytest.mark.parametrize("page", WITH_FIELDS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_what_is_chosen_comes_back_from_its_link(page: str, data: st.DataObject) -> None:
    wanted = data.draw(wishes(PAGES[page]))
    chosen = reconcile(PAGES[page], wanted, wanted).values
    text = written(page, chosen)
    back = opened(page, parsed(text))
    assert not back.notices
    again = PAGES[page].opened_with(back.values)
    assert again == chosen
    assert written(page, again) == text


def _experiment(first: Experiment, found: dict[str, Any]) -> Experiment:
    return replace(first, **{name: found[name] for name in DECIDING if name in found})


@pytest.mark.parametrize("page", WITH_FIELDS)
def test_a_page_as_it_begins_has_no_query(page: str) -> None:
    assert written(page, PAGES[page].beginning()) == ""


def test_a_link_is_short_and_readable() -> None:
    chosen = PAGES["lab"].beginning() | {"learning_rate": 0.019, "batch": "mini", "plane": "w1 and b"}
    chosen["start"] = (0.5, torch.tensor(0.1).item(), -3.0)
    assert written("lab", chosen) == "v=1&batch=mini&learning_rate=0.019&start=0.5,0.1,-3&plane=w1,b"


def test_a_link_with_a_pinned_run_says_what_differs() -> None:
    chosen = PAGES["lab"].beginning() | {"learning_rate": 0.01}
    chosen |= pins.now(chosen)
    assert written("lab", chosen) == "v=1&branch=0"
    chosen["learning_rate"] = 0.019
    assert written("lab", chosen) == "v=1&learning_rate=0.019&pin_learning_rate=0.01"
    chosen["branch"] = 40
    assert written("lab", chosen) == "v=1&learning_rate=0.019&branch=40&pin_learning_rate=0.01"
    chosen |= pins.ALONE
    assert written("lab", chosen) == "v=1&learning_rate=0.019"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"branch": "1001"},
            "The branch must be between 0 and 1000, where the shorter run ends, not 1001. "
            "Shown instead: 1000.",
        ),
        (
            {"branch": "40", "epochs": "20"},
            "The branch must be between 0 and 20, where the shorter run ends, not 40. Shown instead: 20.",
        ),
        (
            {"branch": "40", "epochs": "20", "pin_epochs": "50"},
            "The branch must be between 0 and 20, where the shorter run ends, not 40. Shown instead: 20.",
        ),
        (
            {"pin_batch_size": "5"},
            "In the pinned run, the batch size must be between 1 and 4 (the samples of neuron), not 5. "
            "Shown instead: 4.",
        ),
        (
            {"pin_learning_rate": "x"},
            "The pin learning rate must be a number between 10⁻⁵ and 1, not “x”. "
            "Shown instead: as if the link did not say it.",
        ),
    ],
)
def test_a_pinned_run_that_cannot_be_is_told(asked: dict[str, str], told: str) -> None:
    found = opened("lab", {name: [text] for name, text in asked.items()})
    assert found.notices == [told]


BAD = {
    "learning_rate": ("7", "The learning rate must be a number between 10⁻⁵ and 1, not “7”."),
    "epochs": ("1.5", "The epochs must be a whole number between 1 and 200000, not “1.5”."),
    "batch": ("half", "The batch must be one of full, mini, stochastic, not “half”."),
    "batch_size": ("9", "The batch size must be between 1 and 4 (the samples of neuron), not 9."),
    "start": ("1,2", "The start must hold 3 numbers (w1, w2, b), not 2."),
    "plane": (
        "w1,v3",
        "The plane must be two of w1, w2, b in this order, principal, random with a seed (as in "
        "random,3), or follow with two parameters, not “w1,v3”.",
    ),
    "condition": ("0.5", "The condition must be a number between 1 and 1000, not “0.5”."),
    "formula": (
        "x^2 + foo(y)",
        "The formula has “foo” at character 7, a name that is not known here.",
    ),
    "view": ("3,1,0,1", "The view must go from a lower to a higher number, not “3,1,0,1”."),
    "step": ("-1", "The step must be a whole number between 0 and 1000000, not “-1”."),
    "speed": ("fast", "The speed must be one of auto, 1, 10, 60, 300, 1000, not “fast”."),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_field_is_named_and_the_others_are_kept(name: str) -> None:
    text, told = BAD[name]
    found = opened("lab", {name: [text], "seed": ["5"]})
    assert {n: v for n, v in found.values.items() if n != name} == {"seed": 5}
    assert found.opening == {}
    (notice,) = found.notices
    assert notice.startswith(f"{told} Shown instead: ")


def test_fields_that_do_not_go_together_are_told_by_the_one_that_comes_later() -> None:
    found = opened("lab", {"problem": ["network"], "batch": ["stochastic"], "epochs": ["200000"]})
    assert found.values == {"problem": "network", "batch": "stochastic", "epochs": 100_000}
    (notice,) = found.notices
    assert notice.startswith("The epochs must be between 1 and 100000 here")
    assert notice.endswith("instead: 100000.")


def test_the_browsers_fields_go_to_the_browser() -> None:
    found = opened("lab", {"step": ["7"], "speed": ["60"], "play": ["1"], "present": ["0"]})
    assert found.opening == {"step": 7, "speed": "60", "play": True, "present": False}
    assert found.values == {}


def test_another_version_an_unknown_field_and_one_named_twice_are_told() -> None:
    found = opened("lab", {"v": ["9"], "learning_rte": ["1"], "seed": ["1", "2"]})
    assert found.values == {"seed": 2}
    assert [notice.split(" ")[1] for notice in found.notices] == ["link", "page", "link"]


def test_what_chats_add_to_links_is_no_news() -> None:
    assert opened("lab", {"v": [VERSION], "utm_source": ["chat"], "fbclid": ["x"]}).notices == []


def test_many_notices_are_cut_short() -> None:
    found = opened("lab", {f"field {i}": ["x"] for i in range(500)})
    assert len(found.notices) == 5
    assert found.notices[-1] == "And 496 more."


TEXTS = [
    *("x^2+y^2", "log(-1)x", "x+", "((((x", "1/0", "9^9^9^9x", "__import__('os').system('x')", "x.__class__"),
    *("x" * 201, "(" * 100, "-" * 199 + "x", "sin(<b>x</b>)", "x,y", "lambda: x", "eval(x)", "x if y else x"),
    "<script>alert(1)</script>",
    "![x](//evil.example/x)",
    "`$\\frac`",
    "[a](b)",
    ":red[x] :material/home: :smile:",
    *("1e999", "nan", "-inf", "-0", "1_0", "٣", "0x10", "9" * 400, "\x00", "", " ", "true", "2-3-ReLU"),
    *(
        "1,2,3",
        ",,,",
        "w1,w1",
        "w99,w1",
        "principal",
        "random,7",
        "random,-1",
        "follow,w1,w2",
        "follow,w1",
        "www.evil.example",
        "../../etc",
        "' OR 1=1",
        "%00",
    ),
]
NAMES = sorted({name for linked in PAGES.values() for name in {**linked.fields, **linked.browsers}})
MARKUP = set("<>[]`$*\\!:#|~&/@")


def hostile(chance: Random) -> str:
    """A text that means no good, or no sense."""
    if chance.random() < 0.5:
        return chance.choice(TEXTS)
    return "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0x3000)))) for _ in range(12))


@pytest.mark.parametrize("page", list(PAGES))
def test_no_link_fails_or_is_taken_for_markup(page: str) -> None:
    chance, linked = Random(page), PAGES[page]
    for _ in range(10_000 // len(PAGES) + 1):
        names = [chance.choice(NAMES) if chance.random() < 0.8 else hostile(chance) for _ in range(3)]
        found = opened(page, {name: [hostile(chance)] for name in names})
        assert found.values.keys() <= linked.fields.keys()
        if linked.experiment:
            assert _experiment(linked.experiment, found.values).updates <= MAX_UPDATES
        for notice in found.notices:
            assert not set(re.sub(r"Shown instead:|(?<=\d)/(?=\d)", "", notice)) & MARKUP, notice


def test_what_does_not_go_with_a_function_is_told() -> None:
    found = opened("lab", {"problem": ["saddle"], "batch": ["mini"], "axis": ["log"], "seed": ["5"]})
    assert found.values == {"problem": "saddle", "batch": "full", "axis": "linear", "seed": 5}
    batch, axis = found.notices
    assert batch.startswith("The batch must be full for saddle, a function without samples, not 'mini'.")
    assert axis.startswith("The axis must be linear here")


def test_a_start_where_a_formula_has_no_value_is_told() -> None:
    found = opened("lab", {"problem": ["formula"], "formula": ["log(x) + y"], "start": ["-1,0"]})
    assert found.values == {"problem": "formula", "formula": "log(x) + y", "start": None}
    (notice,) = found.notices
    assert notice.startswith("The start must be where the formula has a finite value, not (-1.0, 0.0).")


def test_a_formula_is_escaped_in_a_link() -> None:
    chosen = PAGES["lab"].beginning(Experiment(problem="formula", formula="(x+1)^2*y"))
    text = written("lab", chosen)
    assert text == "v=1&problem=formula&formula=%28x%2B1%29%5E2%2Ay"
    assert opened("lab", parsed(text)).values["formula"] == "(x+1)^2*y"
