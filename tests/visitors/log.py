"""What the app writes into the server's log, overheard wherever it is written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def overheard() -> Iterator[list[str]]:
    """The warnings and errors that are logged within this block, each with its traceback."""
    # Streamlit's loggers pass nothing on to the root: so what is heard is the making of each record.
    make, heard = logging.getLogRecordFactory(), list[str]()

    def listening(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.levelno >= logging.WARNING:
            heard.append(logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record))
        return record

    logging.setLogRecordFactory(listening)
    try:
        yield heard
    finally:
        logging.setLogRecordFactory(make)
