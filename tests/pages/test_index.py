"""Every page's index.html is Streamlit's, and names files that are there."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit import config, file_util

from pages._ui import assets, index, middleware
from pages._ui.first.fragment import fragment
from pages._ui.index import Needs
from tests.pages.asked import PASSED_ON, ask

ORIGINAL = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
PAGES = list(middleware.pages())


class Links(HTMLParser):
    """The link elements of a page's head, as dicts of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            self.found.append(dict(attrs))


def links(html: str) -> list[dict[str, str | None]]:
    return Links(html).found


def urls(html: str) -> list[str]:
    return [str(link["href"]) for link in links(html)]


def test_every_page_of_the_navigation_is_known() -> None:
    shell = (Path(middleware.__file__).parent / "shell.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"\.\./(\w+)\.py"', shell))
    assert (set(PAGES) | {"lab"}) - {""} == named
    assert set(middleware.NEEDS) <= set(PAGES)


def page(path: str) -> str:
    """The HTML of the page at ``path``, asked for by who takes nothing zipped."""
    return ask(path, accept_encoding="identity")[2].decode()


@pytest.mark.parametrize("name", PAGES)
def test_only_links_the_apps_address_and_the_first_picture_are_added(name: str) -> None:
    status, headers, body = ask(f"/{name}", accept_encoding="identity")
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert headers["content-type"].startswith("text/html")
    first = fragment(name)
    html = body.decode()
    assert f"{first}</body>" in html
    html = html.replace(first, "") if first else html
    added = [line for line in html.splitlines() if line not in ORIGINAL.splitlines()]
    added = [line.strip() for line in added if line.strip()]
    assert added.pop(0) == index._WHERE
    assert all(re.fullmatch(r'<link rel="(modulepreload|preload)" [^<>]*>', line) for line in added)
    assert [line for line in ORIGINAL.splitlines() if line not in html] == []


@pytest.mark.parametrize("name", PAGES)
def test_all_that_is_named_is_there_and_named_once(name: str) -> None:
    named = urls(page(f"/{name}"))
    assert len(named) == len(set(named))
    added = [url for url in named if url not in urls(ORIGINAL)]
    assert all(url.startswith("./") and ask(url[1:])[0] == 200 for url in added)


def test_what_a_page_needs_is_found_in_the_installed_build() -> None:
    for name, needs in middleware.NEEDS.items():
        html = page(f"/{name}")
        missing = [chunk for chunk in needs.chunks if f"/{chunk}." not in html]
        assert not missing, f"{name or 'the Lab'}: {missing}"
        assert all(f"{assets.base()}{module}" in html for module in (*needs.modules, *(needs.files or {})))


def test_a_page_without_pictures_names_nothing_more() -> None:
    assert links(page("/guide")) == links(ORIGINAL)


def test_modules_come_with_all_that_they_import() -> None:
    html = page("/")
    for name in ("player.mjs", "draw.mjs", "payload.mjs", "loading.mjs"):
        assert f'rel="modulepreload" crossorigin href="./{assets.base()}{name}"' in html


def test_an_unknown_name_is_left_out() -> None:
    html = index.enriched(Needs(chunks=("NoSuchWidget",), modules=("no.mjs",))).decode()
    assert links(html) == links(ORIGINAL)


def test_an_unexpected_index_is_served_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "original", lambda: "<html>something new</html>")
    assert index.enriched(middleware.NEEDS[""]) == b"<html>something new</html>"


def test_a_page_is_sent_zipped_to_who_takes_that() -> None:
    _, headers, body = ask("/")
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body).decode() == page("/")
    assert headers["etag"] != ask("/", accept_encoding="identity")[1]["etag"]


def test_an_unchanged_page_is_not_sent_again() -> None:
    tag = ask("/")[1]["etag"]
    assert ask("/", if_none_match=tag)[::2] == (304, b"")
    assert ask("/", if_none_match='"other"')[0] == 200
    assert ask("/guide")[1]["etag"] != tag


@pytest.mark.parametrize(
    "path", ["/lab", "/Idea", "/idea/", "/x/idea", "//idea", "/index.html", "/__init__", "/_ui"]
)
def test_other_addresses_are_streamlits_business(path: str) -> None:
    assert ask(path)[2] == PASSED_ON


def test_another_method_is_streamlits_business() -> None:
    assert ask("/", method="POST")[2] == PASSED_ON


def test_a_base_path_comes_first() -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "idea")
    try:
        assert ask("/idea/")[0] == ask("/idea/guide")[0] == 200
        assert [ask(path)[2] for path in ("/", "/idea", "/guide")] == [PASSED_ON] * 3
    finally:
        config.set_option("server.baseUrlPath", before)
