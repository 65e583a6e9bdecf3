"""Small answers leave at once.

The server writes an answer's head and its body apart. Streamlit binds its socket without saying
that it speaks TCP, so asyncio leaves Nagle's algorithm on: the body then waits until the browser
has confirmed the head, which it puts off for 40 ms. Sixty files and every message paid that.
"""

import gc
import socket

from streamlit import config


def answer_at_once() -> int:
    """Tell the server's own sockets, and so every connection they accept, not to wait; how many there are."""
    # By type: to ask an object itself what it is would wake those that only look like one.
    found = [it for it in gc.get_objects() if issubclass(type(it), socket.socket) and _is_ours(it)]
    for sock in found:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(found)


def _is_ours(sock: socket.socket) -> bool:
    if sock.fileno() < 0 or sock.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    return sock.type == socket.SOCK_STREAM and sock.getsockname()[1] == config.get_option("server.port")
