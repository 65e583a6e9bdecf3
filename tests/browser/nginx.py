"""An nginx for the test of docs/nginx.conf: found, or else installed. Never silently absent."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.chromium import succeeded

CONFIGURATION = Path(__file__).parents[2] / "docs" / "nginx.conf"
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
INSTALL = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "nginx-light"]]
HELP = "docs/nginx.conf is tested with nginx, and none was found nor could be installed."

# What a system's own nginx.conf has around it, with every file within one folder.
AROUND = """
daemon off;
pid {folder}/pid;
error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/lab.conf;
}}
"""


def ensure() -> str:
    """The executable, installed if need be; fails the test when that does not succeed."""
    if not shutil.which("nginx", path=PLACES) and sys.platform == "linux" and os.geteuid() == 0:
        succeeded(INSTALL)
    return shutil.which("nginx", path=PLACES) or pytest.fail(HELP)


def certify(folder: Path) -> None:
    """A certificate that nobody vouches for, good for a day."""
    names = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names]
    subprocess.run([*command, "-subj", "/CN=127.0.0.1"], check=True, capture_output=True)


@contextmanager
def proxy(folder: Path, changes: dict[str, str]) -> Iterator[None]:
    """Run docs/nginx.conf with ``changes``, each of which must be found in it just once."""
    certify(folder)
    text = CONFIGURATION.read_text("utf-8").replace("/etc/ssl/lab", str(folder))
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "lab.conf").write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), "utf-8")
    command = [ensure(), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True)
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
