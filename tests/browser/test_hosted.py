"""The app as it is hosted: in a course page's frame, and under a hostile address."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import READY, cell

FRAME = '<iframe src="{address}" width="1200" height="800" allow="clipboard-write"></iframe>'


@contextmanager
def course_page(body: str) -> Iterator[str]:
    """The address of a page of another origin that consists of ``body``."""

    class Course(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html>{body}".encode())

        log_message = partial(lambda *_: None)

    with ThreadingHTTPServer(("127.0.0.1", 0), Course) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_course_page_may_show_the_app_in_a_frame(page: Page, server: str) -> None:
    body = FRAME.format(address=f"{server}/?v=1&learning_rate=0.019&step=7")
    with course_page(body) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator('[data-cell="step"]')).to_have_text("7")


def test_no_word_in_an_address_has_the_app_ask_another_host(page: Page, server: str) -> None:
    """Streamlit's own front end knows some: the page fixture fails on any request elsewhere."""
    hostile = "staticAppId=x&embed_options=https://example.com&stlite=x&v=1&step=7&learning_rate=0.019"
    page.goto(f"{server}/?{hostile}")
    page.wait_for_function(READY)
    expect(cell(page, "step")).to_have_text("7")
    assert "staticAppId" not in page.url


def test_a_script_that_is_not_the_apps_does_not_run(context: BrowserContext, server: str) -> None:
    page = context.new_page()  # one whose console may hold errors
    page.goto(f"{server}/guide")
    page.evaluate(
        """async () => {
            window.told = new Set()
            document.addEventListener("securitypolicyviolation", e => told.add(e.effectiveDirective))
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.head.append(script)
            document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = true">')
            await fetch("http://127.0.0.1:9/").catch(() => null)
        }"""
    )
    page.wait_for_function("() => told.size === 3")
    told, ran = page.evaluate("[[...told].sort(), String(window.ran)]")
    page.close()
    assert told == ["connect-src", "script-src-attr", "script-src-elem"]
    assert ran == "undefined"
