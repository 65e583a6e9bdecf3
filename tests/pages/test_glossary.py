"""The words that are explained: marked in prose where they first stand, and nowhere that is not prose."""

import re

import pytest

from pages._ui import aims, glossary
from pages._ui.controls import PROBLEM_NAMES
from pages._ui.prose import prose
from tests.pages.lab import asked_for

WANTED = ("gradient", "epoch", "ReLU", "lambda", "eta", "learning rate", "loss", "batch", "gradient length")


def words(markdown: str) -> list[tuple[str, str]]:
    """Each marked word, with the text that stands for it."""
    return re.findall(r'<dfn class="gd-term" data-term="([^"]+)">(.*?)</dfn>', glossary.marked(markdown))


def test_every_word_that_a_learner_asks_about_has_a_meaning() -> None:
    assert set(WANTED) <= set(glossary.terms())
    for term in glossary.terms():
        assert glossary.means(term).endswith(".")
        assert f"| {glossary.means(term)} |" in glossary.table()


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("A loss, and another loss.", [("loss", "loss")]),
        (
            "The gradient length of a gradient.",
            [("gradient length", "gradient length"), ("gradient", "gradient")],
        ),
        (
            r"With $\eta$ at $\lambda = 3$, $w$ and $2\eta$.",
            [("eta", r"$\eta$"), ("lambda", r"$\lambda = 3$")],
        ),
        ("`loss` and\n```\nbatch\n```\nof [the gradient](x)", []),
        ("### The gradient\n\nOf glosses and colossal batches.", [("batch", "batches")]),
        ("$$loss$$ <b title='loss'>", []),
    ],
)
def test_a_word_is_marked_once_and_only_in_prose(markdown: str, found: list[tuple[str, str]]) -> None:
    assert words(markdown) == found
    assert re.sub("</?dfn[^>]*>", "", glossary.marked(markdown)) == markdown


def test_the_lesson_marks_lambda_and_eta_where_it_speaks_of_them() -> None:
    marked = dict(words(prose("neuron", "limit", curvature="103.4", limit="0.01934")))
    assert marked["lambda"] == r"$\lambda = 103.4$"
    assert marked["eta"] == r"$\eta$"


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("batches", {"eta", "learning rate", "gradient", "loss"}),
        ("network", {"ReLU", "sigmoid", "weight", "bias"}),
        ("assignment", {"loss", "learning rate", "batch"}),
        ("guide", set(WANTED) - {"gradient length"}),
    ],
)
def test_a_page_explains_the_words_that_it_uses(page: str, wanted: set[str]) -> None:
    app = asked_for(page).run()
    shown = " ".join(str(each.value) for each in app.markdown)
    assert wanted <= set(re.findall(r'data-term="([^"]+)"', shown))


@pytest.mark.parametrize("page", ["idea", "neuron", "batches", "network", "assignment"])
def test_every_lesson_begins_with_its_title(page: str) -> None:
    first = next(str(each.value) for each in asked_for(page).run().markdown if "##" in str(each.value))
    assert first.startswith("## ")


def test_the_guide_shows_the_same_table() -> None:
    app = asked_for("guide").run()
    assert any(glossary.table() in str(each.value) for each in app.markdown)


@pytest.mark.parametrize("problem", PROBLEM_NAMES)
def test_every_problem_says_what_is_made_small(problem: str) -> None:
    sentence = aims.SENTENCES[problem]
    assert re.search(r"makes? (it|its loss) small", sentence)
    if problem in aims.LOOKS:
        assert aims.layout(problem) == "data"
    else:
        assert "without data" in sentence
        assert "x and y" in sentence
