"""Between two pieces of long work, whoever runs it may let somebody else go first.

The core knows no visitors: it says where it may be interrupted, and a server says what happens there.
"""

from collections.abc import Callable

_at_checkpoint: Callable[[], None] | None = None


def checkpoint() -> None:
    """Called between two pieces of long work; by itself it does nothing."""
    if _at_checkpoint is not None:
        _at_checkpoint()


def at_checkpoints(act: Callable[[], None] | None) -> None:
    """From now on have ``act`` done at every checkpoint, in the thread that works; None for nothing."""
    global _at_checkpoint
    _at_checkpoint = act
