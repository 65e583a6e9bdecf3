"""The page to take away holds everything it needs, and nothing that it was not meant to hold."""

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gd_core import Experiment, train_many
from pages._ui import assets
from pages._ui.planes import planes
from pages._ui.player.payload import Caption, pack
from pages._ui.scene import scene
from pages._ui.takeaway import bundle, theme
from pages._ui.takeaway.made import Made
from pages._ui.takeaway.page import html

MADE = Made("One neuron.", "https://lab.example/?v=1&seed=3")
MOST_BYTES = 6_000_000


def message(*experiments: Experiment) -> bytes:
    runs = train_many(experiments, record_limit=4_000)
    return pack(scene(runs, planes(runs[0].names)[0]), "log", Caption())


@pytest.fixture(scope="module")
def small() -> tuple[bytes, str]:
    sent = message(Experiment(epochs=30))
    return sent, html(sent, MADE)


class Elements(HTMLParser):
    """Every element with its attributes, and the text within the scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str | None, str] = {}
        self._script: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._script = (dict(attrs).get("id") or dict(attrs).get("type")) if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data


def test_the_largest_run_of_the_lab_is_small_enough_to_mail() -> None:
    e = {"problem": "network", "batch": "stochastic", "epochs": 2_000, "learning_rate": 0.05}
    sent = message(*(Experiment(seed=seed, **e) for seed in range(4)))  # type: ignore[arg-type]
    page = html(sent, MADE)
    assert len(page.encode()) < MOST_BYTES


def test_it_holds_the_message_and_plotly_to_the_byte(small: tuple[bytes, str]) -> None:
    sent, page = small
    scripts = Elements(page).scripts
    assert base64.b64decode(scripts["message"]) == sent
    plotly = zlib.decompress(base64.b64decode(scripts["plotly"]))
    assert plotly == assets.path("plotly.min.js").read_bytes()


def test_every_module_is_there_and_imports_only_what_is_there(small: tuple[bytes, str]) -> None:
    imports = json.loads(Elements(small[1]).scripts["importmap"])["imports"]
    for name, url in imports.items():
        text = base64.b64decode(url.partition(",")[2]).decode()
        assert name.startswith(bundle.PREFIX)
        asked = re.findall(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""", text)
        assert set(asked) <= imports.keys()
        assert "import.meta" not in text
        assert not re.search(r"""["'`]\./""", text)
    assert len(imports) > 10


def test_a_modules_text_is_the_players_own_but_for_what_it_imports() -> None:
    text = assets.path("playhead.mjs").read_text(encoding="utf-8")
    assert bundle.rewritten(text) == text
    assert bundle.rewritten('import { a } from "./b.mjs"\nawait import(`./${kind}.mjs`)') == (
        'import { a } from "gd/b.mjs"\nawait import(`gd/${kind}.mjs`)'
    )


def test_nothing_in_it_is_fetched(small: tuple[bytes, str]) -> None:
    elements = Elements(small[1]).found
    assert not [a for tag, a in elements if tag in ("script", "img", "iframe") and a.get("src")]
    fetched = [a["href"] for tag, a in elements if tag == "link" and a.get("rel") != "canonical"]
    assert fetched == ["data:,"]
    (policy,) = (a["content"] or "" for _, a in elements if a.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "http" not in policy
    styles = re.sub(
        r"https?://www\.w3\.org\S*", "", small[1].partition("<style>")[2].partition("</style>")[0]
    )
    assert "@import" not in styles
    assert "url(http" not in styles


def test_it_says_how_it_was_made(small: tuple[bytes, str]) -> None:
    elements = Elements(small[1]).found
    assert {"rel": "canonical", "href": MADE.link} in [a for tag, a in elements if tag == "link"]
    assert MADE.link in [a.get("href") for tag, a in elements if tag == "a"]
    assert any("PyTorch" in (a.get("content") or "") for tag, a in elements if tag == "meta")


def test_a_title_is_no_markup() -> None:
    page = html(b"", Made("<script>alert(1)</script> & {{plotly}}"))
    assert "<script>alert" not in page
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{plotly}}</h1>" in page
    assert "canonical" not in page


def test_a_lessons_panels_come_along() -> None:
    modules = bundle.import_map(["standalone.mjs", "audit.mjs"])
    assert {"gd/audit.mjs", "gd/player.mjs", "gd/loading.mjs"} <= modules.keys()


def test_both_themes_are_there_with_every_variable_that_the_players_styles_read() -> None:
    css = html(b"", MADE).partition("<style>")[2].partition("</style>")[0]
    read = set(re.findall(r"var\(--st-([\w-]+)", css))
    always = set(re.findall(r"--st-([\w-]+):", theme.styles().partition("@media")[0]))
    assert read <= always
    for name in ("light", "dark"):
        assert {"text-color", "background-color", "primary-color"} <= theme.themes()[name].keys()
    assert "#12161c" in theme.styles().partition("prefers-color-scheme: dark")[2]


def test_only_the_module_that_is_replaced_knows_where_it_lies() -> None:
    texts = {
        p.name: p.read_text(encoding="utf-8") for p in Path(assets.__file__).parent.glob("player/**/*.mjs")
    }
    assert {name for name, text in texts.items() if "import.meta" in text} == {"loading.mjs"}
