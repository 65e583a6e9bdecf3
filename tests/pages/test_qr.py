"""The QR code of a link: a picture that is drawn from nothing but the link."""

from io import BytesIO
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import segno
import zxingcpp
from PIL import Image

from pages._ui.tools.qr import LONGEST, PATH, drawn
from tests.pages.asked import PASSED_ON, ask


@pytest.mark.parametrize("link", ["https://lab.example/?v=1&learning_rate=0.019&step=7", "x" * LONGEST])
def test_a_camera_reads_the_link(link: str) -> None:
    picture = BytesIO()
    segno.make_qr(link, error="l").save(picture, kind="png", scale=4, border=2)
    (read,) = zxingcpp.read_barcodes(Image.open(picture))
    assert read.text == link


def test_the_picture_is_plain_svg() -> None:
    tree = ElementTree.fromstring(drawn("https://lab.example/?a=<script>"))
    assert {element.tag.partition("}")[2] for element in tree.iter()} <= {"svg", "path"}


def test_the_app_answers_with_it() -> None:
    status, headers, body = ask(f"/{PATH}?link={quote('https://lab.example/?a=1&b=2', safe='')}")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert body == drawn("https://lab.example/?a=1&b=2")


@pytest.mark.parametrize("link", ["", "x" * (LONGEST + 1)])
def test_a_link_that_cannot_be_drawn_is_told(link: str) -> None:
    status, _, body = ask(f"/{PATH}?link={link}")
    assert status == 400
    assert body.decode() == f"link must be between 1 and {LONGEST} characters long, not {len(link)}"


def test_all_else_goes_on() -> None:
    assert ask("/share/else")[2] == PASSED_ON
