"""What a first visitor asks for: at once, each file once, nothing in vain."""

import http.client
from time import perf_counter
from urllib.parse import urlsplit

from pages._ui import static_files

# Held back by Nagle's algorithm until a delayed confirmation, an answer takes 40 ms (Linux) or more.
HELD_BACK = 0.030


def test_small_files_come_without_delay_on_one_connection(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc)
    url = "/" + next(iter(static_files.streamlits()))
    took = []
    for _ in range(24):
        start = perf_counter()
        connection.request("GET", url)
        assert connection.getresponse().read()
        took.append(perf_counter() - start)
    connection.close()
    # A busy machine makes some late; held back, nearly all would be.
    assert sorted(took)[len(took) // 4] < HELD_BACK
