"""A token bucket: so many at once, and so many a second in the long run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic


@dataclass
class TokenBucket:
    """Holds at most ``burst`` tokens and gains ``rate`` a second; who takes more has to wait."""

    rate: float
    burst: float
    now: Callable[[], float] = monotonic
    _tokens: float = field(init=False)
    _when: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens, self._when = self.burst, self.now()

    def take(self, tokens: float = 1.0) -> float:
        """Take ``tokens``; seconds to wait until they were there, 0 when they are."""
        self._fill()
        self._tokens -= tokens
        return max(0.0, -self._tokens / self.rate)

    def spare(self) -> bool:
        """Take one if it is there; whether it was."""
        self._fill()
        there = self._tokens >= 1.0
        self._tokens -= there
        return there

    def _fill(self) -> None:
        now = self.now()
        self._tokens = min(self.burst, self._tokens + self.rate * (now - self._when))
        self._when = now
