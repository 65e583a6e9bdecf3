"""A plane's name says what it is, and only planes that are there are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.problems.catalog import NETWORK, NEURON, WAVE
from pages._ui.planes import (
    MOST_SEED,
    PlaneName,
    following,
    follows,
    pair,
    pairs,
    planes,
    random,
    seed,
    still,
)

FIELD = PlaneName()
names = st.sampled_from([NEURON.names, NETWORK.names])


@st.composite
def any_plane(draw: st.DrawFn) -> tuple[tuple[str, ...], str]:
    model = draw(names)
    along = draw(st.sampled_from(pairs(model)))
    choices = [
        draw(st.sampled_from(planes(model))),
        following(along),
        random(draw(st.integers(0, MOST_SEED))),
    ]
    return model, draw(st.sampled_from(choices))


@given(chosen=any_plane())
def test_every_plane_is_there_and_comes_back_from_its_text(chosen: tuple[tuple[str, ...], str]) -> None:
    model, plane = chosen
    assert FIELD.there(model, plane)
    assert FIELD.read("plane", FIELD.write(plane)) == plane
    assert not FIELD.there(WAVE.names, plane)


@pytest.mark.parametrize(
    ("text", "plane"),
    [
        ("principal", "principal plane"),
        ("w1,b", "w1 and b"),
        ("random,7", "random plane 7"),
        ("random,007", "random plane 7"),
        ("follow,w1,b", "following w1 and b"),
    ],
)
def test_what_a_link_says(text: str, plane: str) -> None:
    assert FIELD.read("plane", text) == plane


@pytest.mark.parametrize(
    "text",
    [
        "random",
        "random,",
        "random,-1",
        "random,1.5",
        "random,10000",
        "random,٣",
        "follow",
        "follow,w1",
        "follow,principal",
        "follow,random,7",
        "w1",
        "w1,w2,b",
        "",
        "Random,7",
    ],
)
def test_what_names_no_plane_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="The plane must be two parameters, like w1,w2, principal, random"):
        FIELD.read("plane", text)


@pytest.mark.parametrize("plane", ["w1 and v3", "following w1 and v3", "w2 and w1", "following b and w1"])
def test_a_plane_of_another_model_is_missing(plane: str) -> None:
    assert not FIELD.there(NEURON.names, plane)
    assert FIELD.write(plane) in FIELD.missing(NEURON.names, plane)


@pytest.mark.parametrize("text", ["random,7", "follow,w1,w2"])
def test_some_pictures_have_only_planes_that_stand_still(text: str) -> None:
    field = PlaneName(further=False)
    with pytest.raises(ValueError, match="like w1,w2, or principal, not"):
        field.read("plane", text)
    assert not field.there(NEURON.names, FIELD.read("plane", text))


def test_the_words_of_a_plane() -> None:
    assert follows(following("w1 and b"))
    assert not follows("w1 and b")
    assert still(following("w1 and b")) == still("w1 and b") == "w1 and b"
    assert pair(following("w1 and b")) == pair("w1 and b") == ("w1", "b")
    assert pair("principal plane") is pair(random(3)) is None
    assert seed(random(3)) == 3
    assert seed("principal plane") is seed("w1 and b") is None
