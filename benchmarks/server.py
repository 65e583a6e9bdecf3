"""A Streamlit server of its own for a measurement, and what it costs the machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep, time

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
LAB = "app.py"
NAIVE = "benchmarks/naive_app.py"
PLAIN = "benchmarks/plain_page.py"

_PATIENCE = 60.0


class Server:
    """A server of ``script``, launched at the time ``launched`` (seconds since the epoch)."""

    def __init__(self, script: str) -> None:
        self._port = _free_port()
        self.url = f"http://localhost:{self._port}/"
        self.launched = time()
        options = ["--server.headless=true", f"--server.port={self._port}"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._usage = psutil.Process(self._process.pid)

    def wait(self) -> None:
        """Return as soon as the server takes connections."""
        while time() < self.launched + _PATIENCE:
            with socket.socket() as probe:
                if probe.connect_ex(("localhost", self._port)) == 0:
                    return
            sleep(0.02)
        raise TimeoutError(f"the server did not start within {_PATIENCE:g} s")

    def cpu_seconds(self) -> float:
        """The processor time used so far."""
        times = self._usage.cpu_times()
        return float(times.user + times.system)

    def megabytes(self) -> float:
        """The memory that is resident now."""
        return float(self._usage.memory_info().rss) / 2**20

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def serving(script: str) -> Iterator[Server]:
    """A server of ``script``, stopped at the end."""
    server = Server(script)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
