"""The address that a QR code names: this machine's own, where the server listens there."""

import socket
from pathlib import Path
from typing import Any

import pytest

from pages._ui.tools import reach


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says where the server listens, and from where this machine would send."""

    def listen(bound: str | None, outward: str) -> str:
        monkeypatch.setattr(reach.st, "get_option", lambda name: bound)
        monkeypatch.setattr(reach, "_outward", lambda: outward)
        monkeypatch.setattr(reach, "_CONTAINERS", ())
        return reach.own_address()

    return listen


@pytest.mark.parametrize(
    ("bound", "outward", "named"),
    [
        (None, "192.168.7.5", "192.168.7.5"),
        ("0.0.0.0", "10.0.0.9", "10.0.0.9"),
        ("::", "10.0.0.9", "10.0.0.9"),
        ("192.168.7.5", "10.0.0.9", "192.168.7.5"),
        ("localhost", "192.168.7.5", ""),
        ("127.0.0.1", "192.168.7.5", ""),
        ("::1", "192.168.7.5", ""),
        (None, "127.0.0.1", ""),
        (None, "169.254.3.4", ""),
        (None, "", ""),
    ],
)
def test_an_address_is_named_where_the_server_listens_on_it(
    listening: Any, bound: str | None, outward: str, named: str
) -> None:
    assert listening(bound, outward) == named


def test_a_containers_own_address_is_not_named(
    listening: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert listening(None, "172.17.0.2")
    monkeypatch.setattr(reach, "_CONTAINERS", (tmp_path,))
    assert reach.own_address() == ""


def test_nothing_is_sent_to_find_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise AssertionError("it sends")

    class Silent(socket.socket):
        send = sendto = sendall = refused  # type: ignore[assignment]

    monkeypatch.setattr(reach.socket, "socket", Silent)
    reach._outward()
