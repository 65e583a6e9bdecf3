"""The log of a server does not fill with what strangers can have it say as often as they like.

Uvicorn and Streamlit write a line for every request that is none, every socket from elsewhere, every
message that is odd. Each kind of line is written a few times, and then a few times a minute.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from pages._ui.token_bucket import TokenBucket

AT_ONCE = 20
A_MINUTE = 4

_KINDS = 500
_FROM = ("uvicorn", "streamlit", "websockets")


class Sparing(logging.Filter):
    """Lets through so many lines of a kind: of one logger, with one text before its values are put in."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._now = now
        self._kinds: OrderedDict[tuple[str, str], TokenBucket] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether ``record`` is written."""
        kind = record.name, str(record.msg)[:100]
        bucket = self._kinds.pop(kind, None) or TokenBucket(A_MINUTE / 60, AT_ONCE, self._now)
        self._kinds[kind] = bucket
        if len(self._kinds) > _KINDS:
            self._kinds.popitem(last=False)
        return bucket.spare()


def spare_the_log() -> None:
    """Have what the server's libraries write pass through one Sparing."""
    sparing = Sparing()
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _FROM:
            logging.getLogger(name).addFilter(sparing)
