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


_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""What GNU's malloc.h calls M_ARENA_MAX and M_MMAP_THRESHOLD."""


def few_heaps() -> None:
    """Have all threads allocate from two heaps, not from one each; whatever is large, from none.

    Every visitor's script runs in a thread of its own: what is kept of a hundred of them would
    hold on to a hundred heaps.
    """
    _c("mallopt", _ARENA_MAX, 2)
    _c("mallopt", _MMAP_THRESHOLD, 128 * 1024)


def tidy() -> None:
    """Collect garbage and give free memory back."""
    gc.collect()
    _c("malloc_trim", 0)


def _c(name: str, *numbers: int) -> None:
    """Call the C library's ``name``, where there is one."""
    function = getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    if function:
        function(*numbers)


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
