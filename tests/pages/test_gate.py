"""What no page asks for is not there, and no body is read; what pages need goes on to Streamlit."""

import asyncio
from typing import Any, cast
from unittest.mock import MagicMock

import pytest
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from pages._ui import gate
from tests.pages.asked import PASSED_ON, ask

CLOSED = [
    "/_stcore/upload_file/a-session/a-file",
    "/_stcore/upload_file",
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/script-health-check",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp/",
    "/_stcore/agent/openapi.json",
    "/_stcore/bidi-components/tools/x.js",
    "/_stcore/whatever/comes",
    "/_stcore",
    "/component/x/index.html",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/app/static/secret",
]
OPEN = [
    "/_stcore/health",
    "/_stcore/host-config",
    "/media/abc.csv",
    "/authors",
    "/components",
    "/nothing",
    "/favicon.png",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "BREW"])
@pytest.mark.parametrize("path", CLOSED)
def test_what_no_page_needs_is_not_there(path: str, method: str) -> None:
    status, _, body = ask(path, method)
    assert (status, body) == (404, b"not found")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", OPEN)
def test_what_pages_need_goes_on(path: str, method: str) -> None:
    assert ask(path, method)[2] == PASSED_ON


@pytest.mark.parametrize("base", ["lab", "/a/b/"])
def test_a_base_path_opens_nothing(base: str) -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    try:
        assert ask(f"/{base.strip('/')}/_stcore/metrics")[0] == 404
        assert ask(f"/{base.strip('/')}/_stcore/health")[2] == PASSED_ON
    finally:
        config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize("path", ["/", "/nothing", "/media/x", "/share/qr.svg?link=x", "/_stcore/health"])
@pytest.mark.parametrize("body", [{"transfer_encoding": "chunked"}, {"content_length": "5000000000"}])
def test_a_request_with_a_body_is_turned_away_and_none_of_it_read(path: str, body: dict[str, str]) -> None:
    for method in ("GET", "POST", "PUT"):
        status, headers, told = ask(path, method, **body)
        assert (status, told) == (413, b"no address here takes a body")
        assert headers["connection"] == "close"


def test_a_body_of_nothing_is_none() -> None:
    assert ask("/nothing", content_length="0")[2] == PASSED_ON


def test_a_file_is_taken_once_a_page_takes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "UPLOADS", frozenset({"lab"}))
    assert ask("/_stcore/upload_file/a/b", "PUT", content_length="99")[2] == PASSED_ON
    assert ask("/_stcore/metrics")[0] == 404
    assert ask("/nothing", "PUT", content_length="99")[0] == 413


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/js/x.js", "/_stcore/streams", "/_stcore/metrics"])
def test_a_socket_elsewhere_is_refused(path: str) -> None:
    assert connected(path) == [{"type": "websocket.close", "code": 1008}]


def test_the_pages_socket_goes_on() -> None:
    assert connected("/_stcore/stream") == ["passed on"]


def connected(path: str) -> list[Any]:
    """What is sent to who opens a socket at ``path``."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        sent.append("passed on")

    scope: Scope = {"type": "websocket", "path": path, "root_path": "", "headers": []}
    asyncio.run(gate.Gate(app)(scope, receive, send))
    return sent


def test_every_address_of_streamlits_is_either_needed_or_closed() -> None:
    """A version with another address fails here, and somebody decides."""
    names = {cast(Mount, route).path.lstrip("/") for route in create_streamlit_routes(MagicMock())}
    assert {name for name in names if not gate.closed(name)} == {*gate.NEEDED, "media/{file_id:path}", ""}
