"""Results that several visitors ask for: made once, kept while they fit, the least used forgotten first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class ByteCache(Generic[Result]):
    """Results by what they are made of, of at most ``most_bytes`` together; any thread may use it."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()

    def get(self, key: Hashable) -> Result | None:
        """The result that was kept as ``key``, if it still is."""
        with self._lock:
            if key not in self._results:
                return None
            self._results.move_to_end(key)
            return self._results[key][0]

    def keep(self, key: Hashable, result: Result, size: int) -> None:
        """Keep ``result``, which takes ``size`` bytes, as ``key``, and forget what no longer fits."""
        with self._lock:
            self._bytes += size - self._results.pop(key, (None, 0))[1]
            self._results[key] = result, size
            while self._bytes > self._most_bytes:
                _, (_, freed) = self._results.popitem(last=False)
                self._bytes -= freed
