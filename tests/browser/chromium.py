"""A Chromium for the browser tests: found, or else installed. Never silently absent.

``python -m tests.browser.chromium`` makes sure there is one and prints where.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How every Chromium here is started: as root, without a screen, asking nobody for updates."""

HELP = (
    "The browser tests need Chromium, Chrome or Edge, and none was found nor could be installed. "
    "Install one, or name its executable in the environment variable CHROMIUM."
)


def find() -> str | None:
    """The executable named by CHROMIUM, else the system's, else Playwright's own, else None."""
    if named := os.environ.get("CHROMIUM"):
        return executable(named) or sys.exit(f"CHROMIUM names no executable: {named}")
    return next((path for name in candidates() if (path := executable(name))), None)


def executable(name: str) -> str | None:
    """The full path of the program ``name``, or None."""
    return shutil.which(name)


def candidates() -> Iterator[str]:
    """Where a browser may be, the likeliest first."""
    yield from COMMANDS
    yield from MAC
    roots = [os.environ[root] for root in WINDOWS_ROOTS if root in os.environ]
    yield from (str(Path(root, program)) for root in roots for program in WINDOWS)
    yield playwrights_own()


def playwrights_own() -> str:
    """Where Playwright puts the browser that it downloads, whether it is there or not."""
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: print(p.chromium.executable_path)"
    )
    # A process of its own: it also works where this Python has no Playwright or runs a loop.
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    return answer.stdout.strip()


def ensure() -> str:
    """The browser's executable, installed if need be; ends the program when that fails."""
    for install in (None, *installers()):
        if install is not None:
            print("No Chromium yet:", " && ".join(" ".join(command) for command in install), flush=True)
            succeeded(install)
        if found := find():
            return found
    sys.exit(HELP)


def installers() -> Iterator[list[list[str]]]:
    """The ways to install a browser on this machine: lists of commands, the first way first."""
    linux_root = sys.platform == "linux" and os.geteuid() == 0
    with_libraries = ["--with-deps"] if linux_root else []
    yield [[sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]]
    if linux_root and shutil.which("apt-get"):
        yield [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]


def succeeded(commands: list[list[str]]) -> bool:
    """Run ``commands`` in turn, up to the first that fails."""
    unattended = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return all(subprocess.run(command, env=unattended).returncode == 0 for command in commands)


if __name__ == "__main__":
    print(ensure())
