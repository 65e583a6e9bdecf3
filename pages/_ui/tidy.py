"""Memory of visitors who have left is given back to the system, from time to time.

Streamlit collects garbage after every script run, which is turned off here for its cost. What is
left over from sessions is collected when a moment is likely free; and the C library, which keeps
what was freed among what is still in use, is told to give back whole pages.
"""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

EVERY = 30.0
"""Seconds between two times."""


def tidy() -> None:
    """Collect garbage and give free memory back."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


@contextmanager
def tidying(every: float = EVERY) -> Iterator[None]:
    """Tidy up ``every`` so many seconds, in a thread of its own, until the end of the block."""
    over = Event()

    def work() -> None:
        while not over.wait(every):
            tidy()

    thread = Thread(target=work, name="tidy", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
