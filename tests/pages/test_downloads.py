"""Files are made in turn, a few at a time for anybody, and soon forgotten."""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages._ui import clients, downloads
from pages._ui.clients import Client
from pages._ui.downloads import WAITING, Downloads
from tests import patience


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    """A server's files, without a server; everybody's address is their session's first letter."""
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    server = SimpleNamespace(get_instance=lambda: SimpleNamespace(media_file_mgr=manager))
    monkeypatch.setattr(downloads, "runtime", server)
    monkeypatch.setattr(clients, "of", lambda session: Client(session, session[:1]))
    return manager


def asked(files: MediaFileManager, make: Any) -> BackendOperationRequest:
    """A request for a file that ``make`` makes."""
    request = BackendOperationRequest(request_id="1")
    request.deferred_file.file_id = files.add_deferred(make, "text/plain", "here", "a.txt")
    return request


def content(files: MediaFileManager, answer: BackendOperationResponse) -> bytes | None:
    file = files.read_file(answer.deferred_file.url.rpartition("/")[2])
    return file.content if file else None


def test_a_file_is_made_and_fetched(files: MediaFileManager) -> None:
    answer = asyncio.run(Downloads().answer(asked(files, lambda: "text"), "a"))
    assert (answer.error_msg, content(files, answer)) == ("", b"text")


def test_a_hundred_requests_of_one_do_not_stand_before_anothers(files: MediaFileManager) -> None:
    may = threading.Event()

    def slow() -> str:
        assert may.wait(patience.SECONDS)
        return "slow"

    async def both() -> tuple[list[BackendOperationResponse], BackendOperationResponse]:
        service = Downloads()
        request = asked(files, slow)
        many = [asyncio.create_task(service.answer(request, "hog")) for _ in range(100)]
        await asyncio.sleep(0)
        mine = await asyncio.wait_for(service.answer(asked(files, lambda: "mine"), "visitor"), 20)
        may.set()
        return await asyncio.gather(*many), mine

    # The turn itself is another matter: who makes a long file gives it away.
    many, mine = asyncio.run(both())
    assert content(files, mine) == b"mine"
    refused = [each for each in many if each.error_msg]
    assert len(refused) == 100 - WAITING
    assert {each.error_msg for each in refused} == {
        "You have asked for many files. Wait until they have come."
    }


def test_who_left_gets_nothing_and_a_fault_is_told(
    files: MediaFileManager, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise ValueError("no paper")

    answer = asyncio.run(Downloads().answer(asked(files, fail), "a"))
    assert answer.error_msg == "The file could not be made."
    assert "no paper" in caplog.text
    monkeypatch.setattr(clients.Client, "here", property(lambda client: False))
    made: list[bool] = []
    asyncio.run(Downloads().answer(asked(files, lambda: made.append(True)), "a"))
    assert not made


def test_only_so_many_bytes_are_kept(files: MediaFileManager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "KEPT", 25)

    async def several() -> list[BackendOperationResponse]:
        service = Downloads()
        return [await service.answer(asked(files, lambda k=k: f"{k}" * 10), "a") for k in range(4)]

    answers = asyncio.run(several())
    assert [content(files, each) for each in answers] == [None, None, b"2" * 10, b"3" * 10]


def test_a_button_that_was_drawn_anew_is_told_and_not_logged(
    files: MediaFileManager, caplog: pytest.LogCaptureFixture
) -> None:
    request = asked(files, lambda: "text")
    request.deferred_file.file_id = "of the run before"
    answer = asyncio.run(Downloads().answer(request, "a"))
    assert answer.error_msg == "The page has changed meanwhile. Press the button again."
    assert "cannot be made" not in caplog.text
