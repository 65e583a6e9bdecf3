"""The QR code of a link: a picture that is drawn from nothing but the link."""

import asyncio
import threading
from io import BytesIO
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from pages._ui.tools import qr
from pages._ui.tools.qr import LONGEST, PATH, drawn
from tests import patience
from tests.pages.asked import PASSED_ON, ask


@pytest.mark.parametrize(
    "link",
    [
        "https://lab.example/?v=1&learning_rate=0.019&step=7",
        "x" * LONGEST,
        "https://lab.example/?é=" + "é" * 700,
        "€" * (LONGEST // 3),
        "茗" * (LONGEST // 3),
    ],
)
def test_a_camera_reads_the_link(link: str) -> None:
    picture = BytesIO()
    qr.code(link).save(picture, kind="png", scale=4, border=2)
    (read,) = zxingcpp.read_barcodes(Image.open(picture))
    assert read.text == link


def test_the_picture_is_plain_svg() -> None:
    tree = ElementTree.fromstring(drawn("https://lab.example/?a=<script>"))
    assert {element.tag.partition("}")[2] for element in tree.iter()} <= {"svg", "path"}


def test_the_app_answers_with_it() -> None:
    status, headers, body = ask(f"/{PATH}?link={quote('https://lab.example/?a=1&b=2', safe='')}")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert body == drawn("https://lab.example/?a=1&b=2")


@pytest.mark.parametrize("link", ["", "x" * (LONGEST + 1), "€" * (LONGEST // 3 + 1), "é" * LONGEST])
def test_a_link_that_cannot_be_drawn_is_told(link: str) -> None:
    status, _, body = ask(f"/{PATH}?link={quote(link)}")
    assert status == 400
    told = body.decode()
    assert told.startswith(f"link must be between 1 and {LONGEST} bytes long, not ")
    assert int(told.split()[-1]) >= len(link.encode())


@pytest.mark.parametrize("link", ["%ff", "%ED%B3%BF", "%C3", "a%80b"])
def test_bytes_that_are_no_text_are_told(link: str) -> None:
    status, _, body = ask(f"/{PATH}?link={link}")
    assert (status, body.decode()) == (400, "link must be UTF-8 text, its bytes escaped as %XX")


@pytest.mark.parametrize("query", ["", "x=1", "link", "&" * 60_000, "link=" + "%" * 60_000, "link=" * 9_000])
def test_a_query_of_another_kind_is_told(query: str) -> None:
    assert ask(f"/{PATH}?{query}")[0] == 400


@pytest.mark.parametrize("link", ["%", "%ZZ", "%00", "a+b", "%F0%9F%98%80", "a=b=c", ";"])
def test_what_is_text_is_drawn_however_odd(link: str) -> None:
    assert ask(f"/{PATH}?link={link}")[0] == 200


def test_head_is_answered_as_get() -> None:
    head, get = (ask(f"/{PATH}?link=x", method=method) for method in ("HEAD", "GET"))
    assert head == get  # the server leaves the body away


def test_links_are_drawn_beside_the_event_loop_once_each_and_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free, began, links = threading.Event(), threading.Event(), list[str]()

    def slow(link: str) -> bytes:
        began.set()
        links.append(link)
        assert free.wait(patience.SECONDS)
        return link.encode()

    monkeypatch.setattr(qr, "drawn", slow)

    async def ask_all() -> list[bytes | None]:
        pictures = qr.Pictures()
        same = [asyncio.create_task(pictures.of("one")) for _ in range(50)]
        others = [asyncio.create_task(pictures.of(str(place))) for place in range(qr.WAITING - 1)]
        while not began.is_set():
            await asyncio.sleep(0)  # the loop goes on while the worker draws
        assert await pictures.of("too many") is None
        free.set()
        answers = [*await asyncio.gather(*same), *await asyncio.gather(*others)]
        return [*answers, await pictures.of("one")]

    answers = asyncio.run(ask_all())
    assert set(answers[:50]) == {b"one"}
    assert answers[-1] == b"one"
    assert links == ["one", *map(str, range(qr.WAITING - 1))]


def test_who_comes_when_many_wait_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr, "WAITING", 0)
    status, headers, body = ask(f"/{PATH}?link=https://lab.example/?a=busy")
    assert (status, headers["retry-after"]) == (503, "1")
    assert body.decode() == "Many QR codes are being drawn. Ask again in a moment."


def test_all_else_goes_on() -> None:
    assert ask("/share/else")[2] == PASSED_ON
