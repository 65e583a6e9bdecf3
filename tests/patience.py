"""How long a test waits for what must come; on a machine that is slow or busy too, it comes long before."""

SECONDS = 300
"""For a page, a file, a thread, a state: only what never comes takes so long."""

MILLISECONDS = 1000 * SECONDS
