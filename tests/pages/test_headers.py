"""What a browser is told with every answer."""

import re

import pytest

from pages._ui import assets, headers, index, middleware
from tests.pages.asked import ask

PAGES = list(middleware.pages())


def rules(csp: str) -> dict[str, str]:
    return {name: value for name, _, value in (rule.strip().partition(" ") for rule in csp.split(";"))}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_its_own_scripts_and_no_others(name: str) -> None:
    _, told, body = ask(f"/{name}", accept_encoding="")
    allowed = rules(told["content-security-policy"])["script-src"].split()
    scripts = headers.inline(body)
    assert len(scripts) == len(re.findall(rb"<script>", body)) >= 2
    assert {f"'sha256-{headers._hash(script)}'" for script in scripts} < set(allowed)
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:"} & set(allowed)
    assert headers._hash(b"alert(1)") not in told["content-security-policy"]


def test_no_rule_names_another_host() -> None:
    csp = headers.policy([index.original().encode()])
    sources = {word for value in rules(csp).values() for word in value.split()}
    hashes = {word for word in sources if word.startswith("'sha256-")}
    assert sources - hashes == {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert rules(csp)["default-src"] == "'self'"  # and with it connect-src and frame-src


@pytest.mark.parametrize("path", ["/", "/nothing", f"/{assets.base()}player.mjs", "/share/qr.svg?link=x"])
def test_every_answer_is_taken_for_what_it_says_it_is(path: str) -> None:
    told = ask(path)[1]
    assert headers.COMMON.items() <= {key.title(): value for key, value in told.items()}.items()


def test_an_unchanged_page_keeps_its_policy() -> None:
    tag = ask("/")[1]["etag"]
    assert ask("/", if_none_match=tag)[1]["content-security-policy"] == middleware._policy()


def test_a_picture_opened_by_itself_runs_nothing() -> None:
    assert ask("/share/qr.svg?link=x")[1]["content-security-policy"] == headers.PICTURE


def test_any_page_may_show_the_app_unless_the_host_says_which() -> None:
    assert "frame-ancestors" not in headers.policy([])
    told = rules(headers.policy([], "'self'  https://course.example https://*.school.example:8443"))
    assert told["frame-ancestors"] == "'self' https://course.example https://*.school.example:8443"


@pytest.mark.parametrize("ancestors", ["*; script-src *", "javascript:", "a,b", "'unsafe-inline'"])
def test_a_bad_list_of_ancestors_is_named(ancestors: str) -> None:
    with pytest.raises(ValueError, match=r"GD_FRAME_ANCESTORS must be .* not"):
        headers.policy([], ancestors)
