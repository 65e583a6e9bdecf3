"""A served app that a test may stop, start again and read the log of."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import ROOT, free_port, wait_for
from tests.browser.visits import HOST


class Host:
    """An app at one ``address``, which is served from ``start`` to ``kill``, as often as one likes."""

    def __init__(self, around: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115, it is closed with the host
        self._environment = dict(os.environ if environment is None else environment)
        run = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless=true"]
        self._command = [*around, *run, f"--server.port={self.port}", f"--server.address={HOST}"]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, folder: Path = ROOT) -> None:
        """Serve, and come back when the server is well."""
        self._process = subprocess.Popen(
            self._command, cwd=folder, env=self._environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        wait_for(f"{self.address}/_stcore/health", self._process, self._log)

    def kill(self) -> None:
        """Serve no more."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Serve no more, and forget what was written."""
        self.kill()
        self._log.close()

    def signal(self, number: signal.Signals) -> None:
        """Send the server a signal."""
        assert self._process
        self._process.send_signal(number)

    def log(self) -> str:
        """What the server has written so far."""
        self._log.seek(0)
        return self._log.read()


@contextmanager
def hosted(around: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> Iterator[Host]:
    """A host that is served, and no more at the end."""
    host = Host(around, environment)
    try:
        host.start()
        yield host
    finally:
        host.close()
