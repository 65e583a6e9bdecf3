"""A teacher's list goes into a link and comes back, and a bad one is named."""

import pytest

from pages._ui.links import opened
from pages._ui.page_fields import PAGES

LIST = PAGES["lab"].browsers["list"]
TEXT = "lab~learning_rate:0.019~step:7!neuron!batches~clock:epochs~batch_size:3"


def test_a_list_comes_back_from_its_link() -> None:
    entries = LIST.read("list", TEXT)
    assert entries[0] == {"page": "lab", "fields": {"learning_rate": "0.019", "step": "7"}}
    assert [entry["page"] for entry in entries] == ["lab", "neuron", "batches"]
    assert LIST.write(entries) == TEXT


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The list must have between 1 and 40 entries, not 0."),
        ("lab!" * 41, "The list must have between 1 and 40 entries, not 41."),
        ("lab!shop", "Entry 2 of the list must begin with a page, not “shop”."),
        ("<b>", "Entry 1 of the list must begin with a page, not “?b?”."),
        ("lab~learning_rate:9", "Entry 1 of the list cannot be shown as it is. The learning rate must be"),
        ("lab~list:lab", "Entry 1 of the list cannot be shown as it is."),
    ],
)
def test_a_bad_list_is_told_and_the_page_opens(text: str, told: str) -> None:
    found = opened("lab", {"list": [text], "seed": ["5"]})
    assert found.values == {"seed": 5}
    assert "list" not in found.opening
    (notice,) = found.notices
    assert notice.startswith(told)
