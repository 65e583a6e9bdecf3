"""Links to the edge of what numbers can say open pages with pictures, or a sentence why there are none."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import links
from tests.pages.decoder import Tree
from tests.pages.lab import asked_for, shown

FAR = "1e29,1e30,1e29,1e30"
NOWHERE = "The loss has no finite value anywhere in this view."
ZERO = "Every loss is exactly 0."
NO_LOSS = "The loss has no finite value at any step."


def opened(query: str, page: str = "") -> AppTest:
    """The page that the link ``query`` opens."""
    app, asked = asked_for(), parse_qs(query)
    if page:
        app.run().switch_page(f"../{page}.py")
        link = links.opened(page, asked)
        assert not link.notices
        app.session_state[f"{page} link"] = link.values
    else:
        app.query_params.update({name: texts[0] for name, texts in asked.items()})
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def notes(message: Tree) -> list[str]:
    """What is written in the middle of the pictures."""
    pictures = (message["surface"], message["loss"])
    return [
        said["text"].replace("<br>", " ")
        for each in pictures
        for said in each["layout"].get("annotations", ())
    ]


INSIGHTS = "limit,optimizer,compare,solid,takeaway,log"

LINKS = [
    ("start=0,5,0", "", [ZERO]),
    ("problem=bowl&start=0,0", "", [ZERO]),
    (f"view={FAR}", "", [NOWHERE]),
    (f"view={FAR}", "neuron", [NOWHERE]),
    (f"view={FAR}", "network", []),
    (f"view={FAR}&hill=1&hill_view={FAR}&valley=1&valley_view={FAR}", "batches", [NOWHERE]),
    ("view=-3,3,0,1e20", "neuron", []),
    ("view=5e11,5.00000001e11,-1e-5,1e-5", "", []),
    ("view=1,1.0000001,1,1.0000001", "network", []),
    ("problem=saddle&view=-1e30,1e30,-1e30,1e30", "", [NOWHERE]),
    ("problem=beale&start=1e6,1e6", "", [NO_LOSS]),
    ("problem=network&view=-1e30,1e30,-1e30,1e30&open=slices,batch,limit", "", []),
    ("problem=formula&formula=x-x", "", []),
    ("problem=formula&formula=0*x", "", []),
    ("problem=formula&formula=x", "", []),
    ("problem=formula&formula=y^1e308", "", []),
    ("problem=formula&formula=y^1e308&optimizer=adam&start=0,1", "", []),
    ("problem=formula&formula=abs(y)-(y)", "", [ZERO]),
    ("problem=formula&formula=sqrt(x)%2By^2&start=0,1", "", []),
    ("optimizer=adam&epochs=100&branch=100", "", []),
    ("seed=2147483640&band=1", "", []),
    ("luck=2147483647&batch=stochastic&epochs=50&band=1&branch=0", "", []),
]


@pytest.mark.parametrize(("query", "page", "said"), LINKS)
def test_it_opens_with_everything_that_it_has(query: str, page: str, said: list[str]) -> None:
    more = "" if "open=" in query or page else f"&open={INSIGHTS}"
    found = notes(shown(opened(f"v=1&{query}{more}", page)))
    assert [text for text in found if text in (NOWHERE, NO_LOSS, ZERO)] == said


def test_a_view_finer_than_numbers_is_told() -> None:
    message = shown(opened("v=1&view=1,1.0000001,1,1.0000001"))
    assert message["view"].endswith("as near as 32-bit numbers tell points apart")
    low, high = message["surface"]["layout"]["xaxis"]["range"]
    assert low < 1 < high
    x: Any = message["surface"]["data"][0]["x"]
    assert len(set(x.tolist())) == len(x)


def test_where_nothing_is_finite_it_says_so_in_a_sentence() -> None:
    message = shown(opened("v=1&problem=beale&start=1e6,1e6"))
    assert "has no finite value" in message["ending"]
    (card,) = (panel for panel in message["panels"] if panel["kind"] == "postmortem")
    assert card["lines"][0] == "Even at the start the loss is not a finite number."
