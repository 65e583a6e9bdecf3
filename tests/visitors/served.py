"""A server of the app whose log can be read while it runs."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from tests.browser.conftest import ROOT, free_port, wait_for
from tests.browser.visits import HOST
from tests.visitors.host import HOSTS


class Served:
    """An app at ``address``, and what its server writes."""

    def __init__(self, address: str, log: TextIO) -> None:
        self.address = address
        self._log = log

    def news(self) -> str:
        """What was written into the log since this was asked last."""
        return self._log.read()


@contextmanager
def served(kind: str = "done") -> Iterator[Served]:
    """Serve app.py on a free port of a host that allows what HOSTS says of ``kind``."""
    port = free_port()
    options = {
        "server.port": port,
        "server.address": HOST,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with tempfile.NamedTemporaryFile("w") as written, open(written.name) as log:
        environment = os.environ | HOSTS[kind]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT
        )
        try:
            wait_for(f"http://{HOST}:{port}/_stcore/health", process, log)
            yield Served(f"http://{HOST}:{port}", log)
        finally:
            process.kill()
            process.wait()
