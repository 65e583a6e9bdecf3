"""Streamlit's own files are answered from memory, as they are on disk; all else goes on to Streamlit."""

import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit import config, file_util

from pages._ui import assets, static_files
from pages._ui.byte_cache import ByteCache
from tests.pages.asked import PASSED_ON, Answer, ask

ROOT = Path(file_util.get_static_dir())
FILES = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in (".js", ".css", ".woff2"))
A_SCRIPT = next(path for path in FILES if path.suffix == ".js")


def url(path: Path) -> str:
    return "/" + path.relative_to(ROOT).as_posix()


def body(answer: Answer) -> bytes:
    """What a browser makes of the answer."""
    _, headers, sent = answer
    return gzip.decompress(sent) if headers.get("content-encoding") == "gzip" else sent


def test_every_script_style_and_font_is_kept() -> None:
    assert set(static_files.streamlits()) == {url(path)[1:] for path in FILES}
    assert len(FILES) > 300


@pytest.mark.parametrize("path", FILES[:: len(FILES) // 24] + FILES[-3:], ids=lambda path: path.name)
def test_a_file_is_answered_as_it_is_on_disk(path: Path) -> None:
    answer = ask(url(path))
    assert answer[0] == 200
    assert body(answer) == path.read_bytes()
    assert int(answer[1]["content-length"]) == len(answer[2])
    assert answer[1]["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("suffix", "kind", "encoding"),
    [(".js", "text/javascript", "gzip"), (".css", "text/css", "gzip"), (".woff2", "font/woff2", None)],
)
def test_a_file_says_what_it_is(suffix: str, kind: str, encoding: str | None) -> None:
    path = next(path for path in FILES if path.suffix == suffix)
    _, headers, _ = ask(url(path))
    assert headers["content-type"].split(";")[0] == kind
    assert headers.get("content-encoding") == encoding
    assert headers.get("vary") == ("Accept-Encoding" if encoding else None)


def test_who_takes_no_gzip_gets_none() -> None:
    _, headers, sent = ask(url(A_SCRIPT), accept_encoding="identity")
    assert "content-encoding" not in headers
    assert sent == A_SCRIPT.read_bytes()


def test_what_takes_no_zip_is_unzipped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    unzipped: list[int] = []
    unzip = gzip.decompress

    def counted(body: bytes) -> bytes:
        unzipped.append(len(body))
        return unzip(body)

    monkeypatch.setattr(static_files, "_PLAIN", ByteCache(most_bytes=2**23))
    monkeypatch.setattr(gzip, "decompress", counted)
    plotly = f"/{assets.base()}plotly.min.js"
    answers = [ask(plotly, accept_encoding="identity") for _ in range(3)]
    assert {len(answer[2]) for answer in answers} == {assets.path("plotly.min.js").stat().st_size}
    assert len(unzipped) == 1


def test_a_large_file_goes_out_in_slices() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    file = static_files.KeptFile(assets.path("plotly.min.js"))
    asyncio.run(file.response(zipped=False)({"type": "http"}, None, send))  # type: ignore[arg-type]
    sizes = [len(message["body"]) for message in sent[1:]]
    assert sum(sizes) == assets.path("plotly.min.js").stat().st_size
    assert max(sizes) <= 2**17
    assert [bool(message.get("more_body")) for message in sent[1:]] == [True] * (len(sizes) - 1) + [False]


@pytest.mark.parametrize(
    "header", ["range", "if_range", "if_none_match", "if_modified_since", "if_match", "if_unmodified_since"]
)
def test_a_part_or_a_condition_is_streamlits_business(header: str) -> None:
    assert ask(url(A_SCRIPT), **{header: "bytes=0-9"})[2] == PASSED_ON


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT"])
def test_other_methods_are_streamlits_business(method: str) -> None:
    assert ask(url(A_SCRIPT), method=method)[2] == PASSED_ON


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/no.12345678.js",
        "/static/../index.html",
        f"/static/js/../{A_SCRIPT.name}",
        f"/static/js/%2e%2e/js/{A_SCRIPT.name}",
        f"//static/js/{A_SCRIPT.name}",
        f"/static//js/{A_SCRIPT.name}",
        f"/x/static/js/{A_SCRIPT.name}",
        f"{ROOT}/static/js/{A_SCRIPT.name}",
        "/static/../../../../../../etc/passwd",
        "/static/js/",
        "/static",
        "/manifest.json",
        "/favicon.png",
        "/_stcore/health",
    ],
)
def test_nothing_else_is_answered(path: str) -> None:
    assert ask(path)[2] == PASSED_ON


def test_a_name_without_a_hash_is_not_kept() -> None:
    kept = static_files.streamlits()
    assert all(re.search(r"\.[\w-]{8}\.(js|css|woff2)$", name) for name in kept)
    assert "index.html" not in kept


@pytest.mark.parametrize("base", ["lab", "/lab/", "a/b"])
def test_a_base_path_is_looked_through(base: str) -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    try:
        assert body(ask(f"/{base.strip('/')}{url(A_SCRIPT)}")) == A_SCRIPT.read_bytes()
        assert ask(f"/other{url(A_SCRIPT)}")[2] == PASSED_ON
    finally:
        config.set_option("server.baseUrlPath", before)


def test_a_mount_is_looked_through() -> None:
    assert body(ask(f"/courses{url(A_SCRIPT)}", root="/courses")) == A_SCRIPT.read_bytes()


def test_a_file_is_read_once_and_its_memory_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.12345678.js"
    path.write_bytes(b"first " * 100)
    file = static_files.KeptFile(path)
    assert static_files.kept_bytes([file]) == 0
    first = file.body()
    path.write_bytes(b"second")
    assert file.body() is first
    assert static_files.kept_bytes([file]) == len(first) < 600
