"""Every number that is read on a page is written in the one style: no "1e-05", no hyphen for a minus."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from gd_core.problems.catalog import PROBLEMS
from pages._ui.insights.names import NAMES
from tests.pages.decoder import decode
from tests.pages.lab import asked_for

STRANGE = re.compile(r"\d\.?e[+\-−]?\d|(?<![\w.\-/–])-\.?\d|10\^|\d\^|×10|\d[kMμn]\b|\bnan\b|\binf\b")
"""A number in another style. A hyphen between two words or digits, as in 2-3-1, is none."""

READ = ("markdown", "caption", "success", "error", "warning", "info", "title", "header", "metric", "toast")
TYPED = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$|“[^”]*”|Write \S+|https?://\S+|<[^>]*>", re.DOTALL)
"""What is, or can be, typed and pasted: code, formulas, quotations, links; and markup."""

UNREAD = {
    *("page_tools", "id", "key", "look", "fields", "choices", "back", "again", "formula", "code", "link"),
    *("colorscale", "color", "fillcolor", "hovertemplate", "line", "rates", "next"),
}
"""Parts of messages that nobody reads: links, what is sent back, styles, what the player says its own way."""

PICTURES = [f"problem={name}" for name in PROBLEMS if name != "formula"]
LAB = [
    *PICTURES,
    "learning_rate=0.00001&epochs=1000000&batch=full",  # a message: too many epochs
    "learning_rate=0.00001",
    "learning_rate=0.5",
    "learning_rate=1&optimizer=adam&weight_decay=0.00001",
    "learning_rate=0.9&runs=4",
    "learning_rate=7",
    "problem=formula&formula=1e9*x^2%2By^2&learning_rate=0.00001&start=-1,-2",
    "problem=formula&formula=1e-9*(x^2%2By^2)&learning_rate=1&start=-30000,-0.00002",
    "problem=formula&formula=-x^2-y^2&learning_rate=0.5&epochs=50",
    "problem=formula&formula=x^2%2By^2-1000000&learning_rate=0.1",
    "problem=formula&formula=25027.5*(x-2)^2&learning_rate=0.01",
    "problem=formula&formula=1e300*x^300",
    "problem=bowl&condition=1000&learning_rate=0.3&start=-3.5,-1.25",
    "problem=bowl&view=-1e12,1e12,-1e-3,1",
    "problem=bowl&view=0,1e-7,-1e-7,0&learning_rate=0.00012345",
    "problem=ravine&schedule=exponential&decay=0.001",
    "problem=comparison&learning_rate=1&epochs=2000&batch=mini",
    "pin_learning_rate=0.00002&learning_rate=0.00003",
    "start=-1e7,0,0",
]
ELSEWHERE = [
    ("neuron", "learning_rate=0.0001"),
    ("neuron", "learning_rate=0.5&runs=4&epochs=2000"),
    ("neuron", "challenge=four_starts"),
    ("batches", "learning_rate=0.00005&challenge=bold"),
    ("batches", "measured=1&valley=1"),
    ("network", "epochs=3000&learning_rate=1"),
    ("network", "problem=comparison&learning_rate=0.00001"),
    ("assignment", "learning_rate=1e-9&trained=1"),
    ("assignment", "learning_rate=101"),
    ("idea", ""),
    ("guide", ""),
]


def link(text: str) -> dict[str, str]:
    """The fields of a link, with every insight open."""
    fields = dict(each.split("=", 1) for each in text.split("&") if each)
    return {"v": "1", **{name: value.replace("%2B", "+") for name, value in fields.items()}}


def texts(app: AppTest) -> Iterator[str]:
    """All that a visitor reads: on the page, on its controls, and in what its own parts were sent."""
    for kind in READ:
        yield from (str(each.value) for each in app.get(kind) if isinstance(each, Element))
    for kind in ("select_slider", "button_group", "selectbox"):
        for each in app.get(kind):
            yield from map(str, getattr(each, "options", ()))
    yield from (str(each.label) for each in app.button)
    for part in app.get("bidi_component"):
        sent = part.proto
        if sent.component_name in UNREAD:
            continue
        yield from said(decode(sent.bytes) if sent.bytes else json.loads(sent.json or "null"))


def said(node: Any, name: str = "") -> Iterator[str]:
    """The texts within a message."""
    if name in UNREAD:
        return
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from said(child, key)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from said(child, name)


def strange(app: AppTest) -> list[str]:
    """The texts that hold a number in another style, and that number."""
    read = [TYPED.sub(" ", text) for text in texts(app)]
    return [f"{found[0]!r} in {text[:120]!r}" for text in read for found in STRANGE.finditer(text)]


@pytest.mark.parametrize("asked", LAB)
def test_the_lab_writes_numbers_in_one_style(asked: str) -> None:
    app = asked_for(**link(asked), open=",".join(NAMES)).run()
    assert not app.exception
    assert not strange(app)


@pytest.mark.parametrize(("page", "asked"), ELSEWHERE)
def test_every_page_writes_numbers_in_one_style(page: str, asked: str) -> None:
    app = asked_for(page, **link(asked)).run()
    assert not app.exception
    assert not strange(app)


@pytest.mark.parametrize(
    "text", ["1e-05", "from -3 to 2", "1e+06", "5.2e−6", "2 × 10^6", "10k", "(-1.5, 2)", "loss nan"]
)
def test_another_style_would_be_seen(text: str) -> None:
    assert STRANGE.search(text)


@pytest.mark.parametrize("text", ["2-3-1", "mini-batch 2", "−3.5 × 10⁻⁷", "steps 3–5", "e^2 is 7.4", "w1-w2"])
def test_the_one_style_and_names_pass(text: str) -> None:
    assert not re.search(STRANGE, text.replace("e^2", "e²"))
