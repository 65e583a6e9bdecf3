"""Two replicas behind docs/nginx.conf, with TLS and a base path; one of them dies."""

import re
import ssl
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser import nginx
from tests.browser.conftest import free_port, served
from tests.browser.lab import cells
from tests.browser.visits import newcomer

HOST = "127.0.0.1"
LINK = "?v=1&learning_rate=0.019&seed=3&plane=w1,b&step=7"


def server_at(port: int) -> psutil.Process:
    """The process that listens on ``port``."""
    found = psutil.net_connections("tcp")
    (pid,) = {c.pid for c in found if c.status == psutil.CONN_LISTEN and c.laddr.port == port}
    return psutil.Process(pid)


def visited(port: int) -> bool:
    """Whether anyone is connected to the server at ``port``: nginx holds nothing but WebSockets."""
    return any(
        c.status == psutil.CONN_ESTABLISHED and c.laddr.port == port
        for c in server_at(port).net_connections("tcp")
    )


def answer(port: int, path: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of what nginx says to ``path``."""
    connection = HTTPSConnection(HOST, port, context=ssl._create_unverified_context())
    connection.request("GET", path)
    response = connection.getresponse()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}


def seen(page: Page) -> dict[str, str]:
    """The player's numbers, once it rests at the step of the link."""
    expect(page.locator('[data-cell="step"]')).to_have_text("7")
    expect(page).to_have_url(re.compile("step=7"))  # the address is written a little later
    return cells(page)


def test_visitors_of_a_replica_that_dies_reload_to_their_picture(browser: Browser, tmp_path: Path) -> None:
    port, plain = free_port(), free_port()
    with served("lab") as first, served("lab") as second:
        one, other = (urlsplit(address).port or 0 for address in (first, second))
        changes = {
            "127.0.0.1:8501": f"{HOST}:{one}",
            "127.0.0.1:8502": f"{HOST}:{other}",
            "listen 80;": f"listen {HOST}:{plain};",
            "listen 443 ssl http2;": f"listen {HOST}:{port} ssl http2;",
        }
        with nginx.proxy(tmp_path, changes), newcomer(browser, ignore_https_errors=True) as context:
            page = context.new_page()
            page.goto(f"https://{HOST}:{port}/lab{LINK}")
            before, address = seen(page), page.url
            (cookie,) = (each for each in context.cookies() if each["name"] == "gd_visitor")
            assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
            (home,) = (each for each in (one, other) if visited(each))

            page.reload()
            assert seen(page) == before
            assert [each for each in (one, other) if visited(each)] == [home]

            server_at(home).kill()
            page.reload()
            assert seen(page) == before
            assert page.url == address
            status, headers = answer(port, "/lab/")
            assert status == 200
            assert "content-security-policy" in headers
            assert "max-age" in headers["strict-transport-security"]
