"""A teacher's list goes into a link and comes back; a bad entry is named, and the others are kept."""

import pytest

from pages._ui.links import opened, sifted
from pages._ui.lists import LONGEST, MOST
from pages._ui.page_fields import PAGES

LIST = PAGES["lab"].browsers["list"]
TEXT = "lab~learning_rate:0.019~step:7!neuron!batches~clock:epochs~batch_size:3"


def taken(text: str, at: str = "1") -> tuple[list[str], int]:
    """What is left of the list ``text``, entry by entry as a link says it, and the place in it."""
    opening = opened("lab", {"list": [text], "at": [at]}).opening
    return [LIST.write([entry]) for entry in opening["list"]], opening["at"]


def test_a_list_comes_back_from_its_link() -> None:
    entries = [*LIST.read("list", TEXT).entries.values()]
    assert entries[0] == {"page": "lab", "fields": {"learning_rate": "0.019", "step": "7"}}
    assert [entry["page"] for entry in entries] == ["lab", "neuron", "batches"]
    assert LIST.write(entries) == TEXT


@pytest.mark.parametrize(
    "said",
    ["Too fast?", "50%! a~b:c", "%21%7E", "é 👩‍🏫 <b>bold</b> & more", "הלמידה", "🙂" * LONGEST["name"]],
)
def test_names_and_notes_come_back_whatever_they_say(said: str) -> None:
    entry = {"page": "lab", "fields": {"seed": "3"}, "name": said, "note": said}
    for text in (LIST.write([entry]), LIST.write([entry, entry])):
        assert [*LIST.read("list", text).entries.values()] == [entry] * (1 + ("!" in text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The list must have between 1 and 40 entries, not 0."),
        ("<b>", "Entry 1 of the list is left out. Its page must be one of lab, idea, "),
        ("lab~learning_rate:9", "Entry 1 of the list is left out. The learning rate must be"),
        ("lab~list:lab", "Entry 1 of the list is left out. A list is no part of a list."),
    ],
)
def test_a_list_without_a_good_entry_is_told_and_the_page_opens(text: str, told: str) -> None:
    found = opened("lab", {"list": [text], "seed": ["5"], "at": ["1"]})
    assert found.values == {"seed": 5}
    assert "list" not in found.opening
    (notice,) = found.notices
    assert notice.startswith(told)
    assert notice.count("Shown instead") <= 1


@pytest.mark.parametrize(
    ("at", "place"), [("1", 1), ("2", 2), ("3", 2), ("4", 2), ("5", 3), ("6", 3), ("40", 3)]
)
def test_bad_entries_are_told_one_by_one_and_the_rest_is_kept(at: str, place: int) -> None:
    text = "lab~seed:1!shop!lab~learning_rate:9!neuron!guide!guide~foo:1"
    assert taken(text, at) == (["lab~seed:1", "neuron", "guide"], place)
    notices = opened("lab", {"list": [text]}).notices
    assert [notice.split(".")[0] for notice in notices] == [
        f"Entry {place} of the list is left out" for place in (2, 3, 6)
    ]
    assert "not “shop”" in notices[0]
    assert "not “9”" in notices[1]
    assert "“foo”" in notices[2]


def test_too_many_entries_and_too_long_words_are_cut_and_told() -> None:
    found = opened("lab", {"list": ["!".join(["lab"] * 41)]})
    assert len(found.opening["list"]) == MOST
    assert found.notices == ["The list must have at most 40 entries, not 41. The first 40 are kept."]
    found = opened("lab", {"list": [f"lab!lab~name:{'é' * 500}~note:{'x' * 301}"]})
    assert found.opening["list"][1] == {"page": "lab", "fields": {}, "name": "é" * 80, "note": "x" * 300}
    assert found.notices == [
        "The name of entry 2 must have at most 80 characters, not 500. The first 80 are kept.",
        "The note of entry 2 must have at most 300 characters, not 301. The first 300 are kept.",
    ]


def test_one_error_is_said_once() -> None:
    asked = {"learning_rate": ["9"], "list": ["lab~learning_rate:9!neuron"], "at": ["1"]}
    first, second = opened("lab", asked).notices
    assert "not “9”" in first
    assert second == "Entry 1 of the list is left out. The reason is the same."


def test_a_file_may_say_numbers_and_switches_and_bad_entries_are_told() -> None:
    entries = [
        {"page": "lab", "fields": {"learning_rate": 0.019, "play": True, "step": 7}, "name": " a\n\tb\x00 "},
        {"page": "lab", "fields": {"learning_rate": [1]}},
        "neuron",
        {"page": "neuron", "fields": 3},
        {"fields": {}},
        {"page": ["lab"]},
        {"page": "guide", "note": {"a": 1}},
    ]
    found = sifted(entries)
    assert found.entries[1] == {
        "page": "lab",
        "fields": {"learning_rate": "0.019", "play": "1", "step": "7"},
        "name": "a b",
    }
    assert sorted(found.entries) == [1, 7]
    assert sorted(found.faults) == [2, 3, 4, 5, 6]
    assert "Its learning rate must be a text or a number" in found.faults[2]


def test_an_old_list_is_read_as_it_was() -> None:
    formula = "lab~problem:own~formula:x^2+100%2*y^2"
    entry = LIST.read("list", formula).entries[1]
    assert entry["fields"]["formula"] == "x^2+100%2*y^2"
