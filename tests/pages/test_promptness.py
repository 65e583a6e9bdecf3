"""The server's connections do not hold small answers back."""

import socket
from collections.abc import Iterator

import pytest
from streamlit import config

from pages._ui.promptness import answer_at_once


@pytest.fixture
def bound() -> Iterator[socket.socket]:
    """A listening socket on the port that is Streamlit's for as long as the test runs."""
    before = config.get_option("server.port")
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        config.set_option("server.port", sock.getsockname()[1])
        yield sock
    config.set_option("server.port", before)


def waits(sock: socket.socket) -> bool:
    """Whether ``sock`` holds small segments back (Nagle's algorithm)."""
    return not sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_connection_that_the_server_accepts_does_not_wait(bound: socket.socket) -> None:
    assert waits(bound)
    assert answer_at_once() == 1
    with socket.create_connection(bound.getsockname()), bound.accept()[0] as accepted:
        assert not waits(accepted)


def test_other_sockets_are_left_alone(bound: socket.socket) -> None:
    with socket.socket() as other, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        other.bind(("127.0.0.1", 0))
        datagrams.bind(bound.getsockname())
        assert answer_at_once() == 1
        assert waits(other)


def test_a_closed_socket_is_passed_over(bound: socket.socket) -> None:
    bound.close()
    assert answer_at_once() == 0
