"""What visitors leave behind is given back."""

import gc
import threading
import time
import weakref

from pages._ui.tidy import tidying
from tests import patience


class Left:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_holds_itself_is_gone_after_a_while_and_so_is_the_thread() -> None:
    gc.disable()
    try:
        left = weakref.ref(Left())
        assert left() is not None
        with tidying(every=0.01):
            deadline = time.monotonic() + patience.SECONDS
            while left() is not None and time.monotonic() < deadline:
                time.sleep(0.01)
        assert left() is None
    finally:
        gc.enable()
    assert "tidy" not in {thread.name for thread in threading.enumerate()}
